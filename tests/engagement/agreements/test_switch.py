"""The switch: what was in force at an instant, from the dated record alone."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from benchmarks import histories, switch

from entente.engagement.agreements import queries
from entente.engagement.agreements.models import Agreement, Clause, Suspension
from entente.foundation.people.roles import Marking, Role

from .factories import agreement, home, partner, party, party_action

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Toronto")
TICK = timedelta(microseconds=1)
COUNTED = {"status": "in_force", "in_force_on": "2001-05-01"}


def at(day, hour=0):
    """An instant in the agency's zone."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=ZONE)


def is_live(one, instant):
    return bool(queries.live([one.pk], [instant]))


def clause(of, kind="purpose", code="customs_enforcement", **given):
    given = {"article": "art. 3", "answer": "permitted", "as_of": "2008"} | given
    return Clause.objects.create(agreement=of, kind=kind, code=code, **given)


# ── Against the reference ─────────────────────────────────────────────────────────────────────────


def test_over_500_histories_the_switch_agrees_with_the_slow_reference_at_every_instant():
    wrong = [one for found in switch.mismatches(500, 1_000, seed=20_261_127) for one in found]

    assert wrong[:3] == []


def test_the_invented_histories_have_many_of_either_answer():
    dice = random.Random(1)
    lives = [histories.invented(dice) for _ in range(300)]

    answers = [
        histories.was_in_force(one, instant) for one in lives for instant in histories.instants_for(one, dice, 50)
    ]

    assert 0.1 < sum(answers) / len(answers) < 0.9


def test_a_history_is_one_statement_however_many_instants(django_assert_num_queries):
    made = [agreement(**COUNTED).pk for _ in range(3)]
    instants = [at("2001-01-01") + timedelta(hours=n) for n in range(5_000)]

    with django_assert_num_queries(1):
        found = queries.live(made, instants)

    assert len(found) == 3 * sum(instant >= at("2001-05-01") for instant in instants)


# ── Instants ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ends", [{"ended_on": "2005-03-09", "status": "ended"}, {"expires_on": "2005-03-09"}])
def test_at_the_instant_of_lapse_it_is_not_in_force_and_just_before_it_is(ends):
    one = agreement(**COUNTED | ends)

    assert is_live(one, at("2005-03-09") - TICK)
    assert not is_live(one, at("2005-03-09"))


def test_it_counts_from_the_first_instant_of_its_day_in_the_agencys_zone():
    one = agreement(**COUNTED)

    assert not is_live(one, at("2001-05-01") - TICK)
    assert is_live(one, at("2001-05-01"))
    assert at("2001-05-01").astimezone(UTC).hour == 4  # Toronto in summer, not UTC


@pytest.mark.parametrize("day", ["2003-04-06", "2003-10-26"])
def test_a_day_of_23_or_25_hours_begins_at_its_own_midnight(day):
    one = agreement(status="ended", in_force_on="2001", ended_on=day)
    midnight = at(day)
    next_day = at((date.fromisoformat(day) + timedelta(days=1)).isoformat())

    assert (next_day.astimezone(UTC) - midnight.astimezone(UTC)) != timedelta(hours=24)
    assert is_live(one, midnight - TICK)
    assert not is_live(one, midnight)


@pytest.mark.parametrize(
    ("begins", "first"), [("2004-02", "2004-02-29"), ("2004", "2004-12-31"), ("2004-02-29", "2004-02-29")]
)
def test_of_a_beginning_the_last_day_it_may_mean_counts(begins, first):
    one = agreement(status="in_force", in_force_on=begins)

    assert not is_live(one, at(first) - TICK)
    assert is_live(one, at(first))


@pytest.mark.parametrize(("ends", "first"), [("2004-02", "2004-02-01"), ("2004", "2004-01-01")])
def test_of_an_end_the_first_day_it_may_mean_counts(ends, first):
    one = agreement(**COUNTED | {"status": "ended", "ended_on": ends})

    assert is_live(one, at(first) - TICK)
    assert not is_live(one, at(first))


