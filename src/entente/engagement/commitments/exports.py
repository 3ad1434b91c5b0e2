"""The register of commitments: one declaration for the page, the exports and the command."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entente.foundation.trail.models import ADDRESSES
from entente.kit.days import PartialDate
from entente.kit.table import Ask, Column, Filter, Register, words

from . import queries
from .models import STANDING, Level, Side, State
from .queries import ENDS_SOON

STATES = [("standing", _("still owed")), *State.choices]
KINDS = {State.OPEN: "info", State.REPORTED: "warning", State.CLOSED: "good", State.DROPPED: "neutral"}
"""Which badge a state bears."""


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────


def name_of(thing: Any) -> Any:
    """A thing's name or title, or nothing."""
    if thing is None:
        return ""
    return thing.name if hasattr(thing, "name_en") else thing.title


def key_of(thing: Any) -> str:
    """A thing's key, or nothing."""
    return getattr(thing, "key", "") if thing is not None else ""


def page_of(thing: Any) -> str:
    """The dossier of a thing, or nothing."""
    return reverse(ADDRESSES[thing._meta.label_lower], args=[thing.key]) if thing is not None else ""


def day(value: Any) -> Any:
    """A day as lists draw it and files carry it."""
    return PartialDate(value.isoformat()) if value else ""


def days_late(one: Any) -> int:
    """How many days a promise was late on the day asked about; nothing when it was not. Needs ``told`` rows."""
    if one.due_then is None or one.state_then not in STANDING:
        return 0
    return max((date.fromisoformat(one.asked_on) - one.due_then).days, 0)


def late(days: int) -> str:
    """“12 days late”; nothing for none."""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days > 0 else ""


def due_drawn(one: Any) -> SafeString:
    """The day with how late it is in words below it."""
    shown = words(day(one.due_then)) if one.due_then else format_html('<span class="soft">{}</span>', _("no day"))
    said = late(days_late(one))
    return format_html('{}<br><b class="state-missing">{}</b>', shown, said) if said else shown


def state_then(one: Any) -> Any:
    """The state on the day asked about, in words."""
    return State(one.state_then).label


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────

Rows = QuerySet[Any]


def equal(path: str) -> Callable[[Rows, str, Ask], Rows]:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def keyed(question: Callable[[Ask], Iterable[Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key and a name."""
    return lambda ask: [(one.key, name_of(one)) for one in question(ask)]


def in_state(rows: Rows, value: str, ask: Ask) -> Rows:
    """Those in a state on the day, or all that still asked for something."""
    return rows.filter(state_then__in=STANDING) if value == "standing" else rows.filter(state_then=value)


def overdue(rows: Rows, value: str, ask: Ask) -> Rows:
    """Those owed on the day whose own day had passed."""
    return rows.filter(state_then__in=STANDING, due_then__lt=ask.on)


def due_soon(rows: Rows, value: str, ask: Ask) -> Rows:
    """Those owed on the day that fell due within the next thirty."""
    first = date.fromisoformat(ask.on)
    return rows.filter(state_then__in=STANDING, due_then__range=(first, first + timedelta(days=ENDS_SOON)))


COMMITMENTS = Register(
    name="commitments",
    title=_("Commitments"),
    question=queries.commitments,
    counted=queries.all_commitments,
    order="due",
    columns=(
        Column("title", _("Promise"), lambda c: c.title, sort="sort_{lang}", url=page_of),
        Column("key", _("Number"), lambda c: c.key, sort="key", shown=False),
        Column("title_en", _("Title in English"), lambda c: c.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda c: c.title_fr, shown=False),
        Column("side", _("Whose promise"), lambda c: c.get_side_display(), sort="side"),
        Column(
            "partner",
            _("Partner"),
            lambda c: name_of(c.partner),
            sort="partner_sort",
            url=lambda c: page_of(c.partner),
        ),
        Column("partner_key", _("Key of the partner"), lambda c: key_of(c.partner), shown=False),
        Column("body", _("Forum"), lambda c: name_of(c.body), sort="body_sort", url=lambda c: page_of(c.body)),
        Column("body_key", _("Key of the body"), lambda c: key_of(c.body), shown=False),
        Column("agreement", _("Instrument"), lambda c: name_of(c.agreement), shown=False),
        Column("agreement_key", _("Key of the instrument"), lambda c: key_of(c.agreement), shown=False),
        Column("objective", _("Objective"), lambda c: name_of(c.objective), shown=False),
        Column("level", _("Given by"), lambda c: c.get_level_display(), sort="level", shown=False),
        Column("owner", _("Owner"), lambda c: str(c.owner or ""), sort="owner_sort"),
        Column("unit", _("Office"), lambda c: name_of(c.unit), sort="unit_sort", shown=False),
        Column("made_on", _("Made on"), lambda c: day(c.made_on), sort="made_on", shown=False),
        Column("due", _("Due on"), lambda c: day(c.due_then), sort="urgency", html=due_drawn),
        Column("days_late", _("Days late"), days_late, shown=False),
        Column("moves", _("Times its day moved"), lambda c: c.moves, shown=False),
        Column("state", _("State"), state_then, sort="state_then"),
        Column("ended_on", _("Kept or dropped on"), lambda c: day(c.ended_then), shown=False),
        Column("text", _("Words of the promise"), lambda c: c.text, shown=False),
        Column("marking", _("Marking"), lambda c: c.get_marking_display(), shown=False),
        Column("source", _("Source"), lambda c: key_of(c.source), shown=False),
        Column("place", _("Where it stands"), lambda c: c.place, shown=False),
    ),
    filters=(
        Filter("q", _("Words of the title"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter("side", _("Whose promise"), equal("side"), lambda ask: Side.choices),
        Filter("state", _("State"), in_state, lambda ask: STATES),
        Filter("partner", _("Partner"), equal("partner__key"), keyed(queries.partners_named)),
        Filter("forum", _("Forum"), equal("body__key"), keyed(queries.bodies_named)),
        Filter(
            "owner",
            _("Owner"),
            equal("owner__username"),
            lambda ask: [(one.username, str(one)) for one in queries.owners_named(ask)],
        ),
        Filter("office", _("Office"), equal("unit__key"), keyed(queries.units_named)),
        Filter("objective", _("Objective"), equal("objective__key"), keyed(queries.objectives_named)),
        Filter("level", _("Given by"), equal("level"), lambda ask: Level.choices),
        Filter("overdue", _("late"), overdue, kind="check"),
        Filter("soon", _("due within 30 days"), due_soon, kind="check"),
        Filter(
            "mine",
            _("mine only"),
            lambda rows, value, ask: rows.filter(owner=ask.person.pk),
            kind="check",
        ),
    ),
    empty=_("No promise matches. They are written down in meetings, trip reports and visits, or by hand."),
)

REGISTERS = (COMMITMENTS,)
