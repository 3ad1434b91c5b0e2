from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.visits import actions, panels, rules
from entente.engagement.visits.models import Consultation, Feedback, Report, Routing, State, Step, Visit
from entente.engagement.visits.workflow import VISIT
from entente.foundation.people.roles import Rank, Role
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import factories

TODAY = timezone.localdate


def test_a_visit_walks_from_request_to_close(visit_in):
    visit = visit_in("closed")

    taken = list(visit.steps.order_by("id").values_list("move", flat=True))
    assert taken == [
        "triage", "accept", "consult", "draft_programme", "pre_brief", "begin", "end", "follow_up", "close",
    ]  # fmt: skip
    assert Entry.objects.filter(subject=f"visits.visit:{visit.key}", verb="close_visit").exists()


def test_the_steps_that_pages_offer_are_those_of_the_workflow():
    offered = {state: set(moves) for state, moves in panels.NEXT.items()}

    assert offered == {state: {one.name for one in VISIT.open_to(Visit(state=state))} for state in State}


@pytest.mark.parametrize(("move", "state"), [("decline", "triage"), ("cancel", "accepted"), ("revise", "pre_briefed")])
def test_a_negative_step_carries_a_reason(move, state, visit_in, visits_officer):
    visit = visit_in(state)

    with pytest.raises(ValidationError) as refusal:
        getattr(actions, move)(visit, by=visits_officer, reason=" ")

    assert refusal.value.error_dict.keys() == {"reason"}
    visit.refresh_from_db()
    assert visit.state == state


def test_a_declined_visit_is_looked_at_again_and_the_first_reason_is_kept(visit_in, visits_officer):
    visit = visit_in("declined")

    visit = actions.reopen(visit, by=visits_officer, reason="They asked again")

    assert visit.state == "triage"
    assert list(Step.objects.order_by("id").values_list("move", "reason")) == [
        ("decline", factories.WHY),
        ("reopen", "They asked again"),
    ]


def test_a_step_from_the_wrong_state_says_so_alone(visit, visits_officer):
    with pytest.raises(ValidationError, match="requested") as refusal:
        actions.begin(visit, by=visits_officer)

    assert len(refusal.value.messages) == 1


def test_vis_15_the_pre_brief_comes_before_the_visit_and_not_in_the_future(visit_in, visits_officer):
    visit = visit_in("programme")
    factories.shown(visit, by=visits_officer)

    for on in (visit.starts_on + timedelta(1), TODAY() + timedelta(1)):
        with pytest.raises(ValidationError, match="VIS-15"):
            actions.pre_brief(visit, by=visits_officer, on=on)

    assert actions.pre_brief(visit, by=visits_officer, on=TODAY()).pre_briefed_on == TODAY()


def test_vis_16_an_office_that_has_not_answered_holds_the_programme(visit_in, agency, visits_officer):
    visit = visit_in("consultation")
    asked = actions.ask(visit, by=visits_officer, unit=agency["travellers"], question="What do you want?")
    with pytest.raises(ValidationError, match=r"VIS-16.*Travellers Branch"):
        actions.draft_programme(visit, by=visits_officer)

    actions.waive(asked, by=visits_officer, reason="They are all away")

    assert actions.draft_programme(visit, by=visits_officer).state == "programme"
    asked.refresh_from_db()
    assert asked.waived == "They are all away"


def test_vis_17_a_visit_that_moved_does_not_begin_with_its_programme_on_the_old_days(visit_in, visits_officer):
    visit = visit_in("pre_briefed")
    factories.settled(visit, by=visits_officer)
    later = visit.starts_on + timedelta(days=40)
    moved = actions.move_dates(visit, by=visits_officer, starts_on=later, ends_on=later, reason="They asked.")

    with pytest.raises(ValidationError, match=r"VIS-17.*Welcome"):
        actions.begin(moved, by=visits_officer, today=later)
    actions.change_row(moved.items.get(), by=visits_officer, on=later)
    assert actions.begin(moved, by=visits_officer, today=later).state == State.UNDER_WAY


