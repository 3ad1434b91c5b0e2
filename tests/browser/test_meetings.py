"""The pages of meetings in a real browser: no barrier, in both languages, wide and narrow; the agenda by keyboard."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.commitments import actions as commitments
from entente.engagement.meetings import actions
from entente.engagement.meetings.models import Clearance, Item, Position, Series
from entente.foundation.people.models import Headship
from entente.foundation.people.roles import Rank, Role
from tests.browser.conftest import WIDTHS
from tests.engagement.meetings import factories

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ENTENTE_SHOTS", "")


@pytest.fixture
def keeper(open_account):
    enforcement = factories.branch("enforcement")
    return open_account(Role.DESK_OFFICER, first_name="Ada", last_name="Keeper", unit=enforcement, rank=Rank.MANAGER)


@pytest.fixture
def head(keeper, open_account):
    unit = keeper.unit
    person = open_account(Role.EXECUTIVE, username="head", first_name="Vera", last_name="Head", unit=unit)
    Headship.objects.create(unit=unit, person=person, rank=Rank.VICE_PRESIDENT, starts_on=date(2020, 1, 1))
    return person


@pytest.fixture
def meeting(keeper, head):
    """A session in five weeks with everything a brief shows."""
    wco = factories.body(
        "wco",
        name_en="World Customs Organization",
        name_fr="Organisation mondiale des douanes",
        acronym_en="WCO",
        acronym_fr="OMD",
    )
    mexico = factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    japan = factories.partner("jp", name_en="Japan", name_fr="Japon")
    edition = factories.edition()
    factories.standing(edition, mexico)
    series = actions.open_series(
        by=keeper,
        title_en="Permanent Technical Committee",
        title_fr="Comité technique permanent",
        body=wco,
        recurrence="twice_a_year",
    )
    given = {
        "series": series,
        "body": wco,
        "city_en": "Brussels",
        "city_fr": "Bruxelles",
        "zone": "Europe/Brussels",
        "level": Rank.DIRECTOR,
        "unit": keeper.unit,
        "lasts": 3,
    }
    last = factories.attended(
        keeper,
        in_days=-160,
        title_en="Permanent Technical Committee, 237th session",
        title_fr="Comité technique permanent, 237e session",
        number="237",
        **given,
    )
    made = factories.meeting(
        in_days=35,
        title_en="Permanent Technical Committee, 238th session",
        title_fr="Comité technique permanent, 238e session",
        number="238",
        previous=last,
        purpose_en="Data analytics, e-commerce and the SAFE framework.",
        purpose_fr="L’analyse des données, le commerce électronique et le cadre SAFE.",
        **given,
    )
    actions.decide_attendance(made, by=keeper, attendance="attend", reason="Two items of ours are on the agenda")
    factories.delegate(made, person=head, part="head")
    factories.delegate(made, person=keeper, part="adviser")
    factories.delegate(
        made,
        partner=mexico,
        part="head",
        rank=Rank.DIRECTOR_GENERAL,
        office_en="Director General of Customs",
        office_fr="Directeur général des douanes",
    )
    factories.delegate(made, partner=japan, office_en="Counsellor", office_fr="Conseillère")
    data = actions.add_item(
        made,
        by=keeper,
        side="ours",
        title_en="Sharing of risk indicators",
        title_fr="Échange d’indicateurs de risque",
        minutes=45,
        unit=keeper.unit,
        lead=keeper,
        text_en="Agree on a first set of indicators.",
        text_fr="S’entendre sur une première série d’indicateurs.",
    )
    actions.add_item(
        made, by=keeper, side="theirs", title_en="Low-value shipments", title_fr="Envois de faible valeur", minutes=60
    )
    actions.add_item(
        made,
        by=keeper,
        side="ours",
        title_en="Place of the next session",
        title_fr="Lieu de la prochaine séance",
        minutes=15,
    )
    position = actions.write_position(
        data,
        by=keeper,
        text_en="We support a common set of twelve indicators, reviewed every year.",
        text_fr="Nous appuyons une série commune de douze indicateurs, revue chaque année.",
        fallback_en="Six indicators at first.",
        fallback_fr="Six indicateurs pour commencer.",
    )
    actions.circulate(position, by=keeper, branches=[keeper.unit, factories.branch("programs")])
    actions.note_stance(
        data,
        by=keeper,
        partner=mexico,
        attitude="supports",
        heard_on=timezone.localdate(),
        heard_from="Liaison officer",
        text_en="Would begin with ten.",
        text_fr="Commencerait par dix.",
    )
    today = timezone.localdate()
    commitments.promise(
        by=keeper,
        side="ours",
        made_on=today - timedelta(160),
        title_en="Send the list of indicators",
        title_fr="Envoyer la liste des indicateurs",
        due_on=today - timedelta(12),
        body=wco,
        owner=keeper,
    )
    commitments.promise(
        by=keeper,
        side="theirs",
        made_on=today - timedelta(160),
        title_en="Comment on our paper",
        title_fr="Commenter notre document",
        due_on=today + timedelta(20),
        body=wco,
        partner=mexico,
    )
    made.refresh_from_db()
    return made


def addresses(meeting) -> dict[str, str]:
    item, position = Item.objects.order_by("id").first(), Position.objects.first()
    names = {
        "list": ("index",), "all": ("all",), "delegates": ("delegates",), "all-series": ("series_list",),
        "new": ("new",), "import": ("import",), "series": ("series", Series.objects.first().key),
        "attendance": ("attendance", meeting.key), "add-item": ("add_item", meeting.key),
        "meeting": ("meeting", meeting.key), "item": ("item", item.pk), "position": ("position", position.pk),
        "new-delegate": ("add_delegate", meeting.key), "presence": ("presence", meeting.key),
        "write": ("write_position", item.pk), "stance": ("note_stance", item.pk), "carry": ("carry", item.pk),
        "cancel": ("cancel", meeting.key),
    }  # fmt: skip
    return {name: reverse(f"meetings:{at[0]}", args=at[1:]) for name, at in names.items()}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_page_keeps_anybody_out(lang, meeting, keeper, open_page, barriers):
    with translation.override(lang):
        pages = addresses(meeting)
    page, found = open_page(person=keeper), {}

    for name, address in pages.items():
        page.goto(address)
        for width in WIDTHS:
            if wrong := barriers(page, width):
                found[name, width] = wrong
            if SHOTS:
                Path(SHOTS).mkdir(exist_ok=True)
                page.screenshot(path=f"{SHOTS}/{name}-{lang}-{width}.png", full_page=True)
    if SHOTS:
        page.goto(pages["meeting"])
        page.emulate_media(media="print")
        page.pdf(path=f"{SHOTS}/brief-{lang}.pdf", prefer_css_page_size=True)
        page.set_viewport_size({"width": 800, "height": 1100})
        page.screenshot(path=f"{SHOTS}/print-{lang}.png", full_page=True)

    assert found == {}


def test_the_agenda_is_put_in_order_by_keyboard_without_script(meeting, keeper, open_page):
    page = open_page(person=keeper, javascript=False)
    page.goto(meeting.get_absolute_url())

    page.get_by_role("button", name="Down Sharing of risk indicators").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Item.objects.get(position=1).title_en == "Low-value shipments"
    assert page.url.endswith(f"#item-{Item.objects.get(title_en='Sharing of risk indicators').pk}")


def test_the_head_of_a_branch_objects_and_clears_with_a_reason_kept(meeting, head, open_page):
    page = open_page(person=head)
    page.goto(reverse("meetings:position", args=[Position.objects.get().pk]))

    page.get_by_role("button", name="Object for").click()
    assert "MTG-21" in page.content()
    page.get_by_label("Comment").fill("Twelve are too many to keep up.")
    page.get_by_role("button", name="Object for").click()

    assert Clearance.objects.get(unit=head.unit).comment == "Twelve are too many to keep up."
    assert "a branch objects" in page.content()
