"""Random walks of moves by random people: whatever they try, in whatever order, some things never happen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.commitments import actions, queries
from entente.engagement.commitments.models import State
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from tests.turns import examples

from .factories import promised

PEOPLE = ("desk", "second", "third", "boss", "reader")
ROLES = (Role.DESK_OFFICER, Role.DESK_OFFICER, Role.DESK_OFFICER, Role.EXECUTIVE, Role.READER)
WORDS = st.sampled_from(["", " ", "said"])
DAYS = st.integers(-2, 40)

STEPS = st.one_of(
    st.tuples(st.sampled_from(["close", "give_evidence"]), st.sampled_from(PEOPLE), WORDS),
    st.tuples(st.sampled_from(["verify"]), st.sampled_from(PEOPLE), st.just("")),
    st.tuples(st.sampled_from(["send_back", "drop", "reopen", "remark"]), st.sampled_from(PEOPLE), WORDS),
    st.tuples(st.just("slip"), st.sampled_from(PEOPLE), st.tuples(DAYS, WORDS)),
    st.tuples(st.just("pass_on"), st.sampled_from(PEOPLE), st.tuples(st.sampled_from(PEOPLE), WORDS)),
)


class Walk:
    """A promise on its way, with what must hold of it after every step."""

    def __init__(self, people, author, owner):
        self.people = people
        self.one = promised(by=people[author], owner=people[owner], witnessed=True)
        self.said = {"slips": 0, "evidence": 0, "remarks": 0}

    def take(self, verb, who, what):
        by, one = self.people[who], self.one
        before = self.counts()
        calls = {
            "close": lambda: actions.close(one, by=by, text_en=what),
            "give_evidence": lambda: actions.give_evidence(one, by=by, text_en=what),
            "verify": lambda: actions.verify(one, by=by),
            "send_back": lambda: actions.send_back(one, by=by, reason=what),
            "drop": lambda: actions.drop(one, by=by, reason=what),
            "reopen": lambda: actions.reopen(one, by=by, reason=what),
            "remark": lambda: actions.remark(one, by=by, words=what),
            "slip": lambda: actions.slip(
                one, by=by, due_on=timezone.localdate() + timedelta(days=what[0]), reason=what[1]
            ),
            "pass_on": lambda: actions.pass_on(one, by=by, owner=self.people[what[0]], reason=what[1]),
        }
        was = one.state
        try:
            with transaction.atomic():
                calls[verb]()
        except (ValidationError, PermissionDenied):
            one.refresh_from_db()
            assert self.counts() == before, "a refused step leaves nothing behind"
            assert one.state == was
            return
        one.refresh_from_db()
        assert all(now >= then for now, then in zip(self.counts().values(), before.values(), strict=True))
        if one.state == State.CLOSED and was != State.CLOSED:
            self.ended_rightly(verb, by)

    def counts(self):
        one = self.one
        return {
            "slips": one.slips.count(),
            "evidence": one.evidence.count(),
            "remarks": one.remarks.count(),
            "trail": Entry.objects.filter(subject=f"commitments.commitment:{one.key}").count(),
        }

    def ended_rightly(self, verb, by):
        one = self.one
        assert queries.shown_by(one).exists(), "kept only with something that shows it"
        if verb == "verify":
            assert by.pk not in {one.author_id, one.owner_id, *queries.witnesses(one)}, "never verified by oneself"
        else:
            assert by.pk != one.author_id, "never declared kept by who wrote it down"
            assert one.author_id != one.owner_id, "author and owner in one person: somebody else verifies"


@pytest.fixture
def people(open_account):
    return {name: open_account(role, username=name) for name, role in zip(PEOPLE, ROLES, strict=True)}


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(author=st.sampled_from(PEOPLE), owner=st.sampled_from(PEOPLE), steps=st.lists(STEPS, max_size=14))
def test_no_walk_keeps_a_promise_without_evidence_or_verifies_itself_or_loses_a_word(people, author, owner, steps):
    with transaction.atomic():
        walk = Walk(people, author, owner)
        for step in steps:
            walk.take(*step)
        transaction.set_rollback(True)
