"""Random walks by random people: no path loses a word or a version, and what is refused leaves the record as it was."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from entente.engagement.meetings import actions, queries
from entente.engagement.meetings.models import (
    Born,
    ChairYear,
    Clearance,
    Decision,
    Hosting,
    HostTask,
    Input,
    Item,
    Meeting,
    Minutes,
    Position,
    Product,
    Stance,
)
from entente.engagement.meetings.policy import CHAIRS, MEETINGS, PRODUCTS
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import factories

TABLES = (
    Meeting, Item, Position, Clearance, Stance, Minutes, Decision, Born, Product, Input, ChairYear, Hosting, HostTask,
)  # fmt: skip
KEPT = {
    Minutes: ("text_en", "text_fr", "restricted_en", "version", "by"),
    Position: ("text_en", "text_fr", "version", "by"),
    Decision: ("text_en", "text_fr", "position"),
    Stance: ("text_en", "heard_on"),
}
"""What once was said and is never said otherwise."""
WHO = ("keeper", "planner", "delegate", "head", "reader", "lower")
WORD = some.sampled_from(["", " ", "Because", "Parce que"])
NUMBER = some.integers(0, 3)


@some.composite
def steps(draw, good):
    """A good path as far as it goes, some of its steps left out and others tried in between: verb, who, word, on which.

    ``good`` are steps as ``verb who``; every verb is among them.
    """
    verbs, found = sorted({one.split()[0] for one in good}), []
    anything = some.tuples(some.sampled_from(verbs), some.sampled_from(WHO), WORD, NUMBER)
    for one in good[: draw(some.integers(0, len(good)))]:
        verb, who = one.split()
        if draw(some.integers(0, 5)):
            found.append((verb, who, draw(WORD) or "Because", draw(NUMBER)))
        if not draw(some.integers(0, 3)):
            found.append(draw(anything))
    return found + draw(some.lists(anything, max_size=4))


@pytest.fixture
def house(open_account, branch, head, planner):
    """Who tries: those who keep meetings, who sat there, who heads a branch, and who may only read."""
    return SimpleNamespace(
        keeper=factories.officer(),
        planner=planner,
        head=head,
        delegate=open_account(Role.READER, username="delegate"),
        reader=open_account(Role.READER, username="onlooker"),
        lower=open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.UNCLASSIFIED),
        branch=branch,
    )


def record():
    """Every row of the room as it stands, by table and key."""
    return {model: {row["id"]: row for row in model.objects.values()} for model in TABLES}


def nth(rows, number):
    """One of the rows, whichever the number falls on; nothing where there are none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def tried(call):
    """What refused it; nothing where it was done."""
    try:
        with transaction.atomic():
            call()
    except (ValidationError, PermissionDenied) as refused:
        return refused
    return None


class Walk:
    """Tries steps and looks after each whether all that must hold still holds.

    ``verbs`` are ``name: (thing, policy, act, call)``; ``thing(number)`` finds what it is tried on.
    """

    def __init__(self, house, verbs, holds=lambda: None):
        self.house, self.verbs, self.holds = house, verbs, holds

    def take(self, verb, who, word, number):
        find, policy, act, call = self.verbs[verb]
        thing, by = find(number), getattr(self.house, who)
        if thing is None:
            return
        before, told = record(), Entry.objects.count()
        may = policy.allows(by, act, thing)
        refusal = tried(lambda: call(thing, by, word))
        if refusal is not None:
            assert isinstance(refusal, ValidationError) or not may, f"{verb}: allowed, and refused all the same"
            assert record() == before, f"{verb}: a refused step leaves nothing behind"
            assert Entry.objects.count() == told, f"{verb}: a refused step leaves no trail"
            return
        assert may, f"{verb}: {who} may not, and did"
        new = Entry.objects.order_by("id")[told:]
        assert new, f"{verb}: every step leaves its trail"
        if verb in NEEDS_REASON:
            assert word.strip(), f"{verb}: not without a reason"
            assert any(word in one.reason for one in new), f"{verb}: its reason is kept"
        self.nothing_is_lost(verb, before, record())
        self.holds()

    def nothing_is_lost(self, verb, before, now):
        for model, fields in KEPT.items():
            for key, row in before[model].items():
                if row.get("state") == "draft":
                    continue  # a draft is still being written; it is frozen once it goes round
                assert key in now[model], f"{verb}: a row of {model.__name__} is gone"
                assert {name: row[name] for name in fields} == {name: now[model][key][name] for name in fields}


