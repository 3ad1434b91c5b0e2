"""What is done with a series: opening and changing it. Its next meeting is registered like any other."""

from typing import Any

from django.db import transaction

from entente.foundation.index import actions as index
from entente.foundation.trail import actions as trail
from entente.kit.bilingual import fold

from .. import rules, search
from ..models import Series
from ..policy import MEETINGS
from .meetings import _locked, _obey


@transaction.atomic
def open_series(*, by: Any, **given: Any) -> Series:
    """Open a series of meetings; its key is made from the English title.

    Raises:
        PermissionDenied: ``by`` is neither a desk officer nor a travel planner.
        ValidationError: a value cannot stand, or MTG-1 or MTG-4 refuses.
    """
    MEETINGS.require(by, "keep_series")
    series = Series(**given)
    series.key = _free_key(series.title_en)
    _obey(rules.held_with_somebody(series), rules.within_own_clearance(series, by), thing=series)
    series.save()
    trail.record(by=by, verb="open_series", subject=series, recurrence=series.recurrence)
    index.put([search.series_entry(series)])
    return series


@transaction.atomic
def change_series(series: Series, *, by: Any, **given: Any) -> Series:
    """Change what a series is called, how often it meets, who leads. Raises as ``open_series``, or by MTG-9."""
    series = _locked(series)
    MEETINGS.require(by, "keep_series", series)
    before = {name: getattr(series, name) for name in given if getattr(series, name) != given[name]}
    for name in before:
        setattr(series, name, given[name])
    _obey(
        rules.something_changes(before),
        rules.held_with_somebody(series),
        rules.within_own_clearance(series, by),
        thing=series,
    )
    series.save()
    said = {name: [value, getattr(series, name)] for name, value in before.items()}
    trail.record(by=by, verb="change_series", subject=series, **said)
    index.put([search.series_entry(series)])
    return series


def _free_key(title: str) -> str:
    """A stable address made from the title, with a number behind it when it is taken."""
    letters = "".join(one if one.isalnum() and one.isascii() else " " for one in fold(title).replace("'", " "))
    wanted = "-".join(letters.split())[:60].strip("-") or "series"
    taken = set(Series.objects.filter(key__startswith=wanted).values_list("key", flat=True)) | {"new", "nouveau"}
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
