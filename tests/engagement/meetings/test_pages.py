import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.engagement.meetings import actions
from entente.engagement.meetings.models import Delegate, Item, Meeting, Position, Series, State
from entente.foundation.people.roles import Marking, Role
from entente.kit.typed import SWITCH

from . import factories

LISTS = ["index", "all", "series_list", "delegates"]
ABOUT = [
    "change",
    "attendance",
    "confirm",
    "hold",
    "cancel",
    "add_delegate",
    "presence",
    "add_item",
    "import_delegates",
]


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def furnished(branch):
    """A small record in which every page has something to show."""
    keeper = factories.officer()
    mexico = factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    forum = factories.body("b5", name_en="Border Five", name_fr="Groupe des cinq")
    series = actions.open_series(
        by=keeper, title_en="Border Five heads", title_fr="Chefs du Groupe des cinq", body=forum
    )
    factories.attended(keeper, in_days=-300, series=series, title_en="Border Five heads", title_fr="Chefs")
    coming = factories.meeting(
        series=series, title_en="Border Five heads", title_fr="Chefs du Groupe des cinq", lasts=3
    )
    factories.delegate(coming, partner=mexico, part="head", office_fr="Directeur général")
    item = actions.add_item(coming, by=keeper, side="ours", title_en="Data", title_fr="Données", minutes=30)
    actions.add_item(coming, by=keeper, side="theirs", title_en="Fees", title_fr="Frais")
    position = actions.write_position(item, by=keeper, text_en="We share.", text_fr="Nous échangeons.")
    actions.circulate(position, by=keeper, branches=[branch])
    stance = {"attitude": "supports", "text_en": "Fine", "heard_on": factories.day(-3)}
    actions.note_stance(item, by=keeper, partner=mexico, **stance)
    return coming


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("lang", "said"), [("en", "Border Five heads"), ("fr", "Chefs")])
def test_every_list_speaks_both_languages(name, lang, said, reader, as_person):
    with translation.override(lang):
        answer = as_person(reader).get(at(name))

    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stands_without_a_record(name, reader, as_person):
    answer = as_person(reader).get(at(name))

    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", LISTS)
def test_every_list_costs_few_queries(name, desk_officer, as_person):
    client = as_person(desk_officer)

    with CaptureQueriesContext(connection) as queries:
        client.get(at(name))

    assert len(queries) <= 10, [one["sql"][:100] for one in queries]


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_is_taken_away(name, form, reader, as_person):
    answer = as_person(reader).get(f"{at(name)}?format={form}")

    assert f".{form}" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_dossier_of_a_meeting_is_the_brief_a_delegate_reads(furnished, lang, desk_officer, as_person):
    with translation.override(lang):
        page = as_person(desk_officer).get(furnished.get_absolute_url()).content.decode()

    expected = {
        "en": [
            "Whether we go is not decided",
            "not cleared yet by Enforcement Branch",
            "We share.",
            "Mexico",
            "Last session",
        ],
        "fr": ["Nous échangeons.", "Mexique", "Données"],
    }
    for words in expected[lang]:
        assert words in page
    assert "protected_a" in page  # the page bears the marking of the position it shows


def test_a_reader_without_clearance_sees_the_item_and_no_position(furnished, reader, as_person):
    client = as_person(reader)
    item, position = Item.objects.order_by("id").first(), Position.objects.get()

    page = client.get(furnished.get_absolute_url()).content.decode()

    assert "Data" in page
    assert "We share." not in page
    assert "We share." not in client.get(at("item", item.pk)).content.decode()
    assert client.get(at("position", position.pk)).status_code == 404


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def addresses(meeting):
    """Every form about a meeting, its items, positions and delegates."""
    item, position = Item.objects.order_by("id").first(), Position.objects.get()
    delegate, series = Delegate.objects.filter(meeting=meeting).first(), Series.objects.get()
    found = [at(name, meeting.key) for name in ABOUT]
    found += [at("change_series", series.key), at("new"), at("new_series"), at("import")]
    found += [at("change_delegate", delegate.pk), at("remove_delegate", delegate.pk)]
    names = ("change_item", "discuss", "drop", "carry", "remove_item", "write_position", "note_stance")
    return [*found, *(at(name, item.pk) for name in names), at("circulate", position.pk)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_officer_sees_every_form_in_both_languages(furnished, lang, desk_officer, as_person):
    with translation.override(lang):
        client = as_person(desk_officer)
        wrong = {one: status for one in addresses(furnished) if (status := client.get(one).status_code) != 200}

    assert wrong == {}


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.DESK_OFFICER, Role.TRAVEL_PLANNER)])
def test_others_are_shown_no_form_of_theirs(furnished, role, open_account, as_person):
    client = as_person(open_account(role))

    allowed = {one for one in addresses(furnished) if client.get(one).status_code == 200}

    assert allowed == ({at("attendance", furnished.key)} if role == Role.EXECUTIVE else set())


