"""Keeping facts: adding one, adding what a source says of it, correcting with a reason."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from entente.foundation.index import actions as index
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction
from entente.foundation.trail import actions as trail
from entente.kit.sheet import Sheet

from . import queries, rules, search
from .models import Statistic, Value
from .policy import FACTS

KEY_LENGTH = 70  # room for a number behind it
RESERVED = {"new", "nouveau", "values", "valeurs"}
"""Words that already mean something in the addresses of this room."""


@transaction.atomic
def add(*, by: Any, **given: Any) -> Statistic:
    """Add a fact, without values yet. ``given`` are fields of ``Statistic``; the key is made from the name.

    Raises:
        PermissionDenied: ``by`` may not add facts, or not with this marking.
        ValidationError: FCT-7, or a value that is not known.
    """
    fact = Statistic(**given)
    FACTS.require(by, "add", fact)
    if problem := rules.is_named(fact):
        raise ValidationError({"name_en": [problem]})
    fact.key = fact.key or _free_key(fact.name_en or fact.name_fr)
    fact.full_clean()
    fact.save()
    trail.record(by=by, verb="add", subject=fact)
    index.put([search.entry(fact)])
    return fact


@transaction.atomic
def add_value(fact: Statistic, *, by: Any, **given: Any) -> Value:
    """Add what a source says of a fact. A value that contradicts another is taken in: both are shown.

    A value whose day is not given speaks for the day its source was published.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: FCT-2 to FCT-6, each under its field.
    """
    FACTS.require(by, "add_value", fact)
    value = Value(statistic=fact, **given)
    if value.source and not value.as_of:
        value.as_of = value.source.published_on
    if problems := _obstacles(value):
        raise ValidationError(problems)
    value.full_clean()
    value.save()
    said = {"period": value.period, "value": value.said, "source": value.source.key if value.source else ""}
    trail.record(by=by, verb="add_value", subject=fact, **said)
    index.put([search.entry(fact)])
    return value


@transaction.atomic
def change(fact: Statistic, *, by: Any, **changes: Any) -> Statistic:
    """Change the descriptive fields of a fact that a person entered here; loaded ones are corrected instead.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: FCT-7, or a value that is not known.
    """
    fact = Statistic.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    FACTS.require(by, "change", fact)
    before = {name: getattr(fact, name) for name in changes}
    for name, value in changes.items():
        setattr(fact, name, value)
    FACTS.require(by, "change", fact)  # nor mark it above one's own clearance
    if problem := rules.is_named(fact):
        raise ValidationError({"name_en": [problem]})
    fact.full_clean()
    fact.save()
    moved: dict[str, Any] = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
    if moved:
        trail.record(by=by, verb="change", subject=fact, **moved)
        index.put([search.entry(fact)])
    return fact


@transaction.atomic
def correct(  # noqa: PLR0913 - the shape all rooms share
    thing: Statistic | Value, sheet: Sheet, *, field: str, text: str, reason: str, by: Any
) -> Correction:
    """Give a field of a fact or a value a better content, with the reason; the source's stays beside it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason, nothing changes, or a rule of this room refuses the result.
    """
    FACTS.require(by, "correct", _fact_of(thing))
    _may_be_corrected(thing, field)
    correction = sources.correct(thing, sheet, field=field, text=text, reason=reason, by=by)
    _settle(thing)
    return correction


@transaction.atomic
def withdraw(correction: Correction, thing: Statistic | Value, sheet: Sheet, *, reason: str, by: Any) -> Correction:
    """Let a field say again what its source says, with the reason.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason, or a rule of this room refuses the result.
    """
    FACTS.require(by, "withdraw_correction", _fact_of(thing))
    correction = sources.withdraw(correction, thing, sheet, reason=reason, by=by)
    _settle(thing)
    return correction


def _fact_of(thing: Statistic | Value) -> Statistic:
    """The fact whose marking and index entry a change concerns."""
    return thing.statistic if isinstance(thing, Value) else thing


def _free_key(name: str) -> str:
    """A key that no fact has yet, made from a name."""
    stem = slugify(name)[:KEY_LENGTH].strip("-") or "fact"
    key, number = stem, 2
    while key in RESERVED or queries.is_key_taken(key):
        key, number = f"{stem}-{number}", number + 1
    return key


def _obstacles(value: Value) -> dict[str, list[ValidationError]]:
    """Everything that keeps a value from standing, by field of the form."""
    found: dict[str, list[ValidationError]] = {}
    for field, rule in rules.OF_A_VALUE:
        if problem := rule(value):
            found.setdefault("text_en" if problem.code == "text_missing" else field, []).append(problem)
    return found


def _may_be_corrected(thing: Statistic | Value, field: str) -> None:
    if field not in rules.CORRECTABLE[type(thing)]:
        raise ValidationError(_("This field is not corrected here."), code="not_correctable")


def _settle(thing: Statistic | Value) -> None:
    """Refuse what the rules refuse, under the field the correction page shows; renew the index."""
    if isinstance(thing, Value):
        problems = [one for found in _obstacles(thing).values() for one in found]
    else:
        problems = [problem] if (problem := rules.is_named(thing)) else []
    if problems:
        raise ValidationError({"text": problems})
    index.put([search.entry(Statistic.objects.get(pk=_fact_of(thing).pk))])
