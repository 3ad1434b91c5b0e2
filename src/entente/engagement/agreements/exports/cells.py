"""How this room's values are drawn in a cell, on a page and in a file."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Partner, Subject
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Text, language
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.table import Column, words

from ..models import Agreement, Kind, Reason, Status
from ..search import AGREEMENT, page

PARTNER = "partners:partner"
YES_NO = (("yes", _("yes")), ("no", _("no")))
STATUS_KINDS = {
    Status.IN_FORCE: "good",
    Status.SIGNED: "info",
    Status.NEGOTIATING: "info",
    Status.SUSPENDED: "warning",
}


def day(text: str) -> str:
    """A date as the register draws it: spoken when it is one, in words when it is a mark, else nothing."""
    return text if text in UNKNOWN else PartialDate(text)


@lru_cache(maxsize=256)
def word(code: Any, lang: str) -> str:
    """A code as its label in the active language; looked up once, because a list asks a hundred times."""
    return str(code.label)


def subjects(one: Any) -> list[Any]:
    """What an instrument is about, as labels."""
    return [word(Subject(code), language()) for code in one.subjects.split("|") if code in Subject.values]


def reasons(one: Any) -> list[Any]:
    """Why a partner is in line, as labels."""
    return [word(Reason(code), language()) for code in one.reasons.split("|") if code in Reason.values]


def status(one: Any) -> Any:
    """The status on the day asked about, as its label."""
    return word(Status(one.status_on), language())


def status_badge(one: Any) -> SafeString:
    """The same as a word with its shape; each status is drawn once a language."""
    return badge(STATUS_KINDS.get(one.status_on, "neutral"), str(status(one)), language())


@lru_cache(maxsize=64)
def badge(kind: str, text: str, lang: str) -> SafeString:
    """A state as a word and a shape."""
    return mark_safe(render_to_string("components/badge.html", {"kind": kind, "text": text}))  # noqa: S308


def partner_name(partner: Partner, asked_on: str = "") -> Text:
    """A partner's name, on a past day the one it had then."""
    return partner.name_on(asked_on) if asked_on else partner.name


def with_whom(one: Any) -> list[Text]:
    """The foreign parties of an instrument by name."""
    return [partner_name(party.partner, one.asked_on) for party in one.foreign_parties]


def with_whom_linked(one: Any) -> SafeString:
    """The same, each a link to its dossier."""
    return partners_linked([party.partner for party in one.foreign_parties], one.asked_on)


def partners_linked(partners: Iterable[Partner], asked_on: str = "") -> SafeString:
    """Partners as links, separated by commas."""
    return format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((page(PARTNER, one.key, on=asked_on), words(partner_name(one, asked_on))) for one in partners),
    )


def agreement_page(one: Any) -> str:
    """The dossier of an instrument, at the day asked about."""
    return page(AGREEMENT, one.key, on=getattr(one, "asked_on", ""))


def kind(one: Any) -> str:
    """The type in words."""
    return word(Kind(one.kind), language())


def kind_and_force(one: Any) -> SafeString:
    """The type, and whether it binds where somebody has said so."""
    return _kind_and_force(Kind(one.kind), one.binding, language())


@lru_cache(maxsize=256)
def _kind_and_force(code: Kind, binding: bool | None, lang: str) -> SafeString:
    if binding is None:
        return conditional_escape(word(code, lang))
    said = _("binding") if binding else _("not binding")
    return format_html('{}<br><span class="soft">{}</span>', word(code, lang), said)


def owner(one: Any) -> Any:
    """The office of primary interest by name."""
    return one.owner.name if one.owner else ""


def owner_in_short(one: Any) -> SafeString:
    """The same by its acronym where it has one."""
    return words((one.owner.acronym or one.owner.name) if one.owner else "")


def reference(one: Agreement) -> list[str]:
    """Our own number, then the treaty identifier."""
    return [text for text in (one.number, one.treaty_id) if text]


def yes_no(value: bool | None) -> Any:
    """A choice that nobody may have made yet."""
    return "" if value is None else dict(YES_NO)["yes" if value else "no"]


def cited(*, shown: bool = False) -> tuple[Column, ...]:
    """Where a row comes from; every register ends with it."""
    return (
        Column("as_of", _("As of"), lambda one: day(one.as_of), sort="as_of", shown=shown),
        Column("source", _("Source"), source, shown=False),
        Column("place", _("Place in the source"), lambda one: one.place, shown=False),
    )


def source(one: Cited) -> str:
    """The key of a row's source."""
    return one.source.key if one.source else ""
