"""An invented year: as large as it says, labelled wherever it shows, and fit to go on from."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from entente.config.commands import invent as command
from entente.config.synthetic import invent, is_there
from entente.config.synthetic.sizes import YEAR
from entente.engagement.agreements.models import Agreement, Amendment, Bracket, Obligation, Review, Step
from entente.engagement.commitments.models import Commitment
from entente.engagement.exchanges.models import Entry, Exchange
from entente.engagement.forums.models import Candidacy
from entente.engagement.meetings.models import ChairYear, Input, Meeting, Product
from entente.engagement.travel.models import Formality, Report, Trip
from entente.engagement.visits.models import Promised, Visit
from entente.foundation.notices.models import Notice
from entente.foundation.numbers import actions as numbers
from entente.foundation.people.models import Absence
from entente.foundation.people.roles import Marking, Role
from entente.foundation.reference import queries as reference
from entente.foundation.reference.models import SittingCalendar
from entente.kit.table import Ask
from entente.reports.free_trade import desk
from tests.laid import laid

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def year_once(loaded_once, django_db_blocker):
    """A year invented once for all tests here, and rolled back after them."""
    with laid(django_db_blocker, lambda: invent(YEAR, today=TODAY)):
        yield


@pytest.fixture
def year(year_once, db):
    """The invented year, in a test that may change it: each test's changes are rolled back on their own."""


def test_a_year_is_as_large_as_it_says(year):
    assert Meeting.objects.count() == YEAR.meetings
    assert Commitment.objects.count() == YEAR.commitments + Promised.objects.count()
    assert Visit.objects.count() == YEAR.visits
    assert Exchange.objects.count() == YEAR.exchanges
    assert Candidacy.objects.count() == YEAR.candidacies
    assert Product.objects.count() == YEAR.products
    assert YEAR.trips * 0.8 <= Trip.objects.count() <= YEAR.trips
    assert is_there()


def test_exchanges_stand_in_every_stage_that_a_full_house_shows(year):
    states = set(Exchange.objects.values_list("state", flat=True))

    assert {"recorded", "released", "acknowledged", "refused", "closed"} <= states
    assert Entry.objects.count() > YEAR.exchanges / 2
    assert not Entry.objects.filter(element="passenger_name_record").exists()
    assert all("(invented)" in one.agreement.title_en for one in Entry.objects.select_related("agreement"))


def test_what_is_invented_says_so_in_both_languages(year):
    assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in Commitment.objects.all())
    assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in Meeting.objects.all())
    for model in (Visit, Candidacy, Product, Input):
        assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in model.objects.all())
    assert set(Meeting.objects.values_list("source__key", flat=True)) == {"invented"}


def test_every_page_says_that_the_house_holds_an_invented_year(year, as_person, reader):
    from entente.home.context import holds_invented

    holds_invented.cache_clear()
    said = as_person(reader).get("/fr/").content.decode()
    holds_invented.cache_clear()

    assert "année fictive" in said


def test_work_goes_on_after_the_last_invented_number(year):
    last = Meeting.objects.filter(key__startswith="MTG-2026-").order_by("-key").values_list("key", flat=True)[0]

    assert numbers.take("MTG", year=2026) == f"MTG-2026-{int(last[-4:]) + 1:04d}"


def test_no_trip_was_authorised_without_a_checked_worksheet_and_an_approval(year):
    assert not Trip.objects.filter(traveller__proposal__worksheet__checked_at=None).exists()
    assert not Trip.objects.exclude(traveller__proposal__state="approved").exists()
    assert not Trip.objects.exclude(steps__answer="approved").exists()


def test_a_report_is_due_fifteen_days_after_its_meeting_and_some_are_late(year):
    assert all((one.due_on - one.meeting.ends_on).days == 15 for one in Report.objects.select_related("meeting"))
    assert Report.objects.filter(state="due", due_on__lt=TODAY).exists()


def test_a_promise_that_was_kept_has_evidence(year):
    assert not Commitment.objects.filter(state="closed", evidence=None).exists()


def test_visits_stand_in_every_state_that_a_full_house_shows(year):
    assert set(Visit.objects.values_list("state", flat=True)) >= {
        "requested", "programme", "pre_briefed", "follow_up", "closed", "declined", "cancelled",
    }  # fmt: skip
    assert Visit.objects.filter(state="closed", starts_on__lt=TODAY).count() > YEAR.visits / 3
    assert not Visit.objects.filter(state="closed", ends_on__gte=TODAY).exists()


def test_what_a_visit_went_through_lies_in_order_and_in_the_past(year):
    for visit in Visit.objects.prefetch_related("steps"):
        days = [timezone.localtime(step.at).date() for step in visit.steps.order_by("id")]
        assert days == sorted(days)
        assert all(visit.requested_on <= day <= TODAY for day in days)


