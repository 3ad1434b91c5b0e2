"""Entries of a calendar as iCalendar (RFC 5545, with the names and the refresh hint of RFC 7986).

Several days are whole days; times carry the zone of the place, which the file describes. What was called off stays
with the state CANCELLED, so that programs take it out. The library writes the head of the file and the zones; entries
are written here, since it takes half a second for 1,000 of them. Tests read them back with the library and compare
them with what it writes itself.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone

from entente.kit.bilingual import language
from entente.kit.occasion import Occasion

from ..kinds import ONE, SAID_FIRST

HOST = "entente"  # the right side of every identifier; it never changes, wherever the product is served
EVERY = timedelta(hours=1)  # how often a program may ask again
PRODUCT = "-//Entente//Calendar//"
LONGEST = 75  # octets of a line, its end not counted
END = b"END:VCALENDAR\r\n"


def calendar(
    found: Iterable[Occasion], *, name: str, first: date, last: date, address: Callable[[Occasion], str]
) -> bytes:
    """The entries as one file in the active language. ``address`` gives the page of each. Asks nothing."""
    lang, events = language(), list(found)
    whole = Calendar()
    whole.add("prodid", f"{PRODUCT}{lang.upper()}")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT1H")
    head: bytes = whole.to_ical(sorted=False).removesuffix(END)
    zones = b"".join(
        described(zone, first.year, last.year) for zone in sorted({one.zone for one in events if timed(one)})
    )
    kinds = {code: str(label) for code, label in ONE.items()}
    lines = "".join(f"{folded(line)}\r\n" for one in events for line in event(one, lang, address(one), kinds))
    return head + zones + lines.encode() + END


def timed(one: Occasion) -> bool:
    """Whether an entry has hours: it lasts one day and says when it begins."""
    return one.starts_at is not None and one.first == one.last


def event(one: Occasion, lang: str, address: str, kinds: dict[str, str]) -> Iterator[str]:
    """The lines of one entry, before they are folded. ``kinds`` are the words for the kinds."""
    changed = one.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.uid)}@{HOST}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{one.revision}"
    yield f"STATUS:{'CANCELLED' if one.cancelled else 'TENTATIVE' if one.tentative else 'CONFIRMED'}"
    yield f"SUMMARY:{escaped(said(one, lang, kinds))}"
    yield from _when(one)
    if place := getattr(one, f"place_{lang}"):
        yield f"LOCATION:{escaped(place)}"
    if one.kind in kinds:
        yield f"CATEGORIES:{escaped(kinds[one.kind])}"
    yield f"URL:{address}"
    yield "END:VEVENT"


def said(one: Occasion, lang: str, kinds: dict[str, str]) -> str:
    """The title; that something was called off, or is only due, stands before it."""
    title = str(getattr(one, f"title_{lang}") or one.title_en or one.title_fr)
    if one.cancelled:
        return _("Cancelled: %(title)s") % {"title": title}
    if one.kind in SAID_FIRST:
        return _("%(kind)s: %(title)s") % {"kind": kinds[one.kind].capitalize(), "title": title}
    return title


def _when(one: Occasion) -> Iterator[str]:
    if one.starts_at is not None and one.first == one.last:
        yield f"DTSTART;TZID={one.zone}:{datetime.combine(one.first, one.starts_at):%Y%m%dT%H%M%S}"
        if one.ends_at is not None and one.ends_at > one.starts_at:
            yield f"DTEND;TZID={one.zone}:{datetime.combine(one.first, one.ends_at):%Y%m%dT%H%M%S}"
        return
    yield f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.last + timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"


def escaped(text: str) -> str:
    """A text value (RFC 5545, 3.3.11); line ends of every kind become one."""
    plain = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets (RFC 5545, 3.1); no letter is cut."""
    if len(line) <= LONGEST and len(line.encode()) <= LONGEST:
        return line
    pieces, piece, size = list[str](), list[str](), 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            pieces.append("".join(piece))
            piece, size = [], 1  # the blank at the beginning of the next line counts
        piece.append(letter)
        size += octets
    return "\r\n ".join([*pieces, "".join(piece)])


@lru_cache(maxsize=64)
def described(zone: str, first: int, last: int) -> bytes:
    """A time zone as the file describes it, from the beginning of a year to the end of another."""
    found: Any = Timezone.from_tzinfo(
        ZoneInfo(zone), zone, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1)
    )
    written: bytes = found.to_ical()
    return written
