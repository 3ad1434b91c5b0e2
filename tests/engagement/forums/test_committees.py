"""Bodies that look after chapters of a free trade agreement."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from entente.engagement.agreements.models import Chapter
from entente.engagement.forums import actions
from entente.engagement.forums.imports import SHEETS
from entente.engagement.forums.models import Body, Committee
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from entente.kit import sheet as sheets
from entente.kit.sheet import Directory
from tests.engagement.agreements import factories as agreements

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(db):
    return agreements.agreement(agreements.partner("cl"), key="cl-fta", kind="fta", status="in_force")


@pytest.fixture
def origin(trade):
    titles = {"title_en": "Rules of origin", "title_fr": "Règles d’origine"}
    return Chapter.objects.create(agreement=trade, key="cl-origin", number="4", role="led", as_of="2008", **titles)


@pytest.fixture
def committee(trade):
    names = {"name_en": "Committee on Origin", "name_fr": "Comité de l’origine"}
    return Body.objects.create(key="cl-origin-committee", kind="committee", agreement=trade, as_of="2008", **names)


def said(refusal):
    return " ".join(refusal.value.messages)


def page(client, lang="en"):
    with translation.override(lang):
        return client.get(reverse("forums:body", args=["cl-origin-committee"])).content.decode()


def test_for_29_a_body_looks_after_chapters_of_the_agreement_it_rests_on(desk_officer, committee, origin):
    """FOR-29."""
    elsewhere = Body.objects.create(key="other", kind="committee", name_en="Other", as_of="2008")
    below = Body.objects.create(key="below", kind="sub_committee", name_en="Below", parent=committee, as_of="2008")

    with pytest.raises(ValidationError) as refusal:
        actions.name_committee(elsewhere, by=desk_officer, chapter=origin)

    assert "FOR-29" in said(refusal)
    assert actions.name_committee(below, by=desk_officer, chapter=origin).pk


def test_for_30_a_body_looks_after_a_chapter_once_at_a_time(desk_officer, committee, origin):
    """FOR-30."""
    one = actions.name_committee(committee, by=desk_officer, chapter=origin, starts_on="2010")

    with pytest.raises(ValidationError) as refusal:
        actions.name_committee(committee, by=desk_officer, chapter=origin, starts_on="2012")

    assert "FOR-30" in said(refusal)
    actions.release_committee(one, by=desk_officer, ends_on="2011-12", reason="The commission took it over.")
    actions.name_committee(committee, by=desk_officer, chapter=origin, starts_on="2012")
    assert Entry.objects.filter(verb="name_committee").count() == 2


def test_an_end_needs_its_reason_and_only_a_desk_officer_records_one(desk_officer, reader, committee, origin):
    one = actions.name_committee(committee, by=desk_officer, chapter=origin)

    with pytest.raises(ValidationError):
        actions.release_committee(one, by=desk_officer, ends_on="2020", reason=" ")
    for act in (
        lambda: actions.release_committee(one, by=reader, ends_on="2020", reason="No."),
        lambda: actions.name_committee(committee, by=reader, chapter=origin),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_names_a_chapter_of_an_agreement_above_the_own_clearance(open_account, committee, origin, trade):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.UNCLASSIFIED, username="low")
    trade.marking = Marking.PROTECTED_B
    trade.save()

    with pytest.raises(PermissionDenied):
        actions.name_committee(committee, by=officer, chapter=Chapter.objects.get())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_a_body_tells_its_chapters_and_offers_to_name_one(as_person, desk_officer, committee, origin, lang):
    client = as_person(desk_officer)
    with translation.override(lang):
        to = reverse("forums:name_committee", args=[committee.key])
    assert to in page(client, lang)

    done = client.post(to, {"chapter": "cl-origin", "starts_on": "2010"})

    assert done.status_code == 302
    assert {"en": "Rules of origin", "fr": "Règles d’origine"}[lang] in page(client, lang)


def test_a_form_ends_it(as_person, desk_officer, committee, origin):
    one = actions.name_committee(committee, by=desk_officer, chapter=origin)
    to = reverse("forums:release_committee", args=[one.pk])

    refused = as_person(desk_officer).post(to, {"ends_on": "2020", "reason": ""})
    done = as_person(desk_officer).post(to, {"ends_on": "2020", "reason": "Merged."})

    one.refresh_from_db()
    assert (refused.status_code, done.status_code, one.ends_on) == (422, 302, "2020")


def test_a_file_of_committees_comes_back_byte_for_byte(committee, origin):
    text = (
        "body,chapter,starts_on,ends_on,source,place,as_of\n"
        "cl-origin-committee,cl-origin,2010-05,,framework-2008,Chart 3,2008\n"
    )
    sheet = next(one for one in SHEETS if one.model is Committee)
    directory, errors = Directory(), []
    for model in sheet.points_at.values():
        directory.learn(model, ["key"])

    reading = sheet.read(sheets.open_csv(text, sheet, errors), directory)

    assert (errors, reading.errors) == ([], [])
    made = Committee.objects.create(**reading.rows[0].values)
    assert sheets.as_csv(sheet.columns, [sheet.texts(made)]) == text
