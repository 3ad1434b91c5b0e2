"""The thread: everything between two meetings with one partner, or of one body, on one page.

What is still owed stands first; then what happened in between, in order of time, both meetings included.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entente.engagement.agreements import panels as agreements
from entente.engagement.commitments import exports as cells
from entente.engagement.commitments import panels as promise_panels
from entente.engagement.commitments import queries as commitments
from entente.engagement.commitments.models import Side
from entente.engagement.forums import panels as forums
from entente.engagement.forums.models import Body
from entente.engagement.meetings import queries as meetings
from entente.engagement.meetings.models import Decision, Meeting, State
from entente.engagement.partners import panels as partners
from entente.engagement.travel.queries import reports as travel
from entente.engagement.visits import panels as visits
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.bilingual import Text
from entente.kit.days import HINT, SHAPE, PartialDate, in_our_days, spoken
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask, Column, Report

YEAR = timedelta(days=365)
STEPS = 8  # meetings whose threads a page offers
Events = Callable[[Ask, Any, Notes], Iterable[Event]]


@dataclass(frozen=True, slots=True)
class Span:
    """From one meeting to the next, or from any day to another; both days included."""

    first: date
    last: date
    before: Meeting | None = None
    after: Meeting | None = None
    line: tuple[Meeting, ...] = ()  # the meetings on both sides of today, in order of time

    def holds(self, day: str) -> bool:
        """Whether a day, month or year (ISO) lies in it, as far as it is known."""
        return self.first.isoformat()[: len(day)] <= day <= self.last.isoformat()[: len(day)]

    @property
    def others(self) -> list[tuple[str, date, date]]:
        """The threads between every two meetings that follow each other, the latest first: words, first, last."""
        pairs = zip(self.line, self.line[1:], strict=False)
        words = [
            (f"{spoken(one.starts_on)} – {spoken(two.starts_on)}", one.starts_on, two.ends_on)
            for one, two in pairs
            if one.starts_on != two.starts_on
        ]
        return [one for one in reversed(words) if one[1:] != (self.first, self.last)]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, or is to come. ``on`` is a partial ISO date."""

    on: str
    kind: Any
    title: Any
    url: str = ""
    text: Any = ""
    citation: Any = None
    ahead: bool = False


@dataclass(slots=True)
class Thread:
    """What one page shows of what lies between two meetings."""

    span: Span
    sentence: str
    open: list[Panel]
    lines: list[Line]
    sources: list[dict[str, Any]] = field(default_factory=list)
    owed: list[Any] = field(default_factory=list)
    marking: str = "unclassified"


# ── From when to when ─────────────────────────────────────────────────────────────────────────────


def span_of(person: Any, thing: Any, *, today: date, first: str = "", last: str = "") -> Span:
    """The span asked for: without days, from the last meeting held to the next one; else a year back, or until today.

    Two queries. Raises ``ValidationError`` for a day that is none, or an end before the beginning.
    """
    given: dict[str, Any] = {"body" if isinstance(thing, Body) else "partner": thing}
    behind = list(meetings.before(person, today=today, **given)[:STEPS])
    ahead = list(meetings.upcoming(person, today=today, **given)[:2])
    line = (*reversed(behind), *ahead)
    held = next((one for one in behind if one.state == State.HELD), behind[0] if behind else None)
    start = _day(first).first if first else (held.starts_on if held else today - YEAR)
    if last:
        end = _day(last).last
    else:
        following = next((one for one in line if one.starts_on > start and one != held), None)
        end = following.ends_on if following else max(today, start)
    if end < start:
        raise ValidationError(_("The end cannot come before the beginning."), code="order")
    opening = next((one for one in line if one.starts_on <= start <= one.ends_on), None)
    closing = next((one for one in line if one.starts_on <= end <= one.ends_on and one != opening), None)
    return Span(start, end, opening, closing, line)


def _day(text: str) -> PartialDate:
    if not SHAPE.fullmatch(text.strip()):
        raise ValidationError(HINT, code="date")
    return in_our_days(text)


# ── What lies in between ──────────────────────────────────────────────────────────────────────────


