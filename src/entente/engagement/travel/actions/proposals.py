"""What a branch does with a proposal: draft, fill, put forward, take back, withdraw."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.meetings.models import Meeting
from entente.foundation.numbers import actions as numbers
from entente.foundation.people import queries as people
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Rank
from entente.foundation.trail import actions as trail

from ..models import CostLine, Proposal, Quarter, Traveller, TravellerState
from ..notices import proposals as notices
from ..policy import PROPOSALS
from ..queries import proposals as questions
from ..rules import obey
from ..rules import proposals as rules
from . import worksheets
from .steps import _enter, step

SERIES = "PRP"
SAID = ("category", "priority", "rationale_en", "rationale_fr", "exception_reason", "marking")


@transaction.atomic
def propose(*, by: Any, quarter: Quarter, meeting: Meeting, unit: Unit | None = None, **given: Any) -> Proposal:
    """A branch wants to send a delegation to a meeting: a draft, which may lack nearly everything.

    ``unit`` is the branch; the planner's own unless said otherwise. A reason why it was not on the list makes it an
    exception. Its worksheet begins with what the record knows.

    Raises:
        PermissionDenied: ``by`` does not plan for the branch.
        ValidationError: a value is not fit for its field, or the branch has a proposal for this meeting already.
    """
    now = timezone.now()
    unit = unit or (people.branch_of(by.unit) if by.unit else None)
    if unit is None:
        raise ValidationError(
            {"unit": [ValidationError(_("Choose the branch that proposes it."), code="branch_missing")]}
        )
    proposal = Proposal(quarter=quarter, meeting=meeting, unit=unit, author=by, made_at=now, **given)
    proposal.exception = bool(proposal.exception_reason.strip())
    PROPOSALS.require(by, "propose", proposal)
    obey(rules.it_is_proposed_once(questions.living(quarter, meeting, unit)))
    proposal.key = numbers.take(SERIES, year=timezone.localdate().year)
    _enter(proposal)
    trail.record(by=by, verb="propose", subject=proposal, quarter=quarter, meeting=meeting, unit=unit)
    worksheets.begin(proposal, by=by)
    return proposal


@transaction.atomic
def propose_again(earlier: Proposal, *, by: Any, quarter: Quarter, meeting: Meeting) -> Proposal:
    """Copy an earlier proposal of the same branch, with its delegation and estimates, as a draft for another session.

    Travellers who were refused or whose accounts are closed are left out. Raises as ``propose``.
    """
    PROPOSALS.require(by, "view", earlier)
    said = {name: getattr(earlier, name) for name in SAID if name != "exception_reason"}
    proposal = propose(by=by, quarter=quarter, meeting=meeting, unit=earlier.unit, **said)
    for one in earlier.travellers.select_related("person", "unit").order_by("position", "id"):
        if one.state in (TravellerState.WITHDRAWN, TravellerState.REFUSED) or (one.person and not one.person.is_active):
            continue
        costs = list(one.costs.all())
        again = Traveller(
            proposal=proposal,
            position=one.position,
            person=one.person,
            office_en=one.office_en,
            office_fr=one.office_fr,
            unit=one.unit,
            rank=one.person.rank if one.person else one.rank,
            is_head=one.is_head,
            reason=one.reason,
        )
        again.full_clean()
        again.save()
        for line in costs:
            CostLine(
                traveller=again,
                kind=line.kind,
                estimate=line.actual if line.actual is not None else line.estimate,
                paid_by_others=line.paid_by_others,
                funder=line.funder,
            ).save()
    trail.record(by=by, verb="copy", subject=proposal, source=earlier)
    return proposal


@transaction.atomic
def describe(proposal: Proposal, *, by: Any, **given: Any) -> Proposal:
    """Say why, how urgent, for what purpose; a draft saves anything.

    Raises ``PermissionDenied``; ``ValidationError`` when it is not a draft, or a value is not fit for its field.
    """
    proposal = _open(proposal, by)
    before = {name: getattr(proposal, name) for name in given}
    for name, value in given.items():
        setattr(proposal, name, value)
    proposal.exception = bool(proposal.exception_reason.strip())
    _changed(proposal)
    moved = {name: [before[name], value] for name, value in given.items() if before[name] != value}
    trail.record(by=by, verb="change", subject=proposal, **moved)
    return proposal


@transaction.atomic
def add_traveller(proposal: Proposal, *, by: Any, **given: Any) -> Traveller:
    """Put a person, or an office whose name is not known yet, in the delegation.

    ``person``, ``office_en``, ``office_fr``, ``unit``, ``rank``, ``is_head``, ``reason``. Rank and office come from the
    account where they are not given; the first traveller heads the delegation unless said otherwise.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    proposal = _open(proposal, by)
    others = list(proposal.travellers.all())
    given = {"is_head": not others} | given
    traveller = Traveller(proposal=proposal, position=1 + max((one.position for one in others), default=0))
    _seat(traveller, others, given)
    _changed(proposal)
    trail.record(by=by, verb="add_traveller", subject=proposal, traveller=str(traveller))
    return traveller


