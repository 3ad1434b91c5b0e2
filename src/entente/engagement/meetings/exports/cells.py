"""What the cells of the registers say, and the conditions a reader may set."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums.queries import trees
from entente.kit.bilingual import Text
from entente.kit.days import PartialDate, in_our_days
from entente.kit.numerals import clock
from entente.kit.table import Ask, words

from ..models import Meeting


def page_of(thing: Any) -> str:
    """The page of a body, partner, meeting or series, or nothing."""
    return thing.get_absolute_url() if thing is not None else ""


def name_of(thing: Any) -> Any:
    """A thing's name, or nothing."""
    return thing.name if thing is not None else ""


def key_of(thing: Any) -> str:
    """A thing's key, or nothing."""
    return thing.key if thing is not None else ""


def short(thing: Any) -> Any:
    """A thing's acronym, else its name."""
    return (thing.acronym or thing.name) if thing is not None else ""


def day(on: date | None) -> str:
    """A day the register draws as people write it and files carry in figures."""
    return PartialDate(on.isoformat()) if on else ""


def days_drawn(meeting: Meeting) -> SafeString:
    """From when to when, on one line: the day with its hours, or the first and the last day."""
    first = PartialDate(meeting.starts_on.isoformat()).spoken()
    if meeting.starts_on == meeting.ends_on:
        hour = f", {clock(meeting.starts_at)}" if meeting.starts_at else ""
        return format_html('<span class="nowrap">{}{}</span>', first, hour)
    last = PartialDate(meeting.ends_on.isoformat()).spoken()
    return format_html('<span class="nowrap">{} –</span> <span class="nowrap">{}</span>', first, last)


def met(meeting: Any) -> Any:
    """Who meets: the body, else the partner."""
    return meeting.body or meeting.partner


def met_name(meeting: Any) -> Any:
    """The body that meets by its acronym, else the partner by name; both where it is a body's meeting with one."""
    both = [one for one in (meeting.body, meeting.partner) if one is not None]
    return short(both[0]) if len(both) == 1 else Text(" · ".join(str(short(one)) for one in both), "")


def place(meeting: Meeting) -> Any:
    """Where it meets: the city and the country, or that it meets on line."""
    if meeting.form == "on_line":
        return meeting.get_form_display()
    parts = [str(one) for one in (meeting.city, meeting.country.name if meeting.country else "") if one]
    return ", ".join(parts)


def title_drawn(thing: Any) -> SafeString:
    """A title as the register draws it."""
    return words(thing.title)


def equal(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def listed(choices: Iterable[tuple[str, Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are the same for everybody."""
    return lambda ask: choices


def keyed(question: Callable[[Ask], Iterable[Any]], name: str = "name") -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key and a name."""
    return lambda ask: [(one.key, getattr(one, name)) for one in question(ask)]


def from_day(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition on days: on this one or later. A year or month counts from its first day; no date, no condition."""
    return lambda rows, value, ask: _day(rows, f"{path}__gte", value, first=True)


def to_day(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition on days: on this one or before. A year or month lasts to its last day; no date, no condition."""
    return lambda rows, value, ask: _day(rows, f"{path}__lte", value, first=False)


def _day(rows: QuerySet[Any], path: str, value: str, *, first: bool) -> QuerySet[Any]:
    try:
        asked = in_our_days(value)
    except ValidationError:
        return rows.none()
    return rows.filter(**{path: asked.first if first else asked.last})


THERE = [("yes", _("were there")), ("no", _("were not there")), ("unknown", _("not noted"))]


def was_there(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    """Delegates who were there, were not, or of whom it was not noted."""
    return rows.filter(attended={"yes": True, "no": False, "unknown": None}[value])


def ours_only(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    """Our own delegation."""
    return rows.filter(partner__isnull=True)


def under(rows: QuerySet[Any], key: str, ask: Ask) -> QuerySet[Any]:
    """Meetings of a forum or body, or of one under it at any depth."""
    return trees.under(rows, key, "body")
