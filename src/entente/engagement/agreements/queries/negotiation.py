"""One negotiation: its steps, rounds, texts, points, reviews, tablings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from .. import policy
from ..models import Agreement, Bracket, Movement, Review, Round, Step, TableText, Tabling


@dataclass(slots=True)
class Talks:
    """Everything kept of one negotiation, in reading order. Points carry ``moves``: their movements, oldest first."""

    steps: list[Step]
    rounds: list[Round]
    drafts: list[TableText]
    brackets: list[Any]
    reviews: list[Review]
    tablings: list[Tabling]

    @property
    def open_brackets(self) -> list[Any]:
        """The points on which the sides do not agree yet."""
        return [one for one in self.brackets if one.status == Bracket.OPEN]


def talks(agreement: Agreement) -> Talks:
    """Everything kept of one negotiation, for somebody who may see the instrument. Seven queries."""
    of = {"agreement": agreement}
    return Talks(
        steps=list(Step.objects.filter(**of).order_by("-id")),
        rounds=list(Round.objects.filter(**of).order_by("-number")),
        drafts=list(TableText.objects.filter(**of).select_related("round").order_by("-number")),
        brackets=list(_points().filter(**of).order_by("number")),
        reviews=list(Review.objects.filter(**of).order_by("-id")),
        tablings=list(Tabling.objects.filter(**of).order_by("-id")),
    )


def _points() -> QuerySet[Any]:
    movements = Movement.objects.select_related("round").order_by("id")
    return Bracket.objects.prefetch_related(Prefetch("movements", movements, to_attr="moves"))


def with_steps(agreement: Agreement) -> Agreement:
    """The instrument with its steps at hand, for a page that weighs many moves. One query, and none once they are."""
    prefetch_related_objects([agreement], "steps")
    return agreement


def last_step(agreement: Agreement) -> Step | None:
    """The last step recorded. One query; none when the steps are at hand."""
    return max(agreement.steps.all(), key=lambda one: one.pk, default=None)


def last_move(agreement: Agreement) -> Step | None:
    """The last step that was taken: a day that was moved is none. One query; none when the steps are at hand."""
    taken = [one for one in agreement.steps.all() if one.move != "move_due"]
    return max(taken, key=lambda one: one.pk, default=None)


def round_of(person: Any, key: str, number: int) -> QuerySet[Round]:
    """One round of an instrument this person may see, as a queryset of one or none."""
    rows = Round.objects.filter(agreement__in=policy.visible_to(person), agreement__key=key, number=number)
    return rows.select_related("agreement")


def movements_in(one: Round) -> QuerySet[Movement]:
    """What was moved in a round, in the order of the points."""
    return Movement.objects.filter(round=one).select_related("bracket").order_by("bracket__number", "id")


def drafts_of(one: Round) -> QuerySet[TableText]:
    """The versions of the text that belong to a round, the latest first."""
    return TableText.objects.filter(round=one).order_by("-number")


def rounds_of(agreement: Agreement) -> QuerySet[Round]:
    """The rounds of a negotiation, the latest first."""
    return Round.objects.filter(agreement=agreement).order_by("-number")


def bracket(person: Any, key: str, number: int) -> QuerySet[Any]:
    """One point of an instrument this person may see, with its movements, as a queryset of one or none."""
    rows = _points().filter(agreement__in=policy.visible_to(person), agreement__key=key, number=number)
    return rows.select_related("agreement")


def review(person: Any, pk: int) -> QuerySet[Review]:
    """One review of an instrument this person may see, as a queryset of one or none."""
    return Review.objects.filter(agreement__in=policy.visible_to(person), pk=pk).select_related("agreement")