@transaction.atomic
def change_traveller(traveller: Traveller, *, by: Any, **given: Any) -> Traveller:
    """Change who goes, in what rank and why. Raises ``PermissionDenied`` or ``ValidationError``."""
    proposal = _open(traveller.proposal, by)
    others = [one for one in proposal.travellers.all() if one.pk != traveller.pk]
    traveller = Traveller.objects.select_for_update(of=("self",)).get(pk=traveller.pk)
    before = {name: getattr(traveller, name) for name in given}
    _seat(traveller, others, given)
    _changed(proposal)
    moved = {
        name: [before[name], getattr(traveller, name)] for name in given if before[name] != getattr(traveller, name)
    }
    trail.record(by=by, verb="change_traveller", subject=proposal, traveller=str(traveller), **moved)
    return traveller


@transaction.atomic
def remove_traveller(traveller: Traveller, *, by: Any) -> Proposal:
    """Take somebody out of a draft. Who was decided on before stays, as withdrawn.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    proposal = _open(traveller.proposal, by)
    name = str(traveller)
    if traveller.verdicts.exists():
        traveller.state, traveller.is_head = TravellerState.WITHDRAWN, False
        traveller.save()
    else:
        traveller.delete()
    _changed(questions.held(proposal))
    trail.record(by=by, verb="remove_traveller", subject=proposal, traveller=name)
    return proposal


@transaction.atomic
def put_forward(proposal: Proposal, *, by: Any, reason: str = "") -> Proposal:
    """The branch puts a proposal forward, or answers what it was asked (``reason`` is the answer).

    Raises ``PermissionDenied``; ``ValidationError`` with every obstacle at once.
    """
    proposal = step(proposal, "put_forward", by=by, reason=reason)
    notices.put_forward(proposal)
    return proposal


@transaction.atomic
def take_back(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """The branch takes back what it put forward, to change it. Raises ``PermissionDenied`` or ``ValidationError``."""
    return step(proposal, "take_back", by=by, reason=reason)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """The branch gives it up, whatever was decided; nobody travels on it any more.

    Raises ``PermissionDenied``; ``ValidationError`` without a reason or while a trip stands on it.
    """
    proposal = step(proposal, "withdraw", by=by, reason=reason)
    for one in rules.going(proposal):
        one.state = TravellerState.WITHDRAWN
        one.save()
    return proposal


def _open(proposal: Proposal, by: Any) -> Proposal:
    """The proposal, held, if its branch may still change it."""
    proposal = questions.held(proposal)
    PROPOSALS.require(by, "edit", proposal)
    obey(rules.it_is_a_draft(proposal))
    return proposal


def _changed(proposal: Proposal) -> None:
    """Another revision: who reads the one before is told."""
    proposal.revision += 1
    proposal.full_clean()
    proposal.save()


def _seat(traveller: Traveller, others: list[Traveller], given: dict[str, Any]) -> None:
    """Fill a traveller in; a new head of delegation takes the place of the one before."""
    if person := given.get("person"):
        known = {"rank": person.rank, "unit": person.unit}
        given = given | {name: value for name, value in known.items() if not given.get(name)}
    for name, value in given.items():
        setattr(traveller, name, value)
    traveller.rank = traveller.rank or Rank.EXPERT
    traveller.full_clean()
    traveller.save()
    for one in others:
        if traveller.is_head and one.is_head:
            one.is_head = False
            one.save()
