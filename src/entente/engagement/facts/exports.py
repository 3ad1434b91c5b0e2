"""The registers of facts and of their values: one list each for the page, the exports and the command."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Text
from entente.kit.days import PartialDate
from entente.kit.gaps import GAPS
from entente.kit.periods import spoken
from entente.kit.table import Ask, Column, Filter, Register, words

from . import queries, rules
from .models import Kind, Statistic, Value, unit_name

SHORT, WORDS = 90, 14  # letters that fit two lines of a cell; words kept of what is longer
TRIANGLE = (
    '<span class="badge warning"><svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
    '<path d="M6 1 11.5 11H.5z" stroke="none"/></svg>{}</span>'
)


def address(fact: Statistic) -> str:
    """The page of a fact."""
    return reverse("facts:fact", args=[fact.key])


def newest(fact: Any) -> Value | None:
    """The value that speaks for the latest day, or nothing: read from ``known``."""
    return next(iter(fact.known), None)


def disagree(fact: Any) -> bool:
    """Whether the sources known on the day contradict each other: read from ``known``."""
    return bool(rules.conflicts(fact.known))


def of_newest(read: Any) -> Any:
    """A column's value read from the newest value of a fact; nothing where there is none."""
    return lambda fact: read(value) if (value := newest(fact)) else ""


def shortly(read: Any) -> Any:
    """A cell that keeps a long statement to one line or two: the page of the fact has it whole."""

    def draw(row: Any) -> SafeString:
        said = read(row)
        if isinstance(said, Text) and len(said) > SHORT and said not in GAPS:
            said = Text(Truncator(said).words(WORDS, truncate="…"), said.lang)
        return words(said)

    return draw


def conflict_mark(fact: Any) -> SafeString:
    """The state in a word and a shape, as components/badge.html draws it; nothing where the sources agree."""
    return format_html(TRIANGLE, _("the sources disagree")) if disagree(fact) else words("")


def period(value: Value) -> str:
    """The period, drawn as people write it and exported as the record spells it."""
    return Spoken(value.period) if value.period else ""


class Spoken(str):
    """A period that a page says in words and a file spells as the record does."""

    def __html__(self) -> str:
        return str(format_html("{}", spoken(str(self))))


def day(text: str) -> str:
    """A date that pages say in words and files spell in ISO form; a mark stays a mark."""
    return PartialDate(text) if text and text not in GAPS else text


def places(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(place.code, place.name) for place in queries.places(ask)]


def sources(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(source.key, source.title) for source in queries.cited(ask)]


def owners(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(unit.key, unit.name) for unit in queries.owners(ask)]


def kinds(ask: Ask) -> Iterable[tuple[str, Any]]:
    return Kind.choices


def units(ask: Ask) -> Iterable[tuple[str, Any]]:
    return queries.units_in_use(ask)


NEWEST_SAID = of_newest(lambda value: value.said)