def test_vis_17_a_programme_stands_before_the_pre_brief(visit_in, visits_officer):
    visit = visit_in("programme")
    with pytest.raises(ValidationError, match=r"VIS-17.*no item"):
        actions.pre_brief(visit, by=visits_officer, on=TODAY())

    factories.shown(visit, by=visits_officer)
    later = {"starts_on": factories.in_days(40), "ends_on": factories.in_days(41)}
    visit = actions.move_dates(visit, by=visits_officer, reason="A strike", **later)

    with pytest.raises(ValidationError, match=r"VIS-17.*Welcome"):
        actions.pre_brief(visit, by=visits_officer, on=TODAY())


def test_vis_18_protocol_is_settled_when_the_guests_arrive(visit_in, visits_officer):
    visit = visit_in("pre_briefed")

    with pytest.raises(ValidationError, match=r"VIS-18: 7 lines"):
        actions.begin(visit, by=visits_officer, today=visit.starts_on)


def test_vis_19_a_visit_does_not_begin_before_its_day(visit_in, visits_officer):
    visit = visit_in("pre_briefed")
    factories.settled(visit, by=visits_officer)

    with pytest.raises(ValidationError, match="VIS-19"):
        actions.begin(visit, by=visits_officer, today=visit.starts_on - timedelta(1))

    assert actions.begin(visit, by=visits_officer, today=visit.starts_on).state == "under_way"


def test_vis_20_both_sides_are_heard_or_it_is_said_why_not(visit_in, visits_officer):
    visit = visit_in("feedback")
    actions.give_feedback(visit, by=visits_officer, side="hosts", kept="Good questions")
    with pytest.raises(ValidationError, match=r"VIS-20.*visitors"):
        actions.follow_up(visit, by=visits_officer)

    with pytest.raises(ValidationError, match="say why"):
        actions.give_feedback(visit, by=visits_officer, side="visitors", given=False)
    actions.give_feedback(visit, by=visits_officer, side="visitors", given=False, reason="They never wrote back")

    assert actions.follow_up(visit, by=visits_officer).state == "follow_up"


def test_vis_21_and_vis_22_a_visit_is_closed_with_a_report_and_its_costs(visit_in, visits_officer):
    visit = visit_in("follow_up")
    line = factories.cost(visit, by=visits_officer)

    with pytest.raises(ValidationError) as refusal:
        actions.close(visit, by=visits_officer)

    assert [one[:6] for one in refusal.value.messages] == ["VIS-21", "VIS-22"]
    actions.change_row(line, by=visits_officer, actual=790)
    actions.write_report(visit, by=visits_officer, text_en="Lists will be exchanged.")
    assert actions.close(visit, by=visits_officer).state == "closed"


def test_vis_23_what_came_of_it_is_told_once_it_has_begun(visit_in, visits_officer):
    visit = visit_in("programme")

    with pytest.raises(ValidationError, match="VIS-23"):
        actions.give_feedback(visit, by=visits_officer, side="hosts", kept="Good")
    with pytest.raises(ValidationError, match="VIS-23"):
        actions.write_report(visit, by=visits_officer, text_en="Nothing")

    assert not Feedback.objects.exists()
    assert not Report.objects.exists()


def test_a_report_is_corrected_by_a_new_version_with_a_reason(visit_in, visits_officer):
    visit = visit_in("closed")

    with pytest.raises(ValidationError) as refusal:
        actions.write_report(visit, by=visits_officer, text_en="Other lists will be exchanged.")
    actions.write_report(visit, by=visits_officer, text_en="Other lists.", reason="The lists were others")

    assert refusal.value.error_dict.keys() == {"reason"}
    assert list(visit.reports.order_by("number").values_list("number", "text_en")) == [
        (1, "Both sides will exchange lists."),
        (2, "Other lists."),
    ]


