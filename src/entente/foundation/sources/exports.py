"""The registers of sources, packages and corrections: one list each for the page, the exports and the
command.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Text, fold, language, other_language
from entente.kit.days import PartialDate
from entente.kit.gaps import GAPS
from entente.kit.table import Ask, Column, Filter, Register

from . import queries
from .models import Correction, Kind, Source


def day(text: str) -> str:
    """A date that pages say in words and files spell in ISO form; a mark stays a mark."""
    return PartialDate(text) if text and text not in GAPS else text


def on(moment: Any) -> str:
    """The local day of a moment, or nothing."""
    return PartialDate(timezone.localtime(moment).date().isoformat()) if moment else ""


def titled(rows: QuerySet[Source], words: str) -> QuerySet[Source]:
    """Sources whose title or publisher holds all the words, in either language."""
    for word in fold(words).split():
        names = Q(sort_en__contains=word) | Q(sort_fr__contains=word)
        rows = rows.filter(names | Q(publisher_en__icontains=word) | Q(publisher_fr__icontains=word))
    return rows


SOURCES = Register(
    name="sources",
    title=_("Sources"),
    question=queries.all_sources,
    order="title",
    dated=False,
    columns=(
        Column(
            "title",
            _("Title"),
            lambda source: source.title,
            sort="sort_{lang}",
            url=lambda source: reverse("sources:source", args=[source.key]),
        ),
        Column("kind", _("Kind"), lambda source: source.get_kind_display(), sort="kind"),
        Column("publisher", _("Publisher"), lambda source: source.publisher, sort="publisher_{lang}"),
        Column("published_on", _("Published"), lambda source: day(source.published_on), sort="published_on"),
        Column("language", _("Language"), lambda source: source.get_language_display()),
        Column("package", _("Package"), lambda source: source.package_name, sort="package_name"),
        Column("key", _("Key"), lambda source: source.key, shown=False),
        Column("title_en", _("Title in English"), lambda source: source.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda source: source.title_fr, shown=False),
        Column("url", _("Public address"), lambda source: source.url, shown=False),
        Column("note", _("Note"), lambda source: source.note, shown=False),
    ),
    filters=(
        Filter("q", _("Words"), lambda rows, words, ask: titled(rows, words), kind="search"),
        Filter("kind", _("Kind"), lambda rows, kind, ask: rows.filter(kind=kind), lambda ask: Kind.choices),
    ),
    empty=_("No source matches. Sources come with an edition of the framework."),
)

PACKAGES = Register(
    name="packages",
    title=_("Edition packages"),
    question=queries.all_packages,
    order="position",
    dated=False,
    columns=(
        Column(
            "title",
            _("Title"),
            lambda package: package.title,
            sort="title_{lang}",
            url=lambda package: reverse("sources:package", args=[package.name]),
        ),
        Column("name", _("Name"), lambda package: package.name, sort="name"),
        Column("loaded", _("Last loaded"), lambda package: on(package.loaded_at), sort="loaded_at"),
        Column("files", _("Files"), lambda package: package.many_files, sort="many_files"),
        Column("rows", _("Rows"), lambda package: package.many_rows, sort="many_rows"),
        Column("position", _("Order of loading"), lambda p: p.position + 1, sort="position", shown=False),
        Column("digest", _("Digest"), lambda package: package.digest, shown=False),
    ),
    empty=_("No package is loaded. An administrator loads one with `entente load`."),
)


def record_title(correction: Any) -> Text:
    """What the corrected record is called, or hangs on, in the active language or the other."""
    active = language()
    for lang in (active, other_language(active)):
        if words := getattr(correction, f"title_{lang}", ""):
            return Text(words, lang)
    return Text(str(correction.record), active)


def record_address(correction: Correction) -> str:
    """The page of the corrected record, field by field."""
    try:
        return reverse("dossiers:record", args=[correction.label, correction.record])
    except NoReverseMatch:
        return ""


def kind_name(label: str) -> str:
    """What kind of record it is, in words."""
    try:
        return str(capfirst(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def field_of(correction: Correction) -> Any:
    """The field that is corrected, or nothing when there is none of that name any more."""
    try:
        return apps.get_model(correction.label)._meta.get_field(correction.field)
    except (LookupError, FieldDoesNotExist):
        return None


def field_name(correction: Correction) -> str:
    """The corrected field in words."""
    return str(capfirst(getattr(field_of(correction), "verbose_name", correction.field)))


def in_words(correction: Correction, text: str) -> str:
    """A value of the corrected field as a reader sees it: choices by their label, marks in words."""
    choices = dict(getattr(field_of(correction), "flatchoices", None) or [])
    return str(choices.get(text, text))


def kinds(ask: Ask) -> Iterable[tuple[str, str]]:
    return [(label, kind_name(label)) for label in queries.corrected_kinds()]


def shown(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [
        (queries.STANDING, _("those that stand")),
        (queries.WITHDRAWN, _("withdrawn ones")),
        ("all", _("both")),
    ]


CORRECTIONS = Register(
    name="corrections",
    title=_("Corrections"),
    question=queries.corrections,
    order="-at",
    dated=False,
    columns=(
        Column("record", _("Record"), record_title, sort="title_{lang}", url=record_address),
        Column("kind", _("Kind"), lambda one: kind_name(one.label), sort="label"),
        Column("field", _("Field"), field_name, sort="field"),
        Column("source_says", _("The source says"), lambda one: in_words(one, one.source_value)),
        Column("we_say", _("We say"), lambda one: in_words(one, one.value)),
        Column("reason", _("Reason"), lambda one: one.why),
        Column("by", _("By"), lambda one: one.author, sort="by"),
        Column("at", _("On"), lambda one: on(one.at), sort="id"),
        Column("source_changed", _("The source changed"), lambda one: on(one.source_changed_at), shown=False),
        Column("withdrawn", _("Withdrawn on"), lambda one: on(one.withdrawn_at), shown=False),
        Column("withdrawn_by", _("Withdrawn by"), lambda one: one.withdrawn_by, shown=False),
        Column("withdrawn_because", _("Why withdrawn"), lambda one: one.withdrawn_because, shown=False),
        Column("label", _("Table"), lambda one: one.label, shown=False),
        Column("pk", _("Number of the record"), lambda one: one.record, shown=False),
    ),
    filters=(
        Filter("show", _("Show"), lambda rows, value, ask: rows, shown),
        Filter("kind", _("Kind"), lambda rows, label, ask: rows.filter(label=label), kinds),
        Filter(
            "changed",
            _("only where the source changed since"),
            lambda rows, _yes, ask: rows.filter(source_changed_at__isnull=False),
            kind="check",
        ),
    ),
    empty=_("Nothing is corrected. A correction is made on the page of the record, with its reason."),
)

REGISTERS = (SOURCES, PACKAGES, CORRECTIONS)
