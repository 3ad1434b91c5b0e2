"""The participation worksheet: what the record knows is checked and not asked."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from entente.engagement.commitments import actions as commitments
from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Edition, Element
from entente.engagement.partners.models import Partner
from entente.engagement.travel import actions
from entente.engagement.travel.actions import worksheets as verbs
from entente.engagement.travel.models import Report, Worksheet
from entente.engagement.travel.queries import worksheets as records
from entente.engagement.travel.rules import worksheets as rules

from . import factories
from .browsing import send


@pytest.fixture
def known(people):
    """A draft for a body that has a priority partner among its members and an earlier session that we attended."""
    wco = Body.objects.get(key="wco")
    factories.forums.membership(wco, Partner.objects.get(key="us"))
    factories.forums.membership(wco, factories.forums.partner("fr"))
    factories.attended(people)
    committee = factories.forums.body("ptc", parent=wco, kind="committee")
    return factories.with_delegate(people, meeting=factories.meeting(body=wco, series=None, country=None)), committee


def keys(things):
    return {one.key for one in things.all()}


def test_a_worksheet_begins_with_what_the_record_knows(people, known):
    sheet = known[0].worksheet

    assert (sheet.title_en, sheet.location_fr) == ("Session MTG-2027-0001", "Bruxelles")
    assert keys(sheet.branches) == {"enforcement"}
    assert sheet.last_attendee == "delegate"
    assert sheet.report_attached is False
    assert keys(sheet.partners) == {"us"}
    assert keys(sheet.forums) == {"wco"}
    assert sheet.checked_at is None


def test_members_of_the_forum_above_are_met_where_the_body_names_none(people, known):
    _one, committee = known
    below = factories.with_delegate(people, meeting=factories.meeting("MTG-2027-0002", body=committee))

    assert keys(below.worksheet.partners) == {"us"}
    assert keys(below.worksheet.forums) == {"wco"}


def test_what_was_ticked_by_hand_stays_beside_what_the_record_ticks(people, known):
    one, _committee = known
    au = Partner.objects.get(key="au")

    verbs.fill(one, by=people.planner, partners=[au])

    assert keys(one.worksheet.partners) == {"us", "au"}
    verbs.fill(one, by=people.planner, partners=[])
    assert keys(one.worksheet.partners) == {"us"}


def test_a_worksheet_is_vouched_for_only_when_every_box_is_filled(people, known):
    """TRV-26"""
    one, _committee = known

    with pytest.raises(ValidationError) as refusal:
        verbs.check(one, by=people.planner)

    missing = {"worksheet_objectives", "worksheet_agenda", "worksheet_regional"}
    assert {each.code for each in refusal.value.error_dict["__all__"]} == missing


@pytest.mark.parametrize(("lang", "told"), [("en", "tick at least one objective"), ("fr", "cochez au moins un obj")])
def test_who_vouches_half_way_is_told_what_is_missing_and_what_was_written_is_saved(
    people, known, as_person, lang, told
):
    """TRV-26"""
    one, _committee = known
    with translation.override(lang):
        address = reverse("travel:worksheet", args=[one.key])

    answer = send(as_person(people.planner), address, agenda_en="We set the standard.", check="1")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page.lower()
    assert 'href="#objectives"' in page
    sheet = Worksheet.objects.get(proposal=one)
    assert (sheet.agenda_en, sheet.checked_at) == ("We set the standard.", None)


def test_a_second_traveller_makes_corporate_memory_a_question(people):
    """TRV-26"""
    one = factories.complete(people)
    actions.add_traveller(one, by=people.planner, person=people.second, reason="Drafts.")

    found = rules.boxes_are_filled(factories.fresh(one))

    assert [each.code for each in found.error_list] == ["worksheet_memory"]


def test_a_meeting_on_line_asks_why_anybody_travels(people):
    """TRV-26"""
    hybrid = factories.with_delegate(people, meeting=factories.meeting(form="hybrid"))
    found = rules.boxes_are_filled(factories.fresh(hybrid))

    assert "worksheet_virtual" in {each.code for each in found.error_list}


def test_a_changed_worksheet_is_to_be_vouched_for_again(people):
    """TRV-27"""
    one = factories.complete(people)
    assert rules.worksheet_is_complete(one) is None

    verbs.fill(one, by=people.planner, agenda_en="Otherwise.")

    assert rules.worksheet_is_complete(factories.fresh(one)).code == "worksheet_unchecked"


def test_a_worksheet_is_asked_again_when_the_record_behind_it_changes(people):
    """TRV-28"""
    one = factories.complete(people)
    assert rules.worksheet_agrees_with_the_record(one) is None
    factories.forums.membership(Body.objects.get(key="wco"), Partner.objects.get(key="us"))

    assert rules.worksheet_agrees_with_the_record(factories.fresh(one)).code == "worksheet_outdated"
    with pytest.raises(ValidationError):
        actions.put_forward(one, by=people.planner)

    verbs.check(one, by=people.planner)
    assert keys(Worksheet.objects.get().partners) == {"us"}
    assert actions.put_forward(one, by=people.planner).state == "forecast"


def test_who_saves_second_is_told_and_nothing_is_overwritten(people):
    one = factories.complete(people)
    seen = one.worksheet.revision
    verbs.fill(one, by=people.planner, seen=seen, agenda_en="First.")

    with pytest.raises(ValidationError, match="Somebody changed this worksheet"):
        verbs.fill(one, by=people.balancer, seen=seen, agenda_en="Second.")

    assert Worksheet.objects.get().agenda_en == "First."


def test_a_worksheet_stands_as_it_was_decided_on(people):
    """TRV-30"""
    one = factories.proposal("approved", people)

    with pytest.raises(ValidationError) as refusal:
        verbs.fill(one, by=people.planner, agenda_en="Too late.")
    assert refusal.value.error_dict["__all__"][0].code == "worksheet_closed"


def test_another_edition_begins_its_boxes_anew(people, known):
    one, _committee = known
    other = factories.forums.edition("second", starts_on="2015")
    aim = Element.objects.create(key="aim", edition=other, kind="objective", position=1, title_en="Another")

    verbs.fill(one, by=people.planner, edition=other, objectives=[aim])

    sheet = Worksheet.objects.get()
    assert (sheet.edition, keys(sheet.objectives), keys(sheet.partners)) == (other, {"aim"}, set())


def test_a_report_of_the_last_session_is_attached_by_itself_once_it_is_handed_in(people, known):
    one, _committee = known
    before = factories.draft(people, meeting=records.known(one).last)
    Report.objects.create(
        key="RPT-2026-0001",
        proposal=before,
        meeting=before.meeting,
        author=people.delegate,
        due_on=before.meeting.ends_on,
        state="submitted",
        follow_up_en="Send the model.",
        attend_next="yes",
    )

    verbs.fill(one, by=people.planner)

    sheet = Worksheet.objects.get(proposal=one)
    assert (sheet.report_attached, sheet.last_report.key) == (True, "RPT-2026-0001")


def test_only_the_branch_and_international_affairs_fill_a_worksheet_in(people):
    one = factories.complete(people)

    for stranger in (people.other_planner, people.president, people.desk, people.delegate):
        with pytest.raises(PermissionDenied):
            verbs.fill(one, by=stranger, agenda_en="No.")
    assert verbs.fill(one, by=people.balancer, agenda_en="Yes.").agenda_en == "Yes."


def test_where_no_edition_rules_there_is_no_worksheet(people):
    Edition.objects.update(state="draft")

    one = factories.draft(people)

    assert not hasattr(factories.fresh(one), "worksheet")
    assert rules.worksheet_is_complete(factories.fresh(one)).code == "worksheet_absent"
    with pytest.raises(ValidationError, match="No edition of the framework is in effect"):
        verbs.fill(one, by=people.planner, agenda_en="?")


# ── The form of 2008 ──────────────────────────────────────────────────────────────────────────────


def test_under_the_framework_of_2008_the_boxes_are_those_of_appendix_g(loaded):
    offered = records.boxes(Edition.objects.get(key="cbsa-2008"))

    counts = [len(getattr(offered, name)) for name in ("objectives", "partners", "forums", "branches")]
    assert counts == [4, 18, 8, 7]
    assert [one.key for one in offered.partners][0] == "us"
    assert {one.key for one in offered.branches} == {
        "admissibility", "comptrollership", "enforcement", "human-resources", "ist", "operations", "scb",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "When did the Agency attend the last session of this meeting?"),
        ("fr", "Quand l’Agence a-t-elle participé à la dernière séance de cette réunion?"),
    ],
)
def test_the_paper_has_every_question_of_the_form_in_both_languages(people, known, as_person, lang, question):
    with translation.override(lang):
        address = reverse("travel:print_worksheet", args=[known[0].key])

    page = as_person(people.planner).get(address).content.decode()

    assert question in page
    assert page.count("<svg") >= 8
    both = as_person(people.planner).get(address + "?language=both").content.decode()
    assert 'lang="fr"' in both
    assert 'lang="en"' in both


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_still_to_be_kept_at_the_table_stands_beside_the_wish_to_go(people, known, as_person, lang):
    """Source: needs study, M5 (prior commitments due); the register holds what the page does not."""
    wco = Body.objects.get(key="wco")
    given = {"by": people.desk, "body": wco, "side": "ours", "made_on": date(2026, 1, 15)}
    for number in range(7):
        commitments.promise(
            **given, title_en=f"Send list {number}", title_fr=f"Liste {number}", due_on=date(2026, 2, 1)
        )
    commitments.promise(**given, title_en="Not for planners", due_on=date(2026, 1, 20), marking="protected_b")
    people.planner.clearance = "protected_a"
    people.planner.save()

    for name in ("travel:proposal", "travel:worksheet"):
        with translation.override(lang):
            page = as_person(people.planner).get(reverse(name, args=[known[0].key])).content.decode()
        assert {"en": "Promises still to be kept", "fr": "Engagements encore à tenir"}[lang] in page
        assert {"en": "Send list 0", "fr": "Liste 0"}[lang] in page
        assert {"en": "Send list 6", "fr": "Liste 6"}[lang] not in page
        assert "forum=wco" in page
        assert "Not for planners" not in page


def test_the_location_is_city_and_country_or_on_line():
    city = {"city_en": "Brussels", "city_fr": "Bruxelles", "form": "in_person"}
    belgium = SimpleNamespace(name_en="Belgium", name_fr="Belgique")
    there = SimpleNamespace(**city, country=belgium)
    nowhere = SimpleNamespace(city_en="", city_fr="", country=None, form="on_line")

    assert records.location(there, "fr") == "Bruxelles, Belgique"
    assert records.location(nowhere, "en") == "on line"