def test_dates_move_with_a_reason_and_the_old_ones_are_kept(visit, visits_officer):
    before = (visit.starts_on, visit.ends_on, visit.revision)

    moved = actions.move_dates(
        visit, by=visits_officer, starts_on=factories.in_days(30), ends_on=factories.in_days(31), reason="Elections"
    )

    assert moved.revision == before[2] + 1
    step = Step.objects.get(move="move_dates")
    assert (step.before, step.reason) == (f"{before[0].isoformat()}/{before[1].isoformat()}", "Elections")


@pytest.mark.parametrize(
    ("days", "reason", "fields"),
    [((31, 30), "Elections", {"ends_on"}), ((30, 31), "", {"reason"}), ((31, 30), "", {"ends_on", "reason"})],
)
def test_vis_7_and_vis_13_a_slip_is_told_everything_that_is_wrong(visit, visits_officer, days, reason, fields):
    first, last = (factories.in_days(day) for day in days)

    with pytest.raises(ValidationError) as refusal:
        actions.move_dates(visit, by=visits_officer, starts_on=first, ends_on=last, reason=reason)

    assert fields <= refusal.value.error_dict.keys()


def test_vis_14_moving_to_the_same_days_is_no_move(visit, visits_officer):
    with pytest.raises(ValidationError, match="VIS-14"):
        actions.move_dates(
            visit, by=visits_officer, starts_on=visit.starts_on, ends_on=visit.ends_on, reason="Elections"
        )


@pytest.mark.parametrize("state", ["declined", "cancelled", "closed"])
def test_vis_11_nothing_is_changed_in_a_visit_that_is_over(state, visit_in, visits_officer):
    visit = visit_in(state)

    with pytest.raises(ValidationError, match="VIS-11"):
        actions.change(visit, by=visits_officer, title_en="Another")
    with pytest.raises(ValidationError, match="VIS-11"):
        factories.comes(visit, by=visits_officer)
    with pytest.raises(ValidationError, match="VIS-11"):
        actions.ask(visit, by=visits_officer, unit=factories.unit("travellers"), question="What?")


def test_gifts_and_costs_that_come_to_light_are_added_after_the_close(visit_in, visits_officer):
    visit = visit_in("closed")

    factories.gift(visit, by=visits_officer)

    assert visit.gifts.get().value == 45


# ── No path loses what was said, none reaches the visit without its routing ───────────────────────

MOVES = st.lists(
    st.sampled_from(
        [*VISIT.moves, "comes", "about", "shown", "settled", "heard", "report", "overrule", "ask", "answer"]
    ),
    max_size=40,
)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_no_path_is_under_way_without_routing_and_none_loses_a_reason(moves, agency, open_account, request):
    people = request.node.__dict__.setdefault("kept", {})
    if not people:
        people |= {
            "officer": open_account(Role.VISITS_OFFICER),
            "boss": open_account(Role.EXECUTIVE),
            "iad": factories.placed(open_account(Role.DESK_OFFICER), agency["iad"]),
        }
    officer, visit, said = people["officer"], factories.requested(by=people["officer"]), []
    for number, move in enumerate(moves):
        reason = f"Reason {number}"
        try:
            _do(move, visit, people, agency, reason)
        except ValidationError:
            continue
        if move in ("overrule", "ask", "answer", "heard") or (move in VISIT.moves and VISIT.moves[move].needs_reason):
            said.append(reason)
        visit.refresh_from_db()

        if visit.state in ("under_way", "feedback", "follow_up", "closed"):
            assert visit.coordinator
            assert visit.routings.order_by("-id")[0].coordinator == visit.coordinator
    kept = "\n".join(
        str(row)
        for model, fields in (
            (Step, ("reason",)),
            (Routing, ("reason",)),
            (Consultation, ("question", "answer")),
            (Feedback, ("kept",)),
        )
        for row in model.objects.filter(visit=visit).values_list(*fields)
    )
    assert [one for one in said if one not in kept] == []
    assert officer


