"""The registers of accounts and of offices: one list each for the page, the exports and the command."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.days import PartialDate, spoken
from entente.kit.gaps import GAPS
from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import Person
from ..roles import Marking, Role


def day(text: str) -> str:
    """A date that pages say in words and files spell in ISO form; a mark stays a mark."""
    return PartialDate(text) if text and text not in GAPS else text


def last_seen(person: Person) -> str:
    """The local day of the last sign-in, or nothing."""
    at = person.last_login
    return PartialDate(timezone.localtime(at).date().isoformat()) if at else ""


def state(person: Person) -> Any:
    """Whether the account is open."""
    return _("open") if person.is_active else _("closed")


def of_state(rows: QuerySet[Person], value: str, ask: Ask) -> QuerySet[Person]:
    return rows.filter(is_active=value == "open")


def states(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [("open", _("open")), ("closed", _("closed"))]


def offices(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(unit.key, unit.name) for unit in queries.every_office()]


PEOPLE = Register(
    name="people",
    title=_("People"),
    question=queries.accounts,
    order="name",
    dated=False,
    columns=(
        Column("name", _("Name"), str, sort="sort_name", url=lambda p: reverse("people:account", args=[p.pk])),
        Column("username", _("Account"), lambda person: person.username, sort="username"),
        Column("role", _("Role"), lambda person: person.get_role_display(), sort="role"),
        Column("clearance", _("Clearance"), lambda person: person.get_clearance_display()),
        Column("unit", _("Office"), lambda person: person.unit.name if person.unit else ""),
        Column("last_seen", _("Last sign-in"), last_seen),
        Column("state", _("State"), state, sort="is_active"),
        Column("email", _("E-mail"), lambda person: person.email, shown=False),
        Column("language", _("Language"), lambda person: person.get_language_display(), shown=False),
        Column("rank", _("Rank"), lambda person: person.get_rank_display(), shown=False),
        Column("mail", _("Mail"), lambda person: person.get_mail_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Name"), lambda rows, words, ask: queries.called(rows, words), kind="search"),
        Filter("role", _("Role"), lambda rows, role, ask: rows.filter(role=role), lambda ask: Role.choices),
        Filter(
            "clearance",
            _("Clearance"),
            lambda rows, clearance, ask: rows.filter(clearance=clearance),
            lambda ask: Marking.choices,
        ),
        Filter("office", _("Office"), lambda rows, key, ask: rows.filter(unit__key=key), offices),
        Filter("state", _("State"), of_state, states),
    ),
    empty=_("No account matches."),
)

OFFICES = Register(
    name="offices",
    title=_("Offices of the agency"),
    question=queries.offices,
    order="name",
    columns=(
        Column(
            "name",
            _("Name"),
            lambda unit: unit.name,
            sort="sort_{lang}",
            url=lambda unit: reverse("people:unit", args=[unit.key]),
        ),
        Column("acronym", _("Acronym"), lambda unit: unit.acronym, sort="acronym_{lang}"),
        Column("parent", _("Part of"), lambda unit: unit.parent.name if unit.parent else ""),
        Column("as_of", _("As of"), lambda unit: day(unit.as_of), sort="as_of"),
        Column("key", _("Key"), lambda unit: unit.key, shown=False),
        Column("name_en", _("Name in English"), lambda unit: unit.name_en, shown=False),
        Column("name_fr", _("Name in French"), lambda unit: unit.name_fr, shown=False),
        Column("starts_on", _("From"), lambda unit: day(unit.starts_on), shown=False),
        Column("ends_on", _("To"), lambda unit: day(unit.ends_on), shown=False),
        Column("source", _("Source"), lambda unit: unit.source, shown=False),
        Column("place", _("Place in the source"), lambda unit: unit.place, shown=False),
    ),
    filters=(Filter("q", _("Words"), lambda rows, words, ask: queries.named(rows, words), kind="search"),),
    empty=_("No office matches. Offices come with an edition of the framework."),
)


def about(person: Person) -> list[dict[str, Any]]:
    """What an account says of a person, in the order a reader looks for it."""
    said = [
        (_("Account"), person.username),
        (_("E-mail"), person.email),
        (_("Role"), person.get_role_display()),
        (_("Clearance"), person.get_clearance_display()),
        (_("Office"), person.unit.name if person.unit else ""),
        (_("Rank"), person.get_rank_display()),
        (_("Mail"), person.get_mail_display()),
        (_("Language of mail and files"), person.get_language_display()),
        (_("State"), state(person)),
    ]
    return [{"label": label, "value": value} for label, value in said if value]


def about_office(unit: Any) -> list[dict[str, Any]]:
    """What the record says of an office; what is not known is left out."""
    above = reverse("people:unit", args=[unit.parent.key]) if unit.parent else ""
    said: list[tuple[Any, Any, str]] = [
        (_("Acronym"), unit.acronym, ""),
        (_("Part of"), unit.parent.name if unit.parent else "", above),
        (_("Work for the whole agency"), capfirst(unit.get_work_display()), ""),
        (_("From"), spoken(unit.starts_on), ""),
        (_("To"), spoken(unit.ends_on), ""),
        (_("Source"), unit.place, _source_page(unit.source)),
        (_("As of"), spoken(unit.as_of), ""),
        (_("Key"), unit.key, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in said if value]


def _source_page(key: str) -> str:
    """The page of a source, which stands above this room: by the name of its address."""
    try:
        return reverse("sources:source", args=[key]) if key else ""
    except NoReverseMatch:
        return ""
