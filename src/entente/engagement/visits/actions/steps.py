"""The steps of a visit. Each is kept with who took it and why."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .. import notices as words
from .. import queries, rules
from ..models import Step, Visit
from ..policy import VISITS
from ..workflow import VISIT
from .keeping import _keep, _locked, _obey, _tell, _touched

HEARD = {"accept", "decline", "reopen", "cancel"}
"""Steps that calendars must hear of."""


@transaction.atomic
def triage(visit: Visit, *, by: Any) -> Visit:
    """Take a request in: from now on it is being looked at."""
    return _step(visit, "triage", by=by)


@transaction.atomic
def accept(visit: Visit, *, by: Any, reason: str = "") -> Visit:
    """Accept a visit. Who coordinates must be decided (VIS-5), and hears of it."""
    visit = _step(visit, "accept", by=by, reason=reason)
    heads = queries.leading(visit, visit.coordinator, on=timezone.localdate())
    _tell(heads, words.COORDINATES, visit, key=f"{visit.key}:accepted")
    return visit


@transaction.atomic
def decline(visit: Visit, *, by: Any, reason: str) -> Visit:
    """Decline a visit, with the reason."""
    return _step(visit, "decline", by=by, reason=reason)


@transaction.atomic
def reopen(visit: Visit, *, by: Any, reason: str) -> Visit:
    """Look at a declined visit again, with the reason."""
    return _step(visit, "reopen", by=by, reason=reason)


@transaction.atomic
def consult(visit: Visit, *, by: Any) -> Visit:
    """Begin to ask offices for their views."""
    return _step(visit, "consult", by=by)


@transaction.atomic
def draft_programme(visit: Visit, *, by: Any) -> Visit:
    """Begin the programme, once every office that was asked has answered (VIS-16)."""
    return _step(visit, "draft_programme", by=by)


@transaction.atomic
def pre_brief(visit: Visit, *, by: Any, on: date, today: date | None = None) -> Visit:
    """Record that the pre-brief was held on a day. The programme must stand (VIS-17)."""
    found = _locked(visit)
    problem = rules.pre_brief_comes_before(found, on, today or timezone.localdate())
    return _step(visit, "pre_brief", by=by, problem=problem, pre_briefed_on=on)


@transaction.atomic
def revise(visit: Visit, *, by: Any, reason: str) -> Visit:
    """Take the programme up again after the pre-brief, with the reason; another pre-brief follows."""
    return _step(visit, "revise", by=by, reason=reason, pre_briefed_on=None)


@transaction.atomic
def begin(visit: Visit, *, by: Any, today: date | None = None) -> Visit:
    """The guests are here: from the first day on (VIS-19), with routing decided and protocol settled."""
    found = _locked(visit)
    return _step(visit, "begin", by=by, problem=rules.not_before_its_day(found, today or timezone.localdate()))


@transaction.atomic
def end(visit: Visit, *, by: Any) -> Visit:
    """The guests have left; visitors and hosts are asked what they think."""
    return _step(visit, "end", by=by)


@transaction.atomic
def follow_up(visit: Visit, *, by: Any) -> Visit:
    """Both sides are heard (VIS-20): now the report and what was promised."""
    return _step(visit, "follow_up", by=by)


@transaction.atomic
def close(visit: Visit, *, by: Any) -> Visit:
    """Nothing is left to do but to keep what was promised."""
    return _step(visit, "close", by=by)


@transaction.atomic
def cancel(visit: Visit, *, by: Any, reason: str) -> Visit:
    """Call an accepted visit off, with the reason. Calendars show it as cancelled."""
    return _step(visit, "cancel", by=by, reason=reason)


def _step(  # noqa: PLR0913 - what every step may bring along
    visit: Visit, move: str, *, by: Any, reason: str = "", problem: ValidationError | None = None, **values: Any
) -> Visit:
    """Take one step: policy, rules, state, the step kept, the trail."""
    visit = _locked(visit)
    VISITS.require(by, move, visit)
    before = visit.state
    obstacles = [_beside(one) for one in VISIT.obstacles(visit, move, reason=reason)]
    _obey(*obstacles, problem if not any(one.code == "wrong_state" for one in obstacles) else None)
    VISIT.take(visit, move, reason=reason)
    changed = {name: [getattr(visit, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(visit, name, value)
    if move in HEARD:
        _touched(visit)
    _keep(visit)
    now = timezone.now()
    _keep(Step(visit=visit, move=move, before=before, after=visit.state, reason=reason, by=by.username, at=now))
    trail.record(by=by, verb=f"{move}_visit", subject=visit, reason=reason, state=[before, visit.state], **changed)
    return visit


def _beside(problem: ValidationError) -> ValidationError:
    """A missing reason is told beside its question."""
    if getattr(problem, "code", "") != "reason_missing":
        return problem
    missing = ValidationError({"reason": [problem]})
    missing.code = "reason_missing"
    return missing
