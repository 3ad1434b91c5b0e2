"""The register of trips."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.days import PartialDate
from entente.kit.numerals import amount
from entente.kit.table import Ask, Column, Filter, Register, words

from .. import queries
from ..models import Trip, TripState


def equal(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def meeting(trip: Trip) -> Any:
    """The meeting a trip leads to."""
    return trip.traveller.proposal.meeting


def day(value: Any) -> Any:
    """A day the register draws as people write it and files carry in ISO form."""
    return PartialDate(value.isoformat()) if value else ""


def money(name: str) -> Callable[[Any], Any]:
    """An amount as files carry it: a plain number."""
    return lambda row: float(queries.costs.exact(getattr(row, name)))


def drawn_money(name: str) -> Callable[[Any], SafeString]:
    """The same as people read it."""
    return lambda row: format_html('<span class="nowrap">{}</span>', amount(queries.costs.exact(getattr(row, name))))


def place(trip: Trip) -> str:
    """City and country of the meeting, as far as they are known."""
    found = meeting(trip)
    return ", ".join(str(one) for one in (found.city, found.country.name if found.country else "") if one)


def report(trip: Any) -> Any:
    """What became of the report: nothing before there is one, “owed” once the trip is over without it."""
    if trip.owes:
        return _("owed")
    return trip.report.get_state_display() if trip.report else ""


def report_drawn(trip: Any) -> SafeString:
    """The same, an owed one with its mark."""
    if not trip.owes:
        return words(report(trip))
    return format_html(
        '<span class="badge danger"><svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
        '<path d="M6 .3 11.7 6 6 11.7.3 6z" stroke="none"/></svg>{}</span>',
        _("owed"),
    )


def keyed(question: Callable[[Ask], Iterable[Any]], name: str = "name") -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key."""
    return lambda ask: [(getattr(one, "key", None) or one.code, getattr(one, name)) for one in question(ask)]


TRIPS = Register(
    name="trips",
    title=_("Trips"),
    question=queries.trips.trips,
    counted=queries.trips.counted,
    dated=False,
    order="-from",
    columns=(
        Column("traveller", _("Traveller"), lambda t: str(t.person), "sort_name", Trip.get_absolute_url),
        Column("key", _("Key"), lambda t: t.key, shown=False),
        Column(
            "branch", _("Branch"), lambda t: t.traveller.proposal.unit.name, "traveller__proposal__unit__sort_{lang}"
        ),
        Column("office", _("Office"), lambda t: t.office.name, shown=False),
        Column("rank", _("Rank"), lambda t: t.traveller.get_rank_display(), shown=False),
        Column("head", _("Heads the delegation"), lambda t: t.traveller.is_head, shown=False),
        Column(
            "meeting",
            _("Meeting"),
            lambda t: meeting(t).title,
            "traveller__proposal__meeting__sort_{lang}",
            lambda t: meeting(t).get_absolute_url(),
        ),
        Column("meeting_key", _("Key of the meeting"), lambda t: meeting(t).key, shown=False),
        Column("destination", _("Destination"), place, "country_sort"),
        Column("from", _("From"), lambda t: day(t.starts_on), sort="starts_on"),
        Column("to", _("To"), lambda t: day(t.ends_on), sort="ends_on"),
        Column("state", _("State"), Trip.get_state_display, sort="state"),
        Column(
            "estimate", _("Estimate, CAD"), money("estimate"), "estimate", html=drawn_money("estimate"), look="number"
        ),
        Column("actual", _("Spent, CAD"), money("actual"), "actual", html=drawn_money("actual"), look="number"),
        Column("report", _("Trip report"), report, "owes", html=report_drawn),
        Column("quarter", _("Quarter"), lambda t: t.traveller.proposal.quarter.key, shown=False),
        Column("category", _("Purpose"), lambda t: t.traveller.proposal.get_category_display(), shown=False),
        Column("rationale", _("Why we should go"), lambda t: t.traveller.proposal.rationale, shown=False),
        Column("why_needed", _("Why this person is needed"), lambda t: t.traveller.reason, shown=False),
        Column("exception", _("Exception"), lambda t: t.is_exception, shown=False),
        Column(
            "not_listed", _("Why it was not on the list"), lambda t: t.traveller.proposal.exception_reason, shown=False
        ),
        Column("past_limit", _("Why it goes past a limit"), lambda t: t.exception_reason, shown=False),
        Column("overlap", _("Why it overlaps another trip"), lambda t: t.overlap_reason, shown=False),
        Column("absence", _("Why an absence does not stand in the way"), lambda t: t.absence_reason, shown=False),
        Column("stands_so", _("Why it stands so"), lambda t: t.state_reason, shown=False),
        Column("variance", _("Why it cost more or less than estimated"), lambda t: t.variance_reason, shown=False),
        Column(
            "authorised",
            _("Authorised"),
            lambda t: day(t.authorised_at and timezone.localdate(t.authorised_at)),
            shown=False,
        ),
        Column("report_key", _("Key of the report"), lambda t: t.report.key if t.report else "", shown=False),
        Column("proposal_key", _("Key of the proposal"), lambda t: t.traveller.proposal.key, shown=False),
        Column("marking", _("Marking"), Trip.get_marking_display, shown=False),
    ),
    filters=(
        Filter(
            "q", _("Name of the traveller"), lambda r, text, ask: queries.trips.of_traveller(r, text), kind="search"
        ),
        Filter("branch", _("Branch"), equal("traveller__proposal__unit__key"), keyed(queries.trips.branches)),
        Filter("state", _("State"), equal("state"), lambda ask: TripState.choices),
        Filter(
            "quarter",
            _("Quarter"),
            equal("traveller__proposal__quarter__key"),
            keyed(queries.trips.quarters_with_trips, "title"),
        ),
        Filter(
            "country",
            _("Destination"),
            equal("traveller__proposal__meeting__country__code"),
            keyed(queries.trips.destinations),
        ),
        Filter("owed", _("over, report owed"), lambda rows, value, ask: rows.filter(owes=True), kind="check"),
        Filter(
            "unspent",
            _("over, costs not entered"),
            lambda rows, value, ask: queries.trips.unspent(rows, ask.on),
            kind="check",
        ),
        Filter("ahead", _("still ahead"), lambda rows, value, ask: rows.filter(ends_on__gte=ask.on), kind="check"),
        Filter("exceptions", _("exceptions only"), lambda r, value, ask: queries.trips.exceptions(r), kind="check"),
    ),
    empty=_("No trip matches. They are opened on the page of an approved proposal, one for every traveller."),
)
