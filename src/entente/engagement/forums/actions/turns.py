"""The years ahead of a rotation: who is expected to follow, what is decided, what will not happen."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Body, Turn, TurnState
from ..policy import FORUMS
from ..queries import rotation
from .bodies import _obey, _today, add_seat


@transaction.atomic
def expect_turn(body: Body, *, by: Any, **given: Any) -> Turn:
    """Put on record who is expected to hold a seat, from when to when, and how we know.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or not cleared for the body or the holder.
        ValidationError: a value cannot stand, or FOR-2, FOR-6, FOR-24 or FOR-25 refuses.
    """
    turn = Turn(body=body, **{"as_of": _today()} | given)
    FORUMS.require(by, "expect_turn", turn)
    _turn_down(turn)
    trail.record(
        by=by,
        verb="expect_turn",
        subject=body,
        seat=turn.kind,
        partner=turn.holder.key,
        starts_on=turn.starts_on,
    )
    return turn


@transaction.atomic
def lay_out(  # noqa: PLR0913 - a rotation is told by all of these
    body: Body,
    *,
    by: Any,
    kind: str,
    holders: Sequence[Any],
    first: int,
    years_each: int = 1,
    rounds: int = 1,
    **given: Any,
) -> list[Turn]:
    """Put a whole rotation on record: the holders in their order, each for so many years, round after round.

    Raises as ``expect_turn``.
    """
    made = []
    for at, holder in enumerate(list(holders) * rounds):
        year = first + at * years_each
        span = {"starts_on": str(year), "ends_on": str(year + years_each - 1)}
        made.append(expect_turn(body, by=by, kind=kind, holder=holder, **span | given))
    return made


@transaction.atomic
def decide_turn(turn: Turn, *, by: Any, starts_on: str, ends_on: str, reason: str) -> Turn:
    """Record that a turn is decided: it becomes a seat, held from a day to a day.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason, or FOR-1, FOR-2, FOR-6 or FOR-26 refuses.
    """
    turn = _locked(turn)
    FORUMS.require(by, "decide_turn", turn)
    _obey(rules.reason_given(reason), rules.still_expected(turn))
    days = {"starts_on": starts_on, "ends_on": ends_on}
    turn.seat = add_seat(turn.body, by=by, kind=turn.kind, holder=turn.holder, rotational=True, **days)
    return _end(turn, TurnState.DECIDED, "decide_turn", reason=reason, by=by)


@transaction.atomic
def drop_turn(turn: Turn, *, by: Any, reason: str) -> Turn:
    """Record that a turn will not come, and why; it stays on record. Raises ``ValidationError`` by FOR-8 or FOR-26."""
    turn = _locked(turn)
    FORUMS.require(by, "drop_turn", turn)
    _obey(rules.reason_given(reason), rules.still_expected(turn))
    return _end(turn, TurnState.DROPPED, "drop_turn", reason=reason, by=by)


def _turn_down(turn: Turn) -> None:
    _obey(
        rules.begins_with_a_day(turn),
        rules.ends_after_it_begins(turn),
        rules.within_the_life_of_the_body(turn),
        rules.one_turn_at_a_time(turn, rotation.other_turns(turn)),
    )
    turn.full_clean()
    turn.save()


def _end(turn: Turn, state: str, verb: str, *, reason: str, by: Any) -> Turn:
    before, turn.state = turn.state, state
    turn.full_clean()
    turn.save()
    partner = turn.holder.key
    trail.record(by=by, verb=verb, subject=turn.body, reason=reason, partner=partner, state=[before, state])
    return turn


def _locked(turn: Turn) -> Turn:
    return Turn.objects.select_for_update(of=("self",)).select_related("body", "holder", "source").get(pk=turn.pk)
