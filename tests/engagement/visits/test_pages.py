import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.commitments.models import Commitment
from entente.engagement.visits import actions
from entente.engagement.visits.models import Item, Topic, Visit, Visitor
from entente.foundation.people.roles import Marking, Role
from entente.kit.typed import SWITCH

from . import factories

LISTS = ["index", "gifts", "costs"]
FORMS = [
    "change", "move_dates", "ask", "advice", "promise", "list", "programme", "guests",
    "add_visitor", "add_topic", "add_site", "add_item", "add_need", "add_gift", "add_cost",
]  # fmt: skip


def at(name, *args):
    return reverse(f"visits:{name}", args=args)


@pytest.fixture
def full(visit_in, agency, visits_officer, executive):
    """A visit on whose page every section has something to show."""
    visit = visit_in("under_way", purpose_en="Containers", city_en="Halifax", city_fr="Halifax")
    factories.site(visit, by=visits_officer)
    factories.gift(visit, by=visits_officer)
    factories.cost(visit, by=visits_officer, actual=790)
    asked = actions.ask(visit, by=visits_officer, unit=agency["iad"], question="Which gift?", kind="advice")
    actions.ask(visit, by=visits_officer, unit=agency["travellers"], question="What do you want?")
    actions.change(visit, by=visits_officer, media_plan_en="One picture", security_note="Two cars")
    actions.overrule(visit, by=executive, coordinator="lead_branch", reason="The branch knows them well")
    actions.give_feedback(visit, by=visits_officer, side="hosts", mark=5, kept="Good questions", changed="More time")
    actions.write_report(visit, by=visits_officer, text_en="Lists will be exchanged.", protected="They fear cuts")
    actions.write_report(visit, by=visits_officer, text_en="Other lists.", reason="The lists were others")
    actions.promise(visit, by=visits_officer, side="ours", made_on=timezone.localdate(), title_en="Send our list")
    assert asked.pk
    return visit


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("lang", "said"), [("en", "Mexican customs"), ("fr", "Douanes mexicaines")])
def test_every_list_speaks_both_languages(name, lang, said, full, reader, as_person):
    with translation.override(lang):
        answer = as_person(reader).get(at(name))

    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stands_without_a_visit(name, reader, as_person):
    assert 'class="empty"' in as_person(reader).get(at(name)).content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_costs_few_queries(name, full, visit_in, reader, as_person):
    visit_in("triage")
    client = as_person(reader)

    with CaptureQueriesContext(connection) as queries:
        client.get(at(name))

    assert len(queries) <= 8, [one["sql"][:100] for one in queries]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_is_taken_away(name, form, full, reader, as_person):
    answer = as_person(reader).get(f"{at(name)}?format={form}")

    assert f".{form}" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=douanes", True),
        ("partner=mx", True),
        ("state=under_way", True),
        ("state=closed", False),
        ("coordinator=lead_branch", True),
        ("unit=commercial", True),
        ("level=director_general", True),
        ("level=minister", False),
        ("ahead=1", False),
        ("unrouted=1", False),
        ("overruled=1", True),
        ("unheard=1", False),
    ],
)
def test_the_register_is_narrowed(asked, found, full, reader, as_person):
    page = as_person(reader).get(f"{at('index')}?{asked}").content.decode()

    assert (full.get_absolute_url() in page) == found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_dossier_shows_who_coordinates_and_why(full, lang, visits_officer, as_person):
    with translation.override(lang):
        page = as_person(visits_officer).get(full.get_absolute_url()).content.decode()

    assert "The branch knows them well" in page
    assert {"en": "Framework 2008, section 4A", "fr": "Cadre de 2008, section 4A"}[lang] in page
    for words in (
        "Other lists.",
        "The lists were others",
        "They fear cuts",
        "Two cars",
        "Which gift?",
        "Send our list",
    ):
        assert words in page


