"""The walk on real pages, in both languages."""

import pytest
from cryptography.fernet import Fernet
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.exchanges.models import Exchange, Identifier, Release
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry as Trail

from . import factories


def at(name, *arguments, lang="en"):
    with translation.override(lang):
        return reverse(f"exchanges:{name}", args=arguments)


def sent(client, person, address, **data):
    client.force_login(person)
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return answer


def seen(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_call_at_night_is_walked_through_every_page(lang, desk, cmaa, client, auditor):
    factories.partner()
    factories.baseline(by=desk.vice)
    said = {"partner": "jp", "office": "Night desk, Tokyo", "urgent_because": "The ship leaves", "reference": "JP-9",
            "purpose": "customs_enforcement", "elements": ["cargo_manifest", "passenger_name_record"]}  # fmt: skip
    sent(client, desk.officer, at("call", lang=lang), **said)
    exchange = Exchange.objects.get()
    key, today = exchange.key, timezone.localdate().isoformat()
    page = at("exchange", key, lang=lang)
    assert {"en": "not confirmed in writing", "fr": "pas confirmé par écrit"}[lang] in seen(client, desk.officer, page)

    sent(client, desk.officer, at("confirm", key, lang=lang), confirmation="NOTE 12")
    sent(client, desk.officer, at("match", key, lang=lang), agreement=cmaa.key, purpose="customs_enforcement")
    for name in ("complete", "test_purpose", "assess_risk"):
        sent(client, desk.officer, at("step", key, name, lang=lang))
    grounds = seen(client, desk.decider, at("decide", key, lang=lang))
    assert "art. 9(2)" in grounds
    assert {"en": "Customs Act, subsection 107(8)", "fr": "Loi sur les douanes, paragraphe 107(8)"}[lang] in grounds
    sent(client, desk.decider, at("decide", key, lang=lang))
    sent(client, desk.officer, at("release", key, lang=lang), office="Night desk, Tokyo")
    sheet = seen(client, desk.officer, at("sheet", key, lang=lang))
    assert "Not to be used as evidence. (art. 12)" in sheet
    assert "Ne peut servir de preuve. (art. 12)" in sheet
    sent(client, desk.officer, at("acknowledge", key, lang=lang), on=today, reference="R-1")
    sent(client, desk.officer, at("report_use", key, lang=lang), use="as_agreed", on=today, reference="U-1")
    asked = {"to_office": "Tax", "purpose": "customs_enforcement", "asked_on": today}
    sent(client, desk.officer, at("ask_onward", key, lang=lang), **asked)
    onward = Release.objects.get().onward_requests.get()
    answer = {"given": "yes", "answered_on": today, "reference": "A-1"}
    sent(client, desk.vice, at("answer_onward", key, onward.pk, lang=lang), **answer)
    told = {"what": "seizure", "on": today, "told_by": "Their letter", "story_en": "Found.", "story_fr": "Trouvé.",
            "may_be_told": "on"}  # fmt: skip
    sent(client, desk.officer, at("outcome", key, lang=lang), **told)
    sent(client, desk.officer, at("settle", key, lang=lang), end="destroyed", on=today, reference="D-1")
    sent(client, desk.officer, at("step", key, "close_exchange", lang=lang))

    exchange.refresh_from_db()
    assert exchange.state == "closed"
    later = timezone.localdate().year + 2
    review = seen(client, auditor, f"{at('ledger', lang=lang)}?year={later}")
    assert {"en": "Japan", "fr": "Japon"}[lang] in review
    assert "1 / 1" in review
    assert key in seen(client, auditor, f"{at('entries', lang=lang)}?partner=jp")
    assert key in seen(client, auditor, f"{at('outcomes', lang=lang)}?told=1")
    assert {"en": "partly met", "fr": "satisfait en partie"}[lang] in seen(client, auditor, page)


def test_a_call_needs_who_calls_and_why_now_and_keeps_what_was_typed(desk, client):
    factories.partner()
    client.force_login(desk.officer)

    answer = client.post(at("call"), {"office": "Night desk", "urgent_because": "It sails"})

    assert answer.status_code == 422
    assert "Night desk" in answer.content.decode()
    answer = client.post(at("call"), {"partner": "jp"})
    assert answer.status_code == 422
    assert "EXC-19" in answer.content.decode()
    sent(client, desk.officer, at("call"), partner="jp", urgent_because="It sails")
    assert Exchange.objects.get().way == "verbal"


def test_a_step_that_is_not_open_says_so_and_a_name_that_is_none_is_not_found(desk, client):
    exchange = factories.recorded(by=desk.officer)
    client.force_login(desk.officer)

    assert "does not allow this step" in client.get(at("step", exchange.key, "complete")).content.decode()
    assert client.get(at("step", exchange.key, "fly")).status_code == 404
    assert client.get(at("decide", exchange.key)).status_code == 403
    assert client.get(at("sheet", exchange.key)).status_code == 404


def test_an_exchange_is_written_changed_and_its_elements_put_in_and_out(desk, client):
    factories.partner()
    made = {"kind": "received", "partner": "jp", "way": "written", "urgency": "routine", "marking": "protected_a"}
    sent(client, desk.officer, at("new"), **made, elements=["company"])
    exchange = Exchange.objects.get()
    moment = timezone.localtime(exchange.received_at).strftime("%Y-%m-%d %H:%M")
    changed = {"way": "written", "urgency": "routine", "marking": "protected_a", "reference": "JP-10"}
    sent(client, desk.officer, at("change", exchange.key), received_at=moment, **changed)
    assert client.post(at("ask_for", exchange.key), {"element": "company", "count": 12}).status_code == 422
    sent(client, desk.officer, f"{at('ask_for', exchange.key)}?element=company", element="company", count=12)
    line = exchange.lines.get()
    assert line.count == 12
    sent(client, desk.officer, at("drop", exchange.key, line.pk), reason="Not asked for")
    exchange.refresh_from_db()
    assert (exchange.reference, exchange.lines.count()) == ("JP-10", 0)


def test_what_did_not_go_is_asked_again_with_what_is_known_and_refers_to_the_first(exchange_in, desk, client):
    first = exchange_in("released", elements=("cargo_manifest", "passenger_name_record"))
    assert [line.element for line in first.lines.all() if not line.goes] == ["passenger_name_record"]
    again = f"{at('new')}?again={first.key}"
    assert again in seen(client, desk.officer, at("exchange", first.key))

    client.force_login(desk.officer)
    known = client.get(again).context["form"]
    said = {
        name: known[name].value() for name in ("kind", "partner", "purpose", "marking", "own_reference", "elements")
    }
    said["partner"] = first.partner.key
    assert (said["elements"], said["own_reference"]) == (["passenger_name_record"], first.key)
    sent(client, desk.officer, at("new"), **said, way="written", urgency="routine")
    second = Exchange.objects.exclude(pk=first.pk).get()
    assert (second.purpose, second.kind, second.partner) == (first.purpose, first.kind, first.partner)


def test_nobody_asks_again_about_an_exchange_they_may_not_see(exchange_in, desk, client, desk_officer):
    first = exchange_in("released", elements=("cargo_manifest", "passenger_name_record"))

    client.force_login(desk_officer)
    assert not client.get(f"{at('new')}?again={first.key}").context["form"]["elements"].value()


def test_it_is_put_before_a_higher_level_and_answered_there(exchange_in, desk, client):
    exchange = exchange_in("assessed")
    said = {"level": "vice_president", "question": "Is the assurance enough?", "about_risk": "on"}
    sent(client, desk.officer, at("escalate", exchange.key), **said)
    asked = exchange.escalations.get()
    sent(client, desk.officer, at("mitigate", exchange.key), measure="assurance", note="Note of the embassy")
    sent(client, desk.vice, at("answer", exchange.key, asked.pk), authorised="yes", reason="It is enough")

    page = seen(client, desk.officer, at("exchange", exchange.key))
    assert "Note of the embassy" in page
    assert "It is enough" in page


def test_the_reviewers_page_is_taken_away_and_noted(exchange_in, desk, client, auditor):
    exchange_in("released")
    client.force_login(auditor)

    sheet = b"".join(client.get(f"{at('ledger')}?format=csv").streaming_content).decode("utf-8-sig")

    assert sheet.splitlines()[1].startswith("Japan,jp,Customs agreement")
    assert Trail.objects.filter(verb="export", subject="register:exchanges-reviewed").exists()
    assert client.get(f"{at('ledger')}?format=xlsx").status_code == 200
    assert client.get(f"{at('ledger')}?year=nonsense").status_code == 200


def test_what_is_owed_stands_with_its_day_the_earliest_first(exchange_in, desk, client):
    call, released = factories.called(by=desk.officer), exchange_in("released")

    page = seen(client, desk.officer, at("owed"))

    assert page.index(call.key) < page.index(released.key)
    assert "Have it confirmed in writing." in page
    assert "Ask what it was used for." in page


def test_the_dossiers_of_partner_and_instrument_tell_how_often_and_how_much(exchange_in, desk, cmaa, client, reader):
    exchange = exchange_in("released")
    pages = (reverse("partners:partner", args=["jp"]), reverse("agreements:agreement", args=[cmaa.key]))

    for page in pages:
        assert "1 release, 1 records." in seen(client, desk.officer, page)
        assert exchange.key not in seen(client, reader, page)


def test_today_tells_the_officer_what_is_owed_and_the_decider_what_to_decide(exchange_in, desk, client):
    exchange = exchange_in("assessed")

    for person, words in ((desk.officer, "Answer it."), (desk.vice, "Decide what may go.")):
        page = seen(client, person, reverse("home:today"))
        assert exchange.key in page
        assert words in page


def test_nobody_finds_an_exchange_they_may_not_see(exchange_in, desk, client, open_account):
    exchange = exchange_in("released")
    other = open_account(Role.DESK_OFFICER, username="other")
    client.force_login(other)

    assert client.get(at("exchange", exchange.key)).status_code == 404
    assert client.get(at("ledger")).status_code == 403
    assert client.get(at("baselines")).status_code == 403
    assert exchange.key not in seen(client, other, at("index"))
    found = f"{reverse('home:search')}?q={exchange.key}"
    assert exchange.get_absolute_url() not in seen(client, other, found)
    assert exchange.get_absolute_url() in seen(client, desk.officer, found)


def test_identifiers_are_off_sealed_at_rest_and_every_reading_is_in_the_trail(exchange_in, desk, client, settings):
    """EXC-29."""
    exchange = exchange_in("recorded")
    client.force_login(desk.officer)
    for said in ({"identifier": "AB123"}, {"open": "1"}):
        answer = client.post(at("identifiers", exchange.key), said, follow=True)
        assert "EXC-29" in answer.content.decode()
    assert not Identifier.objects.exists()

    settings.ENTENTE_IDENTIFIERS, settings.ENTENTE_IDENTIFIER_KEYS = True, [Fernet.generate_key().decode()]
    sent(client, desk.officer, at("identifiers", exchange.key), identifier="AB123456")
    assert "AB123456" not in Identifier.objects.get().sealed
    assert "AB123456" not in seen(client, desk.officer, at("identifiers", exchange.key))
    assert not Trail.objects.filter(verb="read_identifiers").exists()
    opened = client.post(at("identifiers", exchange.key), {"open": "1"}).content.decode()
    assert "AB123456" in opened
    assert Trail.objects.filter(verb="read_identifiers").count() == 1
    assert not Trail.objects.filter(changes__icontains="AB123456").exists()
