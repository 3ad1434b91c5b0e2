"""The registers of heads, delegations and absences: one list each for the page, the exports and the command."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.days import PartialDate
from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import Absence, Authority
from ..roles import Rank
from .accounts import offices

STATES: dict[str, Any] = {
    queries.NOW: pgettext_lazy("period", "now"),
    queries.COMING: pgettext_lazy("period", "to come"),
    queries.OVER: pgettext_lazy("period", "over"),
    queries.REVOKED: pgettext_lazy("period", "revoked"),
}


def on(day: date | None) -> str:
    """A day that pages say in words and files spell in ISO form."""
    return PartialDate(day.isoformat()) if day else ""


def state(row: Any) -> Any:
    """Whether a dated row stands, is to come, is over, in words."""
    return STATES[queries.state_of(row)]


def _states(*codes: str) -> Any:
    return lambda ask: [(code, capfirst(str(STATES[code]))) for code in codes]


def authorities(ask: Ask) -> Iterable[tuple[str, Any]]:
    return Authority.choices


def person_column(key: str, heading: Any, path: str, sort: str, url: Any = None) -> Column:
    """A person by name; the account is a column of exports."""
    return Column(key, heading, lambda row: str(getattr(row, path)), sort=sort, url=url)


def account_column(key: str, heading: Any, path: str) -> Column:
    return Column(key, heading, lambda row: getattr(row, path).username, shown=False)


HEADS = Register(
    name="heads",
    title=_("Heads of offices"),
    question=queries.headships,
    order="unit",
    columns=(
        Column(
            "unit",
            _("Office"),
            lambda one: one.unit.name,
            sort="unit__sort_{lang}",
            url=lambda one: reverse("people:unit", args=[one.unit.key]),
        ),
        person_column("head", _("Head"), "person", "sort_head"),
        Column("rank", _("Rank"), lambda one: one.get_rank_display(), sort="rank"),
        Column("acting", _("Acting"), lambda one: one.acting, sort="acting"),
        Column("starts_on", _("From"), lambda one: on(one.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda one: on(one.ends_on)),
        account_column("account", _("Account"), "person"),
        Column("key", _("Key of the office"), lambda one: one.unit.key, shown=False),
    ),
    filters=(
        Filter("q", _("Name"), lambda rows, words, ask: queries.named_in(rows, words, "person"), kind="search"),
        Filter("office", _("Office"), lambda rows, key, ask: rows.filter(unit__key=key), offices),
        Filter("rank", _("Rank"), lambda rows, rank, ask: rows.filter(rank=rank), lambda ask: Rank.choices),
        Filter("acting", _("Acting"), lambda rows, yes, ask: rows.filter(acting=True), kind="check"),
    ),
    empty=_("Nobody heads an office on this day. An administrator names the heads: approvals follow them."),
)

DELEGATIONS = Register(
    name="delegations",
    title=_("Delegations of authority"),
    question=queries.delegations,
    order="-starts_on",
    dated=False,
    columns=(
        Column(
            "authority",
            _("Authority"),
            lambda one: capfirst(one.get_authority_display()),
            sort="authority",
            url=lambda one: reverse("people:delegation", args=[one.pk]),
        ),
        person_column("giver", _("Given by"), "giver", "sort_giver"),
        person_column("receiver", _("Given to"), "receiver", "sort_receiver"),
        Column("starts_on", _("From"), lambda one: on(one.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda one: on(one.ends_on), sort="ends_on"),
        Column("state", _("State"), state),
        Column("reason", _("Reason"), lambda one: one.reason, shown=False),
        account_column("giver_account", _("Account of the giver"), "giver"),
        account_column("receiver_account", _("Account of the receiver"), "receiver"),
    ),
    filters=(
        Filter(
            "q", _("Name"), lambda rows, words, ask: queries.named_in(rows, words, "giver", "receiver"), kind="search"
        ),
        Filter("authority", _("Authority"), lambda rows, code, ask: rows.filter(authority=code), authorities),
        Filter("state", _("State"), queries.standing, _states(*STATES)),
    ),
    empty=_("No delegation matches. The head of an office delegates; the administrator may enter it."),
)

ABSENCES = Register(
    name="absences",
    title=_("Absences"),
    question=queries.absences,
    order="-starts_on",
    dated=False,
    columns=(
        person_column(
            "person", _("Person"), "person", "sort_person", lambda one: reverse("people:absence", args=[one.pk])
        ),
        Column("unit", _("Office"), lambda one: one.person.unit.name if one.person.unit else ""),
        Column("kind", _("Kind"), lambda one: one.get_kind_display(), sort="kind"),
        Column("starts_on", _("From"), lambda one: on(one.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda one: on(one.ends_on), sort="ends_on"),
        Column("state", _("State"), state),
        account_column("account", _("Account"), "person"),
        Column("key", _("Number"), lambda one: one.pk, shown=False),
    ),
    filters=(
        Filter("q", _("Name"), lambda rows, words, ask: queries.named_in(rows, words, "person"), kind="search"),
        Filter("office", _("Office"), lambda rows, key, ask: rows.filter(person__unit__key=key), offices),
        Filter("kind", _("Kind"), lambda rows, kind, ask: rows.filter(kind=kind), lambda ask: Absence.KINDS),
        Filter("state", _("State"), queries.standing, _states(queries.NOW, queries.COMING, queries.OVER)),
    ),
    empty=_("No absence matches. People enter their own; the administrator may send a spreadsheet."),
)


def about_absence(one: Any) -> list[dict[str, Any]]:
    """What an absence says."""
    said = [(_("Person"), str(one.person)), (_("Kind"), one.get_kind_display())]
    days = [(_("From"), on(one.starts_on)), (_("To"), on(one.ends_on))]
    return _said([*said, *days])


def about_delegation(one: Any) -> list[dict[str, Any]]:
    """What a delegation says, in the order a reader looks for it."""
    said = [
        (_("Authority"), capfirst(one.get_authority_display())),
        (_("Given by"), str(one.giver)),
        (_("Given to"), str(one.receiver)),
        (_("From"), on(one.starts_on)),
        (_("To"), on(one.ends_on)),
        (_("Reason"), one.reason),
    ]
    return _said(said)


def _said(pairs: list[tuple[Any, str]]) -> list[dict[str, Any]]:
    return [
        {"label": label, "value": value.spoken() if isinstance(value, PartialDate) else value}
        for label, value in pairs
        if value
    ]
