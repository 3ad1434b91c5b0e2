"""What a chapter of a free trade agreement must obey. Codes AGR-110 and up."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN, PartialDate

from ..models import STAGES_OF, Chapter, Kind, Stage, Status
from .register import Obstacles

SAID = {
    "AGR-110": _("Chapters are kept of free trade agreements. For another instrument, enter clauses or duties."),
    "AGR-111": _("Say whether we lead the chapter, lead it with another department, follow it, or have no part in it."),
    "AGR-112": _("Number %(number)s is that of “%(title)s”, which counts on the same days."),
    "AGR-113": _("Where a text stands is said only while the instrument is negotiated, amended or renegotiated."),
    "AGR-114": _("The chapter stops counting before it begins."),
    "AGR-115": _("This chapter has an end. Enter what follows it as another chapter."),
}
CHAPTER_FIELDS = {"AGR-111": "role", "AGR-112": "number", "AGR-113": "talks", "AGR-114": "to_on"}
"""Where what a code asks of a chapter is filled in."""
AT_THE_TABLE = (*STAGES_OF["proposed"], *STAGES_OF["negotiating"], Stage.BEING_AMENDED, Stage.RENEGOTIATED)


def _problem(code: str, **said: Any) -> ValidationError:
    return ValidationError(SAID[code], code=code, params=said or None)


def of_a_trade_agreement(chapter: Chapter) -> ValidationError | None:
    """AGR-110. Chapters are kept of free trade agreements.

    Source: needs study, row 134 (free-trade desk); other instruments are read clause by clause (M3).
    """
    return None if chapter.agreement.kind == Kind.FTA else _problem("AGR-110")


def part_said(chapter: Chapter) -> ValidationError | None:
    """AGR-111. Who enters a chapter says what we are in it; a source may be silent.

    Source: needs study, row 134 (chapters led).
    """
    return None if chapter.role else _problem("AGR-111")


def number_is_free(chapter: Chapter, others: Iterable[Chapter]) -> ValidationError | None:
    """AGR-112. Two chapters of an instrument do not bear one number on the same days.

    ``others`` are the other chapters of the instrument. Source: house rule; a number that means two chapters cannot be
    cited.
    """
    number = chapter.number.strip()
    for one in others if number else ():
        if one.number.strip() == number and not (_over_before(one, chapter) or _over_before(chapter, one)):
            return _problem("AGR-112", number=number, title=one.title)
    return None


def _over_before(one: Chapter, other: Chapter) -> bool:
    """Whether one is certainly over when the other begins; a day that nobody knows is no such certainty."""
    known = one.to_on not in UNKNOWN and other.from_on not in UNKNOWN
    return known and PartialDate(one.to_on).first <= PartialDate(other.from_on).last


def text_is_at_the_table(chapter: Chapter) -> ValidationError | None:
    """AGR-113. Where the text of a chapter stands is said while the instrument is at the table.

    Nobody is contradicted where no source tells the status. Source: house rule; a closed chapter of an instrument in
    force is in force, and would say so twice.
    """
    agreement = chapter.agreement
    open_text = agreement.status == Status.UNKNOWN or agreement.stage_now in AT_THE_TABLE
    return _problem("AGR-113") if chapter.talks and not open_text else None


def chapter_days_in_order(chapter: Chapter) -> ValidationError | None:
    """AGR-114. A chapter does not stop before it begins. Source: house rule (dated facts)."""
    known = chapter.from_on not in UNKNOWN and chapter.to_on not in UNKNOWN
    wrong = known and PartialDate(chapter.to_on).last < PartialDate(chapter.from_on).first
    return _problem("AGR-114") if wrong else None


def chapter_goes_on(chapter: Chapter) -> ValidationError | None:
    """AGR-115. What has an end is not changed or ended again. Source: house rule (nothing is overwritten)."""
    return _problem("AGR-115") if chapter.to_on not in UNKNOWN else None


def against_chapter(chapter: Chapter, others: Iterable[Chapter]) -> Obstacles:
    """Everything that stands against a chapter as it would be kept; ``others`` are those of the same instrument."""
    found = [
        of_a_trade_agreement(chapter),
        part_said(chapter),
        number_is_free(chapter, others),
        text_is_at_the_table(chapter),
        chapter_days_in_order(chapter),
    ]
    return [one for one in found if one]
