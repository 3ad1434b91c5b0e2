"""What reports show in the dossiers of other rooms: whether an instrument is used."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.engagement.agreements.models import Agreement
from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.panel import Panel
from entente.kit.table import Ask

from . import light
from .exports import LIGHT_KINDS, trace_page
from .light import Light


def agreement_panels(ask: Ask, agreement: Agreement, notes: Notes) -> Iterable[Panel]:
    """When an instrument in force was last used, with the record that tells of it. At most two queries."""
    row = light.light_of(ask, agreement)
    if row is None:
        return
    labels = {"exchange": _("Last exchange"), "meeting": _("Last meeting"), "benefit": _("Last benefit")}
    found = dict(light.traces(row))
    told = [
        {"label": label, "trace": found.get(name), "url": trace_page(name, found[name]) if name in found else ""}
        for name, label in labels.items()
    ]
    context = {
        "kind": LIGHT_KINDS[light.light(row)],
        "light": light.light(row).label,
        "sentence": sentence(row),
        "rows": told,
        "partly": not light.sees_all(ask.person),
        "more": reverse("reports:used") + (f"?on={ask.on}" if ask.past else ""),
    }
    marking = highest(one.marking for one in found.values()) if found else agreement.marking
    yield Panel("used", _("Signed and used"), "reports/panels/used.html", context, marking=marking)


def sentence(row: Any) -> str:
    """Whether an instrument is used, and the day from which that is counted."""
    said, lit = {"day": spoken(row.counted_from)}, light.light(row)
    if lit == Light.USED:
        return _("Used within a year: last on %(day)s.") % said
    if lit == Light.UNUSED:
        return _("Long unused: last on %(day)s.") % said
    if lit == Light.NEVER:
        return _("Never used: nothing is recorded since it came into force (%(day)s).") % said
    if light.used_on(row):
        return _("Not known whether it is used: the last use you may see is of %(day)s.") % said
    if light.vouched(row):
        return _("Not known whether it is used: a source vouches for it (%(day)s), and nothing is recorded.") % said
    return _("Not known whether it is used: you may see no use since it came into force (%(day)s).") % said


def portfolio_said(ask: Ask) -> list[tuple[str, str]]:
    """How used the portfolio is, in words; each part leads to the rows it counts. See ``light.portfolio``."""
    found = light.portfolio(ask)
    day = f"on={ask.on}" if ask.past else ""

    def rows(name: str, query: str = "") -> str:
        asked = "&".join(part for part in (query, day) if part)
        return reverse(name) + (f"?{asked}" if asked else "")

    parts = [
        (
            found.in_force,
            ngettext("%(number)s instrument is in force", "%(number)s instruments are in force", found.in_force),
            rows("reports:used"),
        )
    ]
    words = {
        Light.USED: ngettext("%(number)s was used within a year", "%(number)s were used within a year",
                             found.lights[Light.USED]),
        Light.UNUSED: ngettext("%(number)s is long unused", "%(number)s are long unused", found.lights[Light.UNUSED]),
        Light.NEVER: ngettext("%(number)s was never used", "%(number)s were never used", found.lights[Light.NEVER]),
        Light.UNKNOWN: ngettext("of %(number)s it is not known", "of %(number)s it is not known",
                                found.lights[Light.UNKNOWN]),
    }  # fmt: skip
    parts += [(found.lights[code], said, rows("reports:used", f"use={code}")) for code, said in words.items()]
    signed = ngettext("%(number)s more is only signed", "%(number)s more are only signed", found.signed)
    parts.append((found.signed, signed, rows("agreements:index", "status=signed")))
    return [(said % {"number": number}, url) for number, said, url in parts]
