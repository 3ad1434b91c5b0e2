"""The registers of candidacies and of the turns of rotations, and the rotation as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Ask, Column, Filter, Register, Report

from ..models import CandidacyState, Seat, Side, TurnState
from ..queries import candidacies, named, rotation
from .cells import day, equal, key_of, keyed, listed, name_of, origin, page_of


def on(found: date | None) -> str:
    """A whole day the register can draw as people write it, or nothing."""
    return day(found.isoformat()) if found else ""


CANDIDACIES = Register(
    name="candidacies",
    title=_("Candidacies"),
    question=candidacies.candidacies,
    order="-called_on",
    columns=(
        Column("seat", _("Seat"), lambda c: c.name, sort="kind", url=page_of),
        Column("key", _("Key"), lambda c: c.key, shown=False),
        Column("body", _("Forum or body"), lambda c: c.body.name, "body__sort_{lang}", lambda c: page_of(c.body)),
        Column("body_key", _("Key of the body"), lambda c: c.body.key, shown=False),
        Column("side", _("Whose"), lambda c: c.get_side_display(), sort="side", shown=False),
        Column(
            "candidate",
            _("Candidate"),
            lambda c: c.candidate.name,
            "candidate__sort_{lang}",
            lambda c: page_of(c.candidate),
        ),
        Column("state", _("State"), lambda c: c.get_state_display(), sort="state"),
        Column("called_on", _("Called on"), lambda c: on(c.called_on), sort="called_on"),
        Column("closes_on", _("Closes on"), lambda c: on(c.closes_on), sort="closes_sort"),
        Column("unit", _("Lead branch"), lambda c: name_of(c.unit), sort="unit_sort"),
        Column("trips", _("Further trips a year"), lambda c: c.trips, shown=False),
        Column("travel", _("Further travel a year, in CAD"), lambda c: c.travel, shown=False),
        Column(
            "approved_on",
            _("Approved on"),
            lambda c: on(c.approved_at and timezone.localdate(c.approved_at)),
            shown=False,
        ),
        Column("informed_on", _("President informed on"), lambda c: on(c.informed_on), shown=False),
        Column("lodged_on", _("Lodged on"), lambda c: on(c.lodged_on), shown=False),
        Column("decided_on", _("Result of"), lambda c: on(c.decided_on), shown=False),
        Column("term_starts_on", _("Term from"), lambda c: on(c.term_starts_on), shown=False),
        Column("term_ends_on", _("Term to"), lambda c: on(c.term_ends_on), sort="term_sort"),
        Column("reported_on", _("Reported on"), lambda c: on(c.reported_on), shown=False),
        Column("rationale", _("Rationale"), lambda c: c.rationale, shown=False),
        Column("returns", _("Expected returns"), lambda c: c.returns, shown=False),
        Column("report", _("What the term brought"), lambda c: c.report, shown=False),
        Column("marking", _("Marking"), lambda c: c.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Words of the body’s name"), lambda rows, text, ask: named(rows, text, "body__"), kind="search"),
        Filter("side", _("Whose"), equal("side"), listed(Side.choices)),
        Filter("state", _("State"), equal("state"), listed(CandidacyState.choices)),
        Filter("body", _("Forum or body"), equal("body__key"), keyed(candidacies.bodies_with_candidacies)),
        Filter("kind", _("Seat"), equal("kind"), listed(Seat.KINDS)),
        Filter("open", _("without a result yet"), lambda rows, value, ask: candidacies.open_ones(rows), kind="check"),
        Filter(
            "unreported",
            _("terms that ended without a report"),
            lambda rows, value, ask: candidacies.terms_that_ran_out(rows, ask.on),
            kind="check",
        ),
    ),
    empty=_("No candidacy matches. A call for a seat is put on record here or on the page of a body."),
)

TURNS = Register(
    name="turns",
    title=_("Turns of rotations"),
    question=rotation.turns,
    order="starts_on",
    dated=False,
    columns=(
        Column("body", _("Forum or body"), lambda t: t.body.name, "body__sort_{lang}", lambda t: page_of(t.body)),
        Column("body_key", _("Key of the body"), lambda t: t.body.key, shown=False),
        Column("seat", _("Seat"), lambda t: t.get_kind_display(), sort="kind"),
        Column("holder", _("Who follows"), lambda t: t.holder.name, "holder__sort_{lang}", lambda t: page_of(t.holder)),
        Column("holder_key", _("Key of the holder"), lambda t: t.holder.key, shown=False),
        Column("starts_on", _("From"), lambda t: day(t.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda t: day(t.ends_on), sort="ends_on"),
        Column("state", _("State"), lambda t: t.get_state_display(), sort="state"),
        Column("seat_key", _("Key of the seat"), lambda t: key_of(t.seat), shown=False),
        Column("note", _("Note"), lambda t: t.note, shown=False),
        *origin(),
    ),
    filters=(
        Filter("q", _("Words of the body’s name"), lambda rows, text, ask: named(rows, text, "body__"), kind="search"),
        Filter("state", _("State"), equal("state"), listed(TurnState.choices)),
        Filter("kind", _("Seat"), equal("kind"), listed(Seat.KINDS)),
    ),
    empty=_("No turn matches. A rotation is laid out on the page of its body."),
)

HOW = {
    "held": _("holds it"),
    "decided": _("decided"),
    "expected": _("expected"),
    "standing": _("we stand"),
}
"""What a year in a rotation says of its holder."""


def rotation_report(found: rotation.Rotation) -> Report:
    """The rotation as a list: a row for each seat, a column for each year."""
    return Report(
        name="rotation",
        title=_("Rotation of chairs"),
        rows=lambda ask: _lines(found, ask),
        columns=(
            Column("body", _("Forum or body"), lambda line: line.body.name),
            Column("body_key", _("Key of the body"), lambda line: line.body.key),
            Column("seat", _("Seat"), lambda line: line.label),
            *(_year(year) for year in found.years),
        ),
    )


def _lines(found: rotation.Rotation, ask: Ask) -> Iterator[Any]:
    yield from found.lines


def _year(year: int) -> Column:
    return Column(
        f"y{year}", lazystr(str(year)), lambda line: [f"{m.holder.name} ({HOW[m.how]})" for m in line.years[year]]
    )
