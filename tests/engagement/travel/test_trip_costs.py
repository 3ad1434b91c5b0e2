"""What trips cost: changed with a reason, spent, reimbursed, reserved against the quarter, and read from a sheet."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from entente.engagement.travel import actions, imports, queries
from entente.engagement.travel.imports.actuals import figure
from entente.engagement.travel.models import CostLine
from entente.foundation.trail.models import Entry

from . import factories


def codes(act, *args, **given):
    with pytest.raises(ValidationError) as refused:
        act(*args, **given)
    return {one.code for one in factories.problems(refused.value)}


def money(quarter, person):
    purse = queries.costs.purse(person, quarter)
    return {name: getattr(purse.all, name) for name in ("reserved", "spent", "released")} | {"left": purse.left}


# ── Estimate ──────────────────────────────────────────────────────────────────────────────────────


def test_an_estimate_changes_until_authority_is_asked_for(people):
    trip = factories.trip(people)

    actions.revise_estimate(trip, by=people.planner, lines={"meals": {"estimate": Decimal(300)}})

    assert queries.costs.estimate_of(trip.traveller_id) == Decimal("2300.00")
    assert Entry.objects.get(verb="revise_estimate").changes["estimate"] == ["2000.00", "2300.00"]


def test_an_authorised_estimate_changes_with_the_reason_and_within_the_limits(people, settings):
    settings.ENTENTE_TRIP_CEILING = "2500"
    trip = factories.trip(people, "authorised")
    more = {"meals": {"estimate": Decimal(300)}}
    assert codes(actions.revise_estimate, trip, by=people.planner, lines=more) == {None}
    too_much = {"meals": {"estimate": Decimal(501)}}
    said = {"by": people.planner, "reason": "Dearer."}
    assert codes(actions.revise_estimate, trip, lines=too_much, **said) == {"past_the_ceiling"}

    actions.revise_estimate(trip, lines=more, **said)


def test_nobody_changes_the_estimate_others_decide_about(people):
    trip = factories.trip(people, "requested")
    lines = {"meals": {"estimate": Decimal(1)}}

    assert codes(actions.revise_estimate, trip, by=people.planner, lines=lines) == {"being_decided"}
    with pytest.raises(PermissionDenied):
        actions.revise_estimate(trip, by=people.delegate, lines=lines)


# ── Spending ──────────────────────────────────────────────────────────────────────────────────────


def test_what_was_spent_is_entered_line_by_line(people):
    trip = factories.trip(people, "authorised")
    today = timezone.localdate()

    actions.spend(trip, by=people.planner, lines={"airfare": {"actual": Decimal("1250.10"), "reimbursed_on": today}})

    line = CostLine.objects.get(traveller=trip.traveller_id, kind="airfare")
    assert (line.actual, line.reimbursed_on) == (Decimal("1250.10"), today)


@pytest.mark.parametrize(("actual", "asks"), [("1320.00", False), ("1320.01", True), ("1079.99", True)])
def test_trv_58_more_than_a_tenth_apart_asks_why(people, actual, asks):
    trip = factories.trip(people, "authorised")
    lines = {"airfare": {"actual": Decimal(actual)}}
    if not asks:
        actions.spend(trip, by=people.planner, lines=lines)
        return
    assert codes(actions.spend, trip, by=people.planner, lines=lines) == {"variance"}

    actions.spend(trip, by=people.planner, lines=lines, reason="The flight was moved.")

    trip.refresh_from_db()
    assert trip.variance_reason == "The flight was moved."


def test_trv_59_nothing_is_spent_on_a_trip_that_was_never_authorised(people):
    trip = factories.trip(people, "requested")

    assert codes(actions.spend, trip, by=people.planner, lines={"meals": {"actual": Decimal(1)}}) >= {"no_authority"}


def test_trv_60_nobody_is_reimbursed_tomorrow(people):
    trip = factories.trip(people, "authorised")
    lines = {"airfare": {"actual": Decimal(1200), "reimbursed_on": timezone.localdate() + timedelta(days=1)}}

    assert codes(actions.spend, trip, by=people.planner, lines=lines) == {"future"}


# ── The quarter ───────────────────────────────────────────────────────────────────────────────────


def test_money_is_reserved_by_approval_spent_by_actuals_and_released_by_the_rest(people):
    quarter = factories.quarter(people, budget=10_000)
    trip = factories.trip(people, "authorised", of=quarter)
    assert money(quarter, people.balancer) == {"reserved": 2000, "spent": 0, "released": 0, "left": 8000}

    lines = {"airfare": {"actual": Decimal(1100)}}
    actions.spend(trip, by=people.planner, lines=lines)

    assert money(quarter, people.balancer) == {"reserved": 800, "spent": 1100, "released": 100, "left": 8100}


def test_a_trip_that_is_called_off_releases_its_money_and_keeps_what_was_spent_on_it(people):
    quarter = factories.quarter(people, budget=10_000)
    trip = factories.trip(people, "authorised", of=quarter)
    actions.spend(trip, by=people.planner, lines={"airfare": {"actual": Decimal(1200)}})

    actions.cancel_trip(trip, by=people.planner, reason="The host cancelled.")

    assert money(quarter, people.balancer) == {"reserved": 0, "spent": 1200, "released": 800, "left": 8800}


def test_what_others_pay_is_not_our_money(people):
    quarter = factories.quarter(people, budget=10_000)
    trip = factories.trip(people, of=quarter)
    lines = {"airfare": {"estimate": Decimal(1200), "paid_by_others": Decimal(1200), "funder": "WCO"}}

    actions.revise_estimate(trip, by=people.planner, lines=lines)

    assert money(quarter, people.balancer)["reserved"] == 800


def test_a_quarter_in_which_too_much_was_approved_says_so(people):
    quarter = factories.quarter(people, budget=1500)
    factories.trip(people, of=quarter)

    assert queries.costs.purse(people.balancer, quarter).over == 500


@pytest.mark.parametrize(
    ("by", "label"),
    [
        ("branch", "Enforcement Branch"),
        ("category", "key stakeholders"),
        ("forum", "World Customs Organization"),
        ("partner", ""),
    ],
)
def test_the_money_of_a_quarter_is_spread_in_few_queries(people, by, label, django_assert_max_num_queries):
    quarter = factories.quarter(people)
    factories.trip(people, of=quarter)

    with django_assert_max_num_queries(4):
        [row] = queries.costs.spread(people.president, quarter, by)

    assert (str(row.label), row.trips, row.reserved) == (label, 1, 2000)


def test_what_a_forum_and_its_last_session_cost(people):
    trip = factories.trip(people, "authorised")
    meeting = trip.traveller.proposal.meeting

    assert queries.cost_of_body(meeting.body).total == 2000
    assert queries.cost_of_body(meeting.body, last=meeting.starts_on - timedelta(days=1)).total == 0
    assert queries.cost_of_meetings([meeting.pk])[meeting.pk].total == 2000
    assert queries.last_cost(people.president, meeting) is None


# ── The ceiling ───────────────────────────────────────────────────────────────────────────────────


def test_a_ceiling_is_dated_and_the_one_before_it_ends(people, settings):
    settings.ENTENTE_TRIP_CEILING = "10000"
    today = timezone.localdate()
    actions.set_ceiling(by=people.balancer, amount=Decimal(9000), starts_on=today, reason="Directive of the year.")
    later = today + timedelta(days=30)
    actions.set_ceiling(by=people.balancer, amount=Decimal(12000), starts_on=later, reason="Flights are dearer.")

    found = [queries.costs.ceiling_on(today + timedelta(days=days)) for days in (-1, 0, 29, 30)]

    assert found == [10000, 9000, 9000, 12000]


def test_trv_61_and_trv_62_a_ceiling_begins_later_and_differs(people):
    today = timezone.localdate()
    said = {"by": people.balancer, "reason": "Directive."}
    assert codes(actions.set_ceiling, amount=Decimal(1), starts_on=today - timedelta(days=1), **said) == {"past"}
    actions.set_ceiling(amount=Decimal(9000), starts_on=today, **said)

    assert codes(actions.set_ceiling, amount=Decimal(8000), starts_on=today, **said) == {"order"}
    assert codes(actions.set_ceiling, amount=Decimal(9000), starts_on=today + timedelta(days=1), **said) == {
        "unchanged"
    }
    with pytest.raises(PermissionDenied):
        actions.set_ceiling(by=people.planner, amount=Decimal(1), starts_on=today, reason="Mine.")


# ── The sheet ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1,234", "1234"),
        ("12,5", "12.5"),
        ("$ 99", "99"),
    ],
)
def test_an_amount_is_read_as_either_language_writes_it(text, value):
    assert figure(text) == Decimal(value)


def judged(text, person):
    return imports.judge(imports.opened("costs.csv", text.encode()), person=person, today=timezone.localdate())


def test_a_sheet_is_entered_as_a_whole(people):
    trip = factories.trip(people, "authorised")
    found = judged(
        f'trip,kind,amount,reimbursed_on\n{trip.key},airfare,"1,210.00",2026-01-15\n{trip.key},lodging,790,\n',
        people.planner,
    )
    assert found.errors == []

    actions.spend_many(found.given, by=people.planner, file="costs.csv")

    assert queries.costs.variance_of(queries.costs.lines_of(trip.traveller_id))[1] == 2000
    assert CostLine.objects.get(kind="airfare").reimbursed_on == date(2026, 1, 15)
    assert Entry.objects.get(verb="spend").changes["file"] == "costs.csv"


def test_a_french_sheet_in_french_words_is_understood(people):
    trip = factories.trip(people, "authorised")
    with translation.override("fr"):
        headings = [str(name) for name in imports.actuals.NAMES.values()]
    words = dict(zip(imports.actuals.NAMES, headings, strict=True))
    heading = ";".join(words[name] for name in ("trip", "kind", "amount"))

    found = judged(f"{heading}\n{trip.key};avion;1 200,00\n".replace("avion", "airfare"), people.planner)

    assert found.errors == []
    assert found.total == 1200


def test_a_workbook_is_understood(people):
    trip = factories.trip(people, "authorised")
    book = openpyxl.Workbook()
    book.active.append(["trip", "kind", "amount", "reimbursed_on"])
    book.active.append([trip.key, "airfare", 1200.5, date(2026, 1, 15)])
    out = io.BytesIO()
    book.save(out)

    table = imports.opened("costs.xlsx", out.getvalue())
    found = imports.judge(table, person=people.planner, today=timezone.localdate())

    assert found.errors == []
    assert found.total == Decimal("1200.5")


def test_every_wrong_cell_is_named_and_nothing_is_entered(people):
    trip = factories.trip(people, "authorised")
    other = factories.trip(people, of=factories.later_quarter(people), meeting=factories.another_meeting())
    text = "\n".join(
        [
            "trip,kind,amount,reimbursed_on,reason",
            f"{trip.key},airfare,1200,",
            f"{trip.key},airfare,1200,",
            "TRP-1999-0001,meals,12,",
            f"{other.key},meals,12,",
            f"{trip.key},bribes,12,",
            f"{trip.key},meals,a lot,",
            f"{trip.key},meals,-3,",
            f"{trip.key},meals,3.999,",
            f"{trip.key},other,3,2999-01-01",
            f"{trip.key},lodging,3,yesterday",
            ",meals,3,",
        ]
    )

    found = judged(text, people.planner)

    assert [(error.row, error.column, error.value) for error in found.errors] == [
        (3, "kind", "airfare"),
        (4, "trip", "TRP-1999-0001"),
        (5, "trip", other.key),
        (6, "kind", "bribes"),
        (7, "amount", "a lot"),
        (8, "amount", "-3"),
        (9, "amount", "3.999"),
        (10, "reimbursed_on", "2999-01-01"),
        (11, "reimbursed_on", "yesterday"),
        (12, "trip", ""),
    ]
    assert "What is wrong" in imports.with_errors(found).splitlines()[0]
    assert not CostLine.objects.filter(actual__isnull=False).exists()


def test_a_sheet_that_spends_much_more_says_why(people):
    trip = factories.trip(people, "authorised")
    row = f"trip,kind,amount,reason\n{trip.key},airfare,2400,"
    assert [(e.row, e.column) for e in judged(row, people.planner).errors] == [(2, "reason")]

    assert judged(row + "The flight was moved.", people.planner).errors == []


def test_a_planner_enters_only_what_the_own_branch_spent(people):
    trip = factories.trip(people, "authorised")
    row = f"trip,kind,amount\n{trip.key},airfare,1200\n"

    assert [error.column for error in judged(row, people.other_planner).errors] == ["trip"]
    assert judged(row, people.balancer).errors == []


@pytest.mark.parametrize(
    "text", ["", "trip,kind\nTRP,airfare\n", "trip,kind,amount,colour\nTRP,airfare,1,red\n", "trip,kind,amount\n"]
)
def test_a_file_that_is_no_such_sheet_is_refused_with_a_clear_word(text, db):
    with pytest.raises(ValidationError) as refused:
        imports.opened("costs.csv", text.encode())

    assert refused.value.messages


def test_a_file_of_ten_megabytes_is_refused(db):
    with pytest.raises(ValidationError, match="5 megabytes"):
        imports.opened("costs.csv", b"x" * 10_000_000)
