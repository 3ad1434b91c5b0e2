"""Signed against used: the last exchange, meeting and benefit of an instrument, for those who may know."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.exchanges import actions as exchanges
from entente.foundation.people.roles import Role
from entente.kit.table import Ask
from entente.reports import used
from tests.engagement.agreements import factories as agreements
from tests.engagement.exchanges.conftest import cmaa, desk, exchange_in  # noqa: F401 - fixtures of that room
from tests.engagement.forums import factories as forums
from tests.engagement.meetings import factories as meetings

pytestmark = pytest.mark.django_db
STANDING = {"status": "in_force", "in_force_on": "2001-05-01"}


def found(person, on="", **chosen):
    on = on or timezone.localdate().isoformat()
    return {one.key: one for one in used.instruments(Ask(person, on, chosen=chosen))}


def test_an_exchange_and_what_came_of_it_light_an_instrument(exchange_in, desk, cmaa, auditor):  # noqa: F811
    exchange, today = exchange_in("released"), timezone.localdate()
    exchanges.tell_outcome(exchange, by=desk.officer, what="seizure", on=today, told_by="Port of Osaka")
    agreements.agreement(key="quiet", **STANDING)

    lit = found(auditor)

    one = lit[cmaa.key]
    assert (one.last_exchange, one.last_benefit, one.last_meeting) == (today, today, None)
    assert (used.light(one), used.light(lit["quiet"])) == ("used", "never")


def test_who_does_not_see_exchanges_is_not_told_of_them_by_the_light(exchange_in, desk, cmaa, open_account):  # noqa: F811
    exchange_in("released")
    reader = open_account(Role.READER, username="outside")

    assert used.light(found(reader)[cmaa.key]) == "never"


@pytest.mark.parametrize(("ago", "expected"), [(30, "used"), (900, "asleep")])
def test_a_meeting_of_a_body_that_rests_on_it_is_use_and_two_years_without_any_is_sleep(auditor, ago, expected):
    one = agreements.agreement(key="resting", **STANDING)
    meetings.attended(in_days=-ago, body=forums.body("committee", agreement=one))

    lit = found(auditor)["resting"]

    assert lit.last_meeting == meetings.day(-ago)
    assert used.light(lit) == expected


def test_what_ended_or_was_never_signed_is_not_asked_about(auditor):
    agreements.agreement(key="over", status="ended", ended_on="2010")
    agreements.agreement(key="hoped-for", status="proposed")

    assert found(auditor) == {}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(("light", "there"), [("used", False), ("asleep", True), ("never", False)])
def test_the_page_narrows_by_light_in_both_languages(as_person, auditor, lang, light, there):
    titles = {"title_en": "Quiet arrangement", "title_fr": "Arrangement tranquille"}
    one = agreements.agreement(**titles, **STANDING)
    meetings.attended(in_days=-900, body=forums.body("committee", agreement=one))
    with translation.override(lang):
        address = reverse("reports:used")

    answer = as_person(auditor).get(address, {"use": light})

    assert answer.status_code == 200
    assert ((titles[f"title_{lang}"]) in answer.content.decode()) is there


def test_a_long_list_costs_few_queries(auditor, django_assert_max_num_queries):
    from entente.kit.table import read
    from entente.reports.exports import USED

    for number in range(60):
        agreements.agreement(key=f"many-{number}", **STANDING)

    with django_assert_max_num_queries(4):
        assert read(USED, Ask(auditor, timezone.localdate().isoformat()), {}).count == 60
