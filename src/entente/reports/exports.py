"""Reports as files: the same lines as their pages."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Kind
from entente.kit.bilingual import language
from entente.kit.days import spoken
from entente.kit.table import Ask, Column, Filter, Register, Report

from . import editions, queries, used


def found(ask: Ask) -> Iterable[queries.Finding]:
    """The findings of the edition asked for; none when there is no edition."""
    edition = queries.edition_of(ask)
    return queries.findings(ask, edition) if edition else []


def moved(ask: Ask) -> Iterable[editions.Movement]:
    """The movements between the edition asked for and the one before it."""
    after = queries.edition_of(ask)
    return editions.movements(ask, after.previous, after) if after and after.previous else []


COHERENCE = Report(
    name="coherence",
    title=_("Coherence"),
    rows=found,
    columns=(
        Column("code", _("Rule"), lambda one: one.code),
        Column("what", _("What"), lambda one: one.what),
        Column("place", _("Where"), lambda one: one.place),
        Column("detail", _("Detail"), lambda one: one.detail),
        Column("source", _("Source"), lambda one: one.citation["label"] if one.citation else ""),
    ),
)
MOVEMENTS = Report(
    name="tier-movements",
    title=_("Movement of partners between tiers"),
    rows=moved,
    columns=(
        Column("key", _("Key"), lambda one: one.partner.key),
        Column("partner", _("Partner"), lambda one: one.partner.name),
        Column(
            "before",
            _("Before"),
            lambda one: one.before.tier.name if one.before and one.before.tier else one.grade(one.before),
        ),
        Column(
            "after",
            _("After"),
            lambda one: one.after.tier.name if one.after and one.after.tier else one.grade(one.after),
        ),
        Column("change", _("Change"), lambda one: one.change),
    ),
)
LIGHTS = {
    "used": ("good", _("used")),
    "asleep": ("warning", _("not used for two years")),
    "never": ("neutral", _("no use recorded")),
}


def light(one: Any) -> str:
    return str(LIGHTS[used.light(one)][1])


def light_badge(one: Any) -> SafeString:
    return _drawn(used.light(one), language())


@lru_cache(maxsize=16)
def _drawn(code: str, lang: str) -> SafeString:
    kind, text = LIGHTS[code]
    return mark_safe(render_to_string("components/badge.html", {"kind": kind, "text": str(text)}))  # noqa: S308


def last(name: str, heading: Any) -> Column:
    """A column with the last day of something."""
    return Column(name, heading, lambda one: spoken(day) if (day := getattr(one, name)) else "", look="nowrap")


USED = Register(
    name="signed-and-used",
    title=_("Signed and used"),
    question=used.instruments,
    order="-used",
    columns=(
        Column(
            "title",
            _("Instrument"),
            lambda one: one.title,
            sort="sort_{lang}",
            url=lambda one: reverse("agreements:agreement", args=[one.key]),
        ),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("kind", _("Type"), lambda one: Kind(one.kind).label, sort="kind"),
        Column("status", _("Status"), lambda one: one.get_status_display(), sort="status"),
        Column("used", _("Use"), light, sort="last_used", html=light_badge),
        last("last_exchange", _("Last exchange")),
        last("last_meeting", _("Last meeting")),
        last("last_benefit", _("Last benefit")),
    ),
    filters=(
        Filter("use", _("Use"), used.of_light, lambda ask: [(code, text) for code, (_kind, text) in LIGHTS.items()]),
        Filter("kind", _("Type"), lambda rows, value, ask: rows.filter(kind=value), lambda ask: Kind.choices),
    ),
    empty=_("No instrument matches."),
)
REGISTERS = (COHERENCE, MOVEMENTS, USED)
