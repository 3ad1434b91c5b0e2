"""What the cells of the registers say, and the conditions a reader may set."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners import queries as partners
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.table import Ask, Column, words

from ..models import Part, Seat
from ..queries.editions import LAST


def seen(body: Any, name: str) -> Any:
    """What a body points at, or nothing when its reader is not cleared for it."""
    thing = getattr(body, name)
    return thing if thing is not None and thing.marking in body.readable.split("|") else None


def name_of(thing: Any) -> Any:
    """A thing's name, or nothing."""
    return thing.name if thing is not None else ""


def key_of(thing: Any) -> str:
    """A thing's key, or nothing."""
    return thing.key if thing is not None else ""


def page_of(thing: Any) -> str:
    """The dossier of a body or partner, or nothing."""
    return thing.get_absolute_url() if thing is not None else ""


def day(text: str) -> str:
    """A date the register can draw as people write it; a mark stays a mark, nothing stays nothing."""
    return text if text in UNKNOWN else PartialDate(text)


def where(body: Any) -> Any:
    """At home or abroad."""
    return _("at home") if body.home else _("abroad")


def moved(body: Any) -> Any:
    """Whose or what’s movement a body is about, in a word or two; nothing when it is not said."""
    return {"persons": _("persons"), "goods": _("goods"), "both": _("persons and goods")}.get(body.movement, "")


def called(thing: Any) -> SafeString:
    """A name with its acronym behind it."""
    drawn = words(thing.name)
    return format_html("{} ({})", drawn, thing.acronym) if thing.acronym else drawn


def rotates(seat: Seat) -> Any:
    """Whether a seat passes from one to the next, in words; nothing when the source does not say."""
    return {True: _("rotates"), False: _("permanent"), None: ""}[seat.rotational]


def first_place(body: Any) -> bool:
    """Whether the edition asked about puts a forum first."""
    return bool(body.rank < LAST)


def goal_of(goal: Any) -> Any:
    """What a goal says; one that is still to be finalised says that instead."""
    return goal.text if goal.state == "set" else goal.get_state_display()


def goals_of(priority: Any) -> str:
    """The goals of an edition in a forum, one after the other."""
    return " · ".join(str(goal_of(goal)) for goal in priority.body.wanted)


def goals_drawn(priority: Any) -> SafeString:
    """The same, one a line."""
    lines = format_html_join("", "<li>{}</li>", ((words(goal_of(one)),) for one in priority.body.wanted))
    return format_html("<ol>{}</ol>", lines) if lines else lines


def origin(record: Callable[[Any], Any] = lambda row: row) -> tuple[Column, ...]:
    """The three columns that say where a row comes from; only files carry them."""
    return (
        Column("source", _("Source"), lambda row: key_of(record(row).source), shown=False),
        Column("place", _("Place in the source"), lambda row: record(row).place, shown=False),
        Column("as_of", _("As of"), lambda row: record(row).as_of, shown=False),
    )


def equal(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def listed(choices: Iterable[tuple[str, Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are the same for everybody."""
    return lambda ask: choices


def keyed(question: Callable[[Ask], Iterable[Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key and a name."""
    return lambda ask: [(one.key, one.name) for one in question(ask)]


def in_question(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    """A condition that the register's question has already heeded."""
    return rows


def editions(ask: Ask) -> Iterable[tuple[str, Any]]:
    """The editions this person may see."""
    return [(one.key, one.title) for one in partners.editions(ask.person)]


PLACES = [("home", _("at home")), ("abroad", _("abroad"))]
PARTS = [*Part.choices, ("none", _("none recorded"))]
SUBJECTS = [("persons", _("persons")), ("goods", _("goods"))]
