import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from entente.engagement.partners.models import Aim, Office, Partner, Standing, Succession
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db
LISTS = ["index", "standings", "contacts", "successions", "aims", "map"]
FORMS = ["change", "add_office", "record_succession", "set_standing", "add_aim"]


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"partners:{name}", args=args)


@pytest.fixture
def page(as_person, desk_officer):
    """Open an address as a desk officer: ``page("index", q="mexico")`` gives back its text."""

    def open_page(name, *args, lang="en", person=desk_officer, status=200, **asked):
        answer = as_person(person).get(address(name, *args, lang=lang), asked)
        assert answer.status_code == status
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    return open_page


@pytest.fixture
def send(as_person, desk_officer):
    """Send a form as a desk officer and give back the answer."""
    return lambda name, *args, person=desk_officer, **said: as_person(person).post(address(name, *args), said)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_in_both_languages(page, editions, mexico, name, lang):
    factories.standing(editions[1], mexico, tier=factories.tier(editions[1]))

    assert f'<html lang="{lang}">' in page(name, lang=lang)


def test_the_list_says_whose_standing_it_shows_and_whose_it_was(page, editions, mexico):
    factories.standing(editions[0], mexico, tier=factories.tier(editions[0]))

    assert "Framework 2023" in page("index")
    assert "Core" in page("index", on="2010")
    assert "no standing is shown" in page("index", on="2005")


def test_a_reader_is_offered_nothing_to_write(page, reader, mexico):
    assert "Add a partner" in page("index")
    assert "Add a partner" not in page("index", person=reader)


@pytest.mark.parametrize("name", ["register", "import", "check", "template", "errors"])
def test_a_reader_is_refused_at_the_forms(page, reader, name):
    page(name, person=reader, status=403)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_for_those_who_may_and_for_partners_one_may_see(page, reader, editions, mexico, name):
    assert "<form" in page(name, "mx", lang="fr")
    page(name, "mx", person=reader, status=403)
    page(name, "nobody", status=404)
    Partner.objects.update(marking="protected_a")
    page(name, "mx", person=reader, status=404)


def test_taking_a_list_away_is_noted(page, mexico):
    assert "Mexico" in page("index", format="csv")
    assert Entry.objects.get(verb="export").subject == "register:partners"


def test_the_page_of_an_edition_shows_tiers_tests_and_who_is_left_out(page, editions, mexico):
    edition = editions[0]
    factories.standing(edition, mexico, tier=factories.tier(edition), in_scope=False, source=factories.source())
    factories.tier(edition, "risk", position=2, name_en="Risk management")

    text = page("edition", edition.key)

    for words in ("Is near.", "Meets us often.", "Left out of its scope", "Nobody is in this tier", 'href="#source-1"'):
        assert words in text


def test_the_map_links_to_partners_and_says_what_it_does_not_mean(page, editions, mexico):
    factories.standing(editions[0], mexico, tier=factories.tier(editions[0], position=2))

    text = page("map_of", editions[0].key)

    assert "<title>Mexico: Core</title>" in text
    assert 'fill="url(#p2)"' in text
    assert "neither endorsement nor acceptance" in text
    assert "The same as a table" in text
    assert "style=" not in text


def test_the_map_writes_numbers_with_points_in_french(page, editions):
    factories.standing(editions[0], factories.place("BH", "Bahrain", "Bahreïn"))

    assert 'cx="579.3"' in page("map_of", editions[0].key, lang="fr")


def test_an_edition_that_names_nobody_says_so(page, editions):
    assert "names no partner" in page("map_of", editions[1].key)
    assert "defines no tiers" in page("edition", editions[1].key)
    page("edition", "isf-1999", status=404)


def test_without_any_edition_there_is_no_map(page, db):
    page("map", status=404)


def test_the_land_is_kept_by_the_browser(as_person, reader):
    answer = as_person(reader).get(address("land"))

    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age=2592000" in answer["Cache-Control"]


# ── Forms ──


def test_a_partner_is_added(send):
    answer = send("register", kind="group", name_en="Quad", subjects=["goods", "people"], marking="unclassified")

    assert answer["Location"] == address("partner", "quad")
    assert Partner.objects.get().subjects == "goods|people"


def test_what_is_wrong_is_shown_at_its_field_and_nothing_typed_is_lost(send):
    said = {"kind": "country", "name_en": "Ruritania", "sector": "air", "marking": "unclassified"}

    answer = send("register", **said, starts_on="soon")

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Choose the country or territory." in text
    assert "Only a stakeholder has a sector." in text
    assert 'id="id_starts_on_error"' in text
    assert 'value="Ruritania"' in text


def test_a_namesake_is_told_and_may_be_added_on_purpose(send, mexico):
    said = {"kind": "country", "name_en": "Mexico", "country": mexico.country.pk, "marking": "unclassified"}

    assert "This is another partner of the same name" in send("register", **said).content.decode()
    assert send("register", another="on", **said).status_code == 302


def test_switching_the_language_keeps_what_was_typed_and_judges_nothing(as_person, desk_officer):
    answer = as_person(desk_officer).post(
        address("register", lang="fr"), {"name_en": "Half a na", "kind": "", "_switch_language": "fr"}
    )

    assert answer.status_code == 200
    assert 'value="Half a na"' in answer.content.decode()
    assert "error-summary" not in answer.content.decode()


