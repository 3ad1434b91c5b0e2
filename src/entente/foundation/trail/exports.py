"""The register of the trail: one list for the page, the exports and the command."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Ask, Column, Filter, Register, words

from . import queries
from .models import Entry, verb_in_words


def local(entry: Entry) -> datetime:
    """The moment in local time."""
    return timezone.localtime(entry.at)


def when(entry: Entry) -> str:
    """The moment in local time, as ``2026-11-22 16:30``: lists say dates in figures."""
    return local(entry).strftime("%Y-%m-%d\u00a0%H:%M")


def when_drawn(entry: Entry) -> SafeString:
    """The moment on one line."""
    return format_html('<span class="nowrap">{}</span>', when(entry))


def entry_page(entry: Entry) -> str:
    """The page of an entry."""
    return reverse("trail:entry", args=[entry.pk])


def moved(entry: Entry) -> str:
    """The changes as one text: ``Role: reader → auditor; Office: nothing → desk``."""
    return "; ".join(one.said for one in entry.moves)


def drawn(entry: Entry) -> SafeString:
    """The changes, one a line."""
    return format_html_join(SafeString("<br>"), "{}", ((one.said,) for one in entry.moves))


def subject(entry: Entry) -> SafeString:
    """The subject as a link where it has a page, with what kind of thing it is."""
    address = queries.address(entry)
    title = format_html('<a href="{}">{}</a>', address, entry.title) if address else words(entry.title)
    return format_html('{}<br><span class="soft">{}</span>', title, entry.kind)


def actors(ask: Ask) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in queries.actors()]


def verbs(ask: Ask) -> Iterable[tuple[str, str]]:
    return sorted(((verb, verb_in_words(verb)) for verb in queries.verbs()), key=lambda one: one[1].casefold())


def kinds(ask: Ask) -> Iterable[tuple[str, str]]:
    return queries.kinds()


def by_day(narrow: Callable[[QuerySet[Entry], str], QuerySet[Entry]]) -> Any:
    """A filter by day; text that is no day finds nothing rather than everything."""

    def apply(rows: QuerySet[Entry], day: str, ask: Ask) -> QuerySet[Entry]:
        try:
            return narrow(rows, day)
        except ValidationError:
            return rows.none()

    return apply


TRAIL = Register(
    name="trail",
    title=_("Trail"),
    question=queries.entries,
    order="-when",
    dated=False,
    columns=(
        Column("when", _("When"), when, sort="id", url=entry_page, html=when_drawn),
        Column("who", _("Who"), lambda entry: entry.actor, sort="actor"),
        Column("verb", _("What was done"), lambda entry: entry.said, sort="verb"),
        Column("subject", _("To what"), lambda entry: entry.title, html=subject),
        Column("reason", _("Reason"), lambda entry: entry.reason),
        Column("changes", _("Changes"), moved, html=drawn),
        Column("kind", _("Kind"), lambda entry: entry.kind, shown=False),
        Column("label", _("Key"), lambda entry: entry.subject, sort="subject", shown=False),
        Column("at", _("Moment"), lambda entry: entry.at.isoformat(), shown=False),
        Column("verb_code", _("Code"), lambda entry: entry.verb, shown=False),
        Column("recorded", _("As recorded"), lambda e: json.dumps(e.changes, ensure_ascii=False), shown=False),
        Column("seal", _("Seal"), lambda entry: entry.seal, shown=False),
    ),
    filters=(
        Filter("actor", _("Who"), lambda rows, name, ask: rows.filter(actor=name), actors),
        Filter("verb", _("What was done"), lambda rows, verb, ask: rows.filter(verb=verb), verbs),
        Filter("kind", _("To what"), lambda rows, label, ask: rows.filter(subject__startswith=f"{label}:"), kinds),
        Filter("since", _("From"), by_day(queries.since), kind="date"),
        Filter("until", _("To"), by_day(queries.until), kind="date"),
    ),
    empty=_("No entry matches. Everything people and commands do is written here."),
)

REGISTERS = (TRAIL,)
