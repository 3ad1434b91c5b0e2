"""The lists of the framework: one declaration each for the page, the exports and the command."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from entente.kit import periods
from entente.kit.bilingual import Text, language, other_language
from entente.kit.days import UNKNOWN, PartialDate, spoken
from entente.kit.table import Ask, Column, Filter, Heading, Listing, Register, Report, body

from . import queries
from .models import Edition, Element, Kind, Part, RegionalPage, Responsibility, State, Term

LANGUAGE_NAMES = {"en": _("English"), "fr": _("French")}
TEXT_NAMES = {
    "title": _("title"),
    "text": _("text"),
    "overview": _("overview"),
    "issues": _("issues"),
    "work": _("work"),
    "term": _("term"),
    "acronym": _("acronym"),
    "definition": _("definition"),
}
WORDS = {"missing": _("missing"), "draft": _("draft"), "reviewed": _("reviewed")}
LONGEST_LIST = 500  # rows a page without pages of its own shows; the file carries all


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def period(edition: Edition) -> str:
    """The period an edition covers, in words: “2008 to 2019”, “2023, open-ended”."""
    starts = "" if edition.starts_on in UNKNOWN else edition.starts_on
    ends = "" if edition.ends_on in UNKNOWN else edition.ends_on
    if starts and ends:
        return periods.spoken(f"{starts}/{ends}")
    if starts:
        return str(_("%(day)s, open-ended") % {"day": spoken(starts)})
    return str(_("ends: %(day)s") % {"day": spoken(ends)}) if ends else ""


def known_as(edition: Edition) -> str:
    """An edition in a list of editions: its title, and its period unless the title says it."""
    said = period(edition)
    years = [day[:4] for day in (edition.starts_on, edition.ends_on) if day[:4].isdigit()]
    told = years and all(year in edition.title for year in years)
    return str(edition.title) if told or not said else f"{edition.title} ({said})"


def day(text: str) -> Any:
    """A date a register can draw: partial dates as people write them, marks in words."""
    return text if text in UNKNOWN else PartialDate(text)


def address(name: str, *args: str) -> str:
    return reverse(f"framework:{name}", args=args)


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────────────────────


def edition_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(one.key, known_as(one)) for one in queries.in_order(ask.person)]


def of_edition(path: str = "edition") -> Filter:
    """The filter by edition; ``path`` leads to it."""

    def apply(rows: QuerySet[Any], key: str, ask: Ask) -> QuerySet[Any]:
        return rows.filter(**{f"{path}__key": key})

    return Filter("edition", _("Edition"), apply, edition_options)


def equal(field: str, label: Any, choices: Iterable[tuple[Any, Any]]) -> Filter:
    """The filter by a column's code."""

    def apply(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
        return rows.filter(**{field: value})

    return Filter(field, label, apply, lambda ask: list(choices))


def lacking_a_language(rows: QuerySet[Any], lang: str, ask: Ask) -> QuerySet[Any]:
    return rows.lacking(lang)  # type: ignore[attr-defined]


def without_owner(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    return rows.filter(owner=None)


def words_in(element: Element) -> list[str]:
    """The states of an element's words, language by language; what was decided on is no draft."""
    told = [
        (lang, state) for lang, state in element.words.items() if state == "missing" or not element.edition.is_decided
    ]
    return [f"{LANGUAGE_NAMES[lang]}{colon()}{WORDS[state]}" for lang, state in told]


def colon() -> str:
    """The colon of the active language, with the spaces it takes."""
    return "\u00a0: " if language() == "fr" else ": "


def unit_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(one.key, one.name) for one in queries.units()]


def cited() -> tuple[Column, ...]:
    """The three columns by which a file says where a row comes from."""
    return (
        Column("source", _("Source"), lambda row: row.source.key if row.source else "", shown=False),
        Column("place", _("Place in the source"), lambda row: row.place, shown=False),
        Column("as_of", _("As of"), lambda row: row.as_of, shown=False),
    )


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────

EDITIONS = Register(
    name="editions",
    title=_("Editions"),
    question=queries.editions,
    order="-starts_on",
    columns=(
        Column(
            "title",
            _("Edition"),
            lambda one: one.title,
            url=lambda one: address("edition", one.key),
            sort="title_en",
        ),
        Column("state", _("State"), lambda one: State(one.state).label, sort="state"),
        Column("starts_on", _("Covers from"), lambda one: day(one.starts_on), sort="starts_on"),
        Column("ends_on", _("Covers to"), lambda one: day(one.ends_on), sort="ends_on"),
        Column("approved_by", _("Approved by"), lambda one: one.approved_by),
        Column("previous", _("Follows"), lambda one: one.previous.title if one.previous else ""),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("title_en", _("Title in English"), lambda one: one.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda one: one.title_fr, shown=False),
        Column("agency", _("Agency"), lambda one: one.agency, shown=False),
        Column("summary", _("Summary"), lambda one: one.summary, shown=False),
        *cited(),
    ),
    filters=(equal("state", _("State"), State.choices),),
    empty=_("No edition yet. Load one with the command “entente load”, or draft one."),
)

ELEMENTS = Register(
    name="elements",
    title=_("Elements of the framework"),
    question=queries.elements,
    order="reading",
    columns=(
        Column(
            "title", _("Element"), lambda one: one.title or one.key, sort="sort_{lang}",
            url=lambda one: address("element", one.key),
        ),
        Column("kind", _("Kind"), lambda one: Kind(one.kind).label, sort="kind"),
        Column("parent", _("Under"), lambda one: one.parent.title if one.parent else ""),
        Column("owner", _("Office of primary interest"), lambda one: one.owner.name if one.owner else "",
               sort="owner_sort_{lang}"),
        Column("words", _("Words"), words_in),
        Column("reading", _("Edition"), lambda one: period(one.edition) or one.edition.title, sort="reading"),
        Column("words_en", _("State of the English words"), lambda one: one.words_in("en"), shown=False),
        Column("words_fr", _("State of the French words"), lambda one: one.words_in("fr"), shown=False),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("edition", _("Edition key"), lambda one: one.edition.key, shown=False),
        Column("position", _("Position"), lambda one: one.position, shown=False),
        Column("title_en", _("Title in English"), lambda one: one.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda one: one.title_fr, shown=False),
        Column("text_en", _("Text in English"), lambda one: one.text_en, shown=False),
        Column("text_fr", _("Text in French"), lambda one: one.text_fr, shown=False),
        *cited(),
    ),
    filters=(
        of_edition(),
        equal("kind", _("Kind"), Kind.choices),
        Filter("lacking", _("Lacks words in"), lacking_a_language, lambda ask: LANGUAGE_NAMES.items()),
        Filter("without_owner", _("without an office"), without_owner, kind="check"),
    ),
    empty=_("No element matches."),
)  # fmt: skip

LINKAGES = Register(
    name="linkages",
    title=_("Links between elements"),
    question=queries.linkages,
    order="from",
    columns=(
        Column(
            "from", _("What serves"), lambda one: one.from_element.title, sort="from_element__sort_{lang}",
            url=lambda one: address("element", one.from_element.key),
        ),
        Column("from_kind", _("Kind"), lambda one: Kind(one.from_element.kind).label, sort="from_element__kind"),
        Column(
            "to", _("What is served"), lambda one: one.to_element.title, sort="to_element__sort_{lang}",
            url=lambda one: address("element", one.to_element.key),
        ),
        Column("to_kind", _("Kind of what is served"), lambda one: Kind(one.to_element.kind).label, shown=False),
        Column("note", _("Note"), lambda one: one.note),
        Column("edition_title", _("Edition"), lambda one: one.from_element.edition.title,
               sort="from_element__edition__starts_on"),
        Column("edition", _("Edition key"), lambda one: one.from_element.edition.key, shown=False),
        Column("from_element", _("Key of what serves"), lambda one: one.from_element.key, shown=False),
        Column("to_element", _("Key of what is served"), lambda one: one.to_element.key, shown=False),
        Column("note_en", _("Note in English"), lambda one: one.note_en, shown=False),
        Column("note_fr", _("Note in French"), lambda one: one.note_fr, shown=False),
        *cited(),
    ),
    filters=(of_edition("from_element__edition"),),
    empty=_("No link matches."),
)  # fmt: skip

RESPONSIBILITIES = Register(
    name="responsibilities",
    title=_("Responsibilities"),
    question=queries.responsibilities,
    order="unit",
    columns=(
        Column("unit", _("Office"), lambda one: one.unit.name, sort="unit__sort_{lang}"),
        Column("role", _("Part"), lambda one: Part(one.role).label if one.role else "", sort="role"),
        Column("work", _("Work"), lambda one: one.work, url=lambda one: address("responsibility", str(one.pk))),
        Column("edition_title", _("Edition"), lambda one: one.edition.title, sort="edition__starts_on"),
        Column("edition", _("Edition key"), lambda one: one.edition.key, shown=False),
        Column("unit_key", _("Office key"), lambda one: one.unit.key, shown=False),
        Column("position", _("Position"), lambda one: one.position, shown=False),
        Column("work_en", _("Work in English"), lambda one: one.work_en, shown=False),
        Column("work_fr", _("Work in French"), lambda one: one.work_fr, shown=False),
        *cited(),
    ),
    filters=(
        of_edition(),
        Filter("unit", _("Office"), lambda rows, key, ask: rows.filter(unit__key=key), unit_options),
        equal("role", _("Part"), Part.choices),
    ),
    empty=_("No responsibility matches."),
)

# The reader's language stands first: the heading of each column is the language it is in.
here = lazy(lambda: str(LANGUAGE_NAMES[language()]), str)
there = lazy(lambda: str(LANGUAGE_NAMES[other_language(language())]), str)


def worded(term: Term, name: str, lang: str) -> Text:
    """A term's word, acronym or definition in one language and no other."""
    return Text(getattr(term, f"{name}_{lang}"), lang)


GLOSSARY = Register(
    name="glossary",
    title=_("Glossary"),
    question=queries.glossary,
    order="term",
    columns=(
        Column("term", here(), lambda one: worded(one, "term", language()) or one.term, sort="sort_{lang}",
               url=lambda one: address("term", one.key)),
        Column("acronym", _("Acronym"), lambda one: worded(one, "acronym", language())),
        Column("other_term", there(), lambda one: worded(one, "term", other_language(language()))),
        Column("other_acronym", _("Its acronym"), lambda one: worded(one, "acronym", other_language(language()))),
        Column("gender", _("Gender in French"), lambda one: one.get_gender_fr_display(), sort="gender_fr"),
        Column("definition", _("Definition"), lambda one: one.definition),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("edition", _("Edition key"), lambda one: one.edition.key if one.edition else "", shown=False),
        Column("term_en", _("English term"), lambda one: one.term_en, shown=False),
        Column("term_fr", _("French term"), lambda one: one.term_fr, shown=False),
        Column("acronym_en", _("English acronym"), lambda one: one.acronym_en, shown=False),
        Column("acronym_fr", _("French acronym"), lambda one: one.acronym_fr, shown=False),
        Column("gender_fr", _("Gender code"), lambda one: one.gender_fr, shown=False),
        Column("definition_en", _("Definition in English"), lambda one: one.definition_en, shown=False),
        Column("definition_fr", _("Definition in French"), lambda one: one.definition_fr, shown=False),
        *cited(),
    ),
    filters=(
        Filter("q", _("Word, acronym or meaning, in either language"), lambda rows, q, ask: queries.matching(rows, q),
               kind="search"),
        of_edition(),
    ),
    empty=_("No term matches."),
)  # fmt: skip


# ── What is said in one language only ─────────────────────────────────────────────────────────────────────────────

GAP_KINDS = (
    *Kind.choices,
    ("region", RegionalPage._meta.verbose_name),
    ("responsibility", Responsibility._meta.verbose_name),
    ("term", Term._meta.verbose_name),
)


def gaps(ask: Ask) -> list[queries.Gap]:
    """What lacks words in one language, narrowed as asked."""
    wanted = {name: value for name, value in ask.chosen.items() if name in ("lacks", "kind", "edition") and value}
    found = queries.missing_words(ask)
    return [gap for gap in found if all(getattr(gap, name) == value for name, value in wanted.items())]


def unfiltered(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    """Reports narrow their own rows: see ``gaps``."""
    return rows


MISSING_WORDS = Report(
    name="missing-words",
    title=_("Missing words"),
    rows=gaps,
    columns=(
        Column(
            "words", _("What"), lambda gap: gap.words or gap.key,
            url=lambda gap: reverse(gap.address[0], args=gap.address[1:]),
        ),
        Column("what", _("Kind"), lambda gap: gap.what),
        Column("lacks", _("Lacks"), lambda gap: LANGUAGE_NAMES[gap.lacks]),
        Column("texts", _("Which texts"), lambda gap: [TEXT_NAMES[name] for name in gap.texts]),
        Column("edition_title", _("Edition"), lambda gap: gap.edition_title),
        Column("key", _("Key"), lambda gap: gap.key, shown=False),
        Column("edition", _("Edition key"), lambda gap: gap.edition, shown=False),
        Column("kind", _("Kind code"), lambda gap: gap.kind, shown=False),
    ),
    filters=(
        Filter("lacks", _("Lacks"), unfiltered, lambda ask: LANGUAGE_NAMES.items()),
        Filter("kind", _("Kind"), unfiltered, lambda ask: GAP_KINDS),
        Filter("edition", _("Edition"), unfiltered, edition_options),
    ),
)  # fmt: skip


def missing_words(ask: Ask, asked: dict[str, str]) -> Listing:
    """The page of missing words. ``asked`` is the query string; it goes into the addresses of the files."""
    found = gaps(ask)
    columns = [column for column in MISSING_WORDS.columns if column.shown]
    kept = {name: value for name, value in asked.items() if value and name != "format"}
    return Listing(
        register=MISSING_WORDS,  # type: ignore[arg-type]
        ask=ask,
        caption=str(MISSING_WORDS.title),
        columns=[Heading(column.key, str(column.heading), "", "") for column in columns],
        body=body(columns, found[:LONGEST_LIST]),
        count=len(found),
        shown=min(len(found), LONGEST_LIST),
        first_url="",
        previous_url="",
        next_url="",
        last_url="",
        exports=[(form.upper(), "?" + urlencode(kept | {"format": form})) for form in ("csv", "xlsx", "json")],
        filter_form=[_control(one, ask) for one in MISSING_WORDS.filters],
        sentence="; ".join(said for one in MISSING_WORDS.filters if (said := _said(one, ask))),
        order="",
        empty=str(_("Nothing is missing: everything stands in both languages.")),
    )


def _control(one: Filter, ask: Ask) -> dict[str, Any]:
    chosen = ask.chosen.get(one.name, "")
    options = [(value, str(label), value == chosen) for value, label in one.options(ask)] if one.options else []
    return {"name": one.name, "label": str(one.label), "kind": one.kind, "options": options, "value": chosen}


def _said(one: Filter, ask: Ask) -> str:
    chosen = ask.chosen.get(one.name, "")
    label = dict(one.options(ask)).get(chosen) if chosen and one.options else None
    return f"{one.label}{colon()}{label}" if label else ""


REGISTERS = (EDITIONS, ELEMENTS, LINKAGES, RESPONSIBILITIES, GLOSSARY, MISSING_WORDS)