FACTS = Register(
    name="facts",
    title=_("Facts and figures"),
    question=queries.statistics,
    order="name",
    columns=(
        Column("name", _("Fact"), lambda fact: fact.name, sort="sort_{lang}", url=address),
        Column(
            "geography",
            _("Geography"),
            lambda f: f.geography.name if f.geography else "",
            sort="place_{lang}",
        ),
        Column("value", _("Latest value"), NEWEST_SAID, html=shortly(NEWEST_SAID)),
        Column("period", _("Period"), of_newest(period), sort="latest_until"),
        Column("as_of", _("As of"), of_newest(lambda value: day(value.as_of))),
        Column("source", _("Source"), of_newest(lambda value: value.source.title if value.source else "")),
        Column("values", _("Values"), lambda fact: len(fact.known)),
        Column("conflict", _("Conflict"), disagree, html=conflict_mark),
        Column("key", _("Key"), lambda fact: fact.key, shown=False),
        Column("name_en", _("Name in English"), lambda fact: fact.name_en, shown=False),
        Column("name_fr", _("Name in French"), lambda fact: fact.name_fr, shown=False),
        Column("kind", _("Kind"), lambda fact: fact.get_kind_display(), sort="kind", shown=False),
        Column("number", _("Figure"), of_newest(lambda value: value.plain), shown=False),
        Column("unit", _("Unit"), of_newest(lambda value: unit_name(value.unit)), shown=False),
        Column("precision", _("Precision"), of_newest(lambda value: value.get_qualifier_display()), shown=False),
        Column("place", _("Place in the source"), of_newest(lambda value: value.place), shown=False),
        Column("partner", _("Partner"), lambda fact: fact.partner, shown=False),
        Column("body", _("Body"), lambda fact: fact.body, shown=False),
        Column("owner", _("Office of primary interest"), lambda f: f.owner.name if f.owner else "", shown=False),
        Column("marking", _("Marking"), lambda fact: fact.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Words"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter("kind", _("Kind"), lambda rows, kind, ask: rows.filter(kind=kind), kinds),
        Filter("geography", _("Geography"), lambda rows, code, ask: queries.about_place(rows, code), places),
        Filter("unit", _("Unit"), lambda rows, unit, ask: queries.with_value(rows, ask, unit=unit), units),
        Filter(
            "source",
            _("Source"),
            lambda rows, key, ask: queries.with_value(rows, ask, source__key=key),
            sources,
        ),
        Filter("owner", _("Office"), lambda rows, key, ask: rows.filter(owner__key=key), owners),
        Filter(
            "conflict",
            _("only where the sources disagree"),
            lambda rows, _yes, ask: rows.filter(pk__in=queries.in_conflict(ask.person, ask.on)),
            kind="check",
        ),
    ),
    empty=_("No fact matches. Facts come with an edition of the framework, or one by one."),
)

VALUES = Register(
    name="values",
    title=_("All values"),
    question=queries.all_values,
    order="name",
    columns=(
        Column(
            "name",
            _("Fact"),
            lambda value: value.statistic.name,
            sort="statistic__sort_{lang}",
            url=lambda value: reverse("facts:value", args=[value.pk]),
        ),
        Column("period", _("Period"), period, sort="stated_for"),
        Column("value", _("Value"), lambda value: value.said, html=shortly(lambda value: value.said)),
        Column("note", _("Note"), lambda value: value.note),
        Column("source", _("Source"), lambda value: value.source.title if value.source else ""),
        Column("place", _("Place in the source"), lambda value: value.place, sort="place"),
        Column("as_of", _("As of"), lambda value: day(value.as_of), sort="as_of"),
        Column("key", _("Key"), lambda value: value.statistic.key, shown=False),
        Column("number", _("Figure"), lambda value: value.plain if value.number is not None else "", shown=False),
        Column("unit", _("Unit"), lambda value: unit_name(value.unit), sort="unit", shown=False),
        Column("precision", _("Precision"), lambda value: value.get_qualifier_display(), shown=False),
        Column("text_en", _("Statement in English"), lambda value: value.text_en, shown=False),
        Column("text_fr", _("Statement in French"), lambda value: value.text_fr, shown=False),
        Column("note_en", _("Note in English"), lambda value: value.note_en, shown=False),
        Column("note_fr", _("Note in French"), lambda value: value.note_fr, shown=False),
        Column("source_key", _("Key of the source"), lambda v: v.source.key if v.source else "", shown=False),
        Column(
            "geography",
            _("Geography"),
            lambda value: value.statistic.geography.name if value.statistic.geography else "",
            shown=False,
        ),
    ),
    filters=(
        Filter("q", _("Words"), lambda rows, text, ask: queries.named(rows, text, "statistic__"), kind="search"),
        Filter("unit", _("Unit"), lambda rows, unit, ask: rows.filter(unit=unit), units),
        Filter("source", _("Source"), lambda rows, key, ask: rows.filter(source__key=key), sources),
        Filter(
            "geography",
            _("Geography"),
            lambda rows, c, ask: rows.filter(statistic__geography__code=c),
            places,
        ),
    ),
    empty=_("No value matches."),
)

REGISTERS = (FACTS, VALUES)
