"""What is said of a meeting in whole sentences: when and where, at what level, do we go and who leads."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.bilingual import language
from entente.kit.days import MONTHS, spoken
from entente.kit.numerals import clock

from ..models import Attendance, Form, Meeting, State


def when(meeting: Meeting) -> str:
    """From when to when, as people say it: “June 3 to 5, 2026”, « du 3 au 5 juin 2026 »; with the hours of one day."""
    first, last = meeting.starts_on, meeting.ends_on
    if first == last:
        return _with_hours(meeting, spoken(first))
    if (first.year, first.month) != (last.year, last.month):
        return _("%(first)s to %(last)s") % {"first": spoken(first), "last": spoken(last)}
    month = MONTHS[language()][first.month - 1]
    if language() == "fr":
        begins = "1er" if first.day == 1 else str(first.day)
        return f"du {begins} au {last.day}\u00a0{month}\u00a0{first.year}"
    return f"{month}\u00a0{first.day} to {last.day}, {first.year}"


def _with_hours(meeting: Meeting, day: str) -> str:
    if meeting.starts_at is None:
        return day
    said = {"day": day, "from": clock(meeting.starts_at), "zone": zone(meeting)}
    if meeting.ends_at is None:
        return _("%(day)s, %(from)s (%(zone)s)") % said
    return _("%(day)s, %(from)s to %(to)s (%(zone)s)") % (said | {"to": clock(meeting.ends_at)})


def zone(meeting: Meeting) -> str:
    """The time zone of the place, by its city."""
    return _("%(city)s time") % {"city": meeting.zone.rpartition("/")[2].replace("_", " ")}


def where(meeting: Meeting) -> str:
    """The city and the country; that it is on line; nothing where it is not known yet."""
    if meeting.form == Form.ON_LINE:
        return _("on line")
    parts = [str(one) for one in (meeting.city, meeting.country.name if meeting.country else "") if one]
    return ", ".join(parts)


def place_and_time(meeting: Meeting) -> str:
    """Where and when, and at what level, in one sentence."""
    said = {"where": where(meeting), "when": when(meeting), "level": meeting.get_level_display()}
    if said["where"]:
        return _("%(where)s, %(when)s; level: %(level)s.") % said
    return _("%(when)s, place to be announced; level: %(level)s.") % said


def going(meeting: Meeting) -> str:
    """Do we go, and why, in one sentence; why a cancelled meeting was cancelled."""
    if meeting.state == State.CANCELLED:
        return _("Cancelled: %(reason)s") % {"reason": stopped(meeting.cancelled_because)}
    reason = meeting.attendance_reason.strip()
    held = meeting.state == State.HELD
    if meeting.attendance == Attendance.UNDECIDED:
        return _("Whether we go was never decided.") if held else _("Whether we go is not decided.")
    if meeting.attendance == Attendance.SKIP:
        said = _("We stayed away: %(reason)s") if held else _("We do not go: %(reason)s")
        return said % {"reason": stopped(reason)}
    if not reason:
        return _("We were there.") if held else _("We go.")
    said = _("We were there: %(reason)s") if held else _("We go: %(reason)s")
    return said % {"reason": stopped(reason)}


def stopped(words: str) -> str:
    """Words with a full stop behind them, where they have none."""
    words = words.strip()
    return words if not words or words[-1] in ".!?…" else f"{words}."


def leading(delegate: Any) -> str:
    """Who leads our delegation, in one sentence; nothing where nobody is named."""
    return _("Our delegation is led by %(who)s.") % {"who": delegate} if delegate else ""


def lateness(due: date | None, today: date) -> str:
    """How late something is, or when it falls due, in words."""
    if due is None:
        return _("no day given")
    days = (today - due).days
    if days > 0:
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    if days == 0:
        return _("due today")
    return ngettext("due in %(days)s day", "due in %(days)s days", -days) % {"days": -days}


def minutes(many: int) -> str:
    """A stretch of time in hours and minutes: “1 h 30 min”."""
    hours, rest = divmod(many, 60)
    parts = ([f"{hours}\u00a0h"] if hours else []) + ([f"{rest}\u00a0min"] if rest or not hours else [])
    return " ".join(parts)
