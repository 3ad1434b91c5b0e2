"""Random steps by random people: a refused one leaves the visit as it was, a taken one adds and never rewrites."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from entente.engagement.visits import actions
from entente.engagement.visits.models import Consultation, Feedback, Need, Report, Routing, Step, Topic, Visit, Visitor
from entente.engagement.visits.policy import VISITS
from entente.engagement.visits.workflow import VISIT
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import factories

WHO = ("officer", "lead", "other_desk", "boss", "reader")
SAYING = ("move_dates", "write_report", "give_feedback", "ask", "answer", "waive", "overrule", "shown", "settled")
TRIES = some.lists(
    some.tuples(
        some.sampled_from([*VISIT.moves, *SAYING]),
        some.sampled_from(WHO),
        some.sampled_from(["", "  ", "Ceci", "That"]),
    ),
    max_size=10,
)
ADDED_TO = {
    Step: ("move", "before", "after", "reason", "by"),
    Routing: ("coordinator", "overruled", "reason"),
    Consultation: ("question",),
    Feedback: ("side", "kept", "given"),
    Report: ("number", "text_en", "reason"),
}
"""What is only added to, and what of it never changes."""
BEGINS = ["requested", "triage", "accepted", "consultation", "programme", "pre_briefed", "under_way", "feedback"]


@pytest.fixture
def house(agency, open_account):
    def desk(name, at):
        return factories.placed(open_account(Role.DESK_OFFICER, username=name), agency[at])

    return SimpleNamespace(
        officer=open_account(Role.VISITS_OFFICER),
        lead=desk("lead", "commercial"),
        other_desk=desk("other", "iad"),
        boss=open_account(Role.EXECUTIVE),
        reader=open_account(Role.READER),
        asked=agency["iad"],
    )


def record():
    return {
        model: {row["id"]: row for row in model.objects.values()} for model in (Visit, Visitor, Topic, Need, *ADDED_TO)
    }


def try_step(house, visit, verb, by, word):
    """What the verb needs beside the word: ``(act, thing, call)``."""
    open_question = Consultation.objects.filter(visit=visit, answered_at=None, waived="").first()
    text = f"{word} {Entry.objects.count()}" if word.strip() else word
    other = "lead_branch" if visit.coordinator == "international_affairs" else "international_affairs"
    special = {
        "move_dates": lambda: actions.move_dates(
            visit, by=by, starts_on=visit.starts_on, ends_on=visit.ends_on + factories.timedelta(1), reason=word
        ),
        "write_report": lambda: actions.write_report(visit, by=by, text_en=text, reason=word),
        "give_feedback": lambda: actions.give_feedback(visit, by=by, side="hosts", kept=word),
        "ask": lambda: actions.ask(visit, by=by, unit=house.asked, question=word),
        "answer": lambda: actions.answer(open_question, by=by, answer=word),
        "waive": lambda: actions.waive(open_question, by=by, reason=word),
        "overrule": lambda: actions.overrule(visit, by=by, coordinator=other, reason=word),
        "shown": lambda: factories.shown(visit, by=by),
        "settled": lambda: [
            actions.change_row(need, by=by, state=Need.State.DONE) for need in visit.needs.filter(state="to_do")[:1]
        ],
        "pre_brief": lambda: actions.pre_brief(visit, by=by, on=factories.in_days(0)),
        "begin": lambda: actions.begin(visit, by=by, today=visit.starts_on),
    }
    if verb in ("answer", "waive") and open_question is None:
        return None
    if verb == "settled" and not visit.needs.filter(state="to_do").exists():
        return None
    thing = open_question if verb in ("answer", "waive") else visit
    act = {"shown": "plan", "settled": "prepare"}.get(verb, verb)
    reason = {"reason": word} if verb in VISIT.moves and VISIT.moves[verb].needs_reason else {}
    return act, thing, special.get(verb, lambda: getattr(actions, verb)(visit, by=by, **reason))


def tried_on(call):
    """What refused it; nothing where it was done."""
    try:
        with transaction.atomic():
            call()
    except (ValidationError, PermissionDenied) as refused:
        return refused
    return None


def walk(house, visit, tried):
    for verb, who, word in tried:
        visit, by = Visit.objects.get(pk=visit.pk), getattr(house, who)
        found = try_step(house, visit, verb, by, word)
        if found is None:
            continue
        act, thing, call = found
        may, before, told = VISITS.allows(by, act, thing), record(), Entry.objects.count()
        refusal = tried_on(call)
        if refusal is not None:
            assert isinstance(refusal, ValidationError) or not may, f"{verb}: allowed, and refused all the same"
            assert (record(), Entry.objects.count()) == (before, told), f"{verb}: a refused step leaves nothing behind"
            continue
        assert may, f"{verb}: {who} may not, and did"
        assert Entry.objects.count() > told, f"{verb}: every step leaves its trail"
        now = record()
        for model, fields in ADDED_TO.items():
            for key, row in before[model].items():
                assert {name: row[name] for name in fields} == {name: now[model][key][name] for name in fields}
        if verb in VISIT.moves:
            step = Step.objects.filter(visit=visit).latest("id")
            assert (step.move, step.by, step.before) == (verb, by.username, visit.state)
            assert step.reason == (word if VISIT.moves[verb].needs_reason else "")


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=some.sampled_from(BEGINS), tried=TRIES)
def test_what_is_refused_changes_nothing_and_what_is_taken_only_adds(state, tried, house):
    with transaction.atomic():
        walk(house, factories.visit_in(state, by=house.officer), tried)
        transaction.set_rollback(True)
