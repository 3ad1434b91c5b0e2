"""An invented year: as large as it says, labelled wherever it shows, and fit to go on from."""

from datetime import date

import pytest

from entente.config.commands import invent as command
from entente.config.synthetic import invent, is_there
from entente.config.synthetic.sizes import YEAR
from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Meeting
from entente.engagement.travel.models import Report, Trip
from entente.foundation.numbers import actions as numbers

TODAY = date(2026, 11, 27)


@pytest.fixture
def year(loaded):
    invent(YEAR, today=TODAY)


def test_a_year_is_as_large_as_it_says(year):
    assert Meeting.objects.count() == YEAR.meetings
    assert Commitment.objects.count() == YEAR.commitments
    assert YEAR.trips * 0.8 <= Trip.objects.count() <= YEAR.trips
    assert is_there()


def test_what_is_invented_says_so_in_both_languages(year):
    assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in Commitment.objects.all())
    assert all("(invented)" in one.title_en and "(fictif)" in one.title_fr for one in Meeting.objects.all())
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


def test_a_second_year_is_refused(year):
    with pytest.raises(RuntimeError):
        invent(YEAR, today=TODAY)


def test_nothing_is_invented_where_work_is_done(tmp_path, monkeypatch):
    from entente.config.cli import CannotStart

    monkeypatch.setenv("ENTENTE_DATA", str(tmp_path))

    with pytest.raises(CannotStart):
        command.run(None)
