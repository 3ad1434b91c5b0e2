"""Entries of a calendar as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Marking
from entente.kit.bilingual import language
from entente.kit.table import Column, Report

from ..kinds import ONE


def told(one: Any, name: str) -> str:
    """A text in the active language, else in the other."""
    return str(getattr(one, f"{name}_{language()}") or getattr(one, f"{name}_en") or getattr(one, f"{name}_fr"))


CALENDAR = Report(
    name="calendar",
    title=_("Calendar"),
    rows=lambda ask: ask.offered["occasions"],  # worked out by the page, which shows the same
    dated=False,
    columns=(
        Column("first", _("From"), lambda one: one.first.isoformat()),
        Column("last", _("To"), lambda one: one.last.isoformat()),
        Column("starts_at", _("Begins at"), lambda one: one.starts_at.strftime("%H:%M") if one.starts_at else ""),
        Column("ends_at", _("Ends at"), lambda one: one.ends_at.strftime("%H:%M") if one.ends_at else ""),
        Column("zone", _("Time zone"), lambda one: one.zone if one.starts_at else ""),
        Column("kind", _("Kind"), lambda one: str(ONE.get(one.kind, one.kind))),
        Column("title", _("Title"), lambda one: told(one, "title")),
        Column("place", _("Place"), lambda one: told(one, "place")),
        Column("cancelled", _("Cancelled"), lambda one: _("yes") if one.cancelled else ""),
        Column("marking", _("Marking"), lambda one: Marking(one.marking).label),
    ),
)
