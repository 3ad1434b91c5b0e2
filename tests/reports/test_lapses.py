"""What will stop on which day, and the exchanges still open under it, for those who may know of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements.models import Clause
from entente.engagement.exchanges import actions as exchanges
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask
from entente.reports import lapses
from tests.engagement.agreements import factories as agreements
from tests.engagement.exchanges import factories as ledger
from tests.engagement.exchanges.conftest import cmaa, desk, exchange_in  # noqa: F401 - fixtures of that room

pytestmark = pytest.mark.django_db
STANDING = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}


@pytest.fixture
def memorandum(db):
    mexico = agreements.partner("mx", name_en="Mexico", name_fr="Mexique")
    titles = {"title_en": "Memorandum with Mexico", "title_fr": "Protocole avec le Mexique"}
    return agreements.agreement(mexico, key="mx-mou", kind="mou", **titles, **STANDING)


def clause(of, code="revenue"):
    given = {"article": "art. 3", "kind": "purpose", "code": code, "answer": "permitted", "as_of": "2008"}
    return Clause.objects.create(agreement=of, **given)


def ahead(days):
    return timezone.localdate() + timedelta(days=days)


def expiring(agreement, days=30):
    agreement.expires_on = ahead(days).isoformat()
    agreement.save()
    return agreement


def address(lang="en"):
    with translation.override(lang):
        return reverse("agreements:lapses")


def page(client, lang="en", **asked):
    return client.get(address(lang), asked).content.decode()


def counted(person):
    return [number for _lapse, _partners, number in lapses.ahead(Ask(person, timezone.localdate().isoformat()))]


# ── By the dates of the record ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_lists_what_stops_with_whom(as_person, reader, memorandum, lang):
    clause(expiring(memorandum))

    shown = page(as_person(reader), lang)

    said = {"en": ("Memorandum with Mexico", "Mexico"), "fr": ("Protocole avec le Mexique", "Mexique")}[lang]
    assert all(text in shown for text in said)


def test_the_exchanges_still_open_stand_beside_what_stops(as_person, auditor, desk, exchange_in, cmaa):  # noqa: F811
    released, assessed = exchange_in("released"), exchange_in("assessed")
    refused = exchange_in("assessed")
    exchanges.refuse(refused, by=desk.decider, reason="Not for this")
    expiring(cmaa)

    assert counted(auditor) == [2]
    shown = page(as_person(auditor))
    assert f"?agreement={cmaa.key}&amp;open=1" in shown
    listed = as_person(auditor).get(reverse("exchanges:index"), {"agreement": cmaa.key, "open": "1"}).content.decode()
    assert released.key in listed
    assert assessed.key in listed
    assert refused.key not in listed


def test_who_does_not_see_exchanges_finds_them_in_no_count(exchange_in, cmaa, open_account):  # noqa: F811
    exchange_in("released")
    expiring(cmaa)

    assert counted(open_account(Role.READER, username="outside")) == [0]


def test_when_a_party_withdraws_only_what_is_open_with_it_is_counted(desk, auditor, cmaa):  # noqa: F811
    korea = ledger.partner("kr")
    agreements.party(cmaa, korea)
    customs = ledger.partner("kr-customs", parent=korea)
    for whose in (ledger.partner(), customs):
        exchanges.match(ledger.recorded(by=desk.officer, partner=whose), by=desk.officer, agreement=cmaa)
    agreements.party_action(cmaa, korea, action="withdrew", on=ahead(20).isoformat())

    ((lapse, partners, number),) = lapses.ahead(Ask(auditor, timezone.localdate().isoformat()))

    assert (lapse.cause, [one.key for one in partners], number) == ("withdrew", ["kr"], 1)


def test_the_file_says_how_many_are_open_and_leaves_its_trace(as_person, auditor, exchange_in, cmaa):  # noqa: F811
    exchange_in("released")
    expiring(cmaa)

    answer = as_person(auditor).get(address(), {"format": "csv"})

    heading, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert heading.endswith("Exchanges still open")
    assert row.endswith(",1")
    assert Entry.objects.get(verb="export").subject == "register:lapses"


def test_more_exchanges_cost_no_more_queries(auditor, desk, cmaa, django_assert_max_num_queries):  # noqa: F811
    for _number in range(3):
        exchanges.match(ledger.recorded(by=desk.officer), by=desk.officer, agreement=cmaa)
    expiring(cmaa)

    with django_assert_max_num_queries(12):
        assert counted(auditor) == [3]


# ── If one instrument ended ───────────────────────────────────────────────────────────────────────


def test_if_an_instrument_ended_the_page_says_what_nothing_else_would_carry(as_person, reader, memorandum):
    clause(memorandum)
    clause(memorandum, code="security")
    other = agreements.agreement(agreements.partner("mx"), title_en="Second with Mexico", **STANDING)
    clause(other, code="security")

    shown = page(as_person(reader), instrument="mx-mou", day=ahead(1).isoformat())

    assert "nothing would carry: revenue." in shown
    assert "Second with Mexico" in shown
    assert "No exchange that you may see is open under it." in shown


@pytest.mark.parametrize(("lang", "said"), [("en", "1 exchange rests on it"), ("fr", "1 échange repose sur lui")])
def test_if_it_ended_the_exchanges_open_under_it_are_named(as_person, auditor, exchange_in, cmaa, lang, said):  # noqa: F811
    exchange = exchange_in("released")

    shown = page(as_person(auditor), lang, instrument=cmaa.key, day=ahead(1).isoformat())

    assert exchange.key in shown
    assert said in shown


def test_whoever_recorded_an_exchange_finds_it_there_and_nobody_elses(as_person, desk, cmaa, open_account):  # noqa: F811
    night = open_account(Role.DESK_OFFICER, username="night")
    own = exchanges.match(ledger.recorded(by=night), by=desk.officer, agreement=cmaa)
    others = exchanges.match(ledger.recorded(by=desk.officer), by=desk.officer, agreement=cmaa)

    shown = page(as_person(night), instrument=cmaa.key, day=ahead(1).isoformat())

    assert own.key in shown
    assert others.key not in shown


def test_what_is_protected_b_marks_the_page_and_leaves_its_trace(as_person, auditor, exchange_in, cmaa):  # noqa: F811
    exchange_in("recorded")
    assessed = exchange_in("assessed", marking="protected_b")

    shown = page(as_person(auditor), instrument=cmaa.key, day=ahead(1).isoformat())

    assert assessed.key in shown
    assert "Protected B" in shown
    assert Entry.objects.filter(verb="read").count() == 1


def test_an_instrument_without_a_day_is_asked_for_tomorrow(as_person, reader, memorandum):
    clause(memorandum)

    shown = page(as_person(reader), instrument="mx-mou")

    assert "nothing would carry: revenue." in shown
    assert f'value="{ahead(1).isoformat()}"' in shown


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_dossier_of_what_is_in_force_leads_to_what_would_stop(as_person, reader, memorandum, lang):
    ended = agreements.agreement(key="old", title_en="Old", **STANDING | {"status": "ended", "ended_on": "2010"})
    client = as_person(reader)
    leads = f"{address(lang)}?instrument="
    with translation.override(lang):
        here, there = (reverse("agreements:agreement", args=[one.key]) for one in (memorandum, ended))

    assert f'href="{leads}mx-mou#if"' in client.get(here).content.decode()
    assert leads not in client.get(here, {"on": "2009-01-01"}).content.decode()
    assert leads not in client.get(there).content.decode()


def test_a_day_that_is_none_is_said_so(as_person, reader, memorandum):
    answer = as_person(reader).get(address(), {"instrument": "mx-mou", "day": "soon"})

    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01", "0001-01-01"])
def test_a_day_that_nobody_can_mean_is_explained(as_person, reader, memorandum, day):
    answer = as_person(reader).get(address(), {"instrument": memorandum.key, "day": day})

    assert answer.status_code == 422
    assert "Write a day between 1900 and 2099" in answer.content.decode()