def thread(ask: Ask, thing: Any, span: Span) -> Thread:
    """Everything between two days with a partner or of a body, as far as this person may see it."""
    notes, today = Notes(), date.fromisoformat(ask.on)
    is_body = isinstance(thing, Body)
    given: dict[str, Any] = {"body" if is_body else "partner": thing}
    promised = commitments.about(ask, **given)
    owed = [one for one in promised if one.is_standing]
    seen = _Seen(ask, span, today, notes)
    lines = [
        *_promises(promised, seen),
        *_meetings(seen, given),
        *_reports(seen, given),
        *_told(seen, thing, BODY if is_body else PARTNER),
    ]
    shown = (promise_panels.body_panels if is_body else promise_panels.partner_panels)(ask, thing, notes)
    found = Thread(
        span=span,
        sentence=_sentence(promised, owed, span, today),
        open=[panel for panel in shown if panel.key == "commitments"],
        lines=sorted(lines, key=lambda one: (one.on, one.ahead)),
        sources=notes.listed,
        owed=owed,
    )
    found.marking = highest([thing.marking, *(panel.marking for panel in found.open), *seen.markings])
    return found


@dataclass(slots=True)
class _Seen:
    """What every question of a thread needs, and the markings of what was found."""

    ask: Ask
    span: Span
    today: date
    notes: Notes
    markings: list[str] = field(default_factory=list)

    def line(self, on: Any, kind: Any, title: Any, **more: Any) -> Iterator[Line]:
        """A line for what happened on a day, when that day lies in the span."""
        day = on.isoformat() if isinstance(on, date) else on
        if day and self.span.holds(day):
            ahead = day > self.today.isoformat()[: len(day)]
            yield Line(day, kind, title, ahead=ahead, **more)


PROMISE, MEETING, DECISION, REPORT = (
    gettext_lazy("promise"),
    gettext_lazy("meeting"),
    gettext_lazy("decision"),
    gettext_lazy("trip report"),
)
PARTNER: tuple[tuple[Any, Events], ...] = (
    (gettext_lazy("partner"), partners.partner_events),
    (gettext_lazy("instrument"), agreements.partner_events),
    (gettext_lazy("forum"), forums.partner_events),
    (gettext_lazy("visit"), visits.partner_events),
)
BODY: tuple[tuple[Any, Events], ...] = ((gettext_lazy("forum"), forums.body_events),)
"""Rooms that tell their own events, and what the thread calls them."""


def _told(seen: _Seen, thing: Any, rooms: tuple[tuple[Any, Events], ...]) -> Iterator[Line]:
    for kind, events in rooms:
        for event in events(seen.ask, thing, seen.notes):
            if SHAPE.fullmatch(event.on):
                more = {"url": event.url, "text": event.text, "citation": event.citation}
                yield from seen.line(event.on, kind, event.title, **more)


def _promises(found: Iterable[Any], seen: _Seen) -> Iterator[Line]:
    """Made, moved, fallen due, kept, dropped."""
    for one in found:
        title, url, ours = one.title, one.get_absolute_url(), one.side == Side.OURS
        made = _("We promise") if ours else _("They promise")
        lines = [
            *seen.line(one.made_on, PROMISE, title, url=url, text=made, citation=seen.notes.cite(one)),
            *(line for slip in one.slips.all() for line in _moved(slip, seen, title, url)),
        ]
        if one.ended_on:
            kept = one.state == one.State.CLOSED
            text = (_("We kept it") if ours else _("They kept it")) if kept else _("It was dropped")
            lines += seen.line(one.ended_on, PROMISE, title, url=url, text=text)
        elif one.due_on:
            lines += seen.line(one.due_on, PROMISE, title, url=url, text=_("We are due") if ours else _("They are due"))
        if lines:
            seen.markings.append(one.bears)
        yield from lines


def _moved(slip: Any, seen: _Seen, title: Any, url: str) -> Iterator[Line]:
    if slip.before:
        values = {"before": spoken(slip.before), "after": spoken(slip.after), "reason": slip.reason}
        text = _("Moved from %(before)s to %(after)s: %(reason)s") % values
        yield from seen.line(timezone.localtime(slip.at).date(), PROMISE, title, url=url, text=text)


