"""Which room judges a correction of which record: the one table that the correction page needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.engagement.agreements import actions as agreements
from entente.engagement.agreements import imports as agreement_files
from entente.engagement.agreements import policy as agreement_policy
from entente.engagement.agreements.rules import CORRECTABLE as AGREEMENT_FIELDS
from entente.engagement.facts import actions as facts
from entente.engagement.facts import imports as fact_files
from entente.engagement.facts import policy as fact_policy
from entente.engagement.facts.rules import CORRECTABLE as FACT_FIELDS
from entente.engagement.forums import actions as forums
from entente.engagement.forums import imports as forum_files
from entente.engagement.forums import policy as forum_policy
from entente.engagement.forums.rules import CORRECTABLE as FORUM_FIELDS
from entente.engagement.framework import actions as framework
from entente.engagement.framework import imports as framework_files
from entente.engagement.framework import policy as framework_policy
from entente.engagement.framework.rules import CORRECTABLE as FRAMEWORK_FIELDS
from entente.engagement.partners import actions as partners
from entente.engagement.partners import imports as partner_files
from entente.engagement.partners import policy as partner_policy
from entente.engagement.partners.rules import CORRECTABLE as PARTNER_FIELDS
from entente.foundation.people.policy import cleared
from entente.foundation.trail.models import ADDRESSES
from entente.kit.policy import Policy
from entente.kit.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Judge:
    """A room's say over corrections of its records."""

    policy: Policy
    correct: Callable[..., Any]
    withdraw: Callable[..., Any]
    sheets: tuple[Sheet, ...]
    fields: Mapping[Any, tuple[str, ...]]


JUDGES = (
    Judge(partner_policy.PARTNERS, partners.correct, partners.withdraw, partner_files.SHEETS, PARTNER_FIELDS),
    Judge(
        agreement_policy.AGREEMENTS,
        agreements.correct,
        agreements.withdraw,
        agreement_files.SHEETS,
        AGREEMENT_FIELDS,
    ),
    Judge(forum_policy.FORUMS, forums.correct, forums.withdraw, forum_files.SHEETS, FORUM_FIELDS),
    Judge(fact_policy.FACTS, facts.correct, facts.withdraw, fact_files.SHEETS, FACT_FIELDS),
    Judge(
        framework_policy.FRAMEWORK,
        framework.correct,
        framework.withdraw,
        framework_files.SHEETS,
        FRAMEWORK_FIELDS,
    ),
)


def judge_of(label: str, field: str = "") -> tuple[Judge, Sheet]:
    """The room that judges a record's corrections, and the sheet that spells its fields.

    Raises ``Http404`` for a label or field that nobody corrects.
    """
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as unknown:
        raise Http404 from unknown
    for judge in JUDGES:
        if model in judge.fields and (not field or field in judge.fields[model]):
            return judge, next(one for one in judge.sheets if one.model is model)
    raise Http404


def record(person: Any, label: str, pk: int) -> Any:
    """One record this person may see: by its room's policy, and cleared for everything marked it belongs to.

    Raises ``Http404``.
    """
    judge, sheet = judge_of(label)
    thing = sheet.model._default_manager.select_related(*sheet.relations).filter(pk=pk).first()
    if thing is None or not judge.policy.allows(person, "view", thing):
        raise Http404
    if not all(cleared(person, one) for one in marked(thing)):
        raise Http404
    return thing


# What a record of a room belongs to, by the room: a seat to its body, a standing to its partner.
OWNERS = {
    "partners": ("partner", "from_partner"),
    "agreements": ("agreement", "from_agreement"),
    "forums": ("body",),
    "facts": ("statistic",),
    "framework": ("edition", "from_element"),
}
MAIN = {"partners.partner", "agreements.agreement", "forums.body", "facts.statistic", "framework.edition"}


def main_of(thing: Any) -> Any:
    """The thing a record belongs to and is shown with: the partner of a standing, the body of a seat; else itself."""
    if thing._meta.label_lower in MAIN:
        return thing
    owners = (getattr(thing, name, None) for name in OWNERS[thing._meta.app_label])
    return next((owner for owner in owners if owner is not None), thing)


def marked(thing: Any) -> list[Any]:
    """The record and everything it points at that carries a marking of its own."""
    pointed = (getattr(thing, field.name) for field in thing._meta.concrete_fields if field.is_relation)
    return [one for one in (thing, *pointed) if one is not None and hasattr(one, "marking")]


def address(thing: Any) -> str:
    """Where a record is shown: its own page, else that of what it belongs to, else its fields."""
    for one in (thing, main_of(thing)):
        name, key = ADDRESSES.get(one._meta.label_lower, ""), getattr(one, "key", "")
        if name and key:
            return reverse(name, args=[key])
    return reverse("dossiers:record", args=[thing._meta.label_lower, thing.pk])


def spelled(sheet: Sheet, thing: Any, field: str) -> str:
    """A value in words for the page: choices by their label, marks and pointers by name."""
    one = sheet.fields[field]
    if one.choices and field not in sheet.codes:
        return str(getattr(thing, f"get_{field}_display")())
    value = getattr(thing, field)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value) if value is not None else ""
