"""What records of exchanges must obey. A rule returns a problem or nothing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Element
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Role
from entente.kit.days import spoken

from ..models import (
    BEFORE_DECISION,
    RISING,
    Baseline,
    Exchange,
    Kind,
    Level,
    OnwardRequest,
    Release,
    Urgency,
    UseReport,
    Way,
    YearlyReturn,
)


def _at(field: str, message: Any, code: str, **params: Any) -> ValidationError:
    """A problem of one question."""
    return ValidationError({field: [ValidationError(message, code=code, params=params or None)]})


def words_only_in_urgency(exchange: Exchange) -> ValidationError | None:
    """EXC-19. What is exchanged by word of mouth is urgent, and says why it could not wait.

    Source: Privacy Commissioner, audit of June 2006: many exchanges were verbal; WCO model agreement, requests in
    urgency by word of mouth, then confirmed in writing.
    """
    if exchange.way != Way.VERBAL or (exchange.urgency == Urgency.URGENT and exchange.urgent_because.strip()):
        return None
    return _at("urgent_because", _("EXC-19: Say why it could not wait for a written request."), "not_urgent")


def stays_spoken(exchange: Exchange, way: str) -> ValidationError | None:
    """EXC-39. What was exchanged by word of mouth stays so: it is confirmed in writing, not told as if it had been.

    Source: Privacy Commissioner, audit of June 2006: many exchanges were verbal and nothing showed it afterwards.
    """
    if way != Way.VERBAL or exchange.way == Way.VERBAL:
        return None
    message = _("EXC-39: It was made by word of mouth and stays so. Record its written confirmation instead.")
    return _at("way", message, "was_spoken")


def told_no_later(exchange: Exchange, received_at: datetime, recorded_at: datetime) -> ValidationError | None:
    """EXC-40. Nothing is received after it was written down, and no word later than it was first told: clocks run.

    Args:
        received_at: the moment that was told before.
        recorded_at: when it was first written down.

    Source: house rule: a written confirmation that is overdue stays overdue.
    """
    spoken_word = exchange.way == Way.VERBAL
    if exchange.received_at <= (received_at if spoken_word else max(received_at, recorded_at)):
        return None
    message = _("EXC-40: It cannot have come later than it was first written down. An earlier moment can be named.")
    return _at("received_at", message, "clock_moved")


def marking_fits(exchange: Any, person: Any) -> ValidationError | None:
    """EXC-20. Nobody marks a record higher than they may read.

    Source: house rule: whoever writes it must be able to read it again.
    """
    if exchange.marking in markings_for(person):
        return None
    return _at("marking", _("EXC-20: You are not cleared for this marking."), "marking_too_high")


def reason_given(reason: str) -> ValidationError | None:
    """EXC-21. A negative step says why.

    Source: design, Ideas that hold the house together.
    """
    if reason.strip():
        return None
    return _at("reason", _("EXC-21: Give the reason for this step."), "reason_missing")


def has_happened(moment: datetime, now: datetime, field: str = "received_at") -> ValidationError | None:
    """EXC-22. What is written down has happened.

    Source: house rule: the ledger tells what was, not what may be.
    """
    if moment <= now:
        return None
    return _at(field, _("EXC-22: This moment is still to come."), "in_the_future")


def confirmed_after_it_was_said(exchange: Exchange, moment: datetime) -> ValidationError | None:
    """EXC-23. The written confirmation comes after the words it confirms, and once.

    Source: WCO model agreement, confirmation of requests made by word of mouth.
    """
    if exchange.way != Way.VERBAL or exchange.confirmed_at is not None:
        return ValidationError(_("EXC-23: There are no spoken words left to confirm."), code="nothing_to_confirm")
    if moment >= exchange.received_at:
        return None
    return _at("confirmed_at", _("EXC-23: The confirmation cannot come before the request."), "too_early")


def still_open(exchange: Exchange) -> ValidationError | None:
    """EXC-24. What was decided is not changed any more.

    Source: house rule: a decision stands on what was asked when it was taken.
    """
    if exchange.state in BEFORE_DECISION:
        return None
    return ValidationError(_("EXC-24: It is decided already; what was asked cannot change any more."), code="decided")


def after_its_release(release: Release, day: date, today: date, field: str = "on") -> ValidationError | None:
    """EXC-25. What follows a release follows it, and has happened.

    Source: house rule.
    """
    first = timezone.localdate(release.at)
    if day > today:
        return _at(field, _("EXC-25: This day is still to come."), "in_the_future")
    if day < first:
        return _at(field, _("EXC-25: It was released on %(day)s, not before."), "too_early", day=spoken(first))
    return None


def answered_once(answer: str) -> ValidationError | None:
    """EXC-26. An answer stands; who thinks better of it is asked again.

    Source: design: nothing is overwritten.
    """
    if answer == OnwardRequest.Answer.PENDING:
        return None
    return ValidationError(_("EXC-26: This question is answered already."), code="answered")


def not_ended_yet(release: Release) -> ValidationError | None:
    """EXC-44. What was returned or destroyed is no longer there to be kept longer, returned or destroyed.

    Source: house rule: the ledger tells what was.
    """
    ended = release.retentions.exclude(end="extended").order_by("-id").first()
    if ended is None:
        return None
    said = {"end": ended.get_end_display(), "day": spoken(ended.on)}
    return ValidationError(_("EXC-44: It is settled already: %(end)s, %(day)s."), code="settled", params=said)


def received_once(release: Release) -> ValidationError | None:
    """EXC-45. Its receipt is confirmed once. Source: house rule: the ledger tells what was."""
    if not hasattr(release, "receipt"):
        return None
    said = {"day": spoken(release.receipt.on), "reference": release.receipt.reference}
    message = _("EXC-45: Its receipt is recorded already: %(day)s, %(reference)s.")
    return ValidationError(message, code="received", params=said)


def extended_to_a_later_day(release: Release, until: date | None, on: date) -> ValidationError | None:
    """EXC-27. An extension ends later than what it extends.

    Source: house rule.
    """
    if until is None or until > max(on, release.keep_until or on):
        return None
    return _at("until", _("EXC-27: Give a later day than the one until which it is kept now."), "not_later")


def year_is_over(year: int, today: date) -> ValidationError | None:
    """EXC-28. The return speaks of a calendar year that is over.

    Source: Avoiding Complicity in Mistreatment by Foreign Entities Act, subsection 7(1): before March 1, on the
    calendar year before.
    """
    if year < today.year:
        return None
    return _at("year", _("EXC-28: This year is not over yet."), "year_not_over")


def identifiers_switched_on(on: bool) -> ValidationError | None:
    """EXC-29. Personal identifiers are kept only where the installation was set up for it.

    Source: the ledger holds references, elements and counts, and no case.
    """
    if on:
        return None
    return ValidationError(_("EXC-29: This installation keeps no personal identifiers."), code="identifiers_off")


def lowered_from_above(baseline: Baseline, last: Baseline | None, by: Any) -> ValidationError | None:
    """EXC-46. A baseline is raised by whoever assesses it, and lowered by an executive: not by the desk that asks.

    Source: NSIRA, review for 2022: those who want to share assess the risk themselves.
    """
    if (
        last is None
        or by.role == Role.EXECUTIVE
        or RISING.index(Level(baseline.level)) >= RISING.index(Level(last.level))
    ):
        return None
    return _at("level", _("EXC-46: A baseline is lowered by an executive. Have it assessed there."), "lowered")


def stands_already(starts_on: date, today: date) -> ValidationError | None:
    """EXC-47. A baseline stands from a day that has come: what is known today is no word on a later day.

    Source: house rule.
    """
    if starts_on <= today:
        return None
    return _at("starts_on", _("EXC-47: This day is still to come."), "in_the_future")


def not_changed_meanwhile(seen: str, last: Any) -> ValidationError | None:
    """EXC-49. Nobody writes over what somebody else changed a moment ago. Source: design: nothing is overwritten.

    ``seen`` is the mark of the last step the writer saw, empty where nobody looked; ``last`` the last there is.
    """
    if seen in ("", str(last)):
        return None
    message = _("EXC-49: Somebody changed it meanwhile. What you typed stands below: look at it again, then send it.")
    return ValidationError(message, code="changed_meanwhile")


def written_down_in_time(at: datetime, now: datetime, days: int, *, heads: bool) -> ValidationError | None:
    """EXC-50. What a sheet or a program sends is written down soon; what is older by the head of the office alone.

    Args:
        days: how long it may lie (``ENTENTE_ARREARS_DAYS``).
        heads: whether whoever sends it is the head, and does not hold the authority from one.

    Source: the audit of 2006: exchanges that nobody recorded; a clerk who dates back would get around every check.
    """
    if heads or now - at <= timedelta(days=days):
        return None
    message = _("EXC-50: This is older than %(days)s days: the head of the office takes it in, not a delegate.")
    return ValidationError({"at": [ValidationError(message, code="in_arrears", params={"days": days})]})


def carries_a_reference(exchange: Exchange) -> ValidationError | None:
    """EXC-56. What a sheet or a program sends names the paper it rests on, as a request does.

    Source: WCO model agreement, communication of requests; the audit of 2006: not based on written requests.
    """
    if exchange.reference.strip() or exchange.own_reference.strip():
        return None
    return _at("reference", _("EXC-56: Give a reference: the partner’s, or our file’s."), "no_reference")


def not_in_the_ledger(earlier: Mapping[str, str]) -> ValidationError | None:
    """EXC-57. What stands in the ledger is not written into it again: the same sheet sent twice counts once.

    Args:
        earlier: the elements of it that stand there already, each with the number of its exchange.

    Source: house rule: the ledger tells what was, and its lines are only added.
    """
    if not earlier:
        return None
    said = {
        "number": ", ".join(sorted(set(earlier.values()))),
        "elements": ", ".join(str(Element(one).label) for one in earlier),
    }
    message = _("EXC-57: This stands in the ledger already, as %(number)s: %(elements)s.")
    return _at("reference", message, "in_the_ledger", **said)


def follows_the_last(baseline: Baseline, last: Baseline | None) -> ValidationError | None:
    """EXC-31. A baseline begins no earlier than the one before it: what stood on a day is never rewritten.

    Source: NSIRA, review for 2020: the same country had different assessments in different places.
    """
    if last is None or baseline.starts_on >= last.starts_on:
        return None
    day = spoken(last.starts_on)
    return _at(
        "starts_on", _("EXC-31: One stands from %(day)s already; this one cannot begin before."), "too_early", day=day
    )


def asks_or_tells(exchange: Exchange) -> ValidationError | None:
    """EXC-33. A request goes from whoever asked; spontaneous and automatic exchanges say which way they went.

    Source: WCO model agreement: assistance on request, spontaneous, automatic.
    """
    if exchange.flow or exchange.kind in (Kind.RECEIVED, Kind.SENT):
        return None
    return _at("flow", _("EXC-33: Say which way the information went."), "no_direction")


def breach_is_told(report: UseReport) -> ValidationError | None:
    """EXC-35. A use that was not agreed is told in words: it is a breach.

    Source: TFA article 12: confidentiality and use for the stated purpose; Privacy Act guidance on breaches.
    """
    if report.use != UseReport.Use.OTHERWISE or report.note.strip():
        return None
    return _at("note", _("EXC-35: Say what happened: it was used otherwise than agreed."), "untold")


def was_released(exchange: Exchange) -> ValidationError | None:
    """EXC-36. Only what was released can be confirmed, used, passed on, destroyed or told of.

    Source: house rule.
    """
    if exchange.has_left:
        return None
    return ValidationError(_("EXC-36: Nothing of it was released."), code="not_released")


def sent_already(year: int, day: date, today: date) -> ValidationError | None:
    """EXC-37. A return bears the day on which it went: after the year it speaks of, and that day has come.

    Source: Avoiding Complicity in Mistreatment by Foreign Entities Act, subsection 7(1); the version for the public
    follows as soon as feasible, 7(2), and the Minister passes copies on, section 8.
    """
    if day > today:
        return _at("sent_on", _("EXC-37: This day is still to come."), "in_the_future")
    if day.year <= year:
        return _at("sent_on", _("EXC-37: The year was not over on this day."), "too_early")
    return None


def sent_once(earlier: YearlyReturn | None) -> ValidationError | None:
    """EXC-48. The return on a year is sent once: its figures are frozen. Source: as EXC-37."""
    if earlier is None:
        return None
    message = _("EXC-48: The return on this year was sent on %(day)s.")
    return ValidationError(message, code="sent", params={"day": spoken(earlier.sent_on)})
