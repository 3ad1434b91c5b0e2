"""Asking for the authority of a trip, and answering, step by step up the organisation chart of each day."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.people import queries as people
from entente.foundation.people.queries import Link
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Step, Trip, TripState
from ..notices import trips as words
from ..policy import TRIPS, answering_for
from ..rules import trips as judging
from ..workflow.trips import TRIP
from . import formalities, reports
from .trips import _asked_at, _deciders, _explain, _hold, _lapse, _touched

ANSWERS = {"approve": "approved", "send_back": "returned", "refuse": "refused"}


@transaction.atomic
def ask_authority(
    trip: Trip,
    *,
    by: Any,
    overlap_reason: str | None = None,
    absence_reason: str | None = None,
    exception_reason: str | None = None,
) -> Trip:
    """Ask for the authority of a trip: a new round of steps, from the head of the traveller's office upwards.

    The reasons answer what would otherwise stand in the way: another trip in these days, a recorded absence, a limit
    that is passed. With ``exception_reason`` it goes to the head of the agency. A reason that is not given stays as it
    is; an empty one takes it back.

    Raises:
        PermissionDenied: ``by`` does not plan for the branch.
        ValidationError: TRV-40 to 51 refuse: every obstacle at once, each saying what would cure it.
    """
    return ask_authorities(
        [trip],
        by=by,
        overlap_reason=overlap_reason,
        absence_reason=absence_reason,
        exception_reason=exception_reason,
    )[0]


@transaction.atomic
def ask_authorities(trips: Collection[Trip], *, by: Any, **reasons: str | None) -> list[Trip]:
    """Ask for the authority of several trips at once: for all of them or, where one may not, for none.

    Raises as ``ask_authority``.
    """
    held, refusals = _hold(trips), []
    for trip in held:
        TRIPS.require(by, "ask", trip)
        said = {name: text for name, text in reasons.items() if text is not None and text != getattr(trip, name)}
        rules.obey(judging.texts_are_short_enough(**said))
        _explain(trip, **{name: text for name, text in reasons.items() if text is not None})
        try:
            _ask(trip, by=by, said=said)
        except ValidationError as refusal:
            refusals.append(refusal if len(held) == 1 else _of_whom(trip, refusal))
    _refuse(refusals)
    return held


def _of_whom(trip: Trip, refusal: ValidationError) -> ValidationError:
    """The same problems, each beginning with the traveller whom it is about."""
    said = _("%(who)s: %(problem)s")
    return ValidationError(
        [
            ValidationError(
                said, code=one.code, params={**(one.params or {}), "who": trip.person, "problem": one.messages[0]}
            )
            for one in refusal.error_list
        ]
    )


def _refuse(refusals: list[ValidationError]) -> None:
    """Raises everything that was refused, at once."""
    if any(hasattr(one, "error_dict") for one in refusals):
        rules.obey(*refusals)
    if refusals:
        raise ValidationError(refusals)


def _ask(trip: Trip, *, by: Any, said: dict[str, str]) -> None:
    before = trip.state
    TRIP.take(trip, "ask")
    trip.asked_by, trip.state_reason = by, ""
    _touched(trip)
    trip.full_clean()
    trip.save()
    last = queries.authorities.steps(trip).last()
    number = last.round + 1 if last else 1
    line = queries.authorities.line(trip, today=judging.day_of(trip))
    for place, link in enumerate(line, start=1):
        _step(trip, number, place, link, line[place:])
    trail.record(by=by, verb="ask_authority", subject=trip, state=[before, trip.state], round=number, **said)
    _advance(trip)


@transaction.atomic
def answer_authority(trip: Trip, *, by: Any, answer: str, comment: str = "", step: int | None = None) -> Trip:
    """Answer at the step whose turn it is: ``approve``, ``send_back`` or ``refuse``; the last two need a comment.

    ``step`` is the primary key of the step that was read: who comes second is told who answered and how. The last
    approval authorises the trip, if everything that must hold still holds.

    Raises:
        PermissionDenied: it is not for ``by`` to answer.
        ValidationError: the step is answered, a comment is missing, or TRV-40 to 52 refuse the last approval.
    """
    return answer_authorities({trip.pk: step}, by=by, answer=answer, comment=comment)[0]


@transaction.atomic
def answer_authorities(read: dict[int, int | None], *, by: Any, answer: str, comment: str = "") -> list[Trip]:
    """Give several trips of a delegation one answer: all of them or, where one may not have it, none.

    ``read`` says for the primary key of each trip which step was read. Raises as ``answer_authority``.
    """
    held, refusals = _hold([Trip(pk=pk) for pk in read]), []
    for trip in held:
        try:
            _answer(trip, by=by, answer=answer, comment=comment, read=read[trip.pk])
        except ValidationError as refusal:
            refusals.append(refusal)
    _refuse(refusals)
    return held


def _answer(trip: Trip, *, by: Any, answer: str, comment: str, read: int | None) -> None:
    steps = list(queries.authorities.steps(trip))
    step = next((one for one in steps if one.pk == read), None) if read else queries.authorities.turn_of(trip)
    act = "authorise" if answer == "approve" else answer
    if step is None:
        TRIPS.require(by, act, trip)
        raise ValidationError(judging.NOBODY_ASKS, code="step_not_asked")
    head = answering_for(by, trip, step)
    if head is None or act not in TRIPS.table:
        raise PermissionDenied(act)
    rules.obey(judging.still_to_be_answered(step), judging.texts_are_short_enough(comment=comment))
    if answer != "approve" and (found := TRIP.obstacles(trip, answer, reason=comment)):
        raise ValidationError(found)
    step.answer, step.decider, step.head = ANSWERS[answer], by, head
    step.comment, step.at = comment, timezone.now()
    step.save()
    on_behalf = {"on_behalf_of": head} if head.pk != by.pk else {}
    said = {"unit": step.unit.key, "round": step.round} | on_behalf
    if answer == "approve":
        trail.record(by=by, verb="approve_step", subject=trip, reason=comment, **said)
        _advance(trip, by=by)
    else:
        _turn_down(trip, answer, by=by, comment=comment, said=said)


def _turn_down(trip: Trip, answer: str, *, by: Any, comment: str, said: dict[str, Any]) -> None:
    before = trip.state
    TRIP.take(trip, answer, reason=comment)
    trip.state_reason = comment
    _touched(trip)
    trip.save()
    _lapse(trip)
    verb = {"send_back": "send_back_trip", "refuse": "refuse_trip"}[answer]
    trail.record(by=by, verb=verb, subject=trip, reason=comment, state=[before, trip.state], **said)
    word = words.AUTHORITY_SENT_BACK if answer == "send_back" else words.AUTHORITY_REFUSED
    told = [*people.planners_of(trip.traveller.proposal.unit), *([trip.asked_by] if trip.asked_by else [])]
    words.tell_of_trip([*told, trip.person, *_deciders(trip)], word, trip, by=by, reason=comment)


@transaction.atomic
def pass_on(trip: Trip, *, by: Any = "entente") -> Trip:
    """Look again at whose turn it is: where nobody can answer any more, the question goes on upwards.

    Done every day for every trip that waits; done twice it changes nothing.
    """
    [trip] = _hold([trip])
    step = queries.authorities.turn_of(trip)
    if trip.state != TripState.REQUESTED or step is None:
        return trip
    if _advance(trip) and step.pk != getattr(queries.authorities.turn_of(trip), "pk", None):
        trail.record(by=by, verb="pass_on_authority", subject=trip, unit=step.unit.key)
    return trip


# ── The line ──────────────────────────────────────────────────────────────────────────────────────


def _step(trip: Trip, number: int, place: int, link: Link, above: Collection[Link]) -> Step:
    """One step of a round. Who also decides at a higher office of the line answers there, and only once.

    An office where nobody can answer is skipped only if somebody above it can.
    """
    twice = link.decider is not None and any(one.decider == link.decider for one in above)
    because = link.skipped if any(not one.skipped for one in above) else ""
    because = because or ("above" if twice else "")
    step = Step(
        trip=trip,
        round=number,
        position=place,
        unit=link.unit,
        head=link.head.person if link.head else None,
        answer="skipped" if because else "waiting",
        skipped_because=because,
    )
    step.full_clean()
    step.save()
    return step


def _advance(trip: Trip, *, by: Any = None) -> bool:
    """Find whose turn it is now, by the chart of this day; where every step is answered, the trip is authorised.

    A step nobody can answer any more is skipped upwards as long as somebody above can. Offices that joined the line
    since it was asked are asked too. Says whether somebody is asked.
    """
    line = queries.authorities.line(trip, today=judging.day_of(trip))
    links = {link.unit.pk: link for link in line}
    steps = list(queries.authorities.steps(trip))
    number = max(one.round for one in steps)
    now = [one for one in steps if one.round == number]
    for place, link in enumerate(line, start=1):
        if link.unit.pk not in {one.unit_id for one in now}:
            now.append(_step(trip, number, now[-1].position + 1, link, line[place:]))
    waits = [one for one in now if one.answer == "waiting"]
    for place, step in enumerate(waits):
        found = links.get(step.unit_id)
        higher = [links.get(one.unit_id) for one in waits[place + 1 :]]
        if found and found.skipped and any(link and not link.skipped for link in higher):
            step.answer, step.skipped_because = "skipped", found.skipped
            step.head = found.head.person if found.head else None
            step.save()
            continue
        if step.asked_at is None:
            _ask_at(trip, step, skipped=now[now.index(step) - 1] if step.position > 1 else None)
        return True
    _authorise(trip, by=by)
    return False


def _ask_at(trip: Trip, step: Step, *, skipped: Step | None) -> None:
    step.asked_at = timezone.now()
    step.save()
    asked = _asked_at(trip, step)
    if skipped is not None and skipped.answer == "skipped" and skipped.skipped_because != "above":
        words.tell_of_trip(
            asked, words.STEP_SKIPPED, trip, office=_pair(skipped.unit), part=f"{step.round}:{step.position}"
        )
    else:
        words.tell_of_trip(asked, words.AUTHORITY_ASKED, trip, part=f"{step.round}:{step.position}")


def _pair(unit: Any) -> dict[str, str]:
    return {"en": unit.name_en, "fr": unit.name_fr}


def _authorise(trip: Trip, *, by: Any) -> None:
    """The last step is approved: the trip may take place, its report is opened, its passports and visas are checked."""
    before = trip.state
    TRIP.take(trip, "authorise")
    trip.authorised_at, trip.state_reason = timezone.now(), ""
    _touched(trip)
    trip.full_clean()
    trip.save()
    trail.record(by=by, verb="authorise_trip", subject=trip, state=[before, trip.state])
    trip.report = reports.open_for(trip, by=by)
    trip.save()
    formalities._check(trip, by=by)
    told = [trip.person, *people.planners_of(trip.traveller.proposal.unit)]
    words.tell_of_trip([*told, *([trip.asked_by] if trip.asked_by else [])], words.AUTHORITY_GIVEN, trip, by=by)