NEEDS_REASON = {
    "cancel", "reinstate", "drop", "take_up_again", "word_anew", "strike_out", "object_to", "drop_product",
    "take_up_product", "waive_input", "move_input", "drop_task", "move_task",
}  # fmt: skip
# No search for the shortest path: each step asks the database, and the first path found says enough.
LENIENT = {
    "max_examples": examples(25),
    "phases": [Phase.generate],
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


def walked(house, verbs, path, holds):
    walk = Walk(house, verbs, holds)
    for step in path:
        walk.take(*step)


# ── A session, its agenda and what came of it ─────────────────────────────────────────────────────

SESSION = (
    "write_position keeper", "circulate keeper", "object_to head", "write_position keeper", "circulate keeper",
    "clear head", "note_stance delegate", "confirm planner", "cancel planner", "reinstate planner",
    "decide_attendance head", "hold keeper", "discuss delegate", "take_up_again keeper", "drop keeper",
    "add_item keeper", "remove_item keeper", "write_minutes delegate", "write_minutes keeper", "add_decision delegate",
    "word_anew keeper", "strike_out keeper", "bear_promise delegate", "carry keeper",
)  # fmt: skip


def session_verbs(house, meeting, partner):
    def here(number):
        return Meeting.objects.get(pk=meeting.pk)

    def of(model, **path):
        return lambda number: nth(model.objects.filter(**path or {"meeting": meeting}), number)

    items, decisions = of(Item), of(Decision)
    positions = of(Position, item__meeting=meeting)
    clearances = of(Clearance, position__item__meeting=meeting)
    text = {"text_en": "We agree"}

    def simply(name):
        return lambda one, by, word: getattr(actions, name)(one, by=by)

    def because(name):
        return lambda one, by, word: getattr(actions, name)(one, by=by, reason=word)

    calls = {
        "decide_attendance": (
            here,
            "decide_attendance",
            lambda one, by, word: actions.decide_attendance(one, by=by, attendance="skip", reason=word),
        ),
        "add_item": (here, "keep_agenda", lambda one, by, word: actions.add_item(one, by=by, title_en=word or "Data")),
        "remove_item": (items, "keep_agenda", simply("remove_item")),
        "write_position": (
            lambda number: (one := items(number)) and queries.written_over(one),
            "write_position",
            lambda one, by, word: actions.write_position(getattr(one, "item", one), by=by, text_en=f"We say {word}"),
        ),
        "circulate": (
            positions,
            "circulate",
            lambda one, by, word: actions.circulate(one, by=by, branches=[house.branch]),
        ),
        "clear": (clearances, "clear", lambda one, by, word: actions.clear(one, by=by, comment=word)),
        "object_to": (clearances, "object", lambda one, by, word: actions.object_to(one, by=by, comment=word)),
        "note_stance": (
            items,
            "note_stance",
            lambda one, by, word: actions.note_stance(
                one, by=by, partner=partner, text_en=f"They say {word}", attitude="doubts", heard_on=factories.day(-1)
            ),
        ),
        "write_minutes": (
            here,
            "write_minutes",
            lambda one, by, word: actions.write_minutes(one, by=by, text_en=f"{word} {Minutes.objects.count()}"),
        ),
        "add_decision": (here, "add_decision", lambda one, by, word: actions.add_decision(one, by=by, **text)),
        "word_anew": (
            decisions,
            "word_anew",
            lambda one, by, word: actions.word_anew(
                one, by=by, reason=word, text_en=f"We agree anew {Decision.objects.count()}"
            ),
        ),
        "bear_promise": (
            here,
            "bear_promise",
            lambda one, by, word: actions.bear_promise(
                one, by=by, side="ours", made_on=one.starts_on, body=one.body, title_en=word
            ),
        ),
    }
    for name in ("confirm", "hold"):
        calls[name] = (here, name, simply(name))
    for name in ("cancel", "reinstate"):
        calls[name] = (here, name, because(name))
    calls["discuss"] = (items, "discuss", simply("discuss"))
    for name in ("drop", "take_up_again", "carry"):
        calls[name] = (items, name, because(name))
    calls["strike_out"] = (decisions, "strike_out", because("strike_out"))
    return {name: (find, MEETINGS, act, call) for name, (find, act, call) in calls.items()}


@settings(**LENIENT)
@given(path=steps(SESSION), in_days=some.sampled_from([-2, 5]))
def test_no_path_of_a_session_loses_a_word_and_what_is_refused_changes_nothing(path, in_days, house):
    with transaction.atomic():
        meeting = factories.meeting(in_days=in_days)
        factories.delegate(meeting, person=house.delegate)
        actions.add_item(meeting, by=house.keeper, title_en="Data")
        partner = factories.partner("mx")

        def holds():
            assert not Position.objects.filter(state="cleared", clearances__isnull=True).exists()
            cleared = Position.objects.filter(state="cleared")
            assert not cleared.exclude(clearances__answer="cleared").exists(), "cleared by the branches named only"
            for one in Item.objects.filter(meeting=meeting):
                states = list(one.positions.exclude(state="replaced").values_list("state", flat=True))
                assert states.count("draft") <= 1, "one draft at a time"
                assert len(states) - states.count("draft") <= 1, "one position goes round or stands at a time"
            versions = list(
                Minutes.objects.filter(meeting=meeting).order_by("version").values_list("version", flat=True)
            )
            assert versions == list(range(1, len(versions) + 1))

        verbs = session_verbs(house, meeting, partner)
        assert verbs.keys() == {one.split()[0] for one in SESSION}
        walked(house, verbs, path, holds)
        transaction.set_rollback(True)


# ── A joint product and the inputs owed to it ─────────────────────────────────────────────────────

PRODUCT = (
    "owe_input keeper", "begin_product keeper", "move_input keeper", "deliver_input head", "waive_input keeper",
    "deliver_input keeper", "finish_product keeper", "take_up_product keeper", "drop_product keeper",
)  # fmt: skip


OF_THE_PRODUCT = ("begin_product", "finish_product", "drop_product", "take_up_product")


def product_verbs(house, product):
    def here(number):
        return Product.objects.get(pk=product.pk)

    def inputs(number):
        return nth(Input.objects.filter(product=product), number)

    def moved(name):
        return lambda one, by, word: getattr(actions, name)(one, by=by, reason=word)

    calls = {name: (here, moved(name)) for name in OF_THE_PRODUCT}
    calls |= {
        "owe_input": (
            here,
            lambda one, by, word: actions.owe_input(one, by=by, title_en=word or "Figures", unit=house.branch),
        ),
        "move_input": (
            inputs,
            lambda one, by, word: actions.move_input(
                one, by=by, due_on=factories.day(5 if one.due_on else 4), reason=word
            ),
        ),
        "deliver_input": (
            inputs,
            lambda one, by, word: actions.deliver_input(one, by=by, delivered_on=factories.day(), delivered=word),
        ),
        "waive_input": (inputs, lambda one, by, word: actions.waive_input(one, by=by, reason=word)),
    }
    return {name: (find, PRODUCTS, name, call) for name, (find, call) in calls.items()}


@settings(**LENIENT)
@given(path=steps(PRODUCT), led=some.booleans())
def test_no_product_is_done_while_something_is_owed_and_none_is_closed_twice(path, led, house):
    with transaction.atomic():
        forum = factories.body("b5", name_en="Border Five")
        lead = house.delegate if led else None
        product = actions.open_product(by=house.keeper, title_en="Assessment", body=forum, lead=lead)
        actions.owe_input(product, by=house.keeper, title_en="Figures", unit=house.branch)

        def holds():
            now = Product.objects.get(pk=product.pk)
            owed = [one for one in Input.objects.filter(product=product) if one.is_owed]
            assert now.state != "done" or not owed, "done while something is owed"
            assert (now.state == "dropped") == bool(now.ended_because), "dropped with the reason, and only then"
            assert not [one for one in Input.objects.all() if one.delivered_on and one.waived_because]

        verbs = product_verbs(house, product)
        assert verbs.keys() == {one.split()[0] for one in PRODUCT}
        walked(house, verbs, path, holds)
        transaction.set_rollback(True)


# ── A year in the chair ───────────────────────────────────────────────────────────────────────────

CHAIR = (
    "plan_session keeper", "change_session keeper", "add_task keeper", "move_task keeper", "finish_task keeper",
    "add_task keeper", "drop_task keeper", "hand_over_year keeper",
)  # fmt: skip


def chair_verbs(year):
    def here(number):
        return ChairYear.objects.get(pk=year.pk)

    def of(model):
        return lambda number: nth(model.objects.filter(chair_year=year), number)

    calls = {
        "plan_session": (
            here,
            lambda one, by, word: actions.plan_session(one, by=by, title_en=word or "Heads", estimate=100),
        ),
        "change_session": (
            of(Hosting),
            lambda one, by, word: actions.change_session(one, by=by, reason=word, estimate=one.estimate + 50),
        ),
        "add_task": (here, lambda one, by, word: actions.add_task(one, by=by, title_en=word or "Book rooms")),
        "move_task": (
            of(HostTask),
            lambda one, by, word: actions.move_task(
                one, by=by, due_on=factories.day(5 if one.due_on else 4), reason=word
            ),
        ),
        "finish_task": (of(HostTask), lambda one, by, word: actions.finish_task(one, by=by, done_on=factories.day())),
        "drop_task": (of(HostTask), lambda one, by, word: actions.drop_task(one, by=by, reason=word)),
        "hand_over_year": (
            here,
            lambda one, by, word: actions.hand_over_year(
                one, by=by, handed_over_on=factories.day(), handover_en=word, handover_fr=word
            ),
        ),
    }
    return {name: (find, CHAIRS, name, call) for name, (find, call) in calls.items()}


@settings(**LENIENT)
@given(path=steps(CHAIR))
def test_a_year_in_the_chair_loses_no_task_and_changes_no_more_once_handed_over(path, house):
    with transaction.atomic():
        forum = factories.body("b5", name_en="Border Five")
        span = {"starts_on": factories.day(-200), "ends_on": factories.day(-1)}
        year = actions.open_chair_year(by=house.keeper, title_en="Our year", body=forum, **span)
        seen = {"tasks": 0, "over": None}

        def holds():
            tasks = HostTask.objects.filter(chair_year=year)
            assert tasks.count() >= seen["tasks"], "a task is dropped with the reason, never removed"
            assert not [one for one in tasks if one.done_on and one.dropped_because]
            seen["tasks"] = tasks.count()
            rows = [list(model.objects.order_by("pk").values()) for model in (ChairYear, Hosting, HostTask)]
            if seen["over"] is not None:
                assert rows == seen["over"], "what was handed over changes no more"
            if ChairYear.objects.get(pk=year.pk).handed_over_on:
                seen["over"] = rows

        verbs = chair_verbs(year)
        assert verbs.keys() == {one.split()[0] for one in CHAIR}
        walked(house, verbs, path, holds)
        transaction.set_rollback(True)
