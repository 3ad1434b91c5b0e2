"""What a clause, a suspension and a duty must obey. Codes AGR-60 and up, AGR-118."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN, PartialDate

from ..models import CODES, JUDGED, TIMED, Clause, Element, TimeUnit
from .register import Obstacles

SAID: dict[str, Any] = {
    "AGR-60": _("This instant does not fit: it must have come, and lie after the last one recorded."),
    "AGR-61": "%(why)s",
    "AGR-62": _("Say whether the instrument permits it, forbids it, asks for consent or sets conditions."),
    "AGR-63": _("Give a length of time only where the kind of clause has one."),
    "AGR-64": _("The clause stops counting before it begins."),
    "AGR-65": _("Name the article, or say in words what the text provides."),
    "AGR-118": _("A length is at most 100 years: 36,525 days, 1,200 months or 100 years."),
}

CLAUSE_FIELDS = {"AGR-61": "code", "AGR-62": "answer", "AGR-63": "number", "AGR-64": "to_on", "AGR-65": "article",
                 "AGR-118": "number"}  # fmt: skip
"""Where what a code asks of a clause is filled in."""

LONGEST = {TimeUnit.DAYS: 36_525, TimeUnit.MONTHS: 1_200, TimeUnit.YEARS: 100}
"""A hundred years, in each unit."""


def _problem(code: str, **said: Any) -> ValidationError:
    return ValidationError(SAID[code], code=code, params=said or None)


def full_day(text: str) -> date:
    """A full day as written. Raises ``ValueError`` never, ``ValidationError`` for a month, a year or no date."""
    day = PartialDate(text.strip())
    if len(day) < len("2008-05-31"):
        raise ValidationError(_("Write a full day: 2008-05-31."), code="date")
    return day.first


def moment_fits(at: datetime, *, since: datetime | None, now: datetime) -> ValidationError | None:
    """AGR-60. A suspension begins and ends at instants that have come, each after the one before.

    ``since`` is the last instant recorded: of the open suspension, or the end of the one before. Source: house
    rule; two suspensions that overlap would leave open when the instrument applied.
    """
    return _problem("AGR-60") if at > now or (since is not None and at < since) else None


def code_is_of_its_kind(clause: Clause) -> ValidationError | None:
    """AGR-61. Purposes, elements, directions and channels come from their lists; other kinds may name an element.

    Source: house rule: what is not a code cannot be asked for.
    """
    listed = CODES.get(clause.kind)
    if listed and not clause.code:
        return _problem("AGR-61", why=_("Say what it speaks of: a clause of this kind needs a code."))
    if clause.code in (listed or Element).values or not clause.code:
        return None
    return _problem("AGR-61", why=_("“%(value)s” is no code for this kind of clause.") % {"value": clause.code})


def answer_given(clause: Clause) -> ValidationError | None:
    """AGR-62. A clause on what may be done says whether it may. Source: needs study M3, clauses."""
    return _problem("AGR-62") if clause.kind in JUDGED and not clause.answer else None


def length_where_due(clause: Clause) -> ValidationError | None:
    """AGR-63. Only retention, notification, review and notice have a length of time. Source: needs study M3."""
    return _problem("AGR-63") if clause.number is not None and clause.kind not in TIMED else None


def length_can_be_meant(many: int | None, unit: str) -> ValidationError | None:
    """AGR-118. No clause and no duty counts further than a hundred years. Source: house rule (a slip of the finger)."""
    longest = LONGEST[TimeUnit(unit or TimeUnit.DAYS)]
    return _problem("AGR-118") if many is not None and many > longest else None


def clause_length_can_be_meant(clause: Clause) -> ValidationError | None:
    """AGR-118. The same of the length of a clause. Source: house rule (dated facts)."""
    return length_can_be_meant(clause.number, clause.unit)


def clause_days_in_order(clause: Clause) -> ValidationError | None:
    """AGR-64. A clause does not stop before it begins. Source: house rule (dated facts)."""
    known = clause.from_on not in UNKNOWN and clause.to_on not in UNKNOWN
    wrong = known and PartialDate(clause.to_on).last < PartialDate(clause.from_on).first
    return _problem("AGR-64") if wrong else None


def clause_says_something(clause: Clause) -> ValidationError | None:
    """AGR-65. A clause names its article or says in words what it provides. Source: needs study M3, clauses."""
    return None if clause.article.strip() or clause.text_en.strip() or clause.text_fr.strip() else _problem("AGR-65")


CLAUSE = (
    code_is_of_its_kind, answer_given, length_where_due, clause_length_can_be_meant, clause_days_in_order,
    clause_says_something,
)  # fmt: skip


def against_clause(clause: Clause) -> Obstacles:
    """Everything that stands against a clause as it would be kept."""
    return [found for rule in CLAUSE if (found := rule(clause))]
