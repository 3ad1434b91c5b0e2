"""What can be done with clauses: entered, one by one or from a sheet, and ended on a day."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.sources import actions as sources
from entente.foundation.trail import actions as trail
from entente.kit.sheet import Sheet

from .. import queries, rules
from ..models import Agreement, Clause
from ..policy import AGREEMENTS
from .register import _as_of_today, _locked, _refuse, _save

ENDING = Sheet(file="", model=Clause, columns=("to_on",), identity=("to_on",))


@transaction.atomic
def add_clause(agreement: Agreement, *, by: Any, shown: str | None = None, **given: Any) -> Clause:
    """Enter one clause of an instrument; ``shown`` marks the past day ``by`` was warned of (``None``: no person typed).

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value does not fit its field, AGR-61 to AGR-65 or AGR-123 refuse, or the same article
            already has it.
    """
    made = Clause(agreement=agreement, **_as_of_today(given))
    AGREEMENTS.require(by, "add_clause", made)
    unseen = rules.past_clause_was_shown(made.from_on, shown, today=timezone.localdate())
    _refuse([*rules.against_clause(made), *([unseen] if unseen else [])])
    _put(made)
    trail.record(by=by, verb="add_clause", subject=agreement, **_said(made))
    return made


@transaction.atomic
def import_clauses(rows: Iterable[dict[str, Any]], *, by: Any) -> list[Clause]:
    """Enter the clauses of a sheet, all or none. Raises as ``add_clause``."""
    AGREEMENTS.require(by, "import_clauses")
    made, lines = [], []
    for given in rows:
        one = Clause(**_as_of_today(given))
        AGREEMENTS.require(by, "add_clause", one)
        _put(one)
        made.append(one)
        lines.append(trail.line(one.agreement, "add_clause", **_said(one)))
    trail.record_many(lines, by=by)
    return made


@transaction.atomic
def end_clause(clause: Clause, *, by: Any, to_on: str, reason: str) -> Clause:
    """Let a clause count no longer, from a partial date on; what a source says of it stays beside it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no day, no reason, or AGR-64: the day lies before the clause begins.
    """
    locked = _locked(clause)
    AGREEMENTS.require(by, "end_clause", locked)
    was, locked.to_on = locked.to_on, to_on
    locked.clean_fields(exclude=[one.name for one in locked._meta.fields if one.name != "to_on"])
    missing = []
    if not rules.is_day(to_on):
        missing.append(ValidationError(_("Give the day on which it no longer counts."), code="to_on"))
    if not reason.strip():
        missing.append(ValidationError(_("Give the reason for this step."), code="reason_missing"))
    _refuse([*missing, *rules.against_clause(locked)])
    _stop(_locked(clause), to_on, reason=reason, by=by)
    trail.record(by=by, verb="end_clause", subject=locked.agreement, reason=reason, to_on=[was, to_on], **_said(locked))
    return _locked(clause)


def _stop(clause: Clause, to_on: str, *, reason: str, by: Any) -> None:
    """Give a locked clause its end; beside what a source says of it, where a package brought it."""
    if queries.is_loaded(clause):
        sources.correct(clause, ENDING, field="to_on", text=to_on, reason=reason, by=by)
    else:
        clause.to_on = to_on
        clause.save()


def _put(clause: Clause) -> None:
    _refuse(rules.against_clause(clause))
    _save(clause)


def _said(clause: Clause) -> dict[str, str]:
    """What the trail keeps of a clause beside its instrument."""
    return {"article": clause.article, "clause": clause.kind, "code": clause.code}
