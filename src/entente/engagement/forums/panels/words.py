"""Facts of a body in words, with the number of their source and what a person corrected."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.foundation.people.policy import cleared
from entente.foundation.sources.models import Correction
from entente.foundation.sources.queries import Notes
from entente.kit.days import UNKNOWN, spoken
from entente.kit.periods import Period
from entente.kit.table import Ask

from ..models import Body, Part
from ..queries.dossier import Whole


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the record. ``correction`` is what a person put in the place of ``said``."""

    label: Any
    value: Any
    url: str = ""
    citation: Any = None
    correction: Correction | None = None
    said: Any = ""


def fact(known: Whole, notes: Notes, field: str, value: Any, url: str = "") -> Fact:
    """A field of a body as a line, with what the source says where a person corrected it."""
    body = known.body
    correction = known.corrections.get((body._meta.label_lower, body.pk, field))
    column: Any = body._meta.get_field(field)
    said = spelled(body, field, correction.source_value) if correction else ""
    label = _("Focus") if field.startswith("focus_") else capfirst(column.verbose_name)
    return Fact(label, value, url, notes.cite(body), correction, said)


def spelled(thing: Any, field: str, text: str) -> str:
    """What a source says, as words: codes by their labels, dates as people write them."""
    one: Any = thing._meta.get_field(field)
    if not text:
        return _("nothing")
    if field == "our_roles":
        return ", ".join(str(Part(code).label) for code in text.split("|"))
    if one.choices:
        return str(dict(one.flatchoices).get(text, text))
    if field in ("starts_on", "ends_on"):
        return spoken(text)
    if one.get_internal_type() == "BooleanField":
        return _("yes") if text == "yes" else _("no")
    return text


def period(thing: Any) -> str:
    """From when to when, as far as it is known; otherwise the day the source speaks for."""
    start = "" if thing.starts_on in UNKNOWN else thing.starts_on
    end = "" if thing.ends_on in UNKNOWN else thing.ends_on
    if start and end:
        return spoken(start) if start == end else Period(f"{start}/{end}").spoken()
    if start:
        return since(start)
    if end:
        return until(end)
    return as_of(thing.as_of) if thing.as_of not in UNKNOWN else ""


# French says « depuis le 3 mai 2019 » but « depuis mai 2019 »: whole days have words of their own.
WHOLE = 10  # letters of a whole day in ISO form


def since(day: str) -> str:
    """“since May 3, 2019”, or as much of it as is known."""
    if len(day) == WHOLE:
        return _("since %(date)s") % {"date": spoken(day)}
    return _("since %(month)s") % {"month": spoken(day)}


def until(day: str) -> str:
    """“until May 3, 2019”, or as much of it as is known."""
    if len(day) == WHOLE:
        return _("until %(date)s") % {"date": spoken(day)}
    return _("until %(month)s") % {"month": spoken(day)}


def as_of(day: str) -> str:
    """“as of May 3, 2019”, or as much of it as is known."""
    if len(day) == WHOLE:
        return _("as of %(date)s") % {"date": spoken(day)}
    return _("as of %(month)s") % {"month": spoken(day)}


def ended(day: str) -> str:
    """“ended May 3, 2019”, or as much of it as is known."""
    if len(day) == WHOLE:
        return _("ended %(date)s") % {"date": spoken(day)}
    return _("ended %(month)s") % {"month": spoken(day)}


def roles(body: Body) -> str:
    """What we are in a body, as one text."""
    return ", ".join(str(role) for role in body.roles)


def shown(ask: Ask, thing: Any) -> Any:
    """A thing that is pointed at, or nothing when the reader is not cleared for it."""
    return thing if thing is not None and cleared(ask.person, thing) else None


def correcting(thing: Any, field: str) -> str:
    """The page on which one field of a record is corrected."""
    return reverse("dossiers:correct", args=[thing._meta.label_lower, thing.pk, field])
