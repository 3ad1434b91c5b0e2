import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.visits import actions, queries, rules
from entente.engagement.visits.models import Coordinator, Routing
from entente.engagement.visits.queries import RoutingFacts, TopicFacts
from entente.foundation.notices.models import Notice
from entente.foundation.people.roles import Marking, Rank, Role
from entente.foundation.trail.models import Entry

from . import factories

OURS, THEIRS = Coordinator.INTERNATIONAL_AFFAIRS, Coordinator.LEAD_BRANCH
A = {"en": "A", "fr": "A (fr)"}
B = {"en": "B", "fr": "B (fr)"}


def facts(*, rank="director_general", branches=(A, B), serves=(A,), standing=None):
    return RoutingFacts(
        rank=rank,
        office=A,
        rank_words=B,
        topics=(TopicFacts(title=A, branches=branches, serves=serves),),
        standing=standing or {},
    )


@pytest.mark.parametrize(
    ("rank", "high"),
    [("expert", False), ("manager", False), ("director", False), ("director_general", True), ("minister", True)],
)
def test_vis_1_a_visit_is_senior_from_director_general_upwards(rank, high):
    met, evidence = rules.senior(facts(rank=rank))

    assert met is high
    assert evidence == [{"en": "A (B)", "fr": "A (fr) (B (fr))"}]


def test_vis_2_an_issue_of_two_branches_is_cross_cutting():
    assert rules.crosscutting(facts()) == (True, [{"en": "A: A, B", "fr": "A (fr)\u00a0: A (fr), B (fr)"}])
    assert rules.crosscutting(facts(branches=(A,))) == (False, [])


def test_vis_3_a_topic_or_the_partner_links_a_visit_to_the_framework():
    assert rules.linked(facts())[0]
    assert rules.linked(facts(serves=(), standing=B)) == (True, [B])
    assert rules.linked(facts(serves=())) == (False, [])


@pytest.mark.parametrize("senior", [True, False])
@pytest.mark.parametrize("crosscutting", [True, False])
@pytest.mark.parametrize("linked", [True, False])
def test_vis_4_only_all_three_tests_give_it_to_international_affairs(senior, crosscutting, linked):
    found = rules.coordinator(senior=senior, crosscutting=crosscutting, linked=linked)

    assert (found == OURS) == (senior and crosscutting and linked)


def test_nothing_is_routed_before_somebody_comes_about_something(visit, visits_officer):
    factories.comes(visit, by=visits_officer)
    assert not Routing.objects.exists()

    factories.about(visit, by=visits_officer)

    visit.refresh_from_db()
    assert visit.coordinator == OURS
    assert (visit.level, visit.level_place) == ("director_general", 4)


def test_the_record_brings_the_evidence_in_both_languages(visit, visits_officer):
    factories.standing(factories.edition(), visit.partner)
    factories.comes(visit, by=visits_officer)
    factories.about(visit, by=visits_officer, linked=False)

    routing = Routing.objects.get()

    assert routing.evidence["senior"] == [
        {
            "en": "Director General, Customs (director general)",
            "fr": "Directeur général des douanes (directeur général)",
        }
    ]
    assert routing.evidence["crosscutting"][0]["fr"].startswith("Sécurité des conteneurs\u00a0: ")
    assert routing.evidence["linked"] == [{"en": "Mexico (core)", "fr": "Mexique (core)"}]


def test_an_administration_is_named_by_its_country(agency, visits_officer):
    country = factories.some_partner()
    factories.standing(factories.edition(), country)
    customs = factories.partner("mx-customs", kind="administration", parent=country)
    visit = factories.requested(by=visits_officer, partner=customs)

    found = queries.facts_of(visit, queries.edition_for(visit))

    assert found.standing == {"en": "Mexico (core)", "fr": "Mexique (core)"}


def test_a_priority_forum_is_a_multilateral_priority(visit, visits_officer):
    forum = factories.body("wco")
    factories.priority(factories.edition(), forum)
    factories.comes(visit, by=visits_officer)
    topic = factories.about(visit, by=visits_officer, linked=False)
    assert not Routing.objects.get().linked

    actions.change_row(topic, by=visits_officer, bodies=[forum])

    assert Routing.objects.order_by("-id")[0].linked


def test_facts_that_change_are_tested_again_and_the_old_result_is_kept(visit_in, visits_officer):
    visit = visit_in("triage")
    head = visit.visitors.get()

    actions.change_row(head, by=visits_officer, rank=Rank.MANAGER)

    visit.refresh_from_db()
    assert visit.coordinator == THEIRS
    assert list(visit.routings.order_by("id").values_list("coordinator", "senior")) == [(OURS, True), (THEIRS, False)]


