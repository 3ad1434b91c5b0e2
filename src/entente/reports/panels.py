"""What reports show in the dossiers of other rooms: whether an instrument is used."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.engagement.agreements import exports as instruments
from entente.engagement.agreements import panels as offered
from entente.engagement.agreements.models import Agreement, Kind
from entente.engagement.agreements.policy import AGREEMENTS
from entente.engagement.meetings.panels import sentences
from entente.foundation.people.roles import Marking, highest
from entente.foundation.sources.queries import Notes
from entente.kit import export
from entente.kit.days import spoken
from entente.kit.numerals import figure
from entente.kit.panel import Panel
from entente.kit.table import Ask

from . import free_trade, light
from .exports import FREE_TRADE, LIGHT_KINDS, STANDS, trace_page
from .free_trade import Line, Sitting
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


# ── The free-trade desk ───────────────────────────────────────────────────────────────────────────


def desk(ask: Ask) -> dict[str, Any]:
    """Everything the page of the free-trade desk shows. ``protected`` is what of it bears the mark Protected B."""
    lines, notes = free_trade.desk(ask), Notes()
    shown = list(_marked(lines))
    day = {"on": ask.on} if ask.past else {}
    chosen = dict(ask.chosen) | day
    return {
        "groups": [
            group for group in (_group(name, lines, ask, notes) for name in free_trade.STANDS) if group["lines"]
        ],
        "said": said(lines),
        "listing": {
            "filter_form": [offered.control(one, ask) for one in FREE_TRADE.filters],
            "sentence": "x" if ask.chosen else "",
            "caption": FREE_TRADE.title,
        },
        "keep": list(day.items()),
        "kept_filters": list(ask.chosen.items()),
        "files": [(form.upper(), f"?{urlencode(chosen | {'format': form})}") for form in export.TYPES],
        "register": f"{reverse('agreements:index')}?kind={Kind.FTA.value}",
        "new": reverse("agreements:register") if AGREEMENTS.allows(ask.person, "register") else "",
        "sources": notes.listed,
        "marking": highest(one.marking for one in shown) if shown else "",
        "protected": [one for one in shown if one.marking == Marking.PROTECTED_B],
    }


def _marked(lines: Iterable[Line]) -> Iterable[Any]:
    for line in lines:
        yield line.agreement
        yield from line.owed
        for one in line.committees:
            yield from (thing for thing in (one.body, one.last, one.next) if thing)


def said(lines: list[Line]) -> str:
    """The desk in one sentence: how many agreements, chapters led and followed, promises late."""
    led, followed = sum(len(one.led) for one in lines), sum(len(one.followed) for one in lines)
    late = sum(one.late for one in _holders(lines))
    parts = [
        ngettext("%(number)s agreement", "%(number)s agreements", len(lines)) % {"number": figure(len(lines))},
        ngettext("%(number)s chapter led", "%(number)s chapters led", led) % {"number": figure(led)},
        ngettext("%(number)s followed", "%(number)s followed", followed) % {"number": figure(followed)},
    ]
    if late:
        parts.append(ngettext("%(number)s promise late", "%(number)s promises late", late) % {"number": figure(late)})
    return ", ".join(parts) + "."


def _holders(lines: list[Line]) -> list[Any]:
    """Who holds promises, each once: agreements, and committees that may sit under several of them."""
    sittings = {one.body.pk: one for line in lines for one in line.committees}
    return [*lines, *sittings.values()]


def _group(name: str, lines: list[Line], ask: Ask, notes: Notes) -> dict[str, Any]:
    theirs = [one for one in lines if one.agreement.status_on in free_trade.STANDS[name]]
    return {"title": STANDS[name], "lines": [_line(one, ask, notes) for one in theirs]}


def _line(line: Line, ask: Ask, notes: Notes) -> dict[str, Any]:
    one = line.agreement
    may = AGREEMENTS.allows(ask.person, "add_chapter", one) and not ask.past
    return {
        "agreement": one,
        "url": instruments.agreement_page(one),
        "status": instruments.status_badge(one),
        "with": instruments.partners_linked([party.partner for party in one.foreign_parties], one.asked_on),
        "citation": notes.cite(one),
        "chapters": [
            {
                "chapter": chapter,
                "lead": instruments.lead_badge(chapter),
                "talks": instruments.text_stands(chapter),
                "beside": instruments.beside(chapter),
                "citation": notes.cite(chapter),
            }
            for chapter in line.chapters
        ],
        "committees": [_sitting(sitting, line) for sitting in line.committees],
        "duties": [
            {
                "duty": duty,
                "due": instruments.due(duty),
                "state": instruments.state_badge(duty),
                "cited": notes.cite(duty),
            }
            for duty in line.duties
        ],
        "owed": [
            {
                "title": owed.title,
                "url": instruments.agreement_page(owed),
                "with": instruments.partners_linked([party.partner for party in owed.foreign_parties], owed.asked_on),
                "status": instruments.status_badge(owed),
            }
            for owed in line.owed
        ],
        "follows": offered.what_follows(one, line.stage.stage_at) if line.stage else [],
        "stage": offered.stage_name(line.stage.stage_at) if line.stage else "",
        "due": instruments.late_in_words(line.stage.due, today=date.fromisoformat(ask.on)) if _due(line) else "",
        "negotiation": reverse("agreements:negotiation", args=[one.key]) if line.stage else "",
        "open": line.open,
        "late": line.late,
        "add": reverse("agreements:add_chapter", args=[one.key]) if may else "",
    }


def _due(line: Line) -> bool:
    return line.stage is not None and line.stage.due is not None


def _sitting(one: Sitting, line: Line) -> dict[str, Any]:
    numbered = [chapter for chapter in line.chapters if chapter.pk in one.chapters]
    return {
        "body": one.body,
        "chapters": [chapter.number or chapter.title for chapter in numbered],
        "last": _session(one.last),
        "next": _session(one.next),
        "open": one.open,
        "late": one.late,
        "promises": f"{reverse('commitments:index')}?{urlencode({'forum': one.body.key})}",
    }


def _session(meeting: Any) -> tuple[str, str] | None:
    return (sentences.when(meeting), meeting.get_absolute_url()) if meeting else None
