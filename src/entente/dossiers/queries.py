"""What stands in each dossier, in which order. A dossier is an ordered list of panels that the rooms offer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from entente.engagement.agreements import panels as agreements
from entente.engagement.commitments import panels as commitments
from entente.engagement.exchanges import panels as exchanges
from entente.engagement.facts import panels as facts
from entente.engagement.forums import panels as forums
from entente.engagement.framework import panels as framework
from entente.engagement.meetings import panels as meetings
from entente.engagement.partners import panels as partners
from entente.engagement.removals import panels as removals
from entente.engagement.travel import panels as travel
from entente.engagement.visits import panels as visits
from entente.foundation.files import panels as files
from entente.foundation.people.roles import highest
from entente.foundation.sources import queries as sources
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import subject_of
from entente.kit.gaps import GAPS
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask
from entente.reports import panels as reports

from . import corrections

Panels = Callable[[Ask, Any, Notes], Iterable[Panel]]
Events = Callable[[Ask, Any, Notes], Iterable[Event]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything one page shows of a thing."""

    head: Head
    panels: list[Panel]
    events: list[Event]
    sources: list[dict[str, Any]]
    trail: list[Any]
    marking: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which rooms a kind of dossier asks, in the order in which a reader wants them.

    ``dated`` says whether its rooms know “as it stood on”.
    """

    head: Callable[[Ask, Any, Notes], Head]
    panels: tuple[Panels, ...]
    events: tuple[Events, ...]
    dated: bool = True


PARTNER = Plan(
    head=partners.head,
    panels=(
        partners.own_panels,
        commitments.partner_panels,
        meetings.partner_panels,
        visits.partner_panels,
        travel.partner_panels,
        agreements.partner_panels,
        exchanges.partner_panels,
        removals.partner_panels,
        forums.partner_panels,
        framework.partner_panels,
        facts.partner_panels,
        files.panels_about,
    ),
    events=(
        partners.partner_events,
        agreements.partner_events,
        forums.partner_events,
        commitments.partner_events,
        meetings.partner_events,
        visits.partner_events,
        travel.partner_events,
    ),
)
AGREEMENT = Plan(
    head=agreements.head,
    panels=(
        agreements.own_panels,
        agreements.chapter_panels,
        agreements.term_panels,
        agreements.duty_panels,
        agreements.amendment_panels,
        commitments.agreement_panels,
        reports.agreement_panels,
        forums.agreement_panels,
        exchanges.agreement_panels,
        files.panels_about,
    ),
    events=(agreements.agreement_events,),
)
BODY = Plan(
    head=forums.head,
    panels=(
        forums.own_panels,
        commitments.body_panels,
        meetings.body_panels,
        travel.body_panels,
        facts.body_panels,
        files.panels_about,
    ),
    events=(forums.body_events, commitments.body_events, meetings.body_events, travel.body_events),
)


def _there(offered: Callable[[Ask, Any, Notes], Any]) -> Callable[[Ask, Any, Notes], Any]:
    """What a room shows of a body, on the page of a candidacy for one of its seats."""
    return lambda ask, candidacy, notes: offered(ask, candidacy.body, notes)


CANDIDACY = Plan(
    head=forums.candidacy_head,
    panels=(
        forums.candidacy_panels,
        _there(meetings.body_panels),
        _there(travel.body_panels),
        files.panels_about,
    ),
    events=(forums.candidacy_events, _there(meetings.body_events), _there(travel.body_events)),
)
COMMITMENT = Plan(
    head=commitments.head,
    panels=(
        commitments.own_panels,
        meetings.commitment_panels,
        travel.commitment_panels,
        visits.commitment_panels,
        files.panels_about,
    ),
    events=(commitments.own_events,),
)
MEETING = Plan(
    head=meetings.head,
    panels=(meetings.own_panels, travel.meeting_panels, files.panels_about),
    events=(meetings.own_events, travel.meeting_events),
    dated=False,
)
TRIP = Plan(head=travel.head, panels=(travel.own_panels, files.panels_about), events=(travel.own_events,))
COUNTRY_FILE = Plan(head=removals.head, panels=(removals.own_panels,), events=(removals.own_events,))
VISIT = Plan(head=visits.head, panels=(visits.own_panels, files.panels_about), events=(visits.own_events,))
EXCHANGE = Plan(
    head=exchanges.head,
    panels=(exchanges.own_panels, files.panels_about),
    events=(exchanges.own_events,),
    dated=False,
)
TRAIL_LINES = 12


def gather(plan: Plan, ask: Ask, thing: Any) -> Dossier:
    """The dossier of one thing on one day: what is open first, then what is known, the newest event on top."""
    notes = Notes()
    head = plan.head(ask, thing, notes)
    shown = [panel for source in plan.panels for panel in source(ask, thing, notes)]
    events = [event for source in plan.events for event in source(ask, thing, notes)]
    return Dossier(
        head=head,
        panels=[panel for panel in shown if panel.open] + [panel for panel in shown if not panel.open],
        events=in_time(events, ask),
        sources=notes.listed,
        trail=list(trail.about(subject_of(thing))[:TRAIL_LINES]),
        marking=highest(
            [
                thing.marking,
                *(panel.marking for panel in shown),
                *(one.marking for panel in shown for one in panel.context.get("documents", [])),
            ]
        ),
    )


def in_time(events: Iterable[Event], ask: Ask) -> list[Event]:
    """The events up to the day asked about, the newest first; those whose day no source tells stand last.

    What is still to come stands on top, unless a past day was asked about.

    On a past day an event without a day is left out: nobody vouches that it had happened.
    """
    events = list(events)
    ahead = not ask.past
    dated = [one for one in events if one.on not in GAPS and (one.on[:10] <= ask.on or (ahead and one.ahead))]
    undated = [] if ask.past else [event for event in events if event.on in GAPS]
    return sorted(dated, key=lambda event: event.on, reverse=True) + undated


def one(plan: Plan, things: Any, key: str) -> Any:
    """One thing by its key with what its head and panels read of it, or nothing."""
    related = [field.name for field in things.model._meta.concrete_fields if field.is_relation]
    return things.select_related(*related).filter(key=key).first()


def thread_of(plan: Plan, thing: Any) -> str:
    """The page of everything between two meetings with a partner or of a body; nothing for other things."""
    name = {id(PARTNER): "partners:thread", id(BODY): "forums:thread"}.get(id(plan), "")
    return reverse(name, args=[thing.key]) if name else ""


def steps(above: str, index: str, head: Head) -> list[tuple[Any, str]]:
    """The way back: the register, then what stands above the thing."""
    return [(above, reverse(index)), *head.above]


def editable(person: Any, thing: Any) -> bool:
    """Whether this person may correct this thing's facts; those of some rooms are changed there and not corrected."""
    try:
        judge, _sheet = corrections.judge_of(thing._meta.label_lower)
    except Http404:
        return False
    return judge.policy.allows(person, "correct", corrections.main_of(thing))


