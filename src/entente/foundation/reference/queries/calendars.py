"""Holidays of the places concerned, and deadlines counted by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import holidays as almanac
from django.conf import settings

from entente.kit.bilingual import Bilingual
from entente.kit.deadlines import WORKING, Deadline, due_day

HOME = "CA"
HORIZON = 400  # days either side of a beginning in which holidays are looked up for one deadline
# French words that the almanac leaves in English.
FRENCH = {"Boxing Day": "Lendemain de Noël"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which a country’s public offices are closed.

    ``name_fr`` is empty where nobody has given it in French; ``name`` then reads in English and says so.
    """

    day: date
    name_en: str
    name_fr: str

    name = Bilingual("name")


def holidays(country_code: str, first: date, last: date) -> list[Holiday]:
    """The holidays of a country in a period, both ends included, in order. Asks nothing of the database.

    A country the almanac does not know has none. Regional holidays are left out.
    """
    years = range(first.year, last.year + 1)
    return [one for year in years for one in _year(country_code.upper(), year) if first <= one.day <= last]


def deadline(start: date, days: int, *, zone: str = "", counting: str = "", country: str = HOME) -> Deadline:
    """When something is due so many days after another day, as the house counts.

    The setting ``ENTENTE_COUNTING`` says whether calendar or working days count, ``TIME_ZONE`` in whose zone the
    day ends; a caller whose source says otherwise passes its own. Asks nothing of the database.
    """
    counting = counting or settings.ENTENTE_COUNTING
    off: set[date] = set()
    if counting == WORKING:
        reach = 2 * abs(days) + HORIZON
        off = {one.day for one in _around(country, start, reach)}
    return Deadline(due_day(start, days, counting=counting, holidays=off), zone or settings.TIME_ZONE)


def _around(country_code: str, start: date, reach: int) -> Iterable[Holiday]:
    return holidays(country_code, *(date.fromordinal(start.toordinal() + days) for days in (-reach, reach)))


@lru_cache(maxsize=512)
def _year(country_code: str, year: int) -> tuple[Holiday, ...]:
    """The holidays of one country in one year, in order; at home those of the public service."""
    known = almanac.list_supported_countries(include_aliases=False)
    if country_code not in known:
        return ()
    spoken = _languages(country_code)
    english, french = (_names(country_code, year, spoken.get(lang)) for lang in ("en", "fr"))
    if "fr" not in spoken:
        french = {}
    return tuple(Holiday(day, english[day], french.get(day, "")) for day in sorted(english))


def _languages(country_code: str) -> dict[str, str]:
    """The almanac’s name of each official language it speaks for a country: ``{"en": "en_CA", "fr": "fr"}``.

    One without any language has English names.
    """
    offered = getattr(almanac, country_code).supported_languages
    found: dict[str, str] = {}
    for one in sorted(offered, key=lambda name: (not name.endswith(f"_{country_code}"), name)):
        found.setdefault(one[:2], one)
    return found


def _names(country_code: str, year: int, lang: str | None) -> dict[date, str]:
    categories: dict[str, Any] = {"categories": ("public", "government")} if country_code == HOME else {}
    found = almanac.country_holidays(country_code, years=year, language=lang, **categories)
    return {day: _written(name, lang or "") for day, name in found.items() if day.year == year}


def _written(name: str, lang: str) -> str:
    if lang.startswith("fr"):
        for english, french in FRENCH.items():
            name = name.replace(english, french)
    return name.replace("'", "’")
