"""What waits for a person, and what falls on which day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.occasion import Occasion
from entente.kit.waiting import Debt

from .. import queries
from ..models import State


def waiting(person: Any, today: date) -> list[Debt]:
    """Requests to decide, questions to answer, pre-briefs, feedback and reports. Four queries at most."""
    return [*_requests(person), *_questions(person), *_deadlines(person, today)]


def _requests(person: Any) -> Iterable[Debt]:
    for visit in queries.to_decide(person):
        why = _("Asked for; take it in.") if visit.state == State.REQUESTED else _("In triage; accept or decline it.")
        yield Debt(visit.title, visit.get_absolute_url(), why, since=visit.requested_on)


def _questions(person: Any) -> Iterable[Debt]:
    for one in queries.to_answer(person):
        why = _("Your office is asked: %(question)s") % {"question": _short(one.question)}
        yield Debt(
            one.visit.title,
            f"{one.visit.get_absolute_url()}#consultation",
            why,
            timezone.localdate(one.asked_at),
            one.due_on,
        )


def _deadlines(person: Any, today: date) -> Iterable[Debt]:
    for visit in queries.in_the_hands_of(person):
        title, url = visit.title, visit.get_absolute_url()
        if visit.state in queries.BEFORE_BRIEF:
            yield Debt(title, url, _("Hold the pre-brief and record it."), due=visit.pre_brief_due)
        elif visit.state == State.PRE_BRIEFED and visit.starts_on <= today:
            yield Debt(title, url, _("It has begun; record that it is under way."), due=visit.starts_on)
        elif visit.ends_on < today and visit.state in (State.UNDER_WAY, State.FEEDBACK):
            yield Debt(title, url, _("Hear visitors and hosts."), due=visit.feedback_due)
        elif visit.state == State.FOLLOW_UP:
            yield Debt(title, url, _("Write what came of it and close the visit."), since=visit.ends_on)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """Accepted visits of a period, those cancelled since marked so. One query."""
    for visit in queries.falling(person, first, last):
        yield Occasion(
            uid=f"visit-{visit.key.lower()}",
            revision=visit.revision,
            kind="visit",
            title_en=visit.title_en or visit.title_fr,
            title_fr=visit.title_fr or visit.title_en,
            first=visit.starts_on,
            last=visit.ends_on,
            address=("visits:visit", visit.key),
            changed_at=visit.changed_at,
            zone=visit.zone,
            place_en=visit.city_en or visit.city_fr,
            place_fr=visit.city_fr or visit.city_en,
            marking=visit.kept_as,
            cancelled=visit.state == State.CANCELLED,
            note=visit.partner.name,
            country="CA",
            partner=visit.partner.key,
            unit=visit.unit.key if visit.unit else "",
            people=(visit.officer_id,) if visit.officer_id else (),
        )
