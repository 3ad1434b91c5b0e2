"""Questions and answers, feedback, report and promises. What was said is added to and never rewritten."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.engagement.commitments import actions as commitments
from entente.engagement.commitments.models import Commitment
from entente.foundation.people.models import Unit
from entente.foundation.trail import actions as trail
from entente.kit.notice import pair

from .. import notices as words
from .. import queries, rules
from ..models import Consultation, Feedback, Promised, Report, Visit
from ..policy import VISITS
from .keeping import _keep, _locked, _obey, _row, _tell


@transaction.atomic
def ask(visit: Visit, *, by: Any, unit: Unit, question: str, kind: str = "views", **given: Any) -> Consultation:
    """Ask an office for its views, or International Affairs for its advice. Who may answer is told.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or VIS-11 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "ask", visit)
    now = timezone.now()
    asked = Consultation(visit=visit, unit=unit, question=question, kind=kind, asked_by=by, asked_at=now, **given)
    _keep(asked, rules.still_to_prepare(visit))
    trail.record(by=by, verb=f"ask_{kind}", subject=visit, unit=unit.key, due_on=asked.due_on)
    people = [one for one in queries.asked_of(asked, on=timezone.localdate()) if one.pk != by.pk]
    short = question if len(question) <= 200 else f"{question[:199]}…"
    _tell(people, words.ASKED, visit, key=f"{visit.key}:{asked.pk}", due_on=asked.due_on, question=short)
    return asked


@transaction.atomic
def answer(consultation: Consultation, *, by: Any, answer: str) -> Consultation:
    """Answer for the office that was asked. The answer stands (VIS-12); who asked is told."""
    consultation = _row(consultation)
    VISITS.require(by, "answer", consultation)
    _obey(rules.answered_once(consultation), rules.something_said("answer", answer))
    consultation.answer, consultation.answered_by, consultation.answered_at = answer, by, timezone.now()
    _keep(consultation)
    visit = consultation.visit
    trail.record(by=by, verb="answer", subject=visit, unit=consultation.unit.key, kind=consultation.kind)
    people = [consultation.asked_by] if consultation.asked_by.pk != by.pk else []
    _tell(people, words.ANSWERED, visit, key=str(consultation.pk), office=pair(consultation.unit, "name"))
    return consultation


@transaction.atomic
def waive(consultation: Consultation, *, by: Any, reason: str) -> Consultation:
    """Go on without an answer, with the reason."""
    consultation = _row(consultation)
    VISITS.require(by, "waive", consultation)
    _obey(rules.reason_given(reason), rules.answered_once(consultation))
    consultation.waived = reason
    _keep(consultation)
    trail.record(by=by, verb="waive", subject=consultation.visit, reason=reason, unit=consultation.unit.key)
    return consultation


@transaction.atomic
def give_feedback(visit: Visit, *, by: Any, side: str, **given: Any) -> Feedback:
    """Record what visitors or hosts say, or why nothing came. It is added to what was said before.

    Raises:
        PermissionDenied: ``by`` neither keeps the visit nor took part in it.
        ValidationError: nothing is said, or VIS-23 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "give_feedback", visit)
    said = Feedback(visit=visit, side=side, by=by, at=timezone.now(), **given)
    _keep(said, rules.after_its_beginning(visit))
    trail.record(by=by, verb="give_feedback", subject=visit, side=side, given=said.given)
    return said


@transaction.atomic
def write_report(visit: Visit, *, by: Any, reason: str = "", **given: Any) -> Report:
    """Write what came of a visit: the first version, or a new one with the reason. Earlier versions stay.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing is said, a new version has no reason, or VIS-23 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "write_report", visit)
    last = visit.reports.order_by("-number").first()
    number = last.number + 1 if last else 1
    report = Report(visit=visit, number=number, reason=reason, by=by, at=timezone.now(), **given)
    _keep(report, rules.after_its_beginning(visit), rules.reason_given(reason) if last else None)
    trail.record(by=by, verb="write_visit_report", subject=visit, reason=reason, version=number)
    return report


@transaction.atomic
def promise(visit: Visit, *, by: Any, **given: Any) -> Commitment:
    """Write down what was promised in a visit, by us or by them, as ``commitments.actions.promise`` takes it.

    Raises:
        PermissionDenied: ``by`` may not, here or in the register of commitments.
        ValidationError: a value cannot stand, or VIS-9 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "promise", visit)
    commitment: Commitment = commitments.promise(by=by, **{"partner": visit.partner} | given)
    _obey(rules.not_below_its_parts(visit, commitment))
    _keep(Promised(visit=visit, commitment=commitment))
    trail.record(by=by, verb="promise_in_visit", subject=visit, commitment=commitment.key, side=commitment.side)
    return commitment
