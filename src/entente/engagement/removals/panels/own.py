"""A country file's own dossier: what is open, how the country cooperates, what was counted, tried and decided."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit import chart, numerals
from entente.kit.days import spoken
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import exports, queries, rules
from ..models import FLOWS, STOCKS, CountryFile, Kind, Lever, State, Temper, Use
from ..policy import REMOVALS
from ..queries import Whole
from .words import formula, late, sentence

TONES = {Temper.COOPERATES: "good", Temper.PROMISES: "info", Temper.UNMOVED: "neutral", Temper.HARDENS: "danger"}
"""Which badge a reaction bears."""
MOST_PERIODS = 16
"""Periods in the picture; the table has them all."""


def head(ask: Ask, file: CountryFile, notes: Notes) -> Head:
    """The country, its rank, its plan, and the sentence that says how it cooperates."""
    whole = queries.whole(ask, file)
    badges: list[tuple[str, Any]] = []
    if whole.plan:
        state = State(whole.plan.state)
        badges.append((exports.KINDS[state], _("plan: %(state)s") % {"state": state.label}))
    return Head(
        name=file.partner.name,
        kind=_("Country file on removals"),
        sentence=sentence(whole),
        badges=tuple(badges),
        marking=file.bears,
        actions=tuple(_actions(ask, file)),
    )


def _actions(ask: Ask, file: CountryFile) -> list[tuple[Any, str]]:
    if ask.past:
        return []
    offered = [
        ("enter", _("Enter figures"), "removals:enter"),
        ("add_lever", _("Add a lever"), "removals:add_lever"),
        ("decide", _("Write a decision down"), "removals:decide"),
        ("draft", _("Draft an engagement plan"), "removals:draft"),
        ("change", _("Change the file"), "removals:change"),
    ]
    allowed = REMOVALS.allowed(ask.person, [act for act, _label, _name in offered], file)
    return [(label, reverse(name, args=[file.key])) for act, label, name in offered if allowed[act]]


def own_panels(ask: Ask, file: CountryFile, notes: Notes) -> list[Panel]:
    """What is open; the scorecard; figures, levers, steps, plans, decisions and ranks. Nine queries."""
    whole = queries.whole(ask, file)
    lines = rules.trend(whole.figures, whole.reactions)
    made = [
        _open(ask, whole),
        _standing(whole),
        _scorecard(whole, lines),
        _plans(ask, whole),
        _levers(ask, whole),
        _steps(ask, whole, demarches=True),
        _steps(ask, whole, demarches=False),
        _decisions(whole),
        _figures(ask, whole, lines, notes),
        _ranks(whole, notes),
    ]
    return [panel for panel in made if panel]


# ── What is open, and where it stands ─────────────────────────────────────────────────────────────


def _open(ask: Ask, whole: Whole) -> Panel | None:
    day = date.fromisoformat(ask.on)
    waits: list[tuple[str, str]] = []
    plan = whole.plan
    if plan and plan.state == State.ACTIVE and plan.review_on and plan.review_on < day:
        waits.append(
            (_("The review of the plan is %(late)s.") % {"late": late(plan.review_on, day)}, plan.get_absolute_url())
        )
    first, last = queries.last_quarter(day)
    told = {one.measure for one in whole.figures if one.span == (first, last)}
    lacking = [measure for measure in (*STOCKS, *FLOWS) if measure not in told]
    if lacking and whole.file.opened_on <= last:
        names = ", ".join(str(measure.label) for measure in lacking)
        said = _("Figures for %(when)s are missing: %(what)s.") % {"when": exports.months(first, last), "what": names}
        url = reverse("removals:enter", args=[whole.file.key]) if _may(ask, "enter", whole) else ""
        waits.append((said, url))
    for use in whole.uses:
        if use.answer_due_on and use.answer_due_on < day and queries.last_reaction(use) is None:
            said = _("An answer to “%(step)s” was expected by %(day)s.")
            url = reverse("removals:react", args=[use.pk]) if _may(ask, "react", whole) else ""
            waits.append((said % {"step": str(use)[:80], "day": spoken(use.answer_due_on)}, url))
    if not waits:
        return None
    return Panel("open", _("What is open"), "removals/panels/open.html", {"items": waits}, count=len(waits), open=True)


def _may(ask: Ask, act: str, whole: Whole) -> bool:
    return not ask.past and REMOVALS.allows(ask.person, act, whole.file)


def _standing(whole: Whole) -> Panel:
    facts = [
        {"label": _("Country"), "value": whole.file.partner.name, "url": whole.file.partner.get_absolute_url()},
        {"label": _("Kept by"), "value": str(whole.file.officer or "")},
        {"label": _("File opened on"), "value": spoken(whole.file.opened_on)},
    ]
    context = {"text": whole.file.standing, "facts": [one for one in facts if one["value"]]}
    return Panel(
        "standing", _("Where cooperation stands"), "removals/panels/standing.html", context, marking=whole.file.bears
    )


# ── The scorecard ─────────────────────────────────────────────────────────────────────────────────


def _scorecard(whole: Whole, lines: list[rules.Line]) -> Panel:
    rows = [_scored(line) for line in lines]
    context: dict[str, Any] = {"rows": rows, "formula": formula(), "measures": [one.label for one in FLOWS]}
    return Panel(
        "scorecard",
        _("Scorecard"),
        "removals/panels/scorecard.html" if rows else "",
        context | _picture(whole, lines),
        count=len(rows) or None,
        empty=_("No figure is entered yet: the score follows from documents asked for and issued."),
        marking=whole.file.bears,
    )


def _scored(line: rules.Line) -> dict[str, Any]:
    cells = [{"said": exports.told(line.numbers(measure)), "apart": line.contradicts(measure)} for measure in FLOWS]
    missing = [str(exports.PARTS[name]) for name in line.score.missing] if line.score else []
    return {
        "when": exports.months(line.first, line.last),
        "cells": cells,
        "reactions": [(TONES[Temper(one)], Temper(one).label) for one in line.tempers],
        "score": exports.scored(line.score),
        "missing": missing,
    }


def _picture(whole: Whole, lines: list[rules.Line]) -> dict[str, Any]:
    """The picture of the score over time and the sentence that is its title; nothing for less than two periods."""
    scored = [line for line in reversed(lines) if line.score and not _holds_another(line, lines)][-MOST_PERIODS:]
    if len(scored) < 2:
        return {}
    points = [_point(line) for line in scored]
    first, last = scored[0].score, scored[-1].score
    words = {"first": exports.scored(first), "last": exports.scored(last), "country": whole.file.partner.name}
    title = _("%(country)s: from a score of %(first)s to %(last)s.") % words
    return {"picture": chart.over_time(points, numerals.figure), "picture_title": title}


def _holds_another(line: rules.Line, lines: list[rules.Line]) -> bool:
    """Whether a period holds a shorter one, as a year holds its quarters: both would be drawn as if they followed."""
    return any(
        other is not line and other.score and line.first <= other.first and other.last <= line.last for other in lines
    )


def _point(line: rules.Line) -> chart.Point:
    score = line.score
    low, high = (Decimal(score.low), Decimal(score.high)) if score else (Decimal(0), Decimal(0))
    said = _("%(value)s (%(when)s)") % {"value": exports.scored(score), "when": exports.months(line.first, line.last)}
    return chart.Point(f"{line.last:%Y-%m}", low, said, others=(high,) if high != low else ())


# ── What was counted ──────────────────────────────────────────────────────────────────────────────


def _figures(ask: Ask, whole: Whole, lines: list[rules.Line], notes: Notes) -> Panel | None:
    if not whole.figures:
        return None
    may = _may(ask, "withdraw", whole)
    groups = []
    for line in lines:
        rows = [
            {
                "one": one,
                "said": numerals.figure(one.number),
                "apart": line.contradicts(measure),
                "as_of": spoken(one.as_of),
                "citation": notes.cite(one),
                "withdraw": reverse("removals:withdraw", args=[one.pk]) if may else "",
            }
            for measure in (*STOCKS, *FLOWS)
            for one in line.figures.get(measure, [])
        ]
        groups.append((exports.months(line.first, line.last), rows))
    context = {"groups": groups, "may": may}
    return Panel(
        "figures",
        _("Figures, each with its place"),
        "removals/panels/figures.html",
        context,
        count=len(whole.figures),
        marking=whole.file.bears,
    )


def _ranks(whole: Whole, notes: Notes) -> Panel | None:
    if not whole.ranks:
        return None
    rows = [
        {"one": one, "on": spoken(one.ranking.ranked_on), "citation": notes.cite(one.ranking)} for one in whole.ranks
    ]
    return Panel("ranks", _("Ranks"), "removals/panels/ranks.html", {"rows": rows}, count=len(rows))


# ── What was tried and decided ────────────────────────────────────────────────────────────────────


def _plans(ask: Ask, whole: Whole) -> Panel:
    rows = [
        {"one": one, "state": State(one.state).label, "kind": exports.KINDS[State(one.state)], "review": one.review_on}
        for one in whole.plans
    ]
    return Panel(
        "plans",
        _("Engagement plans"),
        "removals/panels/plans.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("No engagement plan is drafted."),
        marking=whole.file.bears,
    )


def _levers(ask: Ask, whole: Whole) -> Panel:
    day = date.fromisoformat(ask.on)
    may_use, may_end = _may(ask, "use", whole), _may(ask, "end_lever", whole)
    rows = [_lever(lever, day, ask.past, may_use=may_use, may_end=may_end) for lever in whole.levers]
    return Panel(
        "levers",
        _("Levers"),
        "removals/panels/levers.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("No lever is on record."),
        marking=whole.file.bears,
    )


def _lever(lever: Lever, day: date, past: bool, *, may_use: bool, may_end: bool) -> dict[str, Any]:
    """A lever as it stands on a day; of its end to come nothing was known on another day than today."""
    there, ahead = lever.is_available(day), lever.available_on > day and not lever.is_called_off
    links = []
    if there and may_use:
        links.append((_("It was used"), reverse("removals:use", args=[lever.pk])))
    if (there or ahead) and may_end and lever.gone_on is None:
        label = _("It is gone") if there else _("It is called off")
        links.append((label, reverse("removals:end_lever", args=[lever.pk])))
    until = lever.gone_on if (there or ahead) and not past else None
    return {"one": lever, "there": there, "ahead": ahead, "until": until, "uses": len(lever.uses.all()), "links": links}


def _steps(ask: Ask, whole: Whole, *, demarches: bool) -> Panel | None:
    kinds = {lever.pk: lever for lever in whole.levers}
    found = [use for use in whole.uses if (kinds[use.lever_id].kind == Kind.DEMARCHE) == demarches]
    if not found:
        return None
    may = _may(ask, "react", whole)
    rows = [_step(use, kinds[use.lever_id], may=may) for use in found]
    key, title = ("demarches", _("Demarches")) if demarches else ("steps", _("Other levers used"))
    return Panel(
        key,
        title,
        "removals/panels/steps.html",
        {"rows": rows, "title": title},
        count=len(rows),
        marking=whole.file.bears,
    )


def _step(use: Use, lever: Lever, *, may: bool) -> dict[str, Any]:
    reactions = [
        {"one": one, "tone": TONES[Temper(one.temper)], "said": one.get_temper_display()} for one in use.reactions.all()
    ]
    return {
        "one": use,
        "lever": lever.get_kind_display(),
        "jointly": [partner.name for partner in use.jointly.all()],
        "reactions": reactions,
        "react": reverse("removals:react", args=[use.pk]) if may else "",
    }


def _decisions(whole: Whole) -> Panel | None:
    if not whole.decisions:
        return None
    return Panel(
        "decisions",
        _("Decisions of the working group"),
        "removals/panels/decisions.html",
        {"rows": whole.decisions},
        count=len(whole.decisions),
        marking=whole.file.bears,
    )


# ── The timeline ──────────────────────────────────────────────────────────────────────────────────


def own_events(ask: Ask, file: CountryFile, notes: Notes) -> list[Event]:
    """When levers were used, how the country took it, what was decided, how plans turned. No query after panels."""
    whole = queries.whole(ask, file)
    kinds = {lever.pk: lever.get_kind_display() for lever in whole.levers}
    found = [Event(file.opened_on.isoformat(), _("File opened"))]
    for use in whole.uses:
        found.append(Event(use.used_on.isoformat(), str(kinds[use.lever_id]).capitalize(), text=use.text))
        found += [
            Event(one.noted_on.isoformat(), _("Reaction: %(said)s") % {"said": one.get_temper_display()}, text=one.text)
            for one in use.reactions.all()
        ]
    for one in whole.decisions:
        found.append(
            Event(one.decided_on.isoformat(), _("Decision: %(body)s") % {"body": one.body.name}, text=one.text)
        )
    for plan in whole.plans:
        found += [
            Event(
                turn.on.isoformat(),
                _("Plan: %(state)s") % {"state": turn.get_after_display()},
                plan.get_absolute_url(),
                turn.reason,
            )
            for turn in plan.turns.all()
        ]
    return found
