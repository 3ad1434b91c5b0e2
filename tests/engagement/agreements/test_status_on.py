"""As it stood on a day: which instruments were known, and where they stood."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from entente.engagement.agreements import panels, queries
from entente.engagement.agreements.models import Agreement, Status
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from .factories import agreement

pytestmark = pytest.mark.django_db


def status(day, **given):
    """The status on a day of one instrument, or nothing when it was not known yet."""
    pk = agreement(**given).pk
    found = Agreement.objects.known_on(day).with_status_on(day).filter(pk=pk).order_by("id")
    return found.values_list("status_on", flat=True).first()


WHOLE_LIFE = {
    "status": "ended",
    "requested_on": "2005",
    "signed_on": "2007-06-14",
    "in_force_on": "2008-01",
    "ended_on": "2015",
    "as_of": "2017",
}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2004-12-31", None),
        ("2005-01-01", Status.PROPOSED),
        ("2007-06-13", Status.PROPOSED),
        ("2007-06-14", Status.SIGNED),
        ("2007-12-31", Status.SIGNED),
        ("2008-01-01", Status.IN_FORCE),
        ("2014-12-31", Status.IN_FORCE),
        ("2015-01-01", Status.ENDED),
    ],
)
def test_a_dated_life_is_told_day_by_day(day, expected):
    assert status(day, **WHOLE_LIFE) == expected


def test_without_dates_an_instrument_counts_from_the_day_its_source_speaks_for():
    undated = {"status": "in_force", "as_of": "2008"}

    assert status("2007-12-31", **undated) is None
    assert status("2008-01-01", **undated) == Status.IN_FORCE


def test_what_a_source_vouched_for_is_known_even_before_a_later_signature():
    signed_since = {"status": "signed", "signed_on": "2028-03-01", "as_of": "2026"}

    assert status("2027-06-01", **signed_since) == Status.PROPOSED
    assert status("2028-03-01", **signed_since) == Status.SIGNED


def test_signed_long_before_its_source_it_is_not_called_in_force_on_a_guess():
    undated_force = {"status": "in_force", "signed_on": "1987", "as_of": "2008"}

    assert status("1995-01-01", **undated_force) == Status.SIGNED
    assert status("2008-06-01", **undated_force) == Status.IN_FORCE


def test_a_request_comes_before_the_negotiation_its_source_speaks_of():
    asked = {"status": "negotiating", "requested_on": "2005", "as_of": "2008"}

    assert status("2006-01-01", **asked) == Status.PROPOSED
    assert status("2009-01-01", **asked) == Status.NEGOTIATING


def test_what_ended_on_a_known_day_was_not_ended_before():
    ended = {"status": "ended", "signed_on": "2001", "ended_on": "2010", "as_of": "2005"}

    assert status("2006-01-01", **ended) == Status.SIGNED
    assert status("2011-01-01", **ended) == Status.ENDED


def test_a_mark_is_no_date():
    withheld = {"status": "signed", "signed_on": "[redacted]", "as_of": "2019"}

    assert status("2018-12-31", **withheld) is None
    assert status("2019-01-01", **withheld) == Status.SIGNED


def test_a_suspension_has_no_date_so_a_past_day_shows_what_was_in_force():
    assert status("2010-01-01", status="suspended", in_force_on="2008", as_of="2020") == Status.IN_FORCE


def test_what_a_source_calls_signed_stays_signed():
    assert status("2009-01-01", status="signed", signed_on="2008", as_of="2015") == Status.SIGNED


def test_signed_with_a_status_nobody_knows_stays_so():
    undecided = {"status": "unknown", "signed_on": "2001", "as_of": "2017"}

    assert status("2010-01-01", **undecided) == Status.SIGNED
    assert status("2018-01-01", **undecided) == Status.UNKNOWN


def test_today_the_stored_status_counts():
    made = agreement(status="suspended", in_force_on="2008")

    found = Agreement.objects.with_status_on("").get(pk=made.pk)

    assert found.status_on == Status.SUSPENDED


@pytest.mark.parametrize("ends", [{"status": "ended", "ended_on": "2020"}, {"expires_on": "2020-03"}])
@pytest.mark.parametrize("day", ["2019-12-31", "2020-01-01", "2020-02-29", "2020-03-01", "2020-06-15", "2021-01-01"])
def test_it_is_shown_as_over_from_the_first_day_the_switch_says_no(ends, day):
    one = agreement(**{"status": "in_force", "in_force_on": "2008-05-01"} | ends)
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("America/Toronto"))

    found = Agreement.objects.with_status_on(day).get(pk=one.pk)

    live = bool(queries.live([one.pk], [noon]))
    assert found.status_on == (Status.IN_FORCE if live else Status.ENDED)
    assert one.status_today(noon.date()) == (one.status if live else Status.ENDED)


@pytest.mark.parametrize(("days", "shown"), [(-30, Status.ENDED), (0, Status.ENDED), (1, Status.IN_FORCE)])
def test_what_expired_is_shown_as_ended_today_wherever_it_stands(reader, days, shown):
    ends = (timezone.localdate() + timedelta(days=days)).isoformat()
    one = agreement(status="in_force", in_force_on="2008", expires_on=ends)
    ask = Ask(reader, timezone.localdate().isoformat(), False)

    assert Agreement.objects.with_status_on("").get(pk=one.pk).status_on == shown
    assert queries.whole(ask, one).status == shown
    assert (shown == Status.ENDED) != bool(queries.live([one.pk], [timezone.now()]))
    said = panels.head(ask, one, Notes()).sentence
    assert said.startswith("Expired" if shown == Status.ENDED else "In force")


def test_an_instrument_may_be_signed_in_the_month_of_the_year_it_ended():
    agreement(signed_on="2015-03", ended_on="2015", status="ended").full_clean()
