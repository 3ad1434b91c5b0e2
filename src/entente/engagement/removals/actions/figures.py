"""Entering figures, one by one or from a sheet, withdrawing one, and ranking the countries."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from entente.foundation.trail import actions as trail
from entente.kit.days import PartialDate

from .. import queries, rules
from ..models import CountryFile, Figure, Ranked, Ranking
from ..policy import REMOVALS
from .keeping import _checked, _locked, _obey, _today

KEY_LENGTH = 60  # characters of a title that a key keeps
Given = dict[str, Any]


@transaction.atomic
def enter(file: CountryFile, figures: Sequence[Given], *, by: Any) -> list[Figure]:
    """Put figures of one country on record, all or none.

    Each has ``measure starts_on ends_on number place as_of`` and may have ``source``.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing is given, or REM-1, REM-4 to REM-7, REM-28 or REM-29 refuses one of them.
    """
    file = _locked(file)
    REMOVALS.require(by, "enter", file)
    _obey(rules.something_changes(figures))
    made = [_entered(Figure(file=file, by=by, at=timezone.now(), **given)) for given in figures]
    lines = [trail.line(file, "enter_figure", **_told(one)) for one in made]
    trail.record_many(lines, by=by)
    return made


def _entered(figure: Figure) -> Figure:
    """Judge and save one figure. Raises with the measure as the place of a problem of its number."""
    try:
        _obey(*rules.against(figure, queries.said_before(figure), today=_today()))
        figure.full_clean()
    except ValidationError as refusal:
        asked = {"number": figure.measure, "starts_on": "period"}
        found: dict[str, list[ValidationError]] = {}
        for name, problems in refusal.error_dict.items():
            found.setdefault(asked.get(name, name), []).extend(problems)
        raise ValidationError(found) from refusal
    figure.save()
    return figure


def _told(figure: Figure) -> Given:
    number = f"{figure.number.normalize():f}"
    said = {"measure": figure.measure, "period": figure.period, "number": number, "place": figure.place}
    return said | {"as_of": figure.as_of}


@transaction.atomic
def import_rows(rows: Iterable[Given], *, by: Any, file: str) -> list[Figure]:
    """Enter the rows of a spreadsheet, all or none. Each row names its ``file`` besides what ``enter`` takes.

    Its countries are held first, in one order: of two who enter the same sheet at once, the second waits and is told.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: REM-1, REM-4 to REM-7, REM-28 or REM-29 refuses a row: since it was judged, another was faster.
    """
    REMOVALS.require(by, "import")
    rows = list(rows)
    asked = sorted({given["file"].pk: given["file"] for given in rows}.items())
    files = {pk: _locked(one) for pk, one in asked}
    for held in files.values():
        REMOVALS.require(by, "enter", held)
    made = [_entered(Figure(by=by, at=timezone.now(), **(given | {"file": files[given["file"].pk]}))) for given in rows]
    trail.record_many([trail.line(one.file, "import", file=file, **_told(one)) for one in made], by=by)
    return made


@transaction.atomic
def withdraw(figure: Figure, *, by: Any, reason: str) -> Figure:
    """Take a figure out of what counts, with the reason; it stays on record. Raises by REM-1, REM-17 or REM-27."""
    file = _locked(figure.file)
    figure = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    REMOVALS.require(by, "withdraw", file)
    _obey(rules.stands_still(figure), rules.says_why(reason), rules.nobody_in(reason, "reason"))
    figure.withdrawn_at, figure.withdrawn_by, figure.withdrawn_why = timezone.now(), by, reason.strip()
    figure.full_clean()
    figure.save()
    trail.record(by=by, verb="withdraw_figure", subject=file, reason=reason, **_told(figure))
    return figure


@transaction.atomic
def rank(places: Sequence[tuple[CountryFile, int]], *, by: Any, ranked_on: str, **given: Any) -> Ranking:
    """Rank countries by a method on a day; an earlier ranking stays as it was.

    ``given`` are ``title_en title_fr method_en method_fr source place marking``.

    Raises:
        PermissionDenied: ``by`` may not, or is not cleared for a country on it.
        ValidationError: REM-1, REM-8, REM-9, REM-11, REM-28 or REM-33 refuses.
    """
    ranking = Ranking(ranked_on=ranked_on, as_of=ranked_on, **given)
    REMOVALS.require(by, "rank", ranking)
    for file, _rank in places:
        REMOVALS.require(by, "rank", file)
    day: date | None = PartialDate(ranked_on).first if ranked_on else None
    ranking.key = _free_key(ranking.title_en or ranking.title_fr or "ranking")
    _checked(
        ranking,
        rules.ranks_follow(places),
        rules.says_its_method((ranking.method_en, ranking.method_fr)),
        rules.has_come(day, "ranked_on", today=_today()),
        rules.within_memory(day, "ranked_on"),
        rules.not_twice(queries.is_ranked(ranking, places)),
    )
    ranking.save()
    Ranked.objects.bulk_create([Ranked(ranking=ranking, file=file, rank=number) for file, number in places])
    trail.record(by=by, verb="rank", subject=ranking, countries=len(places), ranked_on=ranked_on)
    return ranking


def _free_key(title: str) -> str:
    """A key that no ranking has yet, made from a title."""
    stem = slugify(title)[:KEY_LENGTH].strip("-") or "ranking"
    key, number = stem, 2
    while queries.is_key_taken(key) or key == "new":
        key, number = f"{stem}-{number}", number + 1
    return key
