from types import SimpleNamespace as Thing

import pytest

from entente.engagement.forums import rules
from entente.engagement.forums.models import Body, Membership, Seat
from entente.engagement.partners.models import Partner

HOLDER, NEXT = Partner(pk=1, key="au", name_en="Australia"), Partner(pk=2, key="gb", name_en="United Kingdom")


def chair(starts_on="", ends_on="", as_of="2008", kind="chair", holder=HOLDER, body=None):
    given = {"kind": kind, "holder": holder, "body": body or Body(key="b5", name_en="Border Five")}
    return Seat(starts_on=starts_on, ends_on=ends_on, as_of=as_of, **given)


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        (("2019", "2022"), ("2020", "2021"), True),
        (("2019", "2022"), ("2022", "2023"), False),  # FOR-1: the source gives only the year of the handover
        (("2019-10-01", "2022-11-30"), ("2022-11-30", ""), False),  # it passes on that day
        (("2019-10-01", "2022-11-30"), ("2022-11-29", ""), True),
        (("2023", ""), ("2026", ""), True),  # the one before has no end
        (("", ""), ("2003", "2006"), False),  # attested in 2008, after the other ended
        (("", ""), ("2010", ""), True),
        (("2007", "2007"), ("2007", "2007"), False),  # half a year each, perhaps
        (("[redacted]", "2006"), ("2007", ""), False),
    ],
)
def test_for_1_a_body_has_one_chair_at_a_time(one, other, taken):
    problem = rules.one_chair_at_a_time(chair(*one), [chair(*other)])

    assert bool(problem) is taken


def test_for_1_lets_several_share_other_seats():
    assert rules.one_chair_at_a_time(chair("2020", kind="co_chair"), [chair("2020", kind="co_chair")]) is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fine"),
    [("2008", "2008-01-01", True), ("2008-05", "2008", True), ("2008", "2007-12-31", False), ("", "2007", True)],
)
def test_for_2_an_end_does_not_come_before_the_beginning(starts_on, ends_on, fine):
    assert (rules.ends_after_it_begins(chair(starts_on, ends_on)) is None) is fine


def test_for_3_a_partner_sits_in_a_body_once_at_a_time():
    there = Membership(partner=HOLDER, starts_on="2008", as_of="2008")

    assert rules.sits_once(Membership(partner=HOLDER, starts_on="2010", as_of="2010"), [there]).code == "sits_already"
    there.ends_on = "2009"
    assert rules.sits_once(Membership(partner=HOLDER, starts_on="2010", as_of="2010"), [there]) is None


def test_for_4_a_seat_passes_to_somebody_else():
    """FOR-4."""
    assert "holder" in rules.passes_to_another(chair("2022"), HOLDER, "2023").error_dict
    assert rules.passes_to_another(chair("2022"), NEXT, "2023") is None


def test_for_4_a_seat_passes_on_while_it_is_held():
    assert rules.passes_to_another(chair("2020", "2020"), NEXT, "2020-11-30") is None
    assert "on" in rules.passes_to_another(chair("2020", "2020"), NEXT, "2021-01").error_dict


def test_for_5_no_body_stands_under_itself():
    """FOR-5."""
    assert rules.stands_under_another(Body(pk=7), above=[3, 7]).error_dict.keys() == {"parent"}
    assert rules.stands_under_another(Body(pk=7), above=[3, 4]) is None
    assert rules.stands_under_another(Body(), above=[3]) is None


def test_for_6_nobody_joins_a_body_that_ended():
    """FOR-6."""
    ended = Body(key="spp", ends_on="2009")

    assert rules.within_the_life_of_the_body(chair("2010", body=ended)).error_dict.keys() == {"starts_on"}
    assert rules.within_the_life_of_the_body(chair("2009-12", body=ended)) is None


def test_for_7_nobody_marks_above_their_clearance():
    """FOR-7."""
    person = Thing(clearance="protected_a")

    assert rules.not_above_own_clearance(Body(marking="protected_b"), person).error_dict.keys() == {"marking"}
    assert rules.not_above_own_clearance(Body(marking="protected_a"), person) is None


def test_for_8_a_reason_is_written_down():
    """FOR-8."""
    assert rules.reason_given("  ").error_dict.keys() == {"reason"}
    assert rules.reason_given("decided in Ottawa") is None


def test_for_9_a_change_changes_something():
    assert rules.something_changes({}).code == "unchanged"
    assert rules.something_changes({"focus_en": "new"}) is None


def test_for_10_keys_and_citations_are_not_corrected():
    """FOR-10."""
    assert rules.may_be_corrected(Body(), "name_en") is None
    assert rules.may_be_corrected(Body(), "key").code == "not_correctable"
    assert rules.may_be_corrected(Partner(), "name_en").code == "not_correctable"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("World Customs Organization", "world-customs-organization"),
        ("Conférence d’Ottawa (2026)", "conference-d-ottawa-2026"),
        ("…", "body"),
    ],
)
def test_a_key_is_made_of_plain_letters(name, key):
    assert rules.key_of(name) == key


def test_what_may_be_corrected_are_fields_of_the_record():
    for model, fields in rules.CORRECTABLE.items():
        assert set(fields) <= {one.name for one in model._meta.concrete_fields}
        assert not set(fields) & {"key", "source", "place", "as_of", "marking"}
