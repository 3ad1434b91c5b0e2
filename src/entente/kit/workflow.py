"""A state machine you can read: one row per move, and nothing hidden.

Knows no domain word. Each room declares its own table in ``workflow.py``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Rule = Callable[[Any], ValidationError | None]


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted change of state: ``name`` takes ``sources`` to ``target`` if ``rules`` agree.

    ``needs_reason`` marks the negative steps, which are refused without one.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    rules: tuple[Rule, ...] = ()
    needs_reason: bool = False


class Workflow:
    """The moves of one model, looked up by name.

    Raises ``ValueError`` when two moves share a name: the table would be ambiguous.
    """

    def __init__(self, *, start: str, moves: Iterable[Move], field: str = "state"):
        self.start, self.field = start, field
        self.moves: dict[str, Move] = {}
        for move in moves:
            if move.name in self.moves:
                raise ValueError(f"Two moves are called {move.name!r}.")
            self.moves[move.name] = move

    def open_to(self, subject: Any) -> list[Move]:
        """The moves that leave the subject's present state, whether or not their rules agree yet."""
        state = getattr(subject, self.field)
        return [move for move in self.moves.values() if state in move.sources]

    def obstacles(self, subject: Any, name: str, *, reason: str = "") -> list[ValidationError]:
        """Everything that stands in the way of this move now; empty means go."""
        move = self.moves[name]
        if getattr(subject, self.field) not in move.sources:
            display = getattr(subject, f"get_{self.field}_display")()
            return [
                ValidationError(
                    _("“%(state)s” does not allow this step."), code="wrong_state", params={"state": display}
                )
            ]
        problems = [problem for rule in move.rules if (problem := rule(subject))]
        if move.needs_reason and not reason.strip():
            problems.append(ValidationError(_("Give the reason for this step."), code="reason_missing"))
        return problems

    def take(self, subject: Any, name: str, *, reason: str = "") -> None:
        """Put the subject in the move's target state. Does not save.

        Raises:
            ValidationError: with every obstacle at once, so a person fixes them in one visit.
        """
        if obstacles := self.obstacles(subject, name, reason=reason):
            raise ValidationError(obstacles)
        setattr(subject, self.field, self.moves[name].target)
