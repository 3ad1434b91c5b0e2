"""What this room shows: of a fact on its own page, of its facts in the dossiers of partners and bodies."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.foundation.sources.models import Correction, label_of
from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit import chart
from entente.kit.days import spoken
from entente.kit.gaps import kind as mark_kind
from entente.kit.panel import Head, Panel
from entente.kit.table import Ask, words

from . import exports, queries, rules
from .models import Kind, Qualifier, Statistic, Value, counted, unit_name
from .policy import FACTS

FORESEEN = (Qualifier.PROJECTION, Qualifier.ESTIMATE)

# ── in the dossiers of other things ─────────────────────────────────────────────────────────────────────────


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """The facts about a partner, and for a country those of the place. Two queries."""
    return _facts_about(ask, queries.about_partner(ask, partner), notes, f"partner={partner.key}")


def body_panels(ask: Ask, body: Any, notes: Notes) -> list[Panel]:
    """The facts about a forum or body. Two queries."""
    return _facts_about(ask, queries.about_body(ask, body), notes, f"body={body.key}")


def _facts_about(ask: Ask, facts: Iterable[Any], notes: Notes, about: str) -> list[Panel]:
    rows = [_row(fact, notes) for fact in facts]
    may = FACTS.allows(ask.person, "add")
    if not rows and not may:
        return []
    return [
        Panel(
            key="facts",
            title=_("Facts and figures"),
            template="facts/about.html",
            context={"rows": rows},
            count=len(rows) or None,
            empty="" if rows else _("No figure or statement is recorded yet."),
            action=(_("Add a fact"), f"{reverse('facts:new')}?{about}") if may else None,
        )
    ]


def _row(fact: Any, notes: Notes) -> dict[str, Any]:
    newest = exports.newest(fact)
    return {
        "name": fact.name,
        "url": exports.address(fact),
        "said": words(newest.said) if newest else "",
        "when": newest.when if newest else "",
        "citation": notes.cite(newest),
        "others": len(fact.known) - 1 if newest else 0,
        "conflict": bool(rules.conflicts(fact.known)),
    }


# ── on the page of a fact ───────────────────────────────────────────────────────────────────────────────────


def head(ask: Ask, fact: Statistic, values: list[Value]) -> Head:
    """The top of a fact's page: its name, what kind it is, its newest value, whether the sources disagree."""
    newest = values[0] if values else None
    sentence = f"{newest.when}: {newest.said}" if newest and newest.number is not None else ""
    badges = (("warning", _("the sources disagree")),) if rules.conflicts(values) else ()
    return Head(fact.name, capfirst(fact.get_kind_display()), sentence, badges, fact.marking)


def own_panels(ask: Ask, fact: Statistic, values: list[Value], notes: Notes) -> list[Panel]:
    """Where sources disagree first; then the values, one table a unit, with a picture where there is a
    series.

    One query for the corrections. ``values`` come newest first, as ``queries.values_of`` gives them.
    """
    fixed = corrections_of(values)
    may = FACTS.allows(ask.person, "correct", fact)
    shown = [_disagreement(values, notes)] if rules.conflicts(values) else []
    for unit, rows in queries.series(values):
        context = {"rows": [_value(one, notes, fixed, may=may) for one in rows], "may": may}
        context |= {
            "caption": _caption(fact, unit),
            "is_text": fact.kind == Kind.TEXT,
            "key": unit or "values",
        }
        shown.append(
            Panel(
                key=f"unit-{unit or 'none'}",
                title=_panel_title(fact, unit),
                template="facts/series.html",
                context=context | _picture(fact, unit, rows),
                count=len(rows),
            )
        )
    if not values:
        shown.append(Panel("values", _("Values"), empty=_("No source says anything of this fact yet.")))
    return shown


