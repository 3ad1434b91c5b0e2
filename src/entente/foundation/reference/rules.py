"""What the calendar of the House must obey. Codes REF-1 and up."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken
from entente.kit.deadlines import is_working

from .models import HouseSession

MESSAGES = {
    "REF-1": _("A session of Parliament is already recorded for part of these days: %(session)s."),
    "REF-2": _("%(days)s: no session of Parliament is recorded for these days. Record the session first."),
    "REF-3": _("%(days)s: these days lie outside the period this calendar speaks for."),
    "REF-4": _("%(days)s: these sitting days would be taken off. Say in a few words why."),
    "REF-6": _("%(days)s: the House does not sit on Saturdays and Sundays as a rule. Say in a few words why it does."),
    "REF-7": _(
        "%(days)s: a calendar taken in before says that the House does not sit. Say in a few words why that changes."
    ),
    "REF-5": _("The source has not said this yet: its day lies ahead."),
}
SHOWN = 5  # days named in one message
FEW_WORDS = 3  # a reason of fewer says nothing


def _problem(code: str, **said: object) -> ValidationError:
    return ValidationError(MESSAGES[code], code=code, params=said or None)


def _named(days: Sequence[date]) -> str:
    first = ", ".join(spoken(day) for day in days[:SHOWN])
    return f"{first}…" if len(days) > SHOWN else first


def sessions_apart(one: HouseSession, others: Iterable[HouseSession]) -> ValidationError | None:
    """REF-1. Sessions follow each other: a day belongs to one session at most.

    A session that goes on lasts to the end of time. Source: House of Commons Procedure and Practice, prorogation
    (both Houses stand prorogued until the next session opens).
    """
    ends = one.ended_on or date.max
    for other in others:
        if other.pk != one.pk and one.opened_on <= (other.ended_on or date.max) and other.opened_on <= ends:
            return _problem("REF-1", session=str(other))
    return None


def in_a_session(days: Sequence[date], sessions: Sequence[HouseSession]) -> ValidationError | None:
    """REF-2. The House sits only while Parliament is in session.

    Source: House of Commons Procedure and Practice, The House of Commons Calendar (it comes into effect at the
    beginning of a session).
    """
    homeless = [day for day in days if not any(one.opened_on <= day <= (one.ended_on or date.max) for one in sessions)]
    return _problem("REF-2", days=_named(homeless)) if homeless else None


def within_period(days: Sequence[date], first: date, last: date) -> ValidationError | None:
    """REF-3. A calendar names days of the period it speaks for. Source: house rule."""
    strangers = [day for day in days if not first <= day <= last]
    return _problem("REF-3", days=_named(strangers)) if strangers else None


def taking_off_has_a_reason(gone: Sequence[date], reason: str) -> ValidationError | None:
    """REF-4. A sitting day somebody may have counted on is taken off with a reason. Source: house rule (slips of
    dates carry a reason).
    """
    return _problem("REF-4", days=_named(gone)) if gone and not says_why(reason) else None


def weekends_have_a_reason(days: Sequence[date], reason: str) -> ValidationError | None:
    """REF-6. The House sits from Monday to Friday; on another day with a reason.

    Source: Standing Orders of the House of Commons, 24(1) (days and hours of sitting).
    """
    found = weekends(days)
    return _problem("REF-6", days=_named(found)) if found and not says_why(reason) else None


def adding_has_a_reason(
    added: Sequence[date], told: Sequence[tuple[date, date]], reason: str
) -> ValidationError | None:
    """REF-7. A day that a calendar left out is put in with a reason.

    ``told`` are the periods of the calendars taken in before. Source: house rule (slips of dates carry a reason).
    """
    found = [day for day in added if any(first <= day <= last for first, last in told)]
    return _problem("REF-7", days=_named(found)) if found and not says_why(reason) else None


def says_why(reason: str) -> bool:
    """Whether a reason has at least a few words."""
    return len(reason.split()) >= FEW_WORDS


def weekends(days: Iterable[date]) -> list[date]:
    """The Saturdays and Sundays among some days."""
    return [day for day in days if not is_working(day)]


def said_by_today(as_of: date, *, today: date) -> ValidationError | None:
    """REF-5. A source speaks for a day that has come. Source: house rule (dated facts)."""
    return _problem("REF-5") if as_of > today else None
