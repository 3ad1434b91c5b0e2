"""A correction is judged by the record's room, keeps what the source says, and can be withdrawn."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.agreements.models import Agreement
from entente.engagement.facts.models import Statistic, Value
from entente.engagement.forums.models import Membership, Priority
from entente.engagement.framework.models import Element
from entente.engagement.partners.models import Partner, Standing
from entente.foundation.sources.models import Correction
from entente.foundation.trail.models import Entry


def address(thing, field, name="correct"):
    return reverse(f"dossiers:{name}", args=[thing._meta.label_lower, thing.pk, field])


def send(client, person, thing, field, text, reason="Checked with the partner.", name="correct"):
    client.force_login(person)
    return client.post(address(thing, field, name), {"text": text, "reason": reason})


@pytest.mark.parametrize(
    ("model", "field", "text"),
    [
        (Partner, "summary_fr", "Un voisin proche."),
        (Partner, "owner", "spb"),
        (Standing, "in_scope", "no"),
        (Membership, "role", "observer"),
        (Value, "number", "12"),
        (Element, "title_fr", "Un autre titre"),
    ],
)
def test_any_kind_of_field_can_be_corrected(loaded, client, executive, model, field, text):
    thing = model.objects.exclude(**{field: "" if field.endswith("_fr") else None}).order_by("pk").last()

    answer = send(client, executive, thing, field, text)

    assert answer.status_code == 302, answer.content.decode()[-2000:]
    correction = Correction.objects.get(package=None)
    assert (correction.field, correction.value) == (field, text)
    assert Entry.objects.filter(verb="correct").exists()


def test_an_agreements_officer_corrects_an_instrument_and_a_desk_officer_does_not(
    loaded, client, agreements_officer, desk_officer
):
    agreement = Agreement.objects.get(key="us-cmaa")

    assert send(client, desk_officer, agreement, "signed_on", "1984-06").status_code == 403
    assert send(client, agreements_officer, agreement, "signed_on", "1984-06").status_code == 302
    agreement.refresh_from_db()
    assert agreement.signed_on == "1984-06"


@pytest.mark.parametrize("role", ["reader", "auditor", "administrator"])
def test_those_who_only_read_correct_nothing(loaded, client, request, role):
    partner = Partner.objects.get(key="mx")

    assert send(client, request.getfixturevalue(role), partner, "summary_en", "Nothing.").status_code == 403


@pytest.mark.parametrize(
    ("field", "text", "reason", "said"),
    [
        ("summary_en", "Better.", "", "Give the reason"),
        ("starts_on", "last spring", "Because.", "Write a year, a month or a day"),
        ("owner", "nobody", "Because.", "Nothing has the key"),
        ("name_en", "", "Because.", "Fill in this cell"),
    ],
)
def test_a_bad_correction_says_what_would_cure_it_and_keeps_what_was_typed(
    loaded, client, desk_officer, field, text, reason, said
):
    answer = send(client, desk_officer, Partner.objects.get(key="mx"), field, text, reason)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert text in page
    assert not Correction.objects.filter(package=None).exists()


def test_the_message_is_in_the_readers_language(loaded, client, desk_officer):
    thing = Partner.objects.get(key="mx")
    client.force_login(desk_officer)
    english = address(thing, "starts_on")

    page = client.post(english.replace("/en/records/", "/fr/fiches/"), {"text": "hier", "reason": "x"}).content.decode()

    assert "une année, un mois ou un jour" in page


def test_a_correction_is_withdrawn_with_a_reason(loaded, client, desk_officer):
    partner = Partner.objects.get(key="mx")
    before = partner.summary_en
    send(client, desk_officer, partner, "summary_en", "Better.")

    refused = client.post(address(partner, "summary_en", "withdraw"), {"reason": ""})
    done = client.post(address(partner, "summary_en", "withdraw"), {"reason": "The source was right."})

    partner.refresh_from_db()
    assert (refused.status_code, done.status_code) == (422, 302)
    assert partner.summary_en == before


def test_switching_the_language_of_the_form_corrects_nothing(loaded, client, desk_officer):
    partner = Partner.objects.get(key="mx")
    client.force_login(desk_officer)
    typed = {"text": "Half a sent", "reason": "", "_switch_language": "1"}

    answer = client.post(address(partner, "summary_en"), typed)

    assert answer.status_code == 200
    assert "Half a sent" in answer.content.decode()
    assert not Correction.objects.filter(package=None).exists()


@pytest.mark.parametrize("path", ["people.person/1/username", "nothing.here/1/x", "partners.partner/1/key", "x/1/y"])
def test_what_nobody_corrects_is_not_found(loaded, client, executive, path):
    client.force_login(executive)

    assert client.get(f"/en/records/{path}/").status_code == 404


def test_a_record_is_hidden_with_anything_it_belongs_to(loaded, client, reader, desk_officer):
    membership = Membership.objects.select_related("body").get(body__key="fcm", partner__key="au")
    membership.body.marking = "protected_b"
    membership.body.save()
    path = reverse("dossiers:record", args=["forums.membership", membership.pk])

    client.force_login(reader)
    assert client.get(path).status_code == 404
    client.force_login(desk_officer)
    assert client.get(path).status_code == 200


def test_the_reason_is_asked_for_and_not_called_optional(loaded, client, executive):
    client.force_login(executive)
    page = client.get(address(Partner.objects.get(key="mx"), "summary_en")).content.decode()
    assert 'for="id_reason">Reason</label>' in page


@pytest.mark.parametrize(("model", "label"), [(Priority, "Organe"), (Statistic, "Partenaire")])
def test_every_field_is_called_in_the_readers_language(loaded, client, executive, model, label):
    one = model.objects.first()
    client.force_login(executive)
    with override("fr"):
        page = client.get(reverse("dossiers:record", args=[one._meta.label_lower, one.pk])).content.decode()
    assert f'<th scope="row">{label}</th>' in page