def record(fact: Statistic, person: Any, notes: Notes) -> list[dict[str, Any]]:
    """What the record says of the fact itself, in the order a reader looks for it. One query for what it is
    about.
    """
    about = queries.subjects(person, fact)
    said: list[tuple[Any, Any, str]] = [
        (_("Definition"), fact.definition, ""),
        (_("Geography"), fact.geography.name if fact.geography else "", ""),
        (_("Partner"), *_subject(about.get("partner"), fact.partner)),
        (_("Forum or body"), *_subject(about.get("body"), fact.body)),
        (_("Office of primary interest"), fact.owner.name if fact.owner else "", ""),
        (_("As of"), spoken(fact.as_of), ""),
        (_("Key"), fact.key, ""),
    ]
    citation = notes.cite(fact)
    facts = [
        {"label": label, "value": value, "url": url, "kind": mark_kind(value)} for label, value, url in said if value
    ]
    if citation and facts:
        facts[0]["citation"] = citation
    return facts


def _subject(known: Any, key: str) -> tuple[Any, str]:
    """The name and page of what a fact is about; what this person may not see is not named."""
    if not key or known is None:
        return "", ""
    name, _space, argument = known.address.partition(" ")
    try:
        return known.title, reverse(name, args=[argument])
    except NoReverseMatch:
        return known.title, ""


def _disagreement(values: list[Value], notes: Notes) -> Panel:
    found = [
        {
            "about": one.when,
            "values": [
                {"value": words(value.said), "citation": notes.cite(value), "note": value.note} for value in one.values
            ],
        }
        for one in rules.conflicts(values)
    ]
    return Panel("conflicts", _("Where the sources disagree"), "facts/conflicts.html", {"conflicts": found}, open=True)


def _value(value: Value, notes: Notes, fixed: dict[tuple[str, int, str], Correction], *, may: bool) -> dict[str, Any]:
    label = label_of(value)
    corrections = [one for (_label, pk, _field), one in fixed.items() if pk == value.pk]
    return {
        "pk": value.pk,
        "when": value.when,
        "is_as_of": not value.period,
        "said": words(value.said),
        "note": value.note,
        "citation": notes.cite(value),
        "place": value.place,
        "corrections": [{"what": _field_name(one.field), "one": one} for one in corrections],
        "correct": _correction_page(label, value) if may else "",
    }


def _field_name(field: str) -> str:
    return str(Value._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _correction_page(label: str, value: Value) -> str:
    """Where one corrects the value: a figure's number, a statement's words in the reader's language."""
    field = "number" if value.statistic.kind == Kind.NUMBER else f"text_{value.text.lang}"
    try:
        return reverse("dossiers:correct", args=[label, value.pk, field])
    except NoReverseMatch:
        return ""


def _caption(fact: Statistic, unit: str) -> str:
    return f"{fact.name}, {unit_name(unit)}" if unit else str(fact.name)


def _panel_title(fact: Statistic, unit: str) -> str:
    if fact.kind == Kind.TEXT:
        return _("What the sources say")
    return _("Values: %(unit)s") % {"unit": unit_name(unit)} if unit else _("Values")


def _picture(fact: Statistic, unit: str, rows: list[Value]) -> dict[str, Any]:
    """The picture of a series of two times or more, and the sentence that is its title."""
    points = _points(rows)
    if len(points) < 2:
        return {}
    low, high = min(points, key=lambda p: p.value), max(points, key=lambda p: p.value)
    title = _("%(fact)s: highest %(high)s, lowest %(low)s.") % {
        "fact": fact.name,
        "high": high.said,
        "low": low.said,
    }
    return {"picture": chart.over_time(points, lambda tick: counted(tick, "")), "picture_title": title}


def _points(rows: list[Value]) -> list[chart.Point]:
    """One point for each time that is no range; of several figures the unqualified one is drawn, the others
    marked.
    """
    times: dict[str, list[Value]] = {}
    for one in rows:
        if one.number is not None and "/" not in one.period:
            times.setdefault(one.period or one.as_of[:4], []).append(one)
    points = []
    for when, figures in times.items():
        first, *rest = sorted(figures, key=lambda one: (bool(one.qualifier), one.pk))
        value = first.number or Decimal(0)
        points.append(
            chart.Point(
                label=spoken(when),
                value=value,
                said=_("%(value)s (%(when)s)") % {"value": first.said, "when": spoken(when)},
                foreseen=first.qualifier in FORESEEN,
                others=tuple(one.number for one in rest if one.number not in (None, value)),
            )
        )
    return points
