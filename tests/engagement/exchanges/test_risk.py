"""One baseline for all desks, measures beside it, and what is told to the Minister."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.engagement.exchanges import actions, queries, tasks
from entente.engagement.exchanges.models import Baseline, YearlyReturn
from entente.foundation.notices.models import Notice

from . import factories

TODAY = timezone.localdate


def test_what_stood_on_a_day_is_never_rewritten(desk):
    """EXC-31."""
    factories.baseline(by=desk.vice, level="medium", starts_on=TODAY() - timedelta(days=9))

    with pytest.raises(ValidationError, match="EXC-31"):
        factories.baseline(by=desk.vice, starts_on=TODAY() - timedelta(days=10))
    factories.baseline(by=desk.vice, level="low")
    partner = factories.partner()
    assert [one.level for one in queries.baselines_on(partner, TODAY() - timedelta(days=1))] == ["medium"]
    assert [one.level for one in queries.baselines_on(partner, TODAY())] == ["low"]


def test_the_worst_of_the_entity_and_its_country_counts(desk, cmaa):
    agency = factories.partner("jp-customs", kind="administration", parent=factories.partner())
    factories.baseline(by=desk.vice, level="substantial")
    factories.baseline(agency, by=desk.vice, level="low")
    exchange = factories.recorded(by=desk.officer, partner=agency)

    assert queries.standing_of(exchange, timezone.now()).level == "substantial"


def test_a_measure_stands_beside_the_baseline_and_leaves_it_alone(desk, cmaa):
    factories.baseline(by=desk.vice, level="substantial")
    exchange = factories.recorded(by=desk.officer, elements=("identity",))
    actions.mitigate(exchange, by=desk.officer, measure="assurance", note="Note verbale")

    assert queries.standing_of(exchange, timezone.now()).level == "substantial"
    exchange = factories.assessed(exchange, cmaa, by=desk.officer)
    with pytest.raises(ValidationError, match="head of agency"):
        actions.decide(exchange, by=desk.vice)
    decided = actions.decide(exchange, by=desk.president)
    assert decided.lines.get().goes
    assert "Baseline: substantial" in str(decided.lines.get().reasons)


def test_nobody_answers_for_a_level_above_their_own(exchange_in, desk):
    """EXC-34."""
    exchange = exchange_in("assessed")
    asked = actions.escalate(exchange, by=desk.officer, level="head_of_agency", question="May it go?", about_risk=True)

    assert Notice.objects.filter(person=desk.president, word="exchanges.put_before").exists()
    with pytest.raises(ValidationError, match="EXC-34"):
        actions.answer(asked, by=desk.vice, authorised=True, reason=factories.WHY)
    actions.answer(asked, by=desk.president, authorised=False, reason=factories.WHY)
    with pytest.raises(ValidationError, match="EXC-26"):
        actions.answer(asked, by=desk.president, authorised=True, reason=factories.WHY)


def test_the_return_counts_what_the_record_holds_and_freezes_it(exchange_in, desk, executive):
    """EXC-28, EXC-37."""
    exchange_in("released", elements=("identity", "cargo_manifest"))
    year = TODAY().year
    figures = queries.figures(year)
    assert (figures["disclosures"], figures["escalated"], figures["assessed"]) == (1, 0, 1)
    assert figures["standing"] == {"low": 1, "medium": 0, "substantial": 0}

    with pytest.raises(ValidationError, match="EXC-28"):
        actions.send_return(by=executive, year=year, sent_on=TODAY())
    with pytest.raises(ValidationError, match="EXC-37"):
        actions.send_return(by=executive, year=year - 1, sent_on=TODAY() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        actions.send_return(by=desk.officer, year=year - 1, sent_on=TODAY())
    sent = actions.send_return(by=executive, year=year - 1, sent_on=TODAY())
    assert sent.figures["disclosures"] == 0
    with pytest.raises(ValidationError):
        actions.send_return(by=executive, year=year - 1, sent_on=TODAY())


def test_a_refusal_because_of_the_risk_is_counted(desk, cmaa):
    factories.baseline(by=desk.vice, level="substantial")
    exchange = factories.recorded(by=desk.officer, elements=("identity", "cargo_manifest"))
    actions.decide(factories.assessed(exchange, cmaa, by=desk.officer), by=desk.vice)

    assert queries.figures(TODAY().year)["refused"] == 1


def test_before_march_1_means_the_last_day_of_february():
    assert queries.due_on(2026) == date(2027, 2, 28)
    assert queries.due_on(2027) == date(2028, 2, 29)


def test_the_heads_are_told_of_the_return_once_from_mid_january_until_it_is_sent(executive):
    tasks.sweep(today=date(2027, 1, 14))
    assert not Notice.objects.exists()
    for day in (15, 16):
        tasks.sweep(today=date(2027, 1, day))
    assert Notice.objects.filter(person=executive, word="exchanges.yearly_return").count() == 1


def test_pages_of_the_baseline_and_of_the_return_are_read_printed_and_sent(desk, client, executive, auditor):
    factories.partner()
    client.force_login(executive)
    today = TODAY()
    said = {"partner": "jp", "level": "medium", "starts_on": today.isoformat(), "rests_on": "Reports",
            "review_on": (today + timedelta(days=300)).isoformat(), "grounds_en": "Known",
            "marking": "unclassified"}  # fmt: skip
    assert client.post(reverse("exchanges:assess"), said).status_code == 302
    assert Baseline.objects.get().level == "medium"
    assert "Japan" in client.get(reverse("exchanges:baselines")).content.decode()
    year = today.year - 1
    told = {"sent_on": today.isoformat(), "text_en": "None."}
    sent = client.post(reverse("exchanges:send_return", args=[year]), told)
    assert sent.status_code == 302
    assert YearlyReturn.objects.get().year == year

    client.force_login(auditor)
    page, public = reverse("exchanges:return", args=[year]), reverse("exchanges:return", args=[year]) + "?public=1"
    assert "Baselines at the end of the year" in client.get(page).content.decode()
    assert "Baselines at the end of the year" not in client.get(public).content.decode()
    assert b"".join(client.get(f"{page}?format=csv").streaming_content).count(b"\n") > 5
    assert client.get(reverse("exchanges:return", args=[2012])).status_code == 404
    assert client.get(reverse("exchanges:returns")).status_code == 200
