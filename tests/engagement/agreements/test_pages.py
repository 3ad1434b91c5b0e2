"""Pages as people meet them: both languages, what each role may open, what forms say."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements.models import Agreement, Candidate, Link, Party, PartyAction, Status
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from tests.turns import turns

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
LISTS = ["index", "matrix", "conventions", "acts", "party_actions"]
FORMS = ["edit", "add_party", "link", "record_party_action"]


@pytest.fixture
def mexico(db):
    return factories.partner("mx", name_en="Mexico", name_fr="Mexique")


@pytest.fixture
def memorandum(mexico):
    titles = {"title_en": "Memorandum with Mexico", "title_fr": "Protocole avec le Mexique"}
    made = factories.agreement(mexico, key="mx-mou", kind="mou", binding=False, **titles)
    factories.party_action(made, mexico)
    factories.candidate(factories.edition(), mexico, agreement=made)
    factories.act()
    return made


def text(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}", args=args)


@pytest.mark.parametrize(("role", "lang"), turns(Role.AGREEMENTS_OFFICER))
def test_every_list_opens_for_everyone_in_both_languages(open_account, as_person, memorandum, role, lang):
    client = as_person(open_account(role))
    every = [address(name, lang=lang) for name in LISTS] + [
        address("candidates", "isf-2008", lang=lang),
        address("act", "customs-act", lang=lang),
        address("agreement", "mx-mou", lang=lang),
    ]

    assert {page: client.get(page).status_code for page in every} == dict.fromkeys(every, 200)


@pytest.mark.parametrize("role", list(Role))
def test_forms_open_for_the_agreements_officer_alone(open_account, as_person, memorandum, role):
    client = as_person(open_account(role))
    every = [address(name, "mx-mou") for name in FORMS] + [
        address("register"), address("import"), address("template"), address("nominate", "isf-2008"),
        *(address("step", "mx-mou", move) for move in ("negotiate", "sign", "end")),
    ]  # fmt: skip
    expected = 200 if role == Role.AGREEMENTS_OFFICER else 403

    assert {page: client.get(page).status_code for page in every} == dict.fromkeys(every, expected)


@pytest.mark.parametrize(("lang", "title"), [("en", "Memorandum with Mexico"), ("fr", "Protocole avec le Mexique")])
def test_the_register_speaks_the_readers_language(as_person, reader, memorandum, lang, title):
    assert title in text(as_person(reader).get(address("index", lang=lang)))


def test_an_unknown_instrument_or_one_marked_higher_is_not_there(as_person, open_account, memorandum):
    officer = open_account(Role.AGREEMENTS_OFFICER, clearance="unclassified")
    factories.agreement(key="closed", marking="protected_b")
    client = as_person(officer)

    assert {client.get(address("edit", key)).status_code for key in ("nothing", "closed")} == {404}
    assert client.get(address("step", "mx-mou", "fly")).status_code == 404


def test_a_past_day_is_said_and_kept_in_the_links(as_person, reader, memorandum):
    page = text(as_person(reader).get(address("index"), {"on": "2010"}))

    assert "As it stood on December\u00a031, 2010" in page
    assert "/en/agreements/mx-mou/?on=2010-12-31" in page
    assert "Memorandum" not in text(as_person(reader).get(address("index"), {"on": "2004"}))


def test_taking_a_list_away_is_noted(as_person, reader, memorandum):
    answer = as_person(reader).get(address("matrix"), {"format": "csv"})

    assert "MX" not in text(answer)
    assert Entry.objects.get(verb="export").subject == "register:agreements-by-partner"


def test_every_number_of_the_matrix_leads_to_its_list(as_person, reader, memorandum, mexico):
    client = as_person(reader)
    factories.agreement(mexico, kind="mou")
    page = text(client.get(address("matrix")))
    link = re.search(r'<td><a href="([^"]+)">2</a></td>', page)[1].replace("&amp;", "&")

    assert "2 instruments with 1 partner" in page
    assert "2 entries" in text(client.get(link))


def test_the_candidates_page_answers_in_its_title(as_person, reader, memorandum):
    client = as_person(reader)

    assert client.get(address("candidates_now")).url == address("candidates", "isf-2008")
    assert "The only negotiation target is no priority partner" in text(client.get(address("candidates", "isf-2008")))
    assert client.get(address("candidates", "isf-1999")).status_code == 404


def test_without_candidates_the_page_says_so(as_person, reader):
    assert "No edition names a partner" in text(as_person(reader).get(address("candidates_now")))


def test_an_instrument_is_registered(as_person, agreements_officer, mexico):
    said = {"title_en": "New", "kind": "mou", "status": "proposed", "partner": mexico.pk, "subjects": ["goods"]}
    answer = as_person(agreements_officer).post(address("register"), said | {"marking": "unclassified"})

    made = Agreement.objects.get()
    assert answer.url == address("agreement", made.key)
    assert (made.subjects, made.binding, made.parties.get().partner) == ("goods", None, mexico)


def test_all_that_is_missing_is_told_at_once_with_what_was_typed(as_person, agreements_officer):
    said = {"title_en": "New treaty", "kind": "cmaa", "status": "in_force", "marking": "unclassified"}
    answer = as_person(agreements_officer).post(address("register"), said)
    page = text(answer)

    assert answer.status_code == 422
    found = re.findall(r'<li><a href="#id_(\w+)">', page)
    assert found == ["title_fr", "signed_on", "partner", "binding", "in_force_on"]
    assert 'value="New treaty"' in page


def test_switching_the_language_keeps_what_was_typed_and_saves_nothing(as_person, agreements_officer):
    said = {"title_en": "Half an idea", "_switch_language": "fr"}
    answer = as_person(agreements_officer).post(address("register", lang="fr"), said)

    assert 'value="Half an idea"' in text(answer)
    assert not Agreement.objects.exists()


def test_a_loaded_record_is_changed_with_a_reason(as_person, agreements_officer, memorandum):
    client, page = as_person(agreements_officer), address("edit", "mx-mou")
    factories.brought(memorandum)
    said = {"title_en": "Better", "title_fr": "Mieux", "kind": "mou", "binding": "no", "marking": "unclassified"}

    assert "A source gave this record." in text(client.get(page))
    assert "Give the reason" in text(client.post(page, said))
    assert client.post(page, said | {"reason": "As signed"}).status_code == 302
    memorandum.refresh_from_db()
    assert memorandum.title_en == "Better"


def test_what_belongs_to_an_instrument_is_added(as_person, agreements_officer, memorandum):
    client, france = as_person(agreements_officer), factories.partner("fr")
    other = factories.agreement(france)

    client.post(address("add_party", "mx-mou"), {"partner": france.pk, "role": "observer"})
    client.post(address("link", "mx-mou"), {"kind": "amends", "to_agreement": other.pk})
    client.post(address("record_party_action", "mx-mou"), {"partner": france.pk, "action": "ratified", "on": "2010"})
    client.post(address("nominate", "isf-2008"), {"partner": france.pk, "sought": "mou", "reasons": ["csi_outreach"]})

    assert Party.objects.filter(agreement=memorandum, role="observer").exists()
    assert Link.objects.get().to_agreement == other
    assert PartyAction.objects.filter(action="ratified", on="2010").exists()
    assert Candidate.objects.get(partner=france).reasons == "csi_outreach"


def test_a_decision_shows_grounds_and_lists_every_obstacle(as_person, agreements_officer):
    factories.agreement(key="idea", status="negotiating", title_fr="", binding=None)
    client, page = as_person(agreements_officer), address("step", "idea", "sign")
    shown, refused = text(client.get(page)), client.post(page, {"signed_on": ""})

    assert (shown.count("missing</span>"), shown.count("asked below</span>")) == (3, 1)
    assert "error-summary" not in shown
    assert refused.status_code == 422
    summary = text(refused).split('<div class="error-summary"')[1].split("</ul>")[0]
    assert len(re.findall(r"<li><a href=", summary)) == 4
    assert Agreement.objects.get().status == Status.NEGOTIATING


def test_a_step_is_taken_and_remembered(as_person, agreements_officer, memorandum):
    client = as_person(agreements_officer)
    client.post(address("step", "mx-mou", "negotiate"), {"reason": "Mandate received"})
    answer = client.post(address("step", "mx-mou", "sign"), {"signed_on": "2020-05"})

    memorandum.refresh_from_db()
    assert answer.url == address("agreement", "mx-mou")
    assert (memorandum.status, memorandum.signed_on) == (Status.SIGNED, "2020-05")
    assert "Mandate received" in text(client.get(address("step", "mx-mou", "end")))


def test_a_step_that_is_not_open_has_no_button(as_person, agreements_officer, memorandum):
    page = text(as_person(agreements_officer).get(address("step", "mx-mou", "resume")))

    assert "“proposed” does not allow this step." in page
    assert '<button class="primary"' not in page


SHEET = "title_en,title_fr,kind,parties\nMemorandum,Protocole,mou,{}\n"


def upload(client, rows):
    sent = SimpleUploadedFile("sheet.csv", SHEET.format(rows).encode())
    return client.post(address("import"), {"file": sent})


def test_a_good_sheet_is_shown_and_then_entered(as_person, agreements_officer, mexico):
    client = as_person(agreements_officer)

    assert upload(client, "Mexico").url == address("check")
    assert "1 row is fine" in text(client.get(address("check")))
    assert not Agreement.objects.exists()
    assert client.post(address("check")).url == address("index")
    assert Agreement.objects.get().number == f"AGR-{timezone.localdate().year}-0001"
    assert client.get(address("check")).url == address("import")


def test_a_bad_sheet_is_explained_and_given_back(as_person, agreements_officer, mexico):
    client = as_person(agreements_officer)
    upload(client, "Atlantis")

    assert "No partner has this key" in text(client.get(address("check")))
    assert "Atlantis" in text(client.get(address("errors")))
    client.post(address("check"))
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet.csv"])
def test_a_file_that_is_no_sheet_is_refused(as_person, agreements_officer, name):
    sent = SimpleUploadedFile(name, b"colour\nred\n")
    answer = as_person(agreements_officer).post(address("import"), {"file": sent})

    assert answer.status_code == 422


def test_a_partners_dossier_draws_every_panel(as_person, reader, memorandum, mexico):
    page = text(as_person(reader).get("/en/partners/mx/"))

    assert "Agreements and arrangements" in page
    assert "Asked for, without an answer" in page
    assert "In line for negotiation" in page


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("key", ["br-cmaa", "au-customs-mou", "il-declaration-of-intent-work-plan", "cites"])
def test_the_dossiers_of_the_shipped_editions_are_drawn(as_person, agreements_officer, key):
    for lang in ("en", "fr"):
        assert as_person(agreements_officer).get(address("agreement", key, lang=lang)).status_code == 200
