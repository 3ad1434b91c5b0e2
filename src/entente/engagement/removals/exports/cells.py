"""What the cells of this room say."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.kit import numerals, periods
from entente.kit.days import PartialDate

from ..models import Figure
from ..models.figures import period_of as period_of
from ..rules import Score

capped = lazy(capfirst, str)
"""Words with a capital, in the language of the reader and not in that of the start."""


def day(value: Any) -> Any:
    """A day as lists draw it and files carry it."""
    return PartialDate(value.isoformat()) if value else ""


def partial(text: str) -> Any:
    """A partial date as lists draw it; nothing where there is none."""
    return PartialDate(text) if text else ""


def months(first: date, last: date) -> str:
    """A period in words: “April 2026 to June 2026”."""
    return periods.spoken(period_of(first, last))


def told(numbers: Iterable[Decimal]) -> str:
    """What sources say of one measure and period: “120”, or “120 or 135” where they say different things."""
    said = [numerals.figure(one) for one in sorted(set(numbers))]
    if len(said) < 2:
        return "".join(said)
    return _("%(some)s or %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}


def latest(figures: Iterable[Figure], measure: str) -> list[Figure]:
    """Those of a measure for the latest period that has any; of two that end together the shorter one."""
    found = [one for one in figures if one.measure == measure]
    if not found:
        return []
    last = max(found, key=lambda one: (one.ends_on, one.starts_on))
    return [one for one in found if one.span == last.span]


def plain(figures: Iterable[Figure]) -> Any:
    """One number as a number, several as words; what a file carries."""
    numbers = sorted({one.number for one in figures})
    if len(numbers) == 1:
        number = numbers[0]
        return int(number) if number == int(number) else float(number)
    return told(numbers)


def drawn(figures: list[Figure], usual: Any = None) -> SafeString:
    """The figure, in words that the sources disagree, and its period where it is not the ``usual`` one of its row."""
    if not figures:
        return format_html('<span class="soft">{}</span>', "–")
    said = told(one.number for one in figures)
    apart = len({one.number for one in figures}) > 1
    warned = format_html('<br><b class="state-missing">{}</b>', _("the sources disagree")) if apart else ""
    when = "" if figures[0].span == usual else format_html('<br><span class="soft nowrap">{}</span>', figures[0].when)
    return format_html("{}{}{}", said, warned, when)


def scored(score: Score | None) -> str:
    """“72”, or “64 to 72” where sources that disagree leave it open; nothing where it is not known."""
    if score is None:
        return ""
    if not score.is_range:
        return str(score.low)
    return _("%(low)s to %(high)s") % {"low": score.low, "high": score.high}
