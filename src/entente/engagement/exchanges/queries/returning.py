"""The yearly return on the risk of mistreatment, counted from the record."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from ..models import (
    ABOUT_PEOPLE,
    Baseline,
    Entry,
    Escalation,
    Exchange,
    Flow,
    Kind,
    Level,
    Line,
    Mitigation,
    Verdict,
    YearlyReturn,
)


def figures(year: int) -> dict[str, Any]:
    """What the record says of a calendar year: numbers only. Nine queries.

    Told apart are disclosures, requests and what came to us; every question that went up about the risk and how it
    was answered; refusals where the risk could not be borne; how many baselines stood at the year's end, by level,
    how many were assessed in the year, and in how many exchanges measures were taken.
    """
    sent = Exchange.objects.filter(received_at__year=year, kind=Kind.SENT, release__isnull=False)
    asked = Escalation.objects.filter(at__year=year, about_risk=True)
    answers = dict(asked.order_by().values_list("answer").annotate(many=Count("pk")))
    told = Entry.objects.filter(year=year, element__in=ABOUT_PEOPLE)
    ways = dict(told.order_by().values_list("flow").annotate(many=Count("release", distinct=True)))
    standing = _standing(date(year, 12, 31))
    return {
        "disclosures": ways.get(Flow.FROM_US.value, 0),
        "received": ways.get(Flow.TO_US.value, 0),
        "requests": sent.filter(lines__element__in=ABOUT_PEOPLE).distinct().count(),
        "escalated": sum(answers.values()),
        "authorised": answers.get(Escalation.Answer.AUTHORISED.value, 0),
        "refused_above": answers.get(Escalation.Answer.REFUSED.value, 0),
        "pending": answers.get(Escalation.Answer.PENDING.value, 0),
        "refused": _stopped(year),
        "mitigated": Mitigation.objects.filter(at__year=year).values("exchange").distinct().count(),
        "assessed": Baseline.objects.filter(starts_on__year=year).count(),
        "standing": {level.value: standing.count(level.value) for level in Level},
    }


def _stopped(year: int) -> int:
    """How many exchanges had an element refused because of the risk. The reasons are read as they were frozen."""
    lines = Line.objects.filter(exchange__received_at__year=year, verdict=Verdict.REFUSE, element__in=ABOUT_PEOPLE)
    return len(
        {
            exchange
            for exchange, reasons in lines.values_list("exchange_id", "reasons")
            if any(one["code"] == "EXC-10" and one["verdict"] == Verdict.REFUSE for one in reasons)
        }
    )


def _standing(day: date) -> list[str]:
    """The levels of the baselines that stand on a day, one a country or entity."""
    found: dict[int, str] = {}
    rows = Baseline.objects.filter(starts_on__lte=day).order_by("-starts_on", "-id")
    for partner, level in rows.values_list("partner_id", "level"):
        found.setdefault(partner, level)
    return list(found.values())


def returns() -> QuerySet[YearlyReturn]:
    """The returns that were sent, the latest first. One query."""
    return YearlyReturn.objects.order_by("-year")


def last_return(year: int) -> YearlyReturn | None:
    """The return on a year, if it was sent. One query."""
    return YearlyReturn.objects.filter(year=year).first()


def due_on(year: int) -> date:
    """The last day on which the return on a year is in time: before March 1 of the year after."""
    return date.fromordinal(date(year + 1, 3, 1).toordinal() - 1)