def _do(move, visit, people, agency, reason):
    officer = people["officer"]
    special = {
        "comes": lambda: factories.comes(visit, by=officer, rank=Rank.MINISTER),
        "about": lambda: factories.about(visit, by=officer),
        "shown": lambda: factories.shown(visit, by=officer),
        "settled": lambda: factories.settled(visit, by=officer),
        "heard": lambda: _heard(visit, officer, reason),
        "report": lambda: actions.write_report(visit, by=officer, text_en="Done", reason="Again"),
        "overrule": lambda: _overruled(visit, people["boss"], reason),
        "ask": lambda: actions.ask(visit, by=officer, unit=agency["iad"], question=reason, kind="advice"),
        "answer": lambda: _answered(visit, people["iad"], reason),
        "pre_brief": lambda: actions.pre_brief(visit, by=officer, on=TODAY()),
        "begin": lambda: actions.begin(visit, by=officer, today=visit.starts_on),
    }
    given = {"reason": reason} if move in VISIT.moves and VISIT.moves[move].needs_reason else {}
    special.get(move, lambda: getattr(actions, move)(visit, by=officer, **given))()


def _heard(visit, officer, reason):
    for side in ("visitors", "hosts"):
        actions.give_feedback(visit, by=officer, side=side, kept=reason)


def _overruled(visit, boss, reason):
    other = "lead_branch" if visit.coordinator == "international_affairs" else "international_affairs"
    actions.overrule(visit, by=boss, coordinator=other, reason=reason)


def _answered(visit, adviser, reason):
    waiting = visit.consultations.filter(answered_at=None, waived="").first()
    if waiting is None:
        raise ValidationError("nothing to answer")
    actions.answer(waiting, by=adviser, answer=reason)


# ── Advice on request ─────────────────────────────────────────────────────────────────────────────


def test_the_lead_branch_asks_and_international_affairs_answers_once(visit, agency, open_account):
    desk = factories.placed(open_account(Role.DESK_OFFICER, username="desk"), agency["commercial"])
    adviser = factories.placed(open_account(Role.DESK_OFFICER, username="adviser"), agency["iad"])

    asked = actions.ask(visit, by=desk, unit=agency["iad"], question="Which gift is fitting?", kind="advice")
    actions.answer(asked, by=adviser, answer="A book")

    with pytest.raises(ValidationError, match="VIS-12"):
        actions.answer(asked, by=adviser, answer="A better book")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("A book", adviser)


def test_vis_24_an_answer_says_something(visit, agency, visits_officer, open_account):
    adviser = factories.placed(open_account(Role.DESK_OFFICER), agency["iad"])
    asked = actions.ask(visit, by=visits_officer, unit=agency["iad"], question="Which gift?", kind="advice")

    with pytest.raises(ValidationError, match="VIS-24"):
        actions.answer(asked, by=adviser, answer="  ")


def test_another_office_does_not_answer(visit, agency, visits_officer, open_account):
    stranger = factories.placed(open_account(Role.DESK_OFFICER), agency["travellers"])
    asked = actions.ask(visit, by=visits_officer, unit=agency["iad"], question="Which gift?", kind="advice")

    with pytest.raises(PermissionDenied):
        actions.answer(asked, by=stranger, answer="A book")


def test_who_attends_gives_feedback_and_nobody_else_of_that_role(visit_in, visits_officer, reader, open_account):
    host = open_account(Role.READER, username="host")
    visit = visit_in("under_way")
    item = visit.items.get()
    actions.change_row(item, by=visits_officer, people=[host])

    actions.give_feedback(visit, by=host, side="hosts", kept="They knew our forms")

    with pytest.raises(PermissionDenied):
        actions.give_feedback(visit, by=reader, side="hosts", kept="I was not there")


def test_the_checklist_follows_the_rank_and_keeps_what_is_there(visit, visits_officer):
    first = factories.comes(visit, by=visits_officer, rank="expert", languages="es")
    assert {one.kind for one in visit.needs.all()} == {"welcome", "diet", "access", "badges", "interpreters"}
    visit.needs.filter(kind="diet").update(note="two vegetarian meals")

    actions.change_row(first, by=visits_officer, rank="minister")

    kinds = {one.kind for one in visit.needs.all()}
    assert kinds == set(rules.needs_of("minister", interpretation=True))
    assert visit.needs.get(kind="diet").note == "two vegetarian meals"