def test_a_suspension_counts_from_its_instant_up_to_the_one_at_which_it_applies_again():
    one = agreement(**COUNTED)
    Suspension.objects.create(agreement=one, from_at=at("2003-06-01", 9), to_at=at("2003-07-01", 9))

    assert is_live(one, at("2003-06-01", 9) - TICK)
    assert not is_live(one, at("2003-06-01", 9))
    assert not is_live(one, at("2003-07-01", 9) - TICK)
    assert is_live(one, at("2003-07-01", 9))


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        queries.live([1], [datetime(2004, 1, 1)])  # noqa: DTZ001


# ── What counts at all ────────────────────────────────────────────────────────────────────────────


def test_what_only_a_source_puts_in_force_counts_from_the_last_day_of_its_day_and_says_so():
    one = agreement(status="in_force", as_of="2008")

    found = queries.in_force(at("2009-01-01"))

    assert not is_live(one, at("2008-12-31") - TICK)
    assert is_live(one, at("2008-12-31"))
    assert [(basis.key, basis.vouched, basis.since) for basis in found] == [(one.key, True, at("2008-12-31"))]


@pytest.mark.parametrize("status", ["proposed", "negotiating", "unknown"])
def test_what_is_proposed_negotiated_or_left_open_never_counts(status):
    assert not is_live(agreement(**COUNTED | {"status": status}), at("2010-01-01"))


def test_what_ended_on_a_day_nobody_knows_never_counts():
    assert not is_live(agreement(**COUNTED | {"status": "ended", "ended_on": "[lost]"}), at("2002-01-01"))


def test_what_a_source_calls_suspended_stands_still_from_the_first_day_the_source_speaks_for():
    one = agreement(**COUNTED | {"status": "suspended", "as_of": "2008"})

    assert is_live(one, at("2008-01-01") - TICK)
    assert not is_live(one, at("2008-01-01"))


def test_what_a_person_ends_stays_in_force_for_the_years_its_source_vouched_for(agreements_officer):
    from entente.engagement.agreements import actions

    from .factories import brought

    one = brought(agreement(partner("au"), status="in_force", as_of="2008"))
    actions.end(one, by=agreements_officer, reason="Replaced.", ended_on="2020-06-01")

    assert is_live(one, at("2015-01-01"))
    assert not is_live(one, at("2020-06-01"))


# ── Parties ───────────────────────────────────────────────────────────────────────────────────────


def test_when_the_other_side_withdraws_it_lapses_until_it_joins_again():
    us = partner("us")
    one = agreement(us, **COUNTED)
    party_action(one, us, "withdrew", "2004-03")
    party_action(one, us, "acceded", "2006-03-01")

    assert is_live(one, at("2004-03-01") - TICK)
    assert not is_live(one, at("2004-03-01"))
    assert is_live(one, at("2006-03-01"))


def test_an_instrument_of_many_goes_on_without_the_one_that_withdrew():
    us, mx = partner("us"), partner("mx")
    one = agreement(us, mx, **COUNTED)
    party_action(one, us, "withdrew", "2004-03-01")

    (before,) = queries.in_force(at("2004-02-01"))
    (after,) = queries.in_force(at("2004-03-01"))

    assert before.partner_ids == {us.pk, mx.pk}
    assert after.partner_ids == {mx.pk}
    assert queries.in_force(at("2004-03-01"), partner=us) == []


def test_a_member_that_acceded_later_is_bound_from_then_on():
    us = partner("us")
    one = agreement(us, **COUNTED)
    party_action(one, us, "acceded", "2003")

    assert not is_live(one, at("2003-12-31") - TICK)
    assert is_live(one, at("2003-12-31"))


def test_when_we_withdraw_it_lapses():
    country, agency = home()
    one = agreement(partner("us"), country, **COUNTED)
    party_action(one, country, "withdrew", "2004-03-01")

    assert not is_live(one, at("2004-03-01"))


