"""What must hold when somebody changes what a record says. Codes AGR-119 to AGR-123."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN, PartialDate, spoken

from ..models import Agreement, Link
from ..queries import Support

DECIDING = ("signed_on", "in_force_on", "expires_on", "ended_on")
"""The days from which it follows where an instrument stood, and what was in force when."""

SAID = {
    "AGR-119": _(
        "Somebody changed it meanwhile: %(fields)s. What you typed stands below: look at it again, then send it."
    ),
    "AGR-120": _("%(days)s: give the reason for changing a day that was set."),
    "AGR-121": _(
        "%(days)s: what the record answers for days that are past changes. Send it once more if that is meant."
    ),
    "AGR-122": _("It would rest on itself: the other instrument already rests on this one."),
    "AGR-123": _(
        "It would count from %(day)s on: what the record answers for days that are past changes. Send it once more if "
        "that is meant."
    ),
}


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A deciding day that a change moves, sets or takes away."""

    field: str
    was: str
    now: str

    @property
    def told(self) -> str:
        """The day before and after, in words."""
        given = {
            "field": capfirst(str(_label(self.field))),
            "was": spoken(self.was) or _("no day"),
            "now": spoken(self.now) or _("no day"),
        }
        return str(_("%(field)s (%(was)s → %(now)s)") % given)

    @property
    def was_set(self) -> bool:
        """Whether a day stood there before."""
        return self.was not in UNKNOWN

    def reaches_back(self, today: date) -> bool:
        """Whether answers for days before today may change. A first day of signature changes none of the switch."""
        known = [PartialDate(day).first for day in (self.was, self.now) if day not in UNKNOWN]
        return any(day < today for day in known) and (self.was_set or self.field != "signed_on")


def _label(field: str) -> Any:
    return getattr(Agreement._meta.get_field(field), "verbose_name", field)


def moved_days(before: dict[str, str], agreement: Agreement) -> list[MovedDay]:
    """The deciding days that differ from what stood before. ``before`` holds those that might."""
    told = [(name, before[name], getattr(agreement, name)) for name in DECIDING if name in before]
    return [MovedDay(*one) for one in told if one[1] != one[2]]


def mark_of(days: Iterable[MovedDay]) -> str:
    """What a person who was warned of these days sends back: other days are to be warned of again."""
    return " ".join(f"{one.field}={one.now}" for one in days)


def nobody_described_it_meanwhile(fields: Iterable[Any]) -> ValidationError | None:
    """AGR-119. Nobody writes over what somebody else changed while the form was open.

    ``fields`` are the names, in words, of what changed. Source: house rule (two editors lose nothing).
    """
    said = ", ".join(map(str, fields))
    return ValidationError(SAID["AGR-119"], code="AGR-119", params={"fields": said}) if said else None


def moved_day_has_reason(days: Iterable[MovedDay], reason: str) -> ValidationError | None:
    """AGR-120. A day that was set slips with a reason, which the trail keeps. Source: house rule (dated facts)."""
    said = ", ".join(one.told for one in days if one.was_set)
    if not said or reason.strip():
        return None
    return ValidationError(SAID["AGR-120"], code="AGR-120", params={"days": said})


def past_answers_were_shown(days: Iterable[MovedDay], shown: str, *, today: date) -> ValidationError | None:
    """AGR-121. Who moves a day that is past has been told that answers already given change with it.

    ``shown`` is the mark of the days the person was warned of. Source: house rule (dated facts); an exchange was
    decided by what counted on its day.
    """
    back = [one for one in days if one.reaches_back(today)]
    if not back or shown == mark_of(back):
        return None
    said = ", ".join(one.told for one in back)
    return ValidationError(SAID["AGR-121"], code="AGR-121", params={"days": said, "mark": mark_of(back)})


def rests_on_no_circle(link: Link, supports: Mapping[int, Iterable[Support]]) -> ValidationError | None:
    """AGR-122. No instrument rests on itself, however long the chain. Source: needs.md M3 (depends on).

    ``supports`` are those of every instrument that rests on others.
    """
    under = {one.agreement_id for one in supports.get(link.to_agreement_id, ())}
    if link.kind != Link.RESTS_ON or link.from_agreement_id not in under:
        return None
    return ValidationError(SAID["AGR-122"], code="AGR-122")


def past_clause_was_shown(from_on: str, shown: str | None, *, today: date) -> ValidationError | None:
    """AGR-123. Who lets a new clause count from a past day, or from the beginning, was told that answers change.

    ``shown`` is the mark of the day the person was warned of, ``None`` where no person typed it. Source: house rule
    (dated facts).
    """
    begins_later = from_on not in UNKNOWN and PartialDate(from_on).last >= today
    mark = from_on or "[beginning]"
    if shown is None or begins_later or shown == mark:
        return None
    said = {"day": spoken(from_on) or _("the beginning of the instrument"), "mark": mark}
    return ValidationError(SAID["AGR-123"], code="AGR-123", params=said)