def test_candidacies_of_both_sides_came_where_they_are_by_their_own_moves(year):
    ours = set(Candidacy.objects.filter(side="ours").values_list("state", flat=True))
    theirs = set(Candidacy.objects.filter(side="theirs").values_list("state", flat=True))

    assert ours >= {"called", "proposed", "approved", "refused", "lodged", "won", "lost", "reported", "withdrawn"}
    assert theirs >= {"called", "supported", "not_supported", "won"}
    for one in Candidacy.objects.filter(lodged_on__isnull=False):
        assert timezone.localtime(one.approved_at).date() <= one.informed_on <= one.lodged_on <= one.closes_on
        assert one.decided_on is None or one.lodged_on <= one.decided_on <= TODAY


def test_a_joint_product_is_done_when_nothing_is_owed_to_it(year):
    states = set(Product.objects.values_list("state", flat=True))

    assert states == {"under_way", "done", "dropped"}
    assert not Input.objects.filter(product__state="done", delivered_on=None, waived_because="").exists()
    assert Input.objects.filter(delivered_on=None, waived_because="", due_on__lt=TODAY).exists(), "some are late"


def test_nobody_is_told_of_what_never_was(year):
    assert not Notice.objects.exists()


def test_a_second_year_is_refused(year):
    with pytest.raises(RuntimeError):
        invent(YEAR, today=TODAY)


def test_nothing_is_invented_where_work_is_done(tmp_path, monkeypatch):
    from entente.config.cli import CannotStart

    monkeypatch.setenv("ENTENTE_DATA", str(tmp_path))

    with pytest.raises(CannotStart):
        command.run(None)


def test_a_free_trade_agreement_has_chapters_and_committees_that_met_and_will_meet(year):
    reader = SimpleNamespace(pk=None, role=Role.READER, clearance=Marking.UNCLASSIFIED, unit_id=None)

    lines = [one for one in desk(Ask(reader, TODAY.isoformat())) if one.agreement.key.startswith("invented-trade")]

    assert [len(one.chapters) for one in lines] == [5, 5]
    sittings = [sitting for one in lines for sitting in one.committees]
    assert len(sittings) == 4
    assert any(one.last for one in sittings)
    assert any(one.next for one in sittings)


def test_negotiations_stand_at_every_stage_of_the_board_and_after_it(year):
    stages = set(Agreement.objects.exclude(steps=None).values_list("stage", flat=True))

    assert stages >= {
        "requested", "screened", "prioritised", "mandated", "set_aside", "negotiating", "initialled", "in_review",
        "signed", "tabled", "ratified", "notified", "in_force", "under_review", "being_amended", "dormant",
        "suspended", "abandoned",
    }  # fmt: skip
    negotiated = Agreement.objects.exclude(steps=None)
    assert negotiated.distinct().count() == YEAR.negotiations
    assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in negotiated)


def test_what_a_negotiation_went_through_lies_in_order_and_in_the_past(year):
    for one in Agreement.objects.exclude(steps=None).distinct().prefetch_related("steps", "rounds"):
        days = [str(step.on) for step in sorted(one.steps.all(), key=lambda step: step.pk)]
        assert days == sorted(days)
        assert days[-1] <= timezone.localdate().isoformat()
        assert all(held.last_on < TODAY for held in one.rounds.all())
    for text in Agreement.objects.filter(stage__in=("initialled", "in_review", "signed")).exclude(steps=None):
        assert not text.brackets.filter(status="open").exists()
    assert Bracket.objects.filter(status="open").exists()
    assert Review.objects.filter(opinion="").exists(), "some reviews are still waited for"


def test_no_treaty_was_ratified_before_the_invented_house_had_sat_long_enough(year):
    ratified = Step.objects.filter(move="ratify").select_related("agreement")

    assert ratified.exists()
    for step in ratified:
        wait = reference.sitting_day_after(step.agreement.tablings.latest("id").tabled_on)
        assert wait.day.isoformat() < str(step.on)
    assert all("(invented)" in one.source and "(fictif)" in one.source for one in SittingCalendar.objects.all())


def test_what_is_in_force_has_duties_and_some_are_late(year):
    assert Obligation.objects.filter(state="open", due_on__lt=TODAY).exists()
    assert Obligation.objects.filter(state="done").exists()
    assert Amendment.objects.filter(state="draft").exists()


def test_years_in_the_chair_run_wait_for_their_handover_and_are_over(year):
    runs, waits, over = ChairYear.objects.order_by("-starts_on")

    assert runs.ends_on > TODAY > waits.ends_on
    assert (runs.is_over, waits.is_over, over.is_over) == (False, False, True)
    assert any(task.is_late(TODAY) for task in runs.tasks.all())
    assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in ChairYear.objects.all())


def test_nobody_was_away_and_on_a_journey_at_once(year):
    assert Absence.objects.count() > YEAR.people / 3
    for absence in Absence.objects.all():
        met = Trip.objects.filter(person=absence.person, starts_on__lte=absence.ends_on, ends_on__gte=absence.starts_on)
        assert not met.exists()


def test_passports_are_held_and_visas_to_be_seen_to(year):
    assert Formality.objects.filter(kind="passport", state="held").exists()
    assert Formality.objects.filter(kind="visa", state="needed", trip__starts_on__gt=TODAY).exists()