def test_an_instrument_with_a_country_binds_its_agency_and_one_with_the_agency_not_the_country():
    us = partner("us")
    cbp = partner("us-cbp", "administration", parent=us)
    with_country, with_agency = agreement(us, **COUNTED), agreement(cbp, **COUNTED)
    noon = at("2010-01-01", 12)

    assert {basis.key for basis in queries.in_force(noon, partner=cbp)} == {with_country.key, with_agency.key}
    assert {basis.key for basis in queries.in_force(noon, partner=us)} == {with_country.key}


def test_an_observer_is_not_bound():
    us = partner("us")
    one = agreement(**COUNTED)
    party(one, us, role="observer")

    assert queries.in_force(at("2010-01-01"), partner=us) == []


# ── Purposes, clauses, visibility ─────────────────────────────────────────────────────────────────


def test_asked_for_a_purpose_only_what_speaks_of_it_and_does_not_forbid_it_answers():
    allowed, refused, silent = agreement(**COUNTED), agreement(**COUNTED), agreement(**COUNTED)
    clause(allowed)
    clause(refused, answer="forbidden")

    found = queries.in_force(at("2010-01-01"), purpose="customs_enforcement")

    assert [basis.key for basis in found] == [allowed.key]
    assert silent.key not in {basis.key for basis in found}


def test_a_clause_counts_from_the_last_day_of_its_beginning_to_the_first_of_its_end():
    one = agreement(**COUNTED)
    made = clause(one, from_on="2010", to_on="2012-06")

    def said(instant):
        (found,) = queries.in_force(instant)
        return [term.pk for term in found.terms]

    assert said(at("2010-12-31") - TICK) == []
    assert said(at("2010-12-31")) == [made.pk]
    assert said(at("2012-06-01") - TICK) == [made.pk]
    assert said(at("2012-06-01")) == []


def test_nobody_learns_of_an_instrument_above_the_clearance(reader, open_account):
    agreement(**COUNTED | {"marking": Marking.PROTECTED_B})
    cleared = open_account(Role.DESK_OFFICER, username="cleared")

    assert queries.in_force(at("2010-01-01"), person=reader) == []
    assert len(queries.in_force(at("2010-01-01"), person=cleared)) == 1
    assert queries.lapses(date(2009, 1, 1), date(2012, 1, 1), person=reader) == []


# ── What will stop ────────────────────────────────────────────────────────────────────────────────


def test_the_preview_says_what_stops_on_which_day_and_why(reader):
    us, mx = partner("us"), partner("mx")
    expiring = agreement(us, **COUNTED | {"expires_on": "2030-03-01", "title_en": "A"})
    left = agreement(us, mx, **COUNTED | {"title_en": "B"})
    party_action(left, us, "withdrew", "2030-02-01")
    narrower = agreement(mx, **COUNTED | {"title_en": "C"})
    gone = clause(narrower, to_on="2030-04-01")
    agreement(us, **COUNTED | {"status": "ended", "ended_on": "2010"})
    permitted = clause(expiring)

    found = queries.lapses(date(2030, 1, 1), date(2030, 12, 31), person=reader)

    assert [(one.day.isoformat(), one.cause, one.key) for one in found] == [
        ("2030-02-01", "withdrew", left.key),
        ("2030-03-01", "expires", expiring.key),
        ("2030-04-01", "clause", narrower.key),
    ]
    assert [set(one.partner_ids) for one in found] == [{us.pk}, {us.pk}, {mx.pk}]
    assert [[term.pk for term in one.terms] for one in found] == [[], [permitted.pk], [gone.pk]]


def test_an_end_that_comes_after_the_lapse_stops_nothing_more(reader):
    agreement(**COUNTED | {"expires_on": "2030-03-01", "ended_on": "2030-05-01"})

    found = queries.lapses(date(2030, 1, 1), date(2030, 12, 31), person=reader)

    assert [(one.day.isoformat(), one.cause) for one in found] == [("2030-03-01", "expires")]


def test_the_switch_and_the_record_agree_on_when_it_stops_by_itself():
    one = agreement(**COUNTED | {"expires_on": "2030-03", "ended_on": ""})
    (basis,) = queries.in_force(at("2010-01-01"))

    assert basis.until == at("2030-03-01")
    assert queries.basis(Agreement.objects.get(pk=one.pk), basis.until) is None