def test_a_partner_is_changed_with_a_reason(send, mexico):
    said = {"kind": "country", "name_en": "Mexico", "country": mexico.country.pk, "marking": "unclassified"}

    assert send("change", "mx", **said, name_fr="Le Mexique").status_code == 422
    assert send("change", "mx", **said, name_fr="Le Mexique", reason="As they write.").status_code == 302
    assert Partner.objects.get().name_fr == "Le Mexique"


def test_what_it_is_part_of_is_not_lost_when_it_is_above_the_clearance(send, open_account, mexico):
    secret = factories.partner("Secret", key="secret", kind="union", marking="protected_b")
    Partner.objects.filter(pk=mexico.pk).update(parent=secret)
    officer = open_account(Role.DESK_OFFICER, clearance="unclassified", username="low")
    said = {"kind": "country", "name_en": "Mexico", "country": mexico.country.pk, "marking": "unclassified"}

    answer = send("change", "mx", person=officer, **said, name_fr="Le Mexique", reason="As they write.")

    assert answer.status_code == 302
    assert Partner.objects.get(key="mx").parent == secret


def test_a_contact_a_succession_and_an_aim_are_added(send, editions, mexico):
    heir = factories.partner("Heir")

    answers = [
        send("add_office", "mx", title_en="Consul", role="contact", starts_on="2020-05"),
        send("record_succession", "mx", kind="split", to_partner=heir.pk, on="2021", ends="on"),
        send("add_aim", "mx", edition=editions[1].pk, text_en="Sign."),
    ]

    assert [one.status_code for one in answers] == [302, 302, 302]
    assert Office.objects.get().starts_on == "2020-05"
    assert Succession.objects.get().to_partner == heir
    assert Partner.objects.get(key="mx").ends_on == "2021"
    assert Aim.objects.get().edition == editions[1]


def test_a_day_that_is_none_is_said_at_its_field(send, mexico):
    text = send("add_office", "mx", title_en="Consul", role="contact", starts_on="soon").content.decode()

    assert "Write a year, a month or a day" in text
    assert 'id="id_starts_on_error"' in text


def test_a_standing_is_set_with_the_tests_it_meets_in_both_languages(send, editions, mexico):
    core = factories.tier(editions[1])

    answer = send("set_standing", "mx", tier=core.pk, tests=["core:1"], in_scope="on")

    assert answer.status_code == 302
    standing = Standing.objects.get()
    assert (standing.edition, standing.tests_met_en, standing.tests_met_fr) == (editions[1], "Is dear.", "Est cher.")


def test_words_of_tests_that_no_tier_knows_stay(as_person, desk_officer, editions, mexico):
    core = factories.tier(editions[0])
    factories.standing(editions[0], mexico, tier=core, tests_met_en="Is near. · Is loyal.", tests_met_fr="Est loyal.")
    where = address("set_standing", "mx") + "?edition=isf-2008"

    shown = as_person(desk_officer).get(where).content.decode()
    as_person(desk_officer).post(where, {"tier": core.pk, "tests": ["core:1"], "in_scope": "on", "reason": "Seen."})

    assert 'value="core:0" id="id_tests_0_0" checked' in shown or "checked" in shown
    assert Standing.objects.get().tests_met_en == "Is dear. · Is loyal."


def test_tests_of_another_tier_are_refused_at_the_tests(send, editions, mexico):
    core = factories.tier(editions[1])
    factories.tier(editions[1], "key", position=2)

    text = send("set_standing", "mx", tier=core.pk, tests=["key:0"], in_scope="on").content.decode()

    assert "These are tests of another tier" in text


# ── A spreadsheet ──


def upload(text, name="mine.csv"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def test_a_sheet_is_sent_checked_and_added(send, page):
    assert send("import", file=upload("kind,name_en\ngroup,Quad\n"))["Location"] == address("check")
    assert "1 partner will be added" in page("check")
    assert not Partner.objects.exists()

    assert send("check")["Location"] == address("index")

    assert Partner.objects.get().name_en == "Quad"
    assert "Partners added: 1." in page("index")
    page("errors", status=404)


def test_a_wrong_sheet_is_kept_shown_and_given_back_but_never_added(send, page):
    send("import", file=upload("kind,name_en\ngroup,Quad\nplanet,Mars\n"))

    assert "has 1 problem" in page("check", lang="en")
    assert send("check").status_code == 200
    assert not Partner.objects.exists()
    assert "Mars" in page("errors")
    assert "“mine.csv” was sent and not yet added" in page("import")

    send("check", forget="1")

    assert "was sent and not yet added" not in page("import")


@pytest.mark.parametrize(("name", "text"), [("mine.pdf", "x"), ("mine.csv", "colour\nred\n"), ("mine.xlsx", "x")])
def test_a_file_that_cannot_be_read_is_refused_at_the_field(send, name, text):
    answer = send("import", file=upload(text, name))

    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()


def test_the_template_comes_as_a_workbook(as_person, desk_officer):
    answer = as_person(desk_officer).get(address("template"))

    assert io.BytesIO(answer.content).read(2) == b"PK"
    assert "partners-to-fill.xlsx" in answer["Content-Disposition"]


def test_no_template_of_this_room_styles_or_scripts_inline():
    room = Path(__file__).parents[3] / "src/entente/engagement/partners/templates"

    texts = [path.read_text() for path in room.rglob("*.html")]

    assert texts
    assert not [text for text in texts if " style=" in text or "<script" in text or "onclick" in text]
