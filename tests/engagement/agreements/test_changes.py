"""What is changed of an instrument: nobody writes over a colleague, and no day slips unnoticed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements import actions, queries, rules
from entente.foundation.trail.actions import subject_of
from entente.foundation.trail.models import Entry

from . import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
LIVE = {"status": "in_force", "signed_on": "2007", "in_force_on": "2008", "kind": "mou", "binding": False}


@pytest.fixture
def instrument():
    return factories.agreement(factories.partner("mx"), key="mx-mou", expires_on="2020", **LIVE)


def refused(act, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return {one.code for one in refusal.value.error_list}


def typed(page):
    """What a browser sends back of a form as it was opened."""
    form = page.context["form"]
    said = {one.name: one.value() for one in form if one.value() not in (None, "")}
    said["subjects"] = [one for one in said.get("subjects", []) if one]
    return said


def last_entry(thing):
    return Entry.objects.filter(subject=subject_of(thing)).order_by("-id").first()


@pytest.mark.parametrize(("lang", "said"), [("en", "Somebody changed it meanwhile"), ("fr", "entre-temps")])
def test_agr_119_a_form_opened_before_a_colleague_saved_takes_nothing_back(client, agreements_officer, lang, said):
    one = factories.agreement(factories.partner("mx"), key="mx-mou", **LIVE)
    with translation.override(lang):
        page = reverse("agreements:edit", args=[one.key])
    client.force_login(agreements_officer)
    mine = typed(client.get(page)) | {"summary_en": "Mine"}
    past = rules.mark_of(rules.moved_days({"expires_on": ""}, type(one)(expires_on="2026-01-01")))
    actions.describe(one, by=agreements_officer, expires_on="2026-01-01", shown=past)

    answer = client.post(page, mine)

    text = answer.content.decode()
    one.refresh_from_db()
    assert answer.status_code == 422
    assert said in text
    assert "Mine" in text
    assert ("January\u00a01, 2026" if lang == "en" else "1er\u00a0janvier\u00a02026") in text
    assert (one.expires_on, one.summary_en) == ("2026-01-01", "")


def test_agr_119_what_is_sent_again_after_the_warning_still_says_why_a_day_goes(client, agreements_officer):
    one = factories.agreement(factories.partner("mx"), key="mx-mou", **LIVE)
    page = reverse("agreements:edit", args=[one.key])
    client.force_login(agreements_officer)
    mine = typed(client.get(page)) | {"summary_en": "Mine"}
    actions.describe(one, by=agreements_officer, expires_on="2099-01-01")

    answer = client.post(page, mine)
    again = mine | {"seen": queries.as_read(type(one).objects.get(pk=one.pk))}

    assert again["seen"] in answer.content.decode()
    assert client.post(page, again).status_code == 422  # the expiry would go without a reason
    assert client.post(page, again | {"expires_on": "2099-01-01"}).status_code == 302
    one.refresh_from_db()
    assert (one.expires_on, one.summary_en) == ("2099-01-01", "Mine")


def test_agr_119_a_program_that_looked_at_nothing_is_not_asked(instrument, agreements_officer):
    assert actions.describe(instrument, by=agreements_officer, summary_en="A").summary_en == "A"
    assert rules.nobody_described_it_meanwhile([]) is None


@pytest.mark.parametrize("now", ["2040", ""])
def test_agr_120_a_day_that_was_set_slips_with_a_reason_only(agreements_officer, now):
    one = factories.agreement(factories.partner("mx"), expires_on="2090", **LIVE)

    assert refused(actions.describe, one, by=agreements_officer, expires_on=now) == {"AGR-120"}
    actions.describe(one, by=agreements_officer, expires_on=now, reason="Renewed by letter.")

    one.refresh_from_db()
    assert one.expires_on == now
    assert last_entry(one).reason == "Renewed by letter."
    assert last_entry(one).changes["expires_on"] == ["2090", now]


def test_agr_120_a_day_that_was_never_set_needs_none(agreements_officer):
    one = factories.agreement(factories.partner("mx"), **LIVE)

    assert actions.describe(one, by=agreements_officer, expires_on="2090").expires_on == "2090"


def test_agr_121_a_past_day_is_moved_by_whoever_was_told_that_answers_change(client, agreements_officer, instrument):
    page = reverse("agreements:edit", args=[instrument.key])
    client.force_login(agreements_officer)
    mine = typed(client.get(page)) | {"expires_on": "2040", "reason": "The letter of 2019 was found."}

    warned = client.post(page, mine)
    instrument.refresh_from_db()
    assert warned.status_code == 422
    assert "days that are past" in warned.content.decode()
    assert instrument.expires_on == "2020"

    again = mine | {"shown": warned.context["form"]["shown"].value()}
    assert client.post(page, again | {"expires_on": "2050"}).status_code == 422  # another day than was warned of
    assert client.post(page, again).status_code == 302
    instrument.refresh_from_db()
    assert instrument.expires_on == "2040"
    assert queries.live([instrument.pk], [timezone.now()])


@pytest.mark.parametrize(
    ("field", "was", "now", "back"),
    [
        ("expires_on", "2020", "2040", True),
        ("expires_on", "2040", "2020", True),
        ("expires_on", "", "2020", True),
        ("expires_on", "2030", "", False),
        ("expires_on", "2026-11-28", "2040", False),
        ("signed_on", "", "2007", False),
        ("signed_on", "2006", "2007", True),
        ("in_force_on", "[lost]", "2008", True),
    ],
)
def test_agr_121_a_day_reaches_back_when_an_answer_for_a_past_day_may_change(field, was, now, back):
    days = rules.moved_days({field: was}, factories.agreement(**{field: now}))

    assert (rules.past_answers_were_shown(days, "", today=TODAY) is not None) == back
    assert rules.past_answers_were_shown(days, rules.mark_of(days), today=TODAY) is None
