"""What falls on which day: for calendars, for reminders and for who looks at a partner."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from entente.foundation.people.roles import Role

from .. import policy
from ..models import AHEAD, ENDED, FEEDBACK_DAYS, PRE_BRIEF_DAYS, Consultation, Feedback, State, Visit

SHOWN = (*AHEAD, State.UNDER_WAY, State.FEEDBACK, State.FOLLOW_UP, State.CLOSED, State.CANCELLED)
"""States in which a visit stands in calendars: it was accepted, even if it was cancelled later."""
BEFORE_BRIEF = (State.ACCEPTED, State.CONSULTATION, State.PROGRAMME)
"""States in which the pre-brief is still to be held."""
MOST_WAITING = 50  # lines that one person's day shows of each kind
WARNED = 2  # days before something is due that the officer in charge is reminded


def falling(person: Any, first: date, last: date) -> QuerySet[Visit]:
    """Accepted and cancelled visits of a period that this person may see, with what a calendar shows. One query."""
    found = policy.visible_to(person).filter(state__in=SHOWN, starts_on__lte=last, ends_on__gte=first)
    return found.select_related("partner__country", "unit").order_by("starts_on", "id")


def coming(person: Any, partner: Any, day: str) -> QuerySet[Visit]:
    """Visits of a partner and of its administrations that are not over on a day, the next first. One query."""
    rows = _of(person, partner).exclude(state__in=(State.DECLINED, State.CANCELLED))
    return rows.filter(ends_on__gte=day).order_by("starts_on", "id")


def expected(person: Any, first: date, last: date) -> QuerySet[Visit]:
    """Visits that may still take place and touch a period, whoever they are from, the next first. One query."""
    rows = policy.visible_to(person).exclude(state__in=ENDED).filter(starts_on__lte=last, ends_on__gte=first)
    return rows.select_related("partner", "unit").order_by("starts_on", "id")


def born_in(person: Any, commitment: Any) -> QuerySet[Visit]:
    """The visit in which a promise was made, as a queryset of one or none."""
    return policy.visible_to(person).filter(promises__commitment=commitment).select_related("partner")


def last_with(person: Any, partner: Any, day: str) -> QuerySet[Visit]:
    """Visits of a partner and of its administrations that were over by a day, the latest first. One query."""
    return _of(person, partner).filter(ends_on__lt=day).order_by("-starts_on", "-id")


def around(person: Any, partner: Any, day: str, *, lately: int) -> tuple[list[Visit], list[Visit]]:
    """Both at once: the visits to come, the next first, and as many of the past as asked for, the latest first.

    One query.
    """
    past = last_with(person, partner, day).values("pk")[:lately]
    found = _of(person, partner).filter(Q(pk__in=coming(person, partner, day).order_by().values("pk")) | Q(pk__in=past))
    rows = list(found.order_by("starts_on", "id"))
    over = [one for one in rows if one.ends_on.isoformat() < day]
    return [one for one in rows if one not in over], over[::-1]


def _of(person: Any, partner: Any) -> QuerySet[Visit]:
    rows = policy.visible_to(person).select_related("partner", "unit")
    return rows.filter(partner=partner) | rows.filter(partner__parent=partner)


def due_pre_briefs(today: date) -> QuerySet[Visit]:
    """Visits whose pre-brief is due within two days, or late, and not held. One query."""
    by = today + timedelta(days=PRE_BRIEF_DAYS + WARNED)
    found = Visit.objects.filter(
        state__in=BEFORE_BRIEF, starts_on__lte=by, ends_on__gte=today, pre_briefed_on__isnull=True
    )
    return found.select_related("partner", "officer", "unit").order_by("starts_on", "id")


def due_feedback(today: date) -> QuerySet[Visit]:
    """Visits that are over and of which a side is not heard, from two days before the feedback is due. One query."""
    by = today - timedelta(days=FEEDBACK_DAYS - WARNED)
    said = Feedback.objects.filter(visit=OuterRef("pk"))
    silent = ~Exists(said.filter(side=Feedback.Side.VISITORS)) | ~Exists(said.filter(side=Feedback.Side.HOSTS))
    states = (State.UNDER_WAY, State.FEEDBACK)
    found = Visit.objects.filter(silent, state__in=states, ends_on__lte=by)
    return found.select_related("partner", "officer", "unit").order_by("ends_on", "id")


def to_decide(person: Any) -> list[Visit]:
    """Requests that this person may take in or decide, the oldest first. Two queries at most."""
    if person.role not in (Role.VISITS_OFFICER, Role.EXECUTIVE):
        return []
    found = policy.visible_to(person).filter(state__in=(State.REQUESTED, State.TRIAGE))
    if person.role == Role.EXECUTIVE:  # what the own branch leads; the rest is the visits officers'
        found = found.filter(state=State.TRIAGE, unit__in=policy.offices_of(person))
    found = found.select_related("partner", "unit")
    return list(found.order_by("requested_on", "id")[:MOST_WAITING])


def to_answer(person: Any) -> list[Consultation]:
    """Questions to this person's office, or to one it is part of, that wait for an answer. Two queries at most."""
    if person.role not in policy.WORKING or not person.unit_id:
        return []
    found = policy.consultations_visible_to(person).filter(
        unit__in=policy.offices_of(person), answered_at__isnull=True, waived=""
    )
    return list(found.exclude(visit__state__in=ENDED).select_related("visit__partner").order_by("id")[:MOST_WAITING])


def in_the_hands_of(person: Any) -> list[Visit]:
    """Visits of which this person is the officer in charge and that are not over and done with. One query.

    For a visits officer also those that nobody is in charge of, or whose officer's account is closed.
    """
    mine = Q(officer=person)
    if person.role == Role.VISITS_OFFICER:
        mine |= Q(officer=None) | Q(officer__is_active=False)
    found = policy.visible_to(person).filter(mine).exclude(state__in=(*ENDED, State.REQUESTED, State.TRIAGE))
    return list(found.select_related("partner", "unit").order_by("starts_on", "id")[:MOST_WAITING])
