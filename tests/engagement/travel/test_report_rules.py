"""The rules of trip reports, each alone: what it refuses and how to cure it, and what it lets pass."""

from datetime import date, timedelta

import pytest

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel.models import Report, Version
from entente.engagement.travel.rules import reports as rules
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking

from .reporting import TOLD

TODAY = date(2026, 5, 20)


def report(**given):
    """The report of a session that ends today, told in full unless something else is said of it."""
    return Report(**(TOLD | {"meeting": Meeting(pk=1, ends_on=TODAY)} | given))


def said(problem):
    return " ".join(problem.messages)


def codes(problem):
    return {one.code for one in problem.error_list} if problem else set()


@pytest.mark.parametrize(
    "lacks", [{"purpose_met"}, {"summary_en"}, {"positions_en"}, {"follow_up_en"}, {"value_en"}, {"contacts_en"}]
)
def test_trv_71_a_report_asks_for_what_nothing_else_on_record_says(db, lacks):
    assert rules.told_in_full(report()) is None

    [name] = lacks
    assert codes(rules.told_in_full(report(**{name: " " if name != "purpose_met" else ""}))) == {
        name.removesuffix("_en")
    }


def test_trv_72_whether_to_go_again_is_said_with_the_reason():
    assert rules.says_whether_to_go_again(report()) is None

    found = rules.says_whether_to_go_again(report(attend_next="", attend_next_reason=" "))
    assert codes(found) == {"attend_next", "attend_next_reason"}
    assert "Say why we should attend next time, or not." in said(found)


@pytest.mark.parametrize(
    ("en", "fr", "none", "cure"),
    [
        ("We went.", "Nous y étions.", "", ""),
        ("", "", "Nothing may be said yet.", ""),
        ("We went.", "", "", "lacks its French text"),
        ("We went.", " ", "Nothing may be said yet.", "lacks its French text"),
        ("", "Nous y étions.", "", "lacks its English text"),
        ("", "", "", "Write a public part, or say why there is none."),
    ],
)
def test_trv_73_a_public_part_stands_in_both_languages_or_the_report_says_why_not(en, fr, none, cure):
    found = rules.public_in_both_languages(report(public_en=en, public_fr=fr, public_none=none))

    assert bool(found) is bool(cure)
    assert not cure or cure in said(found)


def test_trv_74_a_report_is_handed_in_on_the_last_day_of_the_meeting_or_later():
    assert rules.meeting_is_over(report(), TODAY) is None
    assert "What is written is kept until then." in said(rules.meeting_is_over(report(), TODAY - timedelta(1)))


def test_trv_75_who_saves_has_seen_what_was_saved_before():
    assert rules.seen_before_saving(report(revision=3), 3) is None
    assert "Nothing of yours is lost: look at both texts." in said(rules.seen_before_saving(report(revision=3), 2))


def test_trv_76_what_was_accepted_is_corrected_for_a_reason():
    assert rules.correction_has_a_ground(report(), "") is None
    assert rules.correction_has_a_ground(report(accepted_version=1), "We chaired.") is None
    assert said(rules.correction_has_a_ground(report(accepted_version=1), " ")) == (
        "Say why the accepted report is corrected."
    )


def test_trv_77_a_correction_says_something_else_than_the_version_before():
    before = Version(**TOLD)
    assert rules.correction_changes_something(report(accepted_version=1, value_en="More."), before) is None
    assert rules.correction_changes_something(report(), before) is None
    assert "nothing differs" in said(rules.correction_changes_something(report(accepted_version=1), before))


def test_trv_78_a_report_is_marked_no_higher_than_who_marks_it_and_who_writes_it_may_read():
    low = Person(clearance=Marking.PROTECTED_A, first_name="Low", username="low")
    high = Person(clearance=Marking.PROTECTED_B, username="high")

    assert rules.marking_can_be_read(report(marking="protected_b", author=high), high) is None
    assert "above your clearance" in said(rules.marking_can_be_read(report(marking="protected_b", author=high), low))
    assert "is not cleared" in said(rules.marking_can_be_read(report(marking="protected_b", author=low), high))


def test_trv_79_a_report_goes_back_with_what_is_missing():
    assert rules.reason_of_return("Say what Mexico wants.") is None
    assert said(rules.reason_of_return(" ")) == "Say what is missing."