def test_the_dossier_costs_no_more_queries_with_more_rows(full, visits_officer, as_person):
    client, counts = as_person(visits_officer), []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(full.get_absolute_url())
        counts.append(len(queries))
        for number in range(3):
            factories.comes(full, by=visits_officer, rank="expert", office_en=f"Officer {number}")
            factories.about(full, by=visits_officer, title_en=f"Topic {number}")
            factories.shown(full, by=visits_officer, title_en=f"Item {number}")
            factories.gift(full, by=visits_officer)

    assert counts[1] <= counts[0] + 1
    assert counts[0] <= 60


def test_a_reader_sees_no_protected_part(full, reader, as_person):
    page = as_person(reader).get(full.get_absolute_url()).content.decode()

    assert "Other lists." in page
    assert "They fear cuts" not in page
    assert "Two cars" not in page


def test_the_visitors_copy_holds_nothing_of_ours(visit, visits_officer, as_person):
    host = visits_officer
    factories.shown(visit, by=visits_officer, note_en="Do not mention tariffs", people=[host])
    factories.shown(visit, by=visits_officer, title_en="Talk among ourselves", marking=Marking.PROTECTED_A)

    client = as_person(visits_officer)
    ours, theirs = (client.get(at(name, visit.key)).content.decode() for name in ("programme", "guests"))

    assert "Do not mention tariffs" in ours
    assert "Talk among ourselves" in ours
    assert "Welcome" in theirs
    for words in ("tariffs", "Talk among ourselves", "visits_officer</td>"):
        assert words not in theirs


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_opens_in_both_languages(name, lang, visit, visits_officer, as_person):
    with translation.override(lang):
        assert as_person(visits_officer).get(at(name, visit.key)).status_code == 200
        assert as_person(visits_officer).get(at("new")).status_code == 200


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("programme", "guests")])
def test_a_reader_is_shown_no_form(name, visit, reader, as_person):
    assert as_person(reader).get(at(name, visit.key)).status_code == 403


@pytest.mark.parametrize("name", FORMS)
def test_a_visit_above_a_clearance_is_nowhere_to_be_found(name, agency, visits_officer, open_account, as_person):
    secret = factories.requested(by=visits_officer, marking=Marking.PROTECTED_B)
    officer = open_account(Role.VISITS_OFFICER, username="somebody", clearance=Marking.UNCLASSIFIED)

    assert as_person(officer).get(at(name, secret.key)).status_code == 404


def test_a_request_is_recorded(agency, visits_officer, as_person):
    factories.some_partner()
    typed = {"partner": "mx", "title_en": "Mexican customs", "starts_on": "2027-03-01", "ends_on": "2027-03-02"}

    answer = as_person(visits_officer).post(at("new"), typed | {"marking": "unclassified", "unit": "commercial"})

    visit = Visit.objects.get()
    assert answer.url == f"/en/visits/{visit.key}/"
    assert (visit.unit.key, visit.requested_on) == ("commercial", timezone.localdate())


