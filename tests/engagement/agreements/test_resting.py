"""What rests on another instrument: in force while that one is, told when it is not, and never on itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.engagement.agreements import actions, exports, panels, queries, rules
from entente.engagement.agreements.models import Link, Suspension
from entente.foundation.people.roles import Marking
from entente.foundation.sources.queries import Notes

from . import factories
from .factories import agreement, clause, link, partner

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Toronto")
LIVE = {"status": "in_force", "in_force_on": "2001-05-01"}


def at(day):
    return datetime.fromisoformat(day).replace(tzinfo=ZONE)


def resting(*under, **given):
    one = agreement(partner("us"), **LIVE | given)
    for other in under:
        link(one, other, Link.RESTS_ON)
    return one


def live(one, day):
    return bool(queries.live([one.pk], [at(day)]))


def test_what_rests_on_an_instrument_stops_with_it():
    parent = agreement(**LIVE | {"status": "ended", "ended_on": "2020-03-01"})
    one = resting(parent)

    assert live(one, "2020-02-29")
    assert not live(one, "2020-03-01")
    (basis,) = [found for found in queries.in_force(at("2010-01-01")) if found.key == one.key]
    assert basis.until == at("2020-03-01")


def test_it_rests_on_all_of_them_and_on_what_they_rest_on():
    bottom = agreement(**LIVE | {"expires_on": "2010"})
    one = resting(agreement(**LIVE), resting(bottom))

    assert live(one, "2009-12-31")
    assert not live(one, "2010-01-01")
    assert queries.supports()[one.pk][-1].agreement_id == bottom.pk


@pytest.mark.parametrize("given", [{"status": "unknown"}, {"status": "proposed"}, {"in_force_on": "2015"}])
def test_what_does_not_count_carries_nothing(given):
    assert not live(resting(agreement(**LIVE | given)), "2010-01-01")


def test_what_only_a_source_vouches_for_carries_from_the_day_of_its_source():
    one = resting(agreement(status="in_force", as_of="2008"))

    assert not live(one, "2008-12-30")
    assert live(one, "2008-12-31")


def test_while_what_it_rests_on_is_suspended_it_does_not_count_either():
    parent = agreement(**LIVE)
    Suspension.objects.create(agreement=parent, from_at=at("2003-06-01"), to_at=at("2003-07-01"))

    assert [live(resting(parent), day) for day in ("2003-05-31", "2003-06-15", "2003-07-01")] == [True, False, True]


def test_any_other_link_stops_nothing():
    parent = agreement(**LIVE | {"status": "ended", "ended_on": "2005"})
    one = agreement(**LIVE)
    link(one, parent, "implements")
    link(parent, one, Link.RESTS_ON)

    assert live(one, "2010-01-01")


def test_a_circle_that_a_package_brings_ends_and_is_in_force_while_all_are():
    one, other = agreement(**LIVE), agreement(**LIVE | {"expires_on": "2010"})
    link(one, other, Link.RESTS_ON)
    link(other, one, Link.RESTS_ON)

    assert live(one, "2009-12-31")
    assert not live(one, "2010-01-01")


def test_agr_122_nothing_comes_to_rest_on_itself(agreements_officer):
    top, middle, bottom = agreement(), agreement(), agreement()
    actions.link(top, by=agreements_officer, to_agreement=middle, kind=Link.RESTS_ON)
    actions.link(middle, by=agreements_officer, to_agreement=bottom, kind=Link.RESTS_ON)

    with pytest.raises(ValidationError) as refusal:
        actions.link(bottom, by=agreements_officer, to_agreement=top, kind=Link.RESTS_ON)

    assert refusal.value.error_list[0].code == "AGR-122"
    assert actions.link(bottom, by=agreements_officer, to_agreement=top, kind="implements").pk
    back = Link(from_agreement=bottom, to_agreement=top, kind=Link.RESTS_ON)
    assert rules.rests_on_no_circle(back, {}) is None


def test_the_preview_names_what_it_rests_on_and_only_to_whoever_may_know_of_it(reader):
    words = {"expires_on": "2030-03-01", "title_en": "The base", "title_fr": "La base"}
    one = resting(agreement(**LIVE | words))
    secret = resting(agreement(**LIVE | words | {"marking": Marking.PROTECTED_B}))

    found = queries.lapses(date(2030, 1, 1), date(2030, 12, 31), person=reader)

    told = {lapse.key: (lapse.cause, exports.cause(lapse)) for lapse in found}
    assert told[one.key] == ("rests_on", "rests on “The base”, which stops")
    assert told[secret.key] == ("rests_on", "what it rests on stops")
    with translation.override("fr"):
        assert "La base" in [exports.cause(lapse) for lapse in found if lapse.key == one.key][0]


def test_what_rests_on_an_instrument_carries_nothing_on_when_that_one_ends(reader):
    parent = agreement(partner("us"), **LIVE)
    for one in (parent, resting(parent)):
        clause(one)

    found = queries.if_ended(parent, date(2015, 1, 1), person=reader)

    assert ([term.code for term in found.lost], found.left) == (["revenue"], [])


@pytest.mark.parametrize(
    "page", [("step", "end"), ("step", "suspend"), ("stage", "terminate"), ("stage", "stop_applying")]
)
def test_whoever_ends_or_suspends_is_led_to_what_would_stop(client, agreements_officer, page):
    one = agreement(partner("us"), **LIVE)
    client.force_login(agreements_officer)
    name, move = page

    text = client.get(reverse(f"agreements:{name}", args=[one.key, move])).content.decode()

    assert f"{reverse('agreements:lapses')}?instrument={one.key}#if" in text


def test_agr_8_an_end_of_which_notice_was_given_is_told_where_it_is_recorded(agreements_officer):
    one = agreement(partner("us"), **LIVE)
    with pytest.raises(ValidationError) as refusal:
        actions.end(one, by=agreements_officer, ended_on="2098-01-01", reason="Notice was given.")
    with pytest.raises(ValidationError) as withdrawal:
        actions.record_party_action(one, by=agreements_officer, partner=partner("us"), action="withdrew", on="2098")

    assert {found.code for found in (*refusal.value.error_list, *withdrawal.value.error_list)} == {"AGR-8"}
    assert "Expires on" in refusal.value.messages[0]
    assert "Expires on" in withdrawal.value.messages[0]


@pytest.mark.parametrize(("lang", "said"), [("en", "which ended on March"), ("fr", "qui a pris fin le")])
@pytest.mark.parametrize("with_clause", [True, False])
def test_the_dossier_says_what_it_rests_on_and_that_it_ended(reader, lang, said, with_clause):
    one = resting(agreement(**LIVE | {"status": "ended", "ended_on": "2020-03-01", "title_en": "The base"}))
    if with_clause:
        clause(one)
    with translation.override(lang):
        (panel,) = panels.term_panels(factories.ask(reader), one, Notes())

    assert said in (panel.context["sentence"] if with_clause else panel.empty)
