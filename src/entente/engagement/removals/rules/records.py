"""What files, figures, rankings and levers must obey."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Kind, Partner
from entente.foundation.people.policy import markings_for
from entente.kit import numerals
from entente.kit.days import spoken

from ..models import COUNTED_IN_DAYS, CountryFile, Figure, Lever, Reaction, Use
from .days import drawn_in_time, within_memory
from .persons import names_nobody

Obstacles = list[ValidationError]
COUNTRIES = (Kind.COUNTRY, Kind.TERRITORY)


def of_a_country(partner: Partner) -> ValidationError | None:
    """REM-2. A file is about a country or territory. Source: needs, M15 (country files)."""
    if partner.kind in COUNTRIES:
        return None
    said = _("REM-2: %(name)s is neither a country nor a territory.") % {"name": partner}
    return ValidationError({"partner": ValidationError(said, code="no_country")})


def one_file_a_country(there: CountryFile | None) -> ValidationError | None:
    """REM-3. A country has one file. Source: design (one partner; rooms point at it)."""
    if there is None:
        return None
    said = _("REM-3: this country has a file already: open that one.")
    return ValidationError({"partner": ValidationError(said, code="there")})


def counts_what_it_can(figure: Figure) -> ValidationError | None:
    """REM-4. Cases and documents are whole numbers; only days may have a half. Source: what is counted."""
    whole = figure.number == int(figure.number)
    if whole or (figure.measure in COUNTED_IN_DAYS and figure.number * 2 == int(figure.number * 2)):
        return None
    said = (
        _("REM-4: days are whole or have a half.")
        if figure.measure in COUNTED_IN_DAYS
        else _("REM-4: cases and documents are whole numbers.")
    )
    return ValidationError({"number": ValidationError(said, code="not_whole")})


def period_is_over(figure: Figure, *, today: date) -> ValidationError | None:
    """REM-5. A figure is for a period that is over, and that begins before it ends.

    Source: needs, M15 (aggregates over time); a quarter under way has no total yet.
    """
    if figure.ends_on < figure.starts_on:
        said = _("REM-5: the period ends before it begins.")
        return ValidationError({"period": ValidationError(said, code="backwards")})
    if figure.ends_on > today:
        said = _("REM-5: this period ends on %(day)s: a figure is entered once it is over.")
        return ValidationError({"period": ValidationError(said % {"day": spoken(figure.ends_on)}, code="ahead")})
    return None


def says_where_it_stands(figure: Figure) -> ValidationError | None:
    """REM-6. A figure says from where it comes and for which day that speaks. Source: design, provenance."""
    said: dict[str, ValidationError] = {}
    if not figure.place.strip():
        said["place"] = ValidationError(
            _("REM-6: say where it stands: the extract or report, and the table."), code="place_missing"
        )
    if not figure.as_of:
        said["as_of"] = ValidationError(
            _("REM-6: give the day on which it was counted or drawn."), code="as_of_missing"
        )
    return ValidationError(said) if said else None


def said_once(figure: Figure, said_before: Collection[Any]) -> ValidationError | None:
    """REM-7. One place counted on one day says one thing for one measure and period.

    Another place, or the same one drawn on another day, may say otherwise: both stand. ``said_before`` are the figures
    of this file, measure and period that stand. Source: design, conflicting values kept.
    """
    same = [
        one
        for one in said_before
        if (one.source_id, one.place, one.as_of) == (figure.source_id, figure.place, figure.as_of)
    ]
    if not same:
        return None
    said = _("REM-7: this place says %(number)s already for this period. Withdraw that figure first if it is wrong.")
    return ValidationError(
        {"number": ValidationError(said % {"number": numerals.figure(same[0].number)}, code="twice")}
    )


def ranks_follow(places: Sequence[tuple[Any, int]]) -> ValidationError | None:
    """REM-8. Ranks run from one without a gap, and a country has one; two countries may share a rank.

    After a shared rank the next one counts on: 1, 2, 2, 4. Source: needs, M15 (rank in the list of 36).
    """
    if not places:
        return _ranks(_("REM-8: rank one country at least."), "empty")
    files = [file for file, _rank in places]
    if len(set(files)) != len(files):
        return _ranks(_("REM-8: a country stands twice on the list."), "country_twice")
    ranks = sorted(rank for _file, rank in places)
    wrong = [rank for at, rank in enumerate(ranks, start=1) if rank != at and (at == 1 or rank != ranks[at - 2])]
    if not wrong:
        return None
    said = _("REM-8: rank %(rank)s does not follow: ranks run from 1, and after a shared one count on (1, 2, 2, 4).")
    return _ranks(said % {"rank": wrong[0]}, "gap")


def _ranks(said: Any, code: str) -> ValidationError:
    return ValidationError({"places": ValidationError(said, code=code)})


def says_its_method(method: Iterable[str]) -> ValidationError | None:
    """REM-9. A ranking says by which method it was made. Source: needs, row 110 (ranking with method and date)."""
    if any(words.strip() for words in method):
        return None
    said = _("REM-9: say by which method the countries are ranked.")
    return ValidationError({"method_en": ValidationError(said, code="method_missing")})


def lever_is_there(use: Use) -> ValidationError | None:
    """REM-10. A lever is used on a day on which it is available. Source: needs, row 113 (levers ledger)."""
    if use.lever.is_available(use.used_on):
        return None
    said = _("REM-10: this lever was not available on %(day)s.") % {"day": spoken(use.used_on)}
    return ValidationError({"used_on": ValidationError(said, code="not_available")})


def has_come(day: date | None, question: str, *, today: date) -> ValidationError | None:
    """REM-11. What happened has a day that has come. ``question``: what the form calls it. Source: what a record is."""
    if day is None or day <= today:
        return None
    said = _("REM-11: %(day)s has not come yet.") % {"day": spoken(day)}
    return ValidationError({question: ValidationError(said, code="ahead")})


def reacts_afterwards(reaction: Reaction, use: Use) -> ValidationError | None:
    """REM-12. A country reacts on the day of the step or later. Source: needs, M15 (actions logged with reaction)."""
    if reaction.noted_on >= use.used_on:
        return None
    said = _("REM-12: the lever was used on %(day)s; the reaction came that day or later.")
    return ValidationError({"noted_on": ValidationError(said % {"day": spoken(use.used_on)}, code="before")})


def says_something(thing: Any, name: str, question: Any) -> ValidationError | None:
    """REM-13. A lever, a step, a decision and an item say in words what they are, in one language at least.

    ``name`` is the pair of columns, ``question`` what the form calls it. Source: design, two languages.
    """
    if getattr(thing, f"{name}_en").strip() or getattr(thing, f"{name}_fr").strip():
        return None
    said = _("REM-13: say it in words, in one language at least: %(what)s.") % {"what": question}
    return ValidationError({f"{name}_en": ValidationError(said, code="mute")})


def not_above_own_clearance(file: CountryFile, person: Any) -> ValidationError | None:
    """REM-14. Nobody marks a file above the own clearance: it would vanish before their eyes.

    Source: design, visibility.
    """
    if file.marking in markings_for(person):
        return None
    return ValidationError(
        {"marking": ValidationError(_("REM-14: this marking is above your clearance."), code="high")}
    )


def something_changes(changed: object) -> ValidationError | None:
    """REM-15. A change that changes nothing is not recorded. Source: design, what is in the trail."""
    return None if changed else ValidationError(_("REM-15: this is how it stands already."), code="unchanged")


def stands_until_then(lever: Lever, gone_on: date, last_used: date | None, *, today: date) -> ValidationError | None:
    """REM-16. A lever goes once, after the day from which it was there and after it was last used.

    One that is still to come may be called off, from today on. Source: design, dated facts.
    """
    if lever.gone_on is not None:
        said = _("REM-16: this lever is gone already.")
        return ValidationError({"gone_on": ValidationError(said, code="gone")})
    if last_used and gone_on <= last_used:
        said = _("REM-16: it was used on %(day)s: it can go on a later day only.")
        return ValidationError({"gone_on": ValidationError(said % {"day": spoken(last_used)}, code="used")})
    is_called_off = today <= gone_on and today < lever.available_on
    if gone_on > lever.available_on or is_called_off:
        return None
    said = _("REM-16: it is available from %(day)s: it can go on a later day only.")
    return ValidationError({"gone_on": ValidationError(said % {"day": spoken(lever.available_on)}, code="before")})


def stands_still(figure: Figure) -> ValidationError | None:
    """REM-17. A figure is withdrawn once. Source: design (nothing is overwritten)."""
    if figure.withdrawn_at is None:
        return None
    return ValidationError(_("REM-17: this figure is withdrawn already."), code="withdrawn")


def against(figure: Figure, said_before: Collection[Any], *, today: date) -> Obstacles:
    """Everything the rules have against a figure; ``said_before`` as for REM-7."""
    found = (
        counts_what_it_can(figure),
        period_is_over(figure, today=today),
        within_memory(figure.starts_on, "starts_on"),
        says_where_it_stands(figure),
        drawn_in_time(figure, today=today),
        said_once(figure, said_before),
        names_nobody(figure),
    )
    return [problem for problem in found if problem]
