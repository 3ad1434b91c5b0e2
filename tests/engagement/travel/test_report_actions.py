"""What is written in a report, handed in, judged and corrected."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Decision, Delegate
from entente.engagement.travel import actions, queries
from entente.engagement.travel.models import Report, ReportState
from entente.foundation.index import queries as index
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Delegation
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from ..forums.factories import partner
from . import factories, reporting
from .reporting import TOLD, in_state, write


def codes(refusal):
    return {one.code for one in refusal.value.error_list}


def trail(report):
    subject = f"travel.report:{report.key}"
    return list(Entry.objects.filter(subject=subject).order_by("id").values_list("verb", flat=True))


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_may_lack_everything_and_any_traveller_keeps_it(people):
    report = write(reporting.owed(people), people.second, summary_en="It rained.")

    assert report.state == ReportState.DRAFT
    assert report.summary_en == "It rained."
    assert trail(report)[-1] == "save_report"


def test_what_changes_nothing_is_not_noted(people):
    report = write(reporting.owed(people), people.delegate, summary_en="")

    assert report.state == ReportState.DUE
    assert "save_report" not in trail(report)


def test_TRV_75_who_comes_second_is_told_and_overwrites_nothing(people):
    report = reporting.owed(people)
    seen = report.revision
    actions.save_report(report, by=people.delegate, revision=seen, summary_en="First.")

    with pytest.raises(ValidationError) as refusal:
        actions.save_report(report, by=people.second, revision=seen, summary_en="Second.")

    assert codes(refusal) == {"stale"}
    report.refresh_from_db()
    assert report.summary_en == "First."


def test_nobody_writes_while_it_waits_for_its_acceptance(people):
    report = in_state(people, "submitted")

    with pytest.raises(ValidationError) as refusal:
        write(report, people.delegate, summary_en="Other.")

    assert codes(refusal) == {"wrong_state"}


def test_TRV_78_a_report_is_marked_no_higher_than_its_author_may_read(people):
    report = reporting.owed(people)
    people.delegate.clearance = Marking.PROTECTED_A
    people.delegate.save()

    for person in (people.delegate, people.second):
        with pytest.raises(ValidationError) as refusal:
            write(report, person, marking="protected_b")
        assert codes(refusal) == {"marking"}
    report.refresh_from_db()
    assert actions.save_report(report, by=people.delegate, revision=report.revision, marking="unclassified").pk


# ── Handing in ────────────────────────────────────────────────────────────────────────────────────


def test_TRV_71_TRV_72_TRV_73_everything_missing_is_said_at_once(people):
    report = write(reporting.owed(people), people.delegate, summary_fr="Il a plu.", public_en="We went.")

    with pytest.raises(ValidationError) as refusal:
        actions.hand_in(report, by=people.delegate)

    assert codes(refusal) == {
        *("purpose_met", "decisions", "positions", "contacts", "follow_up", "value"),
        *("attend_next", "attend_next_reason", "public_fr"),
    }
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert report.versions.count() == 0


def test_what_the_record_of_the_meeting_holds_is_not_asked_again(people):
    report = write(reporting.owed(people), people.delegate, **TOLD | {"decisions_fr": "", "contacts_en": ""})
    with pytest.raises(ValidationError) as refusal:
        actions.hand_in(report, by=people.delegate)
    assert codes(refusal) == {"decisions", "contacts"}

    Decision.objects.create(meeting=report.meeting, text_en="The model is adopted.")
    Delegate.objects.create(meeting=report.meeting, partner=partner("mx"), office_en="Director General")

    assert actions.hand_in(report, by=people.delegate).number == 1


@pytest.mark.parametrize(
    ("public", "lacks"),
    [
        ({"public_en": "", "public_fr": ""}, {"public"}),
        ({"public_en": ""}, {"public_en"}),
        ({"public_fr": " "}, {"public_fr"}),
        ({"public_en": "", "public_fr": "", "public_none": "Nothing may be said yet."}, set()),
    ],
)
def test_TRV_73_the_public_part_stands_in_both_languages_or_the_report_says_why_there_is_none(people, public, lacks):
    report = write(reporting.owed(people), people.delegate, **TOLD | public)

    if not lacks:
        assert actions.hand_in(report, by=people.delegate)
        return
    with pytest.raises(ValidationError) as refusal:
        actions.hand_in(report, by=people.delegate)
    assert codes(refusal) == lacks


def test_TRV_74_nothing_is_handed_in_before_the_meeting_is_over(people):
    report = write(reporting.owed(people, ended=-2), people.delegate, **TOLD)

    with pytest.raises(ValidationError) as refusal:
        actions.hand_in(report, by=people.delegate)

    assert codes(refusal) == {"meeting"}


def test_handing_in_freezes_a_version_and_tells_the_head_of_the_branch(people):
    report = in_state(people, "submitted")

    version = report.versions.get()
    assert version.telling() == report.telling()
    assert (version.number, version.by) == (1, people.delegate)
    assert report.submitted_on == timezone.localdate()
    assert list(Notice.objects.filter(word="travel.report_handed_in").values_list("person__username", flat=True)) == [
        "vice-president"
    ]


def test_the_notice_goes_one_level_up_when_the_head_of_the_branch_went_too(people):
    report = reporting.owed(people)
    reporting.reports.open_for(reporting.trip(report.proposal, people.vice_president), by=people.president)
    write(report, people.delegate, **TOLD)

    actions.hand_in(report, by=people.delegate)

    assert Notice.objects.get(word="travel.report_handed_in").person == people.president


# ── Judging ───────────────────────────────────────────────────────────────────────────────────────


def test_TRV_79_a_report_goes_back_with_the_reason_only(people):
    report = in_state(people, "submitted")

    with pytest.raises(ValidationError):
        actions.send_back(report, by=people.vice_president, reason=" ")
    actions.send_back(report, by=people.vice_president, reason="Say what Mexico wants.")

    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    remark = report.remarks.get()
    assert (remark.text, remark.move, remark.version) == ("Say what Mexico wants.", "send_back", 1)
    assert Notice.objects.filter(word="travel.report_sent_back").count() == 2


def test_a_returned_report_comes_again_as_the_next_version_and_the_first_time_counts(people):
    report = in_state(people, "returned")
    first = timezone.now() - timedelta(30)
    Report.objects.filter(pk=report.pk).update(submitted_at=first, submitted_on=first.date())

    write(report, people.delegate, summary_en="More.")
    version = actions.hand_in(report, by=people.second)

    report.refresh_from_db()
    assert version.number == 2
    assert report.submitted_at == first
    assert report.versions.get(number=1).summary_en == TOLD["summary_en"]


def test_who_wrote_or_went_accepts_nothing_whatever_the_office(people):
    report = reporting.owed(people)
    reporting.reports.open_for(reporting.trip(report.proposal, people.vice_president), by=people.president)
    write(report, people.delegate, **TOLD)
    actions.hand_in(report, by=people.delegate)

    for person in (people.vice_president, people.delegate, people.planner, people.desk, people.general):
        with pytest.raises(PermissionDenied):
            actions.accept(report, by=person)
    assert actions.accept(report, by=people.president).state == ReportState.ACCEPTED


def test_an_authority_given_by_somebody_who_went_does_not_count(people):
    report = reporting.owed(people)
    reporting.reports.open_for(reporting.trip(report.proposal, people.vice_president), by=people.president)
    write(report, people.delegate, **TOLD)
    actions.hand_in(report, by=people.delegate)
    days = {"starts_on": "2020-01-01", "ends_on": "2040-01-01", "authority": "accept_report", "reason": "Leave."}
    Delegation.objects.create(giver=people.vice_president, receiver=people.general, **days)

    with pytest.raises(PermissionDenied):
        actions.accept(report, by=people.general)

    Delegation.objects.create(giver=people.president, receiver=people.general, **days)
    actions.accept(report, by=people.general)
    assert Entry.objects.get(verb="accept").changes["on_behalf_of"] == str(people.president)


def test_acceptance_distributes_to_the_desk_the_index_and_the_delegation(people):
    report = in_state(people, "accepted")

    assert report.accepted_version == 1
    assert report.accepted_by == people.vice_president
    told = Notice.objects.filter(word="travel.report_filed").values_list("person__username", flat=True)
    assert set(told) == {"desk", "balancer"}
    assert Notice.objects.filter(word="travel.report_accepted").count() == 2
    outsider = factories.person("outsider", Role.READER, clearance=Marking.PROTECTED_B)
    assert {one.kind for one in index.found("committee", person=people.desk)} == {"report"}
    assert {one.kind for one in index.found("committee", person=outsider)} == set()
    assert {one.kind for one in index.found("Canada took", person=outsider)} == {"public_report"}


def test_a_remark_stays_and_the_delegation_is_told(people):
    report = in_state(people, "accepted")

    actions.remark(report, by=people.desk, text="Useful for Mexico.")

    assert report.remarks.get().text == "Useful for Mexico."
    assert Notice.objects.filter(word="travel.report_remarked").count() == 2
    with pytest.raises(ValidationError):
        actions.remark(report, by=people.desk, text="  ")
    with pytest.raises(PermissionDenied):
        actions.remark(report, by=people.other_planner, text="Hello.")


# ── Correcting ────────────────────────────────────────────────────────────────────────────────────


def test_TRV_76_TRV_77_an_accepted_report_changes_by_a_further_version_with_its_reason(people):
    report = in_state(people, "accepted")

    with pytest.raises(ValidationError) as refusal:
        actions.hand_in(report, by=people.delegate)
    assert codes(refusal) == {"reason", "unchanged"}

    report = write(report, people.delegate, public_en="Canada chaired.", public_fr="Le Canada a présidé.")
    assert report.state == ReportState.ACCEPTED
    version = actions.hand_in(report, by=people.delegate, reason="We chaired.")
    report.refresh_from_db()
    assert (version.number, version.reason, report.state) == (2, "We chaired.", ReportState.SUBMITTED)


def test_what_was_accepted_stands_until_its_correction_is(people):
    report = in_state(people, "accepted")
    write(report, people.delegate, public_en="Canada chaired.", public_fr="Le Canada a présidé.")
    actions.hand_in(report, by=people.delegate, reason="We chaired.")

    assert queries.reports.public_version(people.other_planner, report.key).public_en == "Canada took part."
    actions.send_back(report, by=people.vice_president, reason="Did we?")
    report.refresh_from_db()
    assert not report.is_owed
    assert not Report.objects.owed().exists()
    assert queries.reports.public_version(people.other_planner, report.key).public_en == "Canada took part."

    actions.hand_in(write(report, people.delegate, value_en="More."), by=people.delegate, reason="We did.")
    report = actions.accept(report, by=people.vice_president)
    assert report.accepted_version == 3
    assert queries.reports.public_version(people.other_planner, report.key).public_en == "Canada chaired."
    assert [one.title for one in index.found("chaired", person=people.other_planner)] == [report.meeting.title]
    assert not index.found("took part", person=people.other_planner)


# ── Promises ──────────────────────────────────────────────────────────────────────────────────────


def test_a_promise_of_the_report_becomes_a_commitment_to_the_body(people):
    report = in_state(people, "draft")

    made = actions.add_promise(report, by=people.second, side="ours", title_en="Send the annex")

    assert Commitment.objects.get() == made
    assert (made.body, made.made_on, made.author) == (report.meeting.body, report.meeting.ends_on, people.second)
    assert report.born.get().commitment == made
    with pytest.raises(PermissionDenied):
        actions.add_promise(report, by=people.other_planner, side="ours", title_en="No")