def test_facts_that_change_nothing_are_not_written_down_again(visit_in, visits_officer):
    visit = visit_in("triage")

    factories.comes(visit, by=visits_officer, rank="expert", part="member")

    assert visit.routings.count() == 1


def test_vis_5_nobody_is_accepted_before_it_is_decided_who_coordinates(visit, visits_officer):
    actions.triage(visit, by=visits_officer)

    with pytest.raises(ValidationError, match="VIS-5"):
        actions.accept(visit, by=visits_officer)

    visit.refresh_from_db()
    assert visit.state == "triage"


def test_vis_5_the_lead_branch_is_named(visit, visits_officer):
    factories.comes(visit, by=visits_officer)
    factories.about(visit, by=visits_officer)
    visit = actions.change(visit, by=visits_officer, unit=None)
    actions.triage(visit, by=visits_officer)

    with pytest.raises(ValidationError, match="lead branch"):
        actions.accept(visit, by=visits_officer)


# ── The overrule ──────────────────────────────────────────────────────────────────────────────────


def test_an_executive_overrules_for_a_reason_that_is_kept(visit_in, executive):
    visit = visit_in("accepted")

    actions.overrule(visit, by=executive, coordinator=THEIRS, reason="The branch knows them well")

    visit.refresh_from_db()
    routing = visit.routings.order_by("-id")[0]
    assert visit.coordinator == THEIRS
    assert (routing.overruled, routing.reason, routing.by_the_rule) == (True, "The branch knows them well", OURS)
    entry = Entry.objects.get(verb="overrule_routing")
    assert (entry.reason, entry.changes["coordinator"]) == ("The branch knows them well", [OURS, THEIRS])


def test_the_head_of_international_affairs_overrules_whatever_the_role(visit_in, agency, open_account):
    head = open_account(Role.DESK_OFFICER)
    factories.head(agency["iad"], head)

    actions.overrule(visit_in("accepted"), by=head, coordinator=THEIRS, reason="We have no hands")

    assert Routing.objects.filter(overruled=True).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXECUTIVE])
def test_nobody_else_overrules(role, visit_in, open_account):
    person = open_account(role, username="somebody")

    with pytest.raises(PermissionDenied):
        actions.overrule(visit_in("accepted"), by=person, coordinator=THEIRS, reason="because")


@pytest.mark.parametrize(("to", "reason", "code"), [(OURS, "because", "VIS-6"), (THEIRS, " ", "reason")])
def test_vis_6_an_overrule_says_otherwise_and_why(visit_in, executive, to, reason, code):
    visit = visit_in("accepted")

    with pytest.raises(ValidationError, match=code):
        actions.overrule(visit, by=executive, coordinator=to, reason=reason)

    assert visit.routings.count() == 1


def test_an_overrule_stands_when_the_facts_change_and_can_be_given_back(visit_in, executive, visits_officer):
    visit = visit_in("accepted")
    actions.overrule(visit, by=executive, coordinator=THEIRS, reason="The branch knows them well")

    factories.comes(visit, by=visits_officer, rank="minister", office_en="Minister", office_fr="Ministre")

    visit.refresh_from_db()
    last = visit.routings.order_by("-id")[0]
    assert (visit.coordinator, last.overruled, last.reason) == (THEIRS, True, "The branch knows them well")
    assert last.evidence["senior"][0]["en"].startswith("Minister")

    actions.overrule(visit, by=executive, coordinator=OURS, reason="A minister comes")

    last = visit.routings.order_by("-id")[0]
    assert (last.coordinator, last.overruled, last.reason) == (OURS, False, "A minister comes")
    assert visit.routings.count() == 4


def test_who_coordinates_is_told_and_who_does_no_more_too(visit_in, agency, executive, open_account):
    dg = open_account(Role.EXECUTIVE, username="dg")
    vp = open_account(Role.EXECUTIVE, username="vp")
    factories.head(agency["iad"], dg)
    factories.head(agency["commercial"], vp, "vice_president")
    visit = visit_in("accepted")

    actions.overrule(visit, by=executive, coordinator=THEIRS, reason="because")

    told = set(Notice.objects.exclude(word="visits.requested").values_list("person__username", "word"))
    assert told == {("dg", "visits.coordinates"), ("vp", "visits.coordinates"), ("dg", "visits.passed_on")}


def test_a_protected_visit_is_told_to_nobody_who_is_not_cleared(visit_in, agency, open_account):
    dg = open_account(Role.EXECUTIVE, username="dg", clearance=Marking.PROTECTED_A)
    factories.head(agency["iad"], dg)

    visit_in("accepted", marking=Marking.PROTECTED_B)

    assert not Notice.objects.filter(person=dg).exists()
