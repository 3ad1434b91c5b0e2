"""Each rule alone: when it agrees, when it refuses. Names carry the rule's code."""

from datetime import date

import pytest

from entente.engagement.commitments import rules
from entente.engagement.commitments.models import Commitment, Level
from entente.foundation.people.roles import Marking, Role

from .factories import promise_in, promised

TODAY = date(2026, 6, 1)


def made(**given):
    return Commitment(**({"made_on": date(2026, 5, 1)} | given))


def test_com_1_a_promise_was_made_today_or_before():  # COM-1
    assert rules.made_by_today(made(made_on=TODAY), today=TODAY) is None
    assert rules.made_by_today(made(made_on=date(2026, 6, 2)), today=TODAY)


def test_com_2_an_old_promise_may_be_due_in_the_past_a_new_one_may_not():  # COM-2
    assert rules.due_once_made(made(due_on=None)) is None
    assert rules.due_once_made(made(made_on=date(2019, 1, 1), due_on=date(2020, 1, 1))) is None
    assert rules.due_once_made(made(due_on=date(2026, 5, 1))) is None

    refused = rules.due_once_made(made(made_on=TODAY, due_on=date(2026, 5, 31)))

    assert refused
    assert "if the promise is older" in refused.messages[0]
    assert "May\u00a031, 2026" in refused.messages[0]


def test_com_3_a_promise_names_whom_it_was_made_to():  # COM-3
    assert rules.made_to_somebody(made(body_id=1)) is None
    assert rules.made_to_somebody(made(agreement_id=1)) is None
    assert rules.made_to_somebody(made(objective_id=1))


def test_com_4_an_owner_has_an_open_account_and_is_cleared(desk_officer, open_account):  # COM-4
    lower = open_account(Role.READER, clearance=Marking.UNCLASSIFIED)
    closed = open_account(Role.READER, username="closed", is_active=False)

    assert rules.owner_can_keep_it(made()) is None
    assert rules.owner_can_keep_it(made(owner=lower)) is None
    assert rules.owner_can_keep_it(made(owner=lower, marking=Marking.PROTECTED_A))
    assert rules.owner_can_keep_it(made(owner=closed))


def test_com_5_nobody_marks_above_the_own_clearance(open_account):  # COM-5
    person = open_account(Role.DESK_OFFICER, clearance=Marking.PROTECTED_A)

    assert rules.not_above_own_clearance(made(marking=Marking.PROTECTED_A), person) is None
    assert rules.not_above_own_clearance(made(marking=Marking.PROTECTED_B), person)


def test_com_6_heads_of_government_are_quoted_with_the_place():  # COM-6
    assert rules.says_where_it_stands(made(level=Level.MINISTERS)) is None
    assert rules.says_where_it_stands(made(level=Level.LEADERS, place="Joint statement, paragraph 4")) is None
    assert rules.says_where_it_stands(made(level=Level.LEADERS, place=" "))


def test_com_7_what_showed_it_before_it_was_asked_again_no_longer_does(desk_officer, other_officer):  # COM-7
    from entente.engagement.commitments import actions

    assert rules.something_shows_it(promised(by=desk_officer))

    one = promise_in("closed", by=desk_officer, owner=other_officer)
    assert rules.something_shows_it(one) is None

    again = rules.something_shows_it(actions.reopen(one, by=desk_officer, reason="It was not"))
    assert again
    assert "now" in again.messages[0]


def test_com_8_the_verifier_is_neither_author_nor_owner_nor_witness(
    desk_officer, other_officer, third_officer
):  # COM-8
    one = promise_in("reported", by=desk_officer, owner=other_officer)

    assert rules.verified_by_another(one, desk_officer)
    assert rules.verified_by_another(one, other_officer)
    assert rules.verified_by_another(one, third_officer) is None
    assert rules.must_be_verified(one, desk_officer)
    assert not rules.must_be_verified(one, other_officer)


@pytest.mark.parametrize(("due_on", "refused"), [(TODAY, False), (date(2026, 5, 31), True), (date(2026, 7, 1), True)])
def test_com_9_a_date_moves_to_another_day_that_has_not_passed(due_on, refused):  # COM-9
    one = made(due_on=date(2026, 7, 1))

    assert bool(rules.slips_to_another_day(one, due_on, today=TODAY)) == refused


def test_com_10_a_promise_passes_to_somebody_else(desk_officer, other_officer):  # COM-10
    one = made(owner=desk_officer)

    assert rules.passes_to_another(one, other_officer) is None
    assert rules.passes_to_another(one, desk_officer)


def test_com_11_what_stood_changes_for_a_reason():  # COM-11
    before = {"title_en": "Old", "title_fr": ""}

    assert rules.reason_for_other_words(["title_fr"], before, "") is None
    assert rules.reason_for_other_words(["title_en"], before, "Misheard") is None
    assert rules.reason_for_other_words(["title_en"], before, " ")


def test_com_12_a_change_changes_something():  # COM-12
    assert rules.something_changes(["title_en"]) is None
    assert rules.something_changes([])
