"""Reports as files: the same lines as their pages."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from entente.kit.table import Ask, Column, Report

from . import editions, queries


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
REGISTERS = (COHERENCE, MOVEMENTS)