def marking_of(thing: Any) -> str:
    """The marking of a record, or of the thing it belongs to."""
    return str(getattr(corrections.main_of(thing), "marking", "unclassified"))


def label_of(sheet: Any, column: str) -> str:
    """What a column is called; a field without a name of its own has a plain English one, which is translated here."""
    return gettext(str(sheet.fields[column].verbose_name))


def anatomy(person: Any, thing: Any) -> dict[str, Any]:
    """Every field of one record: label, value, what the source says, whether it may be corrected. Five queries."""
    notes, label = Notes(), thing._meta.label_lower
    judge, sheet = corrections.judge_of(label)
    standing = sources.corrections_of([thing])
    may = judge.policy.allows(person, "correct", corrections.main_of(thing))
    fields = [
        {
            "name": column,
            "label": label_of(sheet, column),
            "value": corrections.spelled(sheet, thing, column),
            "correction": standing.get((label, thing.pk, column)),
            "may": may and column in judge.fields[sheet.model],
        }
        for column in sheet.columns
        if column not in ("source", "place", "as_of")
    ]
    return {
        "thing": thing,
        "label": label,
        "fields": fields,
        "citation": notes.cite(thing),
        "sources": notes.listed,
        "package": sources.package_of(thing),
        "trail": list(trail.about(subject_of(thing))[:TRAIL_LINES]),
        "marking": marking_of(thing),
        "breadcrumb": [(str(corrections.main_of(thing)), corrections.address(thing))],
    }


def correction_context(thing: Any, sheet: Any, field: str) -> dict[str, Any]:
    """What the correction page shows beside the form: the field, its present value, the other language, the source."""
    notes, label = Notes(), thing._meta.label_lower
    base, _underscore, lang = field.rpartition("_")
    other = f"{base}_{'fr' if lang == 'en' else 'en'}" if lang in ("en", "fr") else ""
    standing = sources.corrections_of([thing]).get((label, thing.pk, field))
    return {
        "thing": thing,
        "label": label,
        "field": field,
        "field_name": label_of(sheet, field),
        "field_lang": lang if other else "",
        "present": corrections.spelled(sheet, thing, field),
        "other_field": other,
        "other_text": getattr(thing, other, "") if other else "",
        "correction": standing,
        "citation": notes.cite(thing),
        "sources": notes.listed,
        "page_title": gettext("Correct: %(what)s") % {"what": label_of(sheet, field)},
        "cancel": corrections.address(thing),
        "breadcrumb": [(str(corrections.main_of(thing)), corrections.address(thing))],
    }
