from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.kit import draw
from entente.kit.policy import Policy, holds
from entente.kit.workflow import Move, Workflow


def always(subject):
    """XXX-1. Never agrees."""
    return ValidationError("no", code="never")


LIFE = Workflow(
    start="draft",
    moves=[
        Move("submit", ("draft",), "review", (always, always)),
        Move("send_back", ("review",), "draft", (), True),
    ],
)


def subject(state):
    return SimpleNamespace(state=state, get_state_display=lambda: state)


def test_every_obstacle_is_told_at_once():
    with pytest.raises(ValidationError) as refusal:
        LIFE.take(subject("draft"), "submit")

    assert [error.code for error in refusal.value.error_list] == ["never", "never"]


def test_a_negative_step_needs_its_reason():
    with pytest.raises(ValidationError) as refusal:
        LIFE.take(subject("review"), "send_back", reason=" ")

    assert refusal.value.error_list[0].code == "reason_missing"


def test_a_move_takes_the_subject_to_its_target():
    thing = subject("review")

    LIFE.take(thing, "send_back", reason="Too early.")

    assert thing.state == "draft"


def test_a_move_from_the_wrong_state_is_refused():
    with pytest.raises(ValidationError, match="does not allow"):
        LIFE.take(subject("review"), "submit")


def test_two_moves_cannot_share_a_name():
    with pytest.raises(ValueError, match="Two moves"):
        Workflow(start="a", moves=[Move("go", ("a",), "b"), Move("go", ("b",), "a")])


def test_what_is_not_in_the_policy_is_refused():
    policy = Policy({"view": (holds("reader"),)})
    person = SimpleNamespace(role="reader")

    assert policy.allows(person, "view")
    with pytest.raises(PermissionDenied):
        policy.require(person, "burn")


def test_the_drawings_come_from_the_tables():
    assert "    draft --> review: submit" in draw.states(LIFE)
    assert "| submit | draft | review | XXX-1. Never agrees.; XXX-1. Never agrees. |" in draw.moves(LIFE)
    assert "| view | Any reader |" in draw.acts(Policy({"view": (holds("reader"),)}))
