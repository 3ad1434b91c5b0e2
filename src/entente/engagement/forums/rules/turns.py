"""What a turn of a rotation must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN

from ..models import Turn, TurnState
from .bodies import SINGLE, overlap


def begins_with_a_day(turn: Turn) -> ValidationError | None:
    """FOR-24. A turn says from when it is expected: a year is enough. Source: key relationships 2023 (late 2022)."""
    if turn.starts_on in UNKNOWN:
        return ValidationError({"starts_on": _("FOR-24: say from when; a year is enough.")}, code="when")
    return None


def one_turn_at_a_time(turn: Turn, others: Iterable[Turn]) -> ValidationError | None:
    """FOR-25. One chair is expected to have one holder at a time. ``others`` are the expected turns of the same seat.

    Source: key relationships 2023, Multilateral relations (the chair passes from one partner to the next).
    """
    if turn.kind not in SINGLE:
        return None
    for other in others:
        if overlap(turn, other):
            return ValidationError(
                _("FOR-25: %(holder)s is expected then. Drop that turn first, with the reason."),
                code="turn_taken",
                params={"holder": other.holder},
            )
    return None


def still_expected(turn: Turn) -> ValidationError | None:
    """FOR-26. A turn that was decided or dropped stays so. Source: design, nothing decided is overwritten."""
    if turn.state == TurnState.EXPECTED:
        return None
    return ValidationError(
        _("FOR-26: this turn is not open any more: %(state)s."),
        code="closed",
        params={"state": turn.get_state_display()},
    )