def _meetings(seen: _Seen, given: dict[str, Any]) -> Iterator[Line]:
    """The meetings in the span, with what they decided. Three queries."""
    person, inside = seen.ask.person, {"starts_on__lte": seen.span.last, "ends_on__gte": seen.span.first}
    met = [
        *meetings.before(person, today=seen.today, **given).filter(**inside),
        *meetings.upcoming(person, today=seen.today, **given).filter(**inside),
    ]
    by_key = {one.pk: one for one in met}
    for one in met:
        seen.markings.append(one.marking)
        text = f"{one.get_state_display()}, {one.get_attendance_display()}"
        yield from seen.line(one.starts_on, MEETING, one.title, url=one.get_absolute_url(), text=text)
    decided = Decision.objects.filter(meeting__in=by_key, marking__in=markings_for(person))
    for decision in decided.order_by("meeting", "position", "id"):
        meeting = by_key[decision.meeting_id]
        seen.markings.append(decision.marking)
        where = meeting.get_absolute_url()
        yield from seen.line(meeting.ends_on, DECISION, decision.text, url=where, text=meeting.title)


def _reports(seen: _Seen, given: dict[str, Any]) -> Iterator[Line]:
    """The trip reports on meetings in the span, when they came in or are due. One query."""
    inside = {"meeting__starts_on__lte": seen.span.last, "meeting__ends_on__gte": seen.span.first}
    for one in travel.with_reports(seen.ask.person, **given).filter(**inside):
        seen.markings.append(one.marking)
        title = _("The trip report comes in") if one.submitted_on else _("The trip report is due")
        on = one.submitted_on or one.due
        yield from seen.line(on, REPORT, title, url=one.get_absolute_url(), text=one.meeting.title)


def _sentence(promised: list[Any], owed: list[Any], span: Span, today: date) -> str:
    """How many promises still stand and how many are late; how many were made and kept in between."""
    late = sum(1 for one in owed if one.due_on and one.due_on < today)
    made = sum(1 for one in promised if span.first <= one.made_on <= span.last)
    kept = sum(
        1
        for one in promised
        if one.state == one.State.CLOSED and one.ended_on and span.first <= one.ended_on <= span.last
    )
    said = {"owed": len(owed), "late": late, "made": made, "kept": kept}
    return " ".join(
        (
            ngettext(
                "%(owed)s promise is still to be kept, %(late)s of it late.",
                "%(owed)s promises are still to be kept, %(late)s of them late.",
                len(owed),
            )
            % said,
            _("In between: %(made)s made, %(kept)s kept.") % said,
        )
    )


# ── As a file ─────────────────────────────────────────────────────────────────────────────────────

COLUMNS = (
    Column("on", gettext_lazy("Day"), lambda line: line.on),
    Column("kind", gettext_lazy("Kind"), lambda line: line.kind),
    Column("title", gettext_lazy("What"), lambda line: line.title),
    Column("text", gettext_lazy("What happened"), lambda line: line.text),
    Column("ahead", gettext_lazy("To come"), lambda line: line.ahead),
    Column("address", gettext_lazy("Address"), lambda line: line.url),
)


def report(found: Thread, thing: Any) -> Report:
    """The thread as a list to take away: what is still owed first, then everything in order of time."""
    owed = [
        Line(
            one.due_on.isoformat() if one.due_on else "",
            _("still to be kept"),
            one.title,
            one.get_absolute_url(),
            _whose(one),
        )
        for one in found.owed
    ]
    return Report(
        f"thread-{thing.key}", gettext_lazy("Thread between two meetings"), lambda ask: [*owed, *found.lines], COLUMNS
    )


def _whose(one: Any) -> str:
    late = cells.late(cells.days_late(one))
    return ", ".join(part for part in (str(one.get_side_display()), late) if part)


def heading(thing: Any, span: Span) -> Any:
    """“Mexico: March 3, 2026 to June 9, 2026”, in the language of its name."""
    said = {"name": thing.name, "first": spoken(span.first), "last": spoken(span.last)}
    return Text(_("%(name)s: from %(first)s to %(last)s") % said, getattr(thing.name, "lang", "en"))
