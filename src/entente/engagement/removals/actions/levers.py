"""Levers: what there is, what was used, how the country took it; and what the working group decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Partner
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import CountryFile, Decision, Lever, Reaction, Use
from ..policy import REMOVALS
from .keeping import _checked, _locked, _obey, _today

SAID = _("what it is")


@transaction.atomic
def add_lever(file: CountryFile, *, by: Any, kind: str, available_on: date, **given: Any) -> Lever:
    """Put a lever on record: what may move the country from a day on. Raises by REM-1, 13, 28, 33."""
    file = _locked(file)
    REMOVALS.require(by, "add_lever", file)
    lever = Lever(file=file, kind=kind, available_on=available_on, **given)
    _checked(
        lever,
        rules.says_something(lever, "text", SAID),
        rules.within_memory(available_on, "available_on"),
        rules.not_twice(queries.is_there(lever, "file", "kind", "text_en", "text_fr", "available_on", "gone_on")),
    )
    lever.save()
    trail.record(by=by, verb="add_lever", subject=file, lever=lever.kind, available_on=available_on)
    return lever


@transaction.atomic
def end_lever(lever: Lever, *, by: Any, gone_on: date, reason: str) -> Lever:
    """Say that a lever is there no longer, and why. Raises by REM-1, REM-16 or REM-27."""
    file = _locked(lever.file)
    lever = Lever.objects.select_for_update(of=("self",)).get(pk=lever.pk)
    REMOVALS.require(by, "end_lever", file)
    _obey(
        rules.stands_until_then(lever, gone_on, queries.last_used(lever), today=_today()),
        rules.says_why(reason),
        rules.nobody_in(reason, "reason"),
    )
    lever.gone_on, lever.gone_why = gone_on, reason.strip()
    lever.full_clean()
    lever.save()
    trail.record(by=by, verb="end_lever", subject=file, reason=reason, lever=lever.kind, gone_on=gone_on)
    return lever


@transaction.atomic
def use(lever: Lever, *, by: Any, used_on: date, jointly: Iterable[Partner] = (), **given: Any) -> Use:
    """Note that a lever was used: a demarche made, an offer put. ``given`` are ``level plan text_en text_fr
    answer_due_on``.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: REM-1, REM-10, REM-11, REM-13, REM-31 or REM-33 refuses.
    """
    file = _locked(lever.file)
    REMOVALS.require(by, "use", file)
    made = Use(lever=lever, used_on=used_on, by=by, at=timezone.now(), **given)
    _checked(
        made,
        rules.lever_is_there(made),
        rules.has_come(used_on, "used_on", today=_today()),
        rules.says_something(made, "text", _("what was said or done")),
        rules.answered_afterwards(made),
        rules.not_twice(queries.is_there(made, "lever", "used_on", "level", "text_en", "text_fr", "plan")),
    )
    made.save()
    made.jointly.set(jointly)
    trail.record(by=by, verb="use_lever", subject=file, lever=lever.kind, used_on=used_on, level=made.level)
    return made


@transaction.atomic
def react(step: Use, *, by: Any, temper: str, noted_on: date, **given: Any) -> Reaction:
    """Note how the country took a step; an earlier reaction stays beside it. Raises by REM-1, 11, 12, 33."""
    file = _locked(step.lever.file)
    REMOVALS.require(by, "react", file)
    made = Reaction(use=step, temper=temper, noted_on=noted_on, by=by, at=timezone.now(), **given)
    _checked(
        made,
        rules.reacts_afterwards(made, step),
        rules.has_come(noted_on, "noted_on", today=_today()),
        rules.not_twice(queries.is_there(made, "use", "temper", "noted_on", "text_en", "text_fr")),
    )
    made.save()
    trail.record(by=by, verb="note_reaction", subject=file, lever=step.lever.kind, reaction=temper, noted_on=noted_on)
    return made


@transaction.atomic
def decide(file: CountryFile, *, by: Any, decided_on: date, **given: Any) -> Decision:
    """Write down what the working group decided. ``given`` are ``body plan text_en text_fr``.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: REM-1, REM-11, REM-13, REM-28 or REM-33 refuses.
    """
    file = _locked(file)
    REMOVALS.require(by, "decide", file)
    made = Decision(file=file, decided_on=decided_on, by=by, at=timezone.now(), **given)
    _checked(
        made,
        rules.has_come(decided_on, "decided_on", today=_today()),
        rules.says_something(made, "text", _("decision")),
        rules.within_memory(decided_on, "decided_on"),
        rules.not_twice(queries.is_there(made, "file", "body", "decided_on", "text_en", "text_fr", "plan")),
    )
    made.save()
    trail.record(by=by, verb="add_decision", subject=file, body=made.body, decided_on=decided_on)
    return made
