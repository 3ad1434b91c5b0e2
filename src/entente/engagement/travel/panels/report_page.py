"""The page of one trip report, and the questions of its form with what the record knows beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import highest
from entente.kit.bilingual import Text, language
from entente.kit.panel import Head, Panel

from ..forms.reports import HINTS, LABELS, Telling
from ..models import TOLD, Remark, Report, Told, Version
from ..queries.report_record import Known
from .reports import badge, clock

WORDS = 3_000  # words of two texts together that are compared word by word; longer ones sentence by sentence


def head(report: Report, today: date) -> Head:
    """The top of the page: the meeting, the state, and how the report stands with its day."""
    badges = [badge(report, today)]
    if report.is_late:
        badges.append(("warning", _("handed in late")))
    return Head(
        name=report.meeting.title,
        kind=_("Trip report %(number)s") % {"number": report.key},
        sentence=clock(report, today),
        badges=tuple(badges),
        marking=report.marking,
    )


def marking(report: Report, known: Known | None = None) -> str:
    """The highest marking of what the page shows."""
    return highest([report.marking, *(known.markings if known else [report.meeting.marking])])


def panels(
    report: Report, told: Told | None, known: Known, remarks: list[Remark], versions: list[Version]
) -> list[Panel]:
    """What the page shows, in reading order: the report, its public part, then what is on record."""
    at = "travel/reports/"
    said = Panel(
        "told",
        _("Report"),
        f"{at}told.html" if told else "",
        {"rows": rows(told) if told else [], "told": told},
        empty=_("Nothing was handed in yet."),
    )
    public = Panel("public", _("Public part"), f"{at}public_part.html", {"told": told}) if told else None
    found = [
        said,
        public,
        Panel("promises", _("Promises brought home"), f"{at}promises.html", {"promises": known.promises},
              count=len(known.promises) or None) if known.promises else None,
        Panel("money", _("Cost: expected and actual"), f"{at}money.html", {"known": known}) if known.money else None,
        Panel("trip", _("The trip"), f"{at}trip.html", {"known": known, "report": report}),
        before(known),
        Panel("remarks", _("Remarks"), f"{at}remarks.html", {"remarks": remarks, "report": report},
              count=len(remarks) or None, empty=_("No remark yet.")) if remarks else None,
        Panel("versions", _("Versions"), f"{at}versions.html", {"versions": versions, "report": report},
              count=len(versions)) if versions else None,
    ]  # fmt: skip
    return [one for one in found if one]


def before(known: Known) -> Panel | None:
    """What the report on the session before said would follow, and what became of it."""
    if known.before is None:
        return None
    return Panel(
        "before", _("What was to follow from the session before"), "travel/reports/before.html", {"known": known}
    )


def rows(told: Told) -> list[dict[str, Any]]:
    """What a report says, in the order in which it is asked."""
    said: list[tuple[str, Any, Any]] = [("purpose_met", _("Was the purpose met?"), told.get_purpose_met_display())]
    said += [(name, LABELS[name], getattr(told, name)) for name in LABELS if name != "public"]
    said.append(("attend_next", _("Attend next time?"), told.get_attend_next_display()))
    said.append(("attend_next_reason", _("Why"), told.attend_next_reason))
    return [{"key": key, "label": label, "text": text, "other": other_side(told, key)} for key, label, text in said]


def other_side(told: Told, name: str) -> Text | None:
    """The same text in the other language, where it was written in both."""
    mine, other = language(), "fr" if language() == "en" else "en"
    en_fr = [getattr(told, f"{name}_{lang}", "") for lang in (mine, other)]
    return Text(en_fr[1], other) if all(en_fr) else None


# ── The form ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Question:
    """One question of the form: a field or a pair of them, what is known, and what somebody else wrote meanwhile."""

    name: str
    label: Any = ""
    hint: Any = ""
    box: BoundField | None = None
    en: BoundField | None = None
    fr: BoundField | None = None
    known: str = ""
    theirs: list[tuple[str, str]] = field(default_factory=list)
    taken: bool = False


KNOWN = {
    "decisions": "travel/reports/known_decisions.html",
    "positions": "travel/reports/known_positions.html",
    "contacts": "travel/reports/known_contacts.html",
    "follow_up": "travel/reports/known_follow_up.html",
    "value": "travel/reports/money.html",
}


def questions(
    form: Telling, clashes: Mapping[str, str] | None = None, taken: list[str] | None = None
) -> list[Question]:
    """The questions in the order a person thinks, each with what stands beside it."""
    clashes, taken = clashes or {}, taken or []
    found = [Question("purpose_met", box=form["purpose_met"])]
    for name in LABELS:
        if name != "public":
            found.append(_pair(form, name))
    found.append(Question("attend_next", box=form["attend_next"]))
    found.append(Question("attend_next_reason", box=form["attend_next_reason"]))
    found.append(_pair(form, "public"))
    found.append(Question("public_none", box=form["public_none"]))
    found.append(Question("marking", box=form["marking"]))
    for one in found:
        names = [one.name] if one.box else [f"{one.name}_en", f"{one.name}_fr"]
        one.theirs = [(_said(form, name, clashes[name]), name) for name in names if name in clashes]
        one.taken = any(name in taken for name in names)
    return found


def _pair(form: Telling, name: str) -> Question:
    return Question(
        name, LABELS[name], HINTS[name], en=form[f"{name}_en"], fr=form[f"{name}_fr"], known=KNOWN.get(name, "")
    )


def _said(form: Telling, name: str, value: str) -> str:
    """A value as its question shows it: a choice by its words."""
    choices = dict(getattr(form.fields[name], "choices", []))
    return str(choices.get(value, value)) or _("(nothing)")


def anchors(form: Telling, problems: list[Any]) -> list[tuple[str, str]]:
    """What stands in the way, each with a link to the question it is about."""
    places = {name: f"#{form[name].id_for_label or form[name].auto_id}" for name in form.fields if name in TOLD}
    for name in LABELS:
        places[name] = f"#id_{name}_{language()}"
    places |= {name: f"#{form[name].auto_id}" for name in ("purpose_met", "attend_next")}
    places["reason"] = "#id_reason"
    return [(message, places.get(one.code, "")) for one in problems for message in one.messages]


# ── Differences ───────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Difference:
    """One question whose answer changed: pieces as ``(kind, text)``, kind ``same``, ``gone`` or ``new``."""

    label: str
    pieces: list[tuple[str, str]]


def differences(before: Told, after: Told) -> list[Difference]:
    """What a later version says otherwise than an earlier one, question by question, word by word."""
    found = []
    for name in TOLD:
        old, new = _value(before, name), _value(after, name)
        if old != new:
            label = str(type(after)._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Difference(label[:1].upper() + label[1:], pieces(old, new)))
    return found


def _value(told: Told, name: str) -> str:
    display = getattr(told, f"get_{name}_display", None)
    return str(display() if display else getattr(told, name))


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """Two texts as one: what stayed, what is gone, what is new."""
    first, second = _cut(old), _cut(new)
    if len(first) + len(second) > WORDS:
        first, second = _cut(old, ".!?\n"), _cut(new, ".!?\n")
    made = []
    for step, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        kinds = [("same", first[a:b])] if step == "equal" else [("gone", first[a:b]), ("new", second[c:d])]
        made += [(kind, "".join(parts)) for kind, parts in kinds if parts]
    return made


def _cut(text: str, after: str = "") -> list[str]:
    """Words, or sentences, each with the space behind it."""
    ends = [0]
    for at in range(1, len(text)):
        if text[at - 1].isspace() and not text[at].isspace() and (not after or text[:at].rstrip(" ")[-1:] in after):
            ends.append(at)
    return [text[a:b] for a, b in pairwise([*ends, len(text)]) if b > a]


def links(report: Report) -> dict[str, str]:
    """The addresses of what can be done with a report."""
    names = ("write_report", "judge_report", "remark_report", "promise_in_report", "public_report")
    return {name: reverse(f"travel:{name}", args=[report.key]) for name in names}