def test_what_nobody_may_see_is_nowhere_to_be_found(furnished, open_account, as_person):
    actions.change(furnished, by=factories.officer(), marking=Marking.PROTECTED_B)
    client = as_person(open_account(Role.DESK_OFFICER, clearance=Marking.PROTECTED_A))

    assert {client.get(at(name, furnished.key)).status_code for name in [*ABOUT, "meeting"]} == {404}
    assert client.get(at("item", Item.objects.order_by("id").first().pk)).status_code == 404
    assert "Border Five heads" not in client.get(at("index")).content.decode()


def typed(**given):
    words = {"title_en": "Council", "body": "b5", "starts_on": "2027-06-24", "ends_on": "2027-06-26"}
    words |= {"zone": "Europe/Brussels", "form": "in_person", "level": "director", "marking": "unclassified"}
    return words | given


def test_adding_a_meeting(furnished, desk_officer, as_person):
    answer = as_person(desk_officer).post(at("new"), typed())

    made = Meeting.objects.get(title_en="Council")
    assert answer.url == f"/en/meetings/{made.key}/"
    assert (made.days, made.level, made.state) == (3, "director", State.FORECAST)


def test_a_meeting_with_slips_is_shown_again_with_everything_that_is_wrong(furnished, desk_officer, as_person):
    wrong = typed(body="", ends_on="2027-06-23", starts_at="09:00", purpose_en="x" * 20_001)

    answer = as_person(desk_officer).post(at("new"), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "20000 characters" in page
    assert 'value="Council"' in page
    answer = as_person(desk_officer).post(at("new"), wrong | {"purpose_en": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(code in page for code in ("MTG-1", "MTG-2", "MTG-3"))
    assert not Meeting.objects.filter(title_en="Council").exists()


def test_switching_the_language_keeps_what_was_typed_and_judges_nothing(furnished, desk_officer, as_person):
    with translation.override("fr"):
        answer = as_person(desk_officer).post(at("new"), {"title_en": "Council", "starts_on": "x", SWITCH: "fr"})

    assert answer.status_code == 200
    assert 'value="Council"' in answer.content.decode()


def test_the_next_session_is_proposed_on_the_page_of_the_series(furnished, desk_officer, as_person):
    client = as_person(desk_officer)

    answer = client.get(at("next_session", "border-five-heads"), follow=True)

    page = answer.content.decode()
    assert "Propose the next session" in page
    assert 'value="Border Five heads"' in page
    assert f"after={furnished.key}" in answer.redirect_chain[0][0]


def test_the_steps_of_a_meeting_are_taken_on_its_pages(furnished, desk_officer, as_person):
    client, key = as_person(desk_officer), furnished.key

    refused = client.post(at("attendance", key), {"attendance": "skip", "reason": ""})
    client.post(at("attendance", key), {"attendance": "skip", "reason": "Nothing of ours is on the agenda"})
    client.post(at("confirm", key))
    early = client.post(at("hold", key))
    empty = client.post(at("cancel", key), {"reason": ""})
    client.post(at("cancel", key), {"reason": "The host withdrew"})

    assert (refused.status_code, early.status_code, empty.status_code) == (422, 422, 422)
    assert "MTG-8" in refused.content.decode()
    assert "MTG-5" in early.content.decode()
    page = client.get(furnished.get_absolute_url()).content.decode()
    assert "Cancelled: The host withdrew." in page
    assert "Nothing of ours is on the agenda" in page  # how it came about


def test_what_somebody_changed_meanwhile_is_not_written_over_blindly(furnished, desk_officer, as_person):
    client = as_person(desk_officer)
    form = client.get(at("change", furnished.key)).context["form"]
    seen = client.get(at("change", furnished.key)).context["seen"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, [])} | {"seen": seen}
    actions.change(furnished, by=factories.officer(), purpose_en="Theirs")

    refused = client.post(at("change", furnished.key), sent | {"purpose_en": "Mine"})
    furnished.refresh_from_db()
    assert (refused.status_code, furnished.purpose_en) == (422, "Theirs")
    again = sent | {"purpose_en": "Mine", "seen": refused.context["seen"]}
    assert client.post(at("change", furnished.key), again).status_code == 302
    furnished.refresh_from_db()
    assert furnished.purpose_en == "Mine"


def test_the_agenda_is_ordered_by_pressing_a_button(furnished, desk_officer, as_person):
    first = Item.objects.order_by("position").first()

    answer = as_person(desk_officer).post(at("move_item", first.pk), {"to": "down"})

    assert answer.url.endswith(f"#item-{first.pk}")
    assert Item.objects.order_by("position").first() != first
    assert as_person(desk_officer).get(at("move_item", first.pk)).status_code == 405


def test_a_delegate_and_the_presences_are_noted_on_their_pages(furnished, desk_officer, as_person):
    client, over = as_person(desk_officer), Meeting.objects.get(state=State.HELD)

    wrong = client.post(at("add_delegate", over.key), {"part": "member"})
    client.post(at("add_delegate", over.key), {"partner": "mx", "office_en": "Counsellor", "part": "member"})
    made = Delegate.objects.get(office_en="Counsellor")
    client.post(at("presence", over.key), {"there": [made.pk]})

    assert wrong.status_code == 422
    assert "MTG-11" in wrong.content.decode()
    assert dict(Delegate.objects.filter(meeting=over).values_list("partner__key", "attended")) == {
        "mx": True,
        None: False,
    }
    page = client.get(f"{at('delegates')}?meeting={over.key}&there=yes").content.decode()
    assert "Counsellor" in page
    assert "1 entry" in page


def test_the_head_of_a_branch_answers_on_the_page_of_the_position(furnished, head, as_person):
    client, position = as_person(head), Position.objects.get()
    pk = position.clearances.get().pk

    unsaid = client.post(at("position", position.pk), {"comment": "Hm"})
    silent = client.post(at("position", position.pk), {"comment": "", "answer": f"object:{pk}"})
    client.post(at("position", position.pk), {"comment": "Too much", "answer": f"object:{pk}"})

    assert "Say whether your branch clears" in unsaid.content.decode()
    assert "MTG-21" in silent.content.decode()
    assert position.clearances.get().answer == "objected"
    assert "a branch objects" in client.get(furnished.get_absolute_url()).content.decode()


def test_reading_a_protected_b_position_is_noted_in_the_trail(furnished, desk_officer, as_person):
    from entente.foundation.trail.models import Entry

    keeper, client = factories.officer(), as_person(desk_officer)
    item = actions.add_item(furnished, by=keeper, title_en="Names")
    position = actions.write_position(item, by=keeper, text_en="Secret", marking=Marking.PROTECTED_B)

    client.get(at("position", position.pk))
    client.get(at("item", item.pk))
    client.get(furnished.get_absolute_url())

    read = Entry.objects.filter(verb="read").order_by("id").values_list("subject", flat=True)
    assert list(read) == [
        f"meetings.position:{position.pk}",
        f"meetings.item:{item.pk}",
        f"meetings.meeting:{furnished.key}",
    ]


def test_the_dossier_costs_a_bounded_number_of_queries(furnished, desk_officer, as_person):
    client = as_person(desk_officer)
    for number in range(8):
        actions.add_item(furnished, by=factories.officer(), title_en=f"Item {number}")
    client.get(furnished.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(furnished.get_absolute_url())

    assert len(queries) <= 34, [one["sql"][:100] for one in queries]
