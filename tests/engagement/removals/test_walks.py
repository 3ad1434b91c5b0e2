"""Random walks of moves by random people: whatever they try, in whatever order, some things never happen."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.removals import actions, queries
from entente.engagement.removals.models import ItemState, Plan, State
from entente.engagement.removals.policy import REMOVALS
from entente.engagement.removals.workflow import PLAN
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import factories
from .factories import in_days

PEOPLE = {
    "officer": Role.REMOVALS_OFFICER, "second": Role.REMOVALS_OFFICER, "boss": Role.EXECUTIVE, "other": Role.EXECUTIVE,
    "desk": Role.DESK_OFFICER, "reader": Role.READER,
}  # fmt: skip
WORDS = st.sampled_from(["", " ", "said"])
DAYS = st.sampled_from([None, -1, 0, 1, 90])
WHO = st.sampled_from(list(PEOPLE))
STEPS = st.one_of(
    st.tuples(st.sampled_from(["consult", "approve", "draft"]), WHO, st.none()),
    st.tuples(st.sampled_from(["send_back", "take_back", "redraft", "give_up", "drop_item", "review"]), WHO, WORDS),
    st.tuples(st.sampled_from(["activate", "finish_item"]), WHO, DAYS),
    st.tuples(st.just("reopen"), WHO, st.tuples(DAYS, WORDS)),
    st.tuples(st.just("add_item"), WHO, st.tuples(DAYS, WORDS)),
)


def day(ahead):
    return None if ahead is None else in_days(ahead)


class Walk:
    """Plans of one country on their way, with what must hold after every step."""

    def __init__(self, people, lead):
        self.people = people
        self.file = factories.file(by=people["officer"])
        self.one = factories.plan(self.file, by=people["officer"], lead=people[lead])

    def take(self, verb, who, what):
        by, one = self.people[who], self.one
        item = one.items.filter(state=ItemState.OPEN).first() or one.items.first()
        if item is None and verb in ("finish_item", "drop_item"):
            return  # a plan just drafted holds no item yet
        calls = {
            "draft": lambda: factories.plan(self.file, by=by, items=0),
            "consult": lambda: actions.consult(one, by=by),
            "approve": lambda: actions.approve(one, by=by),
            "send_back": lambda: actions.send_back(one, by=by, reason=what),
            "take_back": lambda: actions.take_back(one, by=by, reason=what),
            "redraft": lambda: actions.redraft(one, by=by, reason=what),
            "give_up": lambda: actions.give_up(one, by=by, reason=what),
            "activate": lambda: actions.activate(one, by=by, review_on=day(what)),
            "review": lambda: actions.review(one, by=by, outcome_en=what),
            "reopen": lambda: actions.reopen(one, by=by, review_on=day(what[0]), reason=what[1]),
            "add_item": lambda: actions.add_item(one, by=by, text_en=what[1], due_on=day(what[0]), lead=by),
            "finish_item": lambda: actions.finish_item(item, by=by, ended_on=day(what) or in_days(0)),
            "drop_item": lambda: actions.drop_item(item, by=by, reason=what),
        }
        was, before = one.state, self.kept()
        try:
            with transaction.atomic():
                made = calls[verb]()
        except (ValidationError, PermissionDenied):
            one.refresh_from_db()
            assert self.kept() == before, "a refused step leaves nothing behind"
            assert one.state == was
            return
        one.refresh_from_db()
        assert self.kept()["trail"] > before["trail"], "every step is in the trail"
        if verb in PLAN.moves:
            self.moved(verb, by, was)
        if verb == "draft":
            self.one = made

    def moved(self, verb, by, was):
        one, turn = self.one, self.one.turns.last()
        assert REMOVALS.allows(by, verb, one)
        assert (turn.before, turn.after, turn.by) == (was, one.state, by), "each move keeps its turn"
        assert turn.reason.strip() or not PLAN.moves[verb].needs_reason, "a step back says why"
        if verb == "approve":
            assert by.pk not in (one.author_id, one.lead_id), "nobody approves the own plan"
            assert one.turns.filter(move="consult").exists(), "nothing is approved that nobody was asked about"
        if one.state == State.ACTIVE:
            assert one.review_on > in_days(0)
            assert Plan.objects.filter(file=self.file, state=State.ACTIVE).count() == 1
        if one.state == State.REVIEWED:
            assert one.outcome.strip()
            assert not one.items.filter(state=ItemState.OPEN).exists()

    def kept(self):
        subjects = [f"removals.plan:{key}" for key in self.file.plans.values_list("key", flat=True)]
        return {
            "turns": self.one.turns.count(),
            "items": self.one.items.count(),
            "plans": self.file.plans.count(),
            "trail": Entry.objects.filter(subject__in=subjects).count(),
        }


@pytest.fixture
def people(open_account):
    return {name: open_account(role, username=name) for name, role in PEOPLE.items()}


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lead=WHO, steps=st.lists(STEPS, max_size=14))
def test_no_walk_approves_the_own_plan_or_loses_a_turn_or_ends_with_something_open(people, lead, steps):
    with transaction.atomic():
        walk = Walk(people, lead)
        for step in steps:
            walk.take(*step)
        transaction.set_rollback(True)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_turns_tell_the_state_of_every_day(people, data):
    """Walks along moves that are open, each on a later day; what the turns tell of a day is what it was then."""
    with transaction.atomic():
        walk = Walk(people, "officer")
        told = [(walk.one.drafted_on, walk.one.state)]
        for number in range(data.draw(st.integers(0, 6))):
            open_now = sorted(move.name for move in PLAN.open_to(walk.one))
            if not open_now:
                break
            move = data.draw(st.sampled_from(open_now))
            what = {"activate": 90, "reopen": (90, "said"), "consult": None, "approve": None}.get(move, "said")
            if move == "review":
                for item in walk.one.items.filter(state=ItemState.OPEN):
                    actions.drop_item(item, by=people["officer"], reason="said")
            walk.take(move, "boss" if REMOVALS.allows(people["boss"], move, walk.one) else "officer", what)
            on = in_days(number + 1)
            walk.one.turns.filter(pk=walk.one.turns.last().pk).update(on=on)
            told.append((on, walk.one.state))

        fresh = queries.plan(people["officer"], walk.one.key).get()
        assert [queries.state_on(fresh, on) for on, _state in told] == [state for _on, state in told]
        transaction.set_rollback(True)
