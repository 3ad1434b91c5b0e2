"""The stages: which path a treaty and an arrangement take, what stands in the way, and that nothing said is lost."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.agreements import actions, rules
from entente.engagement.agreements.imports.package import SHEET_OF
from entente.engagement.agreements.models import (
    STAGES_OF,
    STATUS_OF,
    Agreement,
    Bracket,
    Kind,
    Movement,
    Review,
    Stage,
    Status,
    Step,
    Tabling,
    stage_of,
)
from entente.engagement.agreements.workflow import COARSE, INSTRUMENT, NEGOTIATION
from entente.foundation.reference import actions as reference
from entente.foundation.reference.queries import weekdays
from entente.foundation.sources.models import Correction
from entente.foundation.trail.actions import subject_of
from entente.foundation.trail.models import Entry

from . import factories

TODAY = timezone.localdate()
MANDATE = "Cabinet, RD-2026-14"


def days_ago(number):
    return (TODAY - timedelta(days=number)).isoformat()


@pytest.fixture
def mexico(db):
    return factories.partner("mx", name_en="Mexico", name_fr="Mexique")


@pytest.fixture
def sitting(agreements_officer):
    """A House that has sat every weekday for half a year, and whose calendar ends today."""
    begun = TODAY - timedelta(days=180)
    reference.record_session(by=agreements_officer, parliament=45, number=1, opened_on=begun, ended_on=None, ending="")
    return reference.publish_calendar(
        by=agreements_officer, days=weekdays(begun, TODAY), first_on=begun, last_on=TODAY, source="House", address="",
        as_of=TODAY,
    )  # fmt: skip


@pytest.fixture
def negotiated(agreements_officer, mexico):
    """An instrument that walked to a stage by the real moves: ``negotiated("signed", binding=True)``."""
    by = agreements_officer

    def go(one, *moves, **said):
        for name in moves:
            actions.move(one, name, by=by, on=said.get("on", ""), reference=MANDATE, reason=said.get("reason", ""))

    def build(stage, **given):
        fit = {"title_en": "Accord", "title_fr": "Accord", "kind": "customs_mou", "binding": False}
        one = actions.register(by=by, parties=[mexico], **fit | given)
        path = ["receive", "screen", "prioritise", "mandate", "open_rounds", "initial", "send_for_review", "conclude"]
        to = {"requested": 1, "mandated": 4, "negotiating": 5, "initialled": 6, "in_review": 7, "signed": 8}
        for name in path[: to.get(stage, 8)]:
            if name == "initial":
                actions.hold_round(one, by=by, first_on=TODAY - timedelta(days=60), last_on=TODAY - timedelta(days=58))
            if name == "conclude":
                reviewed(one, by)
            go(one, name, on=days_ago(50))
        if stage in ("in_force", "implemented"):
            go(one, "take_effect", on=days_ago(40))
        if stage == "implemented":
            go(one, "implement", on=days_ago(30))
        one.refresh_from_db()
        return one

    return build


def reviewed(one, by):
    for kind in rules.reviews_needed(one):
        review = actions.ask_review(one, by=by, kind=kind, office="Legal Services")
        actions.give_opinion(review, by=by, opinion="favourable", given_on=TODAY, reference="PIA-2026-003")


def codes(refusal):
    return {one.code for one in refusal.value.error_list}


def refused(act, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return codes(refusal)


# ── The tables agree ──────────────────────────────────────────────────────────────────────────────


def test_every_stage_has_exactly_one_status_and_every_known_status_a_stage():
    assert set(STATUS_OF) == set(Stage.values)
    assert set(STAGES_OF) == set(Status.values) - {"unknown"}
    assert sum(len(stages) for stages in STAGES_OF.values()) == len(Stage)


def test_a_step_between_two_statuses_is_a_move_of_the_register():
    for move in NEGOTIATION.moves.values():
        for source in move.sources:
            was, now = STATUS_OF[source], STATUS_OF[move.target]
            assert was == now or (was in INSTRUMENT.moves[COARSE[was, now]].sources)
            assert was == now or INSTRUMENT.moves[COARSE[was, now]].target == now


def test_every_stage_is_reachable_and_every_step_has_a_verb():
    reached, more = {NEGOTIATION.start}, True
    while more:
        found = {move.target for move in NEGOTIATION.moves.values() if set(move.sources) & reached}
        more, reached = bool(found - reached), reached | found

    assert {str(one) for one in reached} == set(Stage.values)
    assert set(actions.STEPS) == set(NEGOTIATION.moves)


def test_a_stage_that_belongs_to_another_status_is_not_believed():
    assert stage_of("tabled", "signed") == "tabled"
    assert stage_of("tabled", "in_force") == "in_force"
    assert (stage_of("", "proposed"), stage_of("", "unknown")) == ("idea", "")


def test_many_are_asked_as_one(db):
    for status in Status.values:
        for stage in ("", *Stage.values):
            factories.agreement(status=status, stage=stage)

    assert all(one.stage_at == one.stage_now for one in Agreement.objects.with_stage())


# ── The two paths ─────────────────────────────────────────────────────────────────────────────────


def test_an_arrangement_walks_from_the_partners_request_to_its_first_use(negotiated):
    one = negotiated("implemented")

    assert (one.stage, one.status) == ("implemented", "in_force")
    assert (one.requested_on, one.signed_on, one.in_force_on) == (days_ago(50), days_ago(50), days_ago(40))
    assert [step.to_stage for step in one.steps.order_by("id")] == [
        "requested", "screened", "prioritised", "mandated", "negotiating", "initialled", "in_review", "signed",
        "in_force", "implemented",
    ]  # fmt: skip


def test_a_treaty_is_tabled_waits_is_ratified_notified_and_enters_into_force(
    negotiated, agreements_officer, mexico, sitting
):
    by, one = agreements_officer, negotiated("signed", binding=True, treaty_id="E105000")
    actions.move(one, "table_treaty", by=by, on=days_ago(45), reference="Explanatory memorandum")
    actions.move(one, "ratify", by=by, on=days_ago(5))
    assert refused(actions.move, one, "notify_sides", by=by) == {"AGR-86"}
    canada, _agency = factories.home()
    for side in (canada, mexico):
        actions.record_party_action(one, by=by, partner=side, action="notified", on=days_ago(4))

    actions.move(one, "notify_sides", by=by, on=days_ago(3))
    actions.move(one, "enter_into_force", by=by, on=days_ago(2))

    one.refresh_from_db()
    assert (one.stage, one.status, one.in_force_on) == ("in_force", "in_force", days_ago(2))


def test_an_arrangement_is_never_asked_for_tabling_agr_80(negotiated, agreements_officer):
    one = negotiated("signed")

    assert refused(actions.move, one, "table_treaty", by=agreements_officer, reference="x") == {"AGR-80"}
    assert refused(actions.move, one, "ratify", by=agreements_officer) == {"AGR-80"}
    exception = {"reason": "Sanctions", "approved_by": "Prime Minister", "approved_on": TODAY}
    assert refused(actions.except_urgency, one, by=agreements_officer, **exception) == {"AGR-80"}


def test_a_treaty_does_not_take_effect_from_its_signature_agr_81(negotiated, agreements_officer):
    treaty = negotiated("signed", binding=True, treaty_id="E105000")

    assert "AGR-81" in refused(actions.move, treaty, "take_effect", by=agreements_officer)
    assert rules.arrangement_path(negotiated("signed")) is None


def test_a_treaty_is_not_ratified_before_its_wait_is_over_agr_82(negotiated, agreements_officer, sitting):
    one = negotiated("signed", binding=True)
    assert refused(actions.move, one, "ratify", by=agreements_officer) == {"AGR-82"}

    actions.move(one, "table_treaty", by=agreements_officer, on=days_ago(7), reference="x")

    with pytest.raises(ValidationError) as refusal:
        actions.move(one, "ratify", by=agreements_officer)
    assert "The calendar of the House says nothing of" in refusal.value.messages[0]


def test_the_day_after_the_wait_is_the_first_that_will_do_agr_82(negotiated, agreements_officer, sitting):
    one = negotiated("signed", binding=True)
    tabled = date.fromisoformat(days_ago(45))
    last = [day for day in weekdays(tabled, TODAY) if day > tabled][20]
    Tabling.objects.create(agreement=one, tabled_on=tabled)

    assert rules.waited(one, on=last).code == "AGR-82"
    assert rules.waited(one, on=last + timedelta(days=1)) is None


def test_an_urgency_exception_takes_the_place_of_the_wait(negotiated, agreements_officer):
    one = negotiated("signed", binding=True)
    given = {"reason": "Sanctions in force next week", "approved_by": "Prime Minister", "approved_on": TODAY}
    for missing in ("reason", "approved_by"):
        with pytest.raises(ValidationError):
            actions.except_urgency(one, by=agreements_officer, **given | {missing: " "})

    actions.except_urgency(one, by=agreements_officer, **given)
    actions.move(one, "ratify", by=agreements_officer)

    one.refresh_from_db()
    assert one.stage == "ratified"
    assert Entry.objects.filter(subject=subject_of(one), verb="except_urgency").get().reason == given["reason"]


def test_the_register_brings_no_treaty_into_force_beside_the_wait_agr_82(agreements_officer, mexico):
    one = factories.agreement(mexico, status="signed", binding=True, signed_on="2020", treaty_id="E1")
    older = factories.agreement(mexico, status="signed", binding=True, signed_on="2007", treaty_id="E2")

    assert refused(actions.bring_into_force, one, by=agreements_officer, in_force_on="2021") == {"AGR-82"}
    assert actions.bring_into_force(older, by=agreements_officer, in_force_on="2008-03").status == "in_force"


def test_dissolution_asks_for_tabling_again(negotiated, agreements_officer, sitting):
    one = negotiated("signed", binding=True)
    actions.move(one, "table_treaty", by=agreements_officer, on=days_ago(20), reference="x")

    again = actions.move(one, "table_treaty", by=agreements_officer, on=days_ago(1), reference="y")

    assert (again.from_stage, again.to_stage, one.tablings.count()) == ("tabled", "tabled", 2)


# ── What must be behind a step ────────────────────────────────────────────────────────────────────


def test_a_text_is_initialled_in_a_round_with_no_bracket_open_agr_83_agr_84(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("negotiating")
    point = actions.open_bracket(one, by=by, article="art. 9(2)", topic="Onward transfer", side="them")
    assert refused(actions.move, one, "initial", by=by) == {"AGR-83", "AGR-84"}

    actions.hold_round(one, by=by, first_on=TODAY, last_on=TODAY, our_head="Director, Agreements")
    seen = point.movements.get().pk
    actions.move_bracket(point, by=by, seen=seen, side="both", status="agreed", agreed_text="With consent.")

    assert actions.move(one, "initial", by=by).to_stage == "initialled"


@pytest.mark.parametrize(
    ("kind", "binding", "needed"),
    [
        (Kind.CMAA, True, ("legal", "privacy")),
        (Kind.FTA, True, ("legal", "privacy")),
        (Kind.INFORMATION_SHARING, False, ("legal", "privacy")),
        (Kind.DECLARATION_OF_INTENT, False, ("legal",)),
    ],
)
def test_which_reviews_a_text_needs(kind, binding, needed):
    assert rules.reviews_needed(Agreement(kind=kind, binding=binding)) == needed


def test_signature_is_refused_while_a_review_is_missing_and_says_what_cures_it_agr_85(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("in_review")

    def why():
        return next(
            one for one in actions.standing_in_the_way(fresh(one), "conclude", on=TODAY.isoformat(), today=TODAY)
        ).messages[0]

    assert why() == "Legal review: it was not asked for. Ask for it."
    legal = actions.ask_review(one, by=by, kind="legal", office="Legal Services")
    assert why() == "Legal review: Legal Services has not answered yet. Record its opinion."
    actions.give_opinion(legal, by=by, opinion="conditional", given_on=TODAY, conditions="Add a caveat")
    assert why() == "Legal review: conditions were set. Record how they are met."
    actions.meet_conditions(legal, by=by, met="Article 4 holds it")
    assert why() == "Privacy review: it was not asked for. Ask for it."
    privacy = actions.ask_review(one, by=by, kind="privacy", office="ATIP")
    actions.give_opinion(
        privacy, by=by, opinion="unfavourable", given_on=TODAY, conditions="Retention", reference="PIA-1"
    )
    assert "unfavourable" in why()
    assert refused(actions.move, one, "conclude", by=by) == {"AGR-85"}


def test_reviews_and_rounds_of_a_text_that_was_reopened_are_those_of_another_text_agr_83_agr_85(
    negotiated, agreements_officer
):
    by, one = agreements_officer, negotiated("in_review")
    reviewed(one, by)
    actions.move(one, "reopen_text", by=by, reason="Article 4 is written anew.")
    assert refused(actions.move, one, "initial", by=by) == {"AGR-83"}

    actions.hold_round(one, by=by, first_on=TODAY - timedelta(days=1), last_on=TODAY)
    actions.move(one, "initial", by=by)
    actions.move(one, "send_for_review", by=by)
    assert refused(actions.move, one, "conclude", by=by) == {"AGR-85"}
    (found,) = [rules.reviews_given(fresh(one))]
    assert found.messages[0].startswith("Legal review: it was asked before the text was reopened on ")

    reviewed(one, by)
    assert actions.move(one, "conclude", by=by).to_stage == "signed"


def test_a_review_without_its_moment_counts_from_the_day_the_text_was_reopened(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("in_review")
    reviewed(one, by)
    actions.move(one, "reopen_text", by=by, reason="Article 4 is written anew.")

    Review.objects.update(asked_at=None)
    assert rules.reviews_given(fresh(one)) is None
    Review.objects.update(asked_on=TODAY - timedelta(days=1))
    assert rules.reviews_given(fresh(one)).code == "AGR-85"


def test_the_page_says_which_reviews_are_of_an_earlier_text(negotiated, agreements_officer, client):
    one = negotiated("in_review")
    reviewed(one, agreements_officer)
    client.force_login(agreements_officer)
    address = f"/en/agreements/{one.key}/negotiation/"
    assert b"of the text before it was reopened" not in client.get(address).content

    actions.move(one, "reopen_text", by=agreements_officer, reason="Article 4 is written anew.")

    page = client.get(address).content.decode()
    assert page.count("of the text before it was reopened") == 2
    assert page.count("not asked for") == 2


def test_whether_it_binds_stands_from_its_signature_until_it_is_in_force_agr_116(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("in_review", binding=True, treaty_id="E100001")
    actions.describe(one, by=by, binding=False)
    actions.describe(one, by=by, binding=True)
    reviewed(one, by)
    actions.move(one, "conclude", by=by)

    assert refused(actions.describe, one, by=by, binding=False) == {"AGR-116"}
    with pytest.raises(ValidationError, match="register it anew"):
        actions.correct(one, SHEET_OF[Agreement], field="binding", text="no", reason="A slip.", by=by)
    assert fresh(one).binding is True
    assert actions.describe(one, by=by, summary_en="A summary.").summary_en == "A summary."


def test_no_correction_is_withdrawn_that_would_change_what_was_signed_agr_116(agreements_officer, mexico):
    one = factories.brought(factories.agreement(mexico, status="signed", binding=False, stage="signed"))
    correction = actions.correct(
        one, SHEET_OF[Agreement], field="binding", text="yes", reason="It is a treaty.", by=agreements_officer
    )
    Step.objects.create(agreement=one, move="conclude", to_stage="signed", at=timezone.now(), by="officer")

    with pytest.raises(ValidationError, match="register it anew"):
        actions.withdraw(correction, fresh(one), SHEET_OF[Agreement], reason="Back.", by=agreements_officer)

    Agreement.objects.update(status="in_force", stage="in_force")
    actions.withdraw(correction, fresh(one), SHEET_OF[Agreement], reason="Back.", by=agreements_officer)
    assert fresh(one).binding is False


def fresh(one):
    return Agreement.objects.get(pk=one.pk)


def test_an_opinion_is_complete_and_given_once_agr_93_agr_98(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("in_review")
    privacy = actions.ask_review(one, by=by, kind="privacy", office="ATIP")

    assert refused(actions.give_opinion, privacy, by=by, opinion="favourable", given_on=TODAY) == {"AGR-93"}
    late = {"opinion": "favourable", "given_on": TODAY + timedelta(days=1), "reference": "PIA-1"}
    assert refused(actions.give_opinion, privacy, by=by, **late) == {"AGR-98"}
    actions.give_opinion(privacy, by=by, **late | {"given_on": TODAY})
    assert refused(actions.give_opinion, privacy, by=by, **late | {"given_on": TODAY}) == {"given"}
    assert rules.opinion_complete(Review(kind="legal", opinion="conditional")).code == "AGR-93"


def test_steps_follow_each_other_in_time_agr_87(negotiated, agreements_officer):
    one = negotiated("mandated")

    assert refused(actions.move, one, "open_rounds", by=agreements_officer, on=days_ago(90)) == {"AGR-87"}
    assert refused(actions.move, one, "open_rounds", by=agreements_officer, on="2999") >= {"AGR-98"}


def test_a_mandate_names_who_gave_it_agr_88(negotiated, agreements_officer):
    one = negotiated("requested")
    for name in ("screen", "prioritise"):
        actions.move(one, name, by=agreements_officer)

    assert refused(actions.move, one, "mandate", by=agreements_officer) == {"AGR-88"}


def test_a_request_has_a_reply_clock_and_a_slip_says_why_agr_89_agr_90(negotiated, agreements_officer):
    one = negotiated("requested")
    asked = one.steps.get()
    assert asked.due_on == date.fromisoformat(days_ago(50)) + timedelta(days=90)

    assert refused(actions.move_due, one, by=agreements_officer, due_on=TODAY, reason=" ") == {"AGR-90"}
    moved = actions.move_due(one, by=agreements_officer, due_on=TODAY, reason="They asked for time")

    assert (moved.from_stage, moved.to_stage, moved.due_on) == ("requested", "requested", TODAY)
    due = {"on": days_ago(1), "due_on": date.fromisoformat(days_ago(2))}
    assert refused(actions.move, one, "screen", by=agreements_officer, **due) == {"AGR-89"}


def test_a_tabling_has_its_exact_day_agr_91(negotiated, agreements_officer):
    one = negotiated("signed", binding=True)

    assert "AGR-91" in refused(actions.move, one, "table_treaty", by=agreements_officer, on="2026", reference="x")


def test_a_point_keeps_every_movement_and_who_moved_last_agr_92_agr_97(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("negotiating")
    first = actions.hold_round(one, by=by, first_on=TODAY - timedelta(days=9), last_on=TODAY - timedelta(days=8))
    point = actions.open_bracket(
        one, by=by, article="art. 4", topic="Retention", side="us", our_text="5 years", round=first
    )

    def last():
        return Movement.objects.filter(bracket=point).latest("id")

    def go(**said):
        texts = {"our_text": "5 years", "their_text": "10 years"}
        return actions.move_bracket(point, by=by, seen=last().pk, round=first, **texts | said)

    assert refused(go, side="them", status="dropped") == {"AGR-92"}
    go(side="them", status="open")
    go(side="both", status="agreed", agreed_text="7 years")
    assert refused(go, side="us", status="open") == {"AGR-97"}
    go(side="us", status="open", note="Our lawyers object")

    assert [(one.side, one.status) for one in point.movements.order_by("id")] == [
        ("us", "open"), ("them", "open"), ("both", "agreed"), ("us", "open"),
    ]  # fmt: skip
    assert last().note == "Our lawyers object"


def test_two_editors_of_a_point_lose_nothing_agr_99(negotiated, agreements_officer):
    by, one = agreements_officer, negotiated("negotiating")
    point = actions.open_bracket(one, by=by, article="art. 4", topic="Retention", side="us", our_text="5 years")
    seen = point.movements.get().pk
    actions.move_bracket(point, by=by, seen=seen, side="us", status="open", our_text="6 years")

    assert refused(actions.move_bracket, point, by=by, seen=seen, side="them", status="open", their_text="9 years") == {
        "AGR-99"
    }
    assert Bracket.objects.get(pk=point.pk).our_text == "6 years"


def test_a_version_of_the_text_says_something_agr_96(negotiated, agreements_officer):
    one, by = negotiated("negotiating"), agreements_officer

    assert refused(actions.add_text, one, by=by, side="us", on=TODAY) == {"AGR-96"}
    versions = [actions.add_text(one, by=by, side="us", on=TODAY, body=text).number for text in ("One", "Two")]
    assert versions == [1, 2]


def test_what_no_source_places_cannot_be_given_a_day_agr_94(agreements_officer):
    one = factories.agreement(status="unknown")

    assert refused(actions.move_due, one, by=agreements_officer, due_on=TODAY, reason="x") == {"AGR-94"}


# ── Beside the register ───────────────────────────────────────────────────────────────────────────


def test_once_run_by_stages_the_register_moves_no_status_beside_them_agr_95(negotiated, agreements_officer):
    one = negotiated("signed")

    assert refused(actions.bring_into_force, one, by=agreements_officer, in_force_on="2020") == {"AGR-95"}
    assert rules.run_by_stages(factories.agreement()) is None


def test_what_a_package_brought_keeps_its_source_and_stands_where_its_status_says(agreements_officer, mexico):
    one = factories.brought(factories.agreement(mexico, status="in_force", binding=False, in_force_on="2008"))
    assert one.stage_now == "in_force"

    actions.move(one, "stop_applying", by=agreements_officer, reason="Sanctions")

    one.refresh_from_db()
    assert (one.status, one.stage) == ("suspended", "suspended")
    assert Correction.objects.get(field="status").source_value == "in_force"


def test_a_negative_step_is_refused_without_its_reason(negotiated, agreements_officer):
    one = negotiated("implemented")

    assert refused(actions.move, one, "terminate", by=agreements_officer) >= {"reason_missing"}
    step = actions.move(one, "terminate", by=agreements_officer, reason="Replaced")
    one.refresh_from_db()
    assert (step.reason, one.status, one.ended_on) == ("Replaced", "ended", TODAY.isoformat())


def test_only_an_agreements_officer_takes_a_step(negotiated, executive):
    one = negotiated("requested")
    for name in NEGOTIATION.moves:
        with pytest.raises(PermissionDenied):
            actions.move(one, name, by=executive, reason="x")


# ── Whatever happens ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(12))
def test_no_walk_breaks_what_must_hold(seed, agreements_officer, mexico, sitting):
    """Random walks by the real verbs: a treaty in force was tabled or excepted, an arrangement was neither, and every
    reason that was given is still there.
    """
    chance, by, said = random.Random(seed), agreements_officer, []  # noqa: S311 - walks, not secrets
    canada, _agency = factories.home()
    one = actions.register(
        by=by, parties=[mexico], title_en="W", title_fr="W", kind="customs_mou", binding=bool(seed % 2), treaty_id="E1"
    )
    beside = [
        lambda: actions.hold_round(one, by=by, first_on=TODAY, last_on=TODAY),
        lambda: reviewed(fresh(one), by),
        lambda: actions.record_party_action(one, by=by, partner=mexico, action="notified", on=days_ago(1)),
        lambda: actions.record_party_action(one, by=by, partner=canada, action="notified", on=days_ago(1)),
        lambda: actions.except_urgency(one, by=by, reason="Urgent", approved_by="PM", approved_on=TODAY),
    ]
    for number in range(70):
        if chance.random() < 0.25:
            try_it(chance.choice(beside))
        stage = fresh(one).stage_now
        likely = [move.name for move in NEGOTIATION.moves.values() if stage in move.sources]
        end = {"terminate", "expire", "abandon", "set_aside", "end"}
        names = [name for name in likely if name not in end or number > 55] or list(NEGOTIATION.moves)
        coarse = [name for name in INSTRUMENT.moves if name not in end or number > 55]
        name, reason = chance.choice([*names, *names, *coarse]), f"Reason {number}"
        if name in NEGOTIATION.moves:
            step = try_it(lambda name=name, reason=reason: actions.move(one, name, by=by, reason=reason, reference="R"))
            said += [(name, reason)] if step else []
        else:
            try_it(lambda name=name: actions.take(one, name, by=by, reason="x", ended_on=TODAY.isoformat(),
                   signed_on=TODAY.isoformat(), in_force_on=TODAY.isoformat()))  # fmt: skip
        now = fresh(one)
        assert STATUS_OF[now.stage_now] == now.status
        assert now.status != "in_force" or not now.binding or now.tablings.exists()
        assert now.binding or not (now.tablings.exists() or now.steps.filter(to_stage__in=["tabled", "ratified"]))
    assert list(Step.objects.filter(agreement=one).order_by("id").values_list("move", "reason")) == said
    assert len(said) > 5


def try_it(act):
    from django.db import transaction

    try:
        with transaction.atomic():
            return act()
    except ValidationError:
        return None


def test_no_day_of_force_is_written_down_beside_the_wait_agr_82(agreements_officer, mexico):
    treaty = factories.agreement(mexico, status="signed", binding=True, signed_on="2020-05")
    arrangement = factories.agreement(mexico, status="signed", binding=False, signed_on="2020-05")

    dated = {"by": agreements_officer, "in_force_on": "2021", "shown": "in_force_on=2021"}
    assert refused(actions.describe, treaty, **dated) == {"AGR-82"}
    assert actions.describe(arrangement, **dated).in_force_on == "2021"
    assert rules.no_force_beside_the_wait(Agreement(status="in_force", binding=True, in_force_on="2021")) is None