def test_a_request_with_slips_is_shown_again_with_what_was_typed(agency, visits_officer, as_person):
    factories.some_partner()
    typed = {"partner": "mx", "title_en": "Mexican customs", "starts_on": "soon", "ends_on": "2027-03-02"}
    long = {"purpose_en": "x" * 20_001}

    answer = as_person(visits_officer).post(at("new"), typed | long | {"marking": "unclassified"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mexican customs"' in page
    assert "yyyy-mm-dd" in page
    assert "20,000 characters" in page
    assert not Visit.objects.exists()


def test_switching_the_language_keeps_what_was_typed_and_judges_nothing(agency, visits_officer, as_person):
    with translation.override("fr"):
        answer = as_person(visits_officer).post(at("new"), {"title_en": "Mexican", "starts_on": "soon", SWITCH: "fr"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Mexican"' in page
    assert 'value="soon"' in page


def test_rows_are_added_changed_and_taken_out(visit, agency, visits_officer, as_person):
    client = as_person(visits_officer)

    client.post(
        at("add_visitor", visit.key),
        {"office_en": "Chief", "rank": "minister", "part": "head", "languages": ["es", "en"]},
    )
    someone = Visitor.objects.get()
    client.post(at("add_topic", visit.key), {"title_en": "Ports", "units": ["commercial", "travellers"]})
    day = visit.starts_on.isoformat()
    wrong = client.post(at("add_item", visit.key), {"on": "2020-01-01", "starts_at": "9", "title_en": "Talk"})
    client.post(
        at("add_item", visit.key), {"on": day, "starts_at": "09:00", "title_en": "Talk", "marking": "unclassified"}
    )
    shown = client.get(at("change_visitor", visit.key, someone.pk)).content.decode()
    client.post(
        at("change_visitor", visit.key, someone.pk),
        {"office_en": "Deputy", "rank": "director", "part": "head", "position": 1},
    )
    silent = client.post(at("remove_visitor", visit.key, someone.pk), {"reason": ""})
    client.post(at("remove_visitor", visit.key, someone.pk), {"reason": "Cannot come"})

    assert someone.languages == "en|es" or someone.languages == "es|en"
    assert {one.key for one in Topic.objects.get().units.all()} == {"commercial", "travellers"}
    assert Item.objects.get().title_en == "Talk"
    assert wrong.status_code == 422
    assert "09:30" in wrong.content.decode()
    assert 'value="Chief"' in shown
    assert shown.count(" checked") == 2
    assert silent.status_code == 422
    assert not Visitor.objects.exists()


def test_a_form_of_a_row_holds_what_the_record_says(full, visits_officer, as_person):
    client = as_person(visits_officer)
    for name, rows in (
        ("topic", full.topics),
        ("site", full.sites),
        ("item", full.items),
        ("need", full.needs),
        ("gift", full.gifts),
        ("cost", full.costs),
    ):
        row = rows.first()
        assert client.get(at(f"change_{name}", full.key, row.pk)).status_code == 200
        assert client.get(at(f"remove_{name}", full.key, row.pk)).status_code == 200
        assert client.get(at(f"change_{name}", full.key, 99_999)).status_code == 404


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("requested", "triage"), ("requested", "decline"), ("triage", "accept"), ("declined", "reopen"),
        ("accepted", "consult"), ("accepted", "cancel"), ("consultation", "draft_programme"),
        ("programme", "pre_brief"), ("pre_briefed", "revise"), ("pre_briefed", "begin"), ("under_way", "end"),
        ("feedback", "follow_up"), ("follow_up", "close"),
    ],
)  # fmt: skip
def test_every_step_has_a_page(state, name, lang, visit_in, visits_officer, as_person):
    visit = visit_in(state)

    with translation.override(lang):
        answer = as_person(visits_officer).get(at("step", visit.key, name))

    assert answer.status_code == 200


def test_a_step_that_cannot_be_taken_says_what_would_cure_it(visit, visits_officer, as_person):
    actions.triage(visit, by=visits_officer)

    answer = as_person(visits_officer).post(at("step", visit.key, "accept"))

    assert answer.status_code == 422
    assert "VIS-5" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.state == "triage"


def test_a_step_without_its_reason_is_asked_again(visit, visits_officer, as_person):
    client = as_person(visits_officer)

    silent = client.post(at("step", visit.key, "decline"), {"reason": " "})
    said = client.post(at("step", visit.key, "decline"), {"reason": "No room"})

    assert silent.status_code == 422
    assert silent.content.decode().count("Give the reason for this step.") >= 1
    assert said.url == visit.get_absolute_url()


def test_a_step_nobody_knows_is_no_page(visit, visits_officer, as_person):
    assert as_person(visits_officer).get(at("step", visit.key, "fly")).status_code == 404


def test_the_routing_is_overruled_on_its_page(visit_in, executive, as_person):
    visit = visit_in("accepted")
    client = as_person(executive)

    page = client.get(at("overrule", visit.key)).content.decode()
    silent = client.post(at("overrule", visit.key), {"coordinator": "lead_branch", "reason": ""})
    client.post(at("overrule", visit.key), {"coordinator": "lead_branch", "reason": "They know them"})

    visit.refresh_from_db()
    assert "Framework 2008, section 4A" in page
    assert silent.status_code == 422
    assert visit.coordinator == "lead_branch"


def test_advice_is_asked_and_answered_on_pages(visit, agency, open_account, client):
    desk = factories.placed(open_account(Role.DESK_OFFICER, username="desk"), agency["commercial"])
    adviser = factories.placed(open_account(Role.DESK_OFFICER, username="adviser"), agency["iad"])

    client.force_login(desk)
    client.post(at("advice", visit.key), {"question": "Which gift?", "marking": "unclassified"})
    asked = visit.consultations.get()
    refused = client.get(at("answer", visit.key, asked.pk))
    client.force_login(adviser)
    empty = client.post(at("answer", visit.key, asked.pk), {"answer": " "})
    client.post(at("answer", visit.key, asked.pk), {"answer": "A book"})

    asked.refresh_from_db()
    assert (asked.kind, asked.unit.key, asked.answer) == ("advice", "iad", "A book")
    assert refused.status_code == 403
    assert empty.status_code == 422


def test_advice_without_an_office_to_ask_says_so(visits_officer, as_person, db):
    visit = factories.requested(by=visits_officer)

    answer = as_person(visits_officer).post(at("advice", visit.key), {"question": "Which?", "marking": "unclassified"})

    assert answer.status_code == 422
    assert "chart of offices" in answer.content.decode()


def test_feedback_report_and_promise_are_recorded_on_pages(visit_in, visits_officer, as_person):
    visit, client = visit_in("under_way"), as_person(visits_officer)

    nothing = client.post(at("feedback", visit.key), {"side": "hosts"})
    client.post(at("feedback", visit.key), {"side": "hosts", "mark": "4", "kept": "Good questions"})
    client.post(at("report", visit.key), {"text_en": "Lists.", "protected_marking": "protected_a"})
    again = client.post(at("report", visit.key), {"text_en": "Other lists.", "protected_marking": "protected_a"})
    shown = client.get(at("promise", visit.key)).content.decode()
    client.post(
        at("promise", visit.key),
        {
            "side": "ours", "title_en": "Send our list", "made_on": timezone.localdate().isoformat(),
            "partner": "mx", "level": "officials", "marking": "unclassified",
        },
    )  # fmt: skip

    assert nothing.status_code == 422
    assert visit.feedback.get().mark == 4
    assert again.status_code == 422
    assert visit.reports.count() == 1
    assert '<option value="mx" selected>' in shown
    assert Commitment.objects.get().partner.key == "mx"


def test_a_list_with_a_wrong_cell_is_told_and_nothing_is_added(visit, visits_officer, as_person):
    client, address = as_person(visits_officer), at("list", visit.key)
    bad = SimpleUploadedFile("list.csv", b"office_en,rank\nChief,emperor\nDeputy,director\n")
    good = SimpleUploadedFile("list.csv", b"office_en,rang\nChief,ministre\n")

    refused = client.post(address, {"sheet": bad})
    unknown = client.post(address, {"sheet": good})
    right = SimpleUploadedFile("list.csv", b"office_en,rank\nChief,minister\n")
    taken = client.post(address, {"sheet": right})

    assert refused.status_code == 422
    assert "emperor" in refused.content.decode()
    assert unknown.status_code in (302, 422)
    assert taken.status_code == 302
    assert Visitor.objects.count() in (1, 2)
    assert client.get(at("template", visit.key)).status_code == 200


def test_a_past_day_shows_no_steps(visit, visits_officer, as_person):
    page = as_person(visits_officer).get(f"{visit.get_absolute_url()}?on=2020-01-01").content.decode()

    assert at("step", visit.key, "triage") not in page
