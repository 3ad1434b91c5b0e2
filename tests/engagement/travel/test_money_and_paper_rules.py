"""The rules of costs, passports and visas, each alone: what it refuses and how to cure it, and what it lets pass."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from entente.engagement.travel.models import Ceiling, CostLine, Formality, Trip
from entente.engagement.travel.rules import costs, formalities

TODAY = date(2026, 5, 20)
TOMORROW = TODAY + timedelta(1)


def said(problem):
    return " ".join(problem.messages)


def line(estimate, actual, others=0):
    return CostLine(kind="airfare", estimate=Decimal(estimate), actual=actual, paid_by_others=Decimal(others))


@pytest.mark.parametrize(
    ("lines", "asks"),
    [
        ([line(1000, Decimal(1100))], False),
        ([line(1000, Decimal("1100.01"))], True),
        ([line(1000, Decimal(900))], False),
        ([line(1000, Decimal("899.99"))], True),
        ([line(1000, None)], False),
        ([line(1000, Decimal(1000)), line(500, None)], False),
        ([line(1000, Decimal(1000), others=1000)], False),
        ([line(1000, Decimal(1200), others=1000)], True),
        ([], False),
    ],
)
def test_trv_58_a_tenth_more_or_less_is_nobodys_question_a_cent_beyond_it_asks_why(lines, asks):
    found = costs.variance_is_explained(lines, "")

    assert bool(found) is asks
    assert not asks or "more than a tenth apart: say why." in said(found)
    assert costs.variance_is_explained(lines, "The flight was moved.") is None


def test_trv_59_money_is_spent_on_an_authority_be_it_that_the_trip_was_cancelled_since():
    assert "never authorised" in said(costs.spent_on_authority(Trip(state="draft")))
    assert costs.spent_on_authority(Trip(state="cancelled", authorised_at=timezone.now())) is None


def test_trv_60_a_day_of_reimbursement_is_today_or_before():
    assert costs.reimbursed_in_time(None, Trip(), TODAY) is None
    assert costs.reimbursed_in_time(TODAY, Trip(), TODAY) is None
    assert "give the day on which it was paid." in said(costs.reimbursed_in_time(TOMORROW, Trip(), TODAY))


def test_trv_61_a_ceiling_begins_today_or_later_and_after_the_one_before():
    new, last = Ceiling(starts_on=TODAY), Ceiling(starts_on=TODAY - timedelta(1))
    assert costs.ceiling_follows(new, None, TODAY) is None
    assert costs.ceiling_follows(new, last, TODAY) is None

    assert "cannot begin in the past" in said(costs.ceiling_follows(last, None, TODAY))
    assert "Choose a day after it." in said(costs.ceiling_follows(new, Ceiling(starts_on=TODAY), TODAY))


def test_trv_62_a_ceiling_that_changes_nothing_says_what_stands():
    assert costs.ceiling_differs(Decimal(9000), Decimal(10000)) is None
    assert "is the ceiling already." in said(costs.ceiling_differs(Decimal(9000), Decimal("9000.00")))


def test_trv_63_a_passport_lasts_six_months_after_the_return_to_the_day():
    back, needed = date(2026, 3, 15), date(2026, 9, 15)
    assert formalities.valid_long_enough(needed, back) is None

    for short in (None, needed - timedelta(1)):
        assert "six months after the return" in said(formalities.valid_long_enough(short, back))


def test_trv_64_a_number_in_a_note_is_to_be_taken_out_a_day_is_not():
    assert formalities.no_number("Appointment on 2026-12-01") is None
    assert "take it out." in said(formalities.no_number("passport AB123456"))


def test_trv_65_what_is_held_says_until_when_and_that_is_not_over():
    assert formalities.held_means_valid("applied", None, TODAY) is None
    assert formalities.held_means_valid("held", TODAY, TODAY) is None
    assert said(formalities.held_means_valid("held", None, TODAY)) == "Say until when it is valid."
    assert "not held any more" in said(formalities.held_means_valid("held", TODAY - timedelta(1), TODAY))


@pytest.mark.parametrize(
    ("kind", "expires_on", "cure"),
    [
        ("visa", TODAY, ""),
        ("visa", TODAY - timedelta(1), "until the return"),
        ("passport", date(2026, 11, 20), ""),
        ("passport", date(2026, 11, 19), "six months after the return"),
    ],
)
def test_trv_66_a_visa_lasts_until_the_return_and_a_passport_six_months_longer(kind, expires_on, cure):
    task = Formality(kind=kind, state="held", expires_on=expires_on, trip=Trip(starts_on=TODAY, ends_on=TODAY))

    found = formalities.valid_for_its_trip(task)

    assert bool(found) is bool(cure)
    assert not cure or cure in said(found)
