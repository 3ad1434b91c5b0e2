import pytest
from django.utils import translation

from entente.engagement.partners import actions, panels, queries
from entente.engagement.partners.imports import SHEET_OF
from entente.engagement.partners.models import Aim, Partner, Presence, Standing
from entente.engagement.partners.panels import world
from entente.foundation.people.roles import Marking
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask
from tests.engagement.partners import factories
from tests.engagement.partners.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(editions, loaded_mexico):
    """A country with everything a dossier shows."""
    mexico, given = loaded_mexico, {"source": factories.source()}
    then, now = editions
    old = factories.partner("Old Customs", key="old", parent=mexico, **given)
    new = factories.partner("New Customs", key="new-one", parent=mexico, **given)
    factories.succession(old, new, on="[blank]", note_en="By law.", note_fr="Par une loi.", **given)
    factories.standing(then, mexico, tier=factories.tier(then), in_scope=False, **given)
    factories.standing(now, mexico, tier_gap="[blank]", evidence_en="[blank]", evidence_fr="[blank]", **given)
    factories.aim(now, mexico, objective=factories.objective(now), **given)
    factories.office(mexico, starts_on="2010", ends_on="2012", **given)
    factories.office(new, "Consul", **given)
    Presence.objects.create(partner=mexico, kind="counsellor", as_of="2008", **given)
    return Partner.objects.get(key="mx")


def shown(person, partner, on=TODAY):
    return {one.key: one for one in panels.own_panels(Ask(person, on, on != TODAY), partner, Notes())}


def test_the_panels_stand_in_reading_order_what_is_open_first(desk_officer, full):
    keys = list(shown(desk_officer, full))

    assert keys == ["open", "about", "aims", "standings", "parts", "contacts", "presences"]


def test_what_is_open_has_a_door_for_those_who_may(desk_officer, reader, editions, mexico):
    factories.standing(editions[1], mexico)

    officers, readers = (shown(person, Partner.objects.get())["open"] for person in (desk_officer, reader))

    assert officers.open
    assert [row["action"][1].rsplit("/", 2)[1] for row in officers.context["rows"]] == ["change", "contact", "aim"]
    assert [row["action"] for row in readers.context["rows"]] == [None, None, None]


def test_a_dossier_costs_few_queries(desk_officer, full, django_assert_max_num_queries):
    ask, notes = Ask(desk_officer, TODAY), Notes()
    partner = queries.partner(desk_officer, "mx").get()

    with django_assert_max_num_queries(9):
        panels.head(ask, partner, notes)
        panels.own_panels(ask, partner, notes)
        panels.partner_events(ask, partner, notes)


def test_the_same_source_and_place_has_one_number_all_over(desk_officer, full):
    notes = Notes()
    panels.own_panels(Ask(desk_officer, TODAY), full, notes)

    assert len(notes.listed) == len({(one["title"], one["place"], one["as_of"]) for one in notes.listed})


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda now, one: None, "“Framework 2023” does not name it."),
        (lambda now, one: factories.standing(now, one, tier_gap="[redacted]"), "names it; its tier is withheld."),
        (lambda now, one: factories.standing(now, one), "“Framework 2023” names it without a tier."),
        (
            lambda now, one: factories.standing(now, one, tier=factories.tier(now)),
            "“Framework 2023” names it under “Core”.",
        ),
        (
            lambda now, one: factories.standing(now, one, tier=factories.tier(now), in_scope=False),
            "“Framework 2023” names it under “Core” and leaves the relation out of its scope.",
        ),
        (
            lambda now, one: (factories.standing(now, one, tier=factories.tier(now)), factories.aim(now, one)),
            "“Framework 2023” names it under “Core” and sets 1 aim with it.",
        ),
        (lambda now, one: factories.succession(one, factories.partner("Heir")), "Its work is now with Heir."),
    ],
)
def test_the_one_sentence_that_matters(reader, editions, mexico, prepare, sentence):
    prepare(editions[1], mexico)

    assert panels.head(Ask(reader, TODAY), mexico, Notes()).sentence.endswith(sentence)


def test_the_head_names_what_is_above_only_to_those_who_may_see_it(reader, desk_officer, mexico):
    Partner.objects.filter(pk=mexico.pk).update(marking=Marking.PROTECTED_B)
    part = factories.partner(parent=Partner.objects.get(), acronym_en="PART", ends_on="2020")

    low, high = (panels.head(Ask(person, TODAY), part, Notes()) for person in (reader, desk_officer))

    assert low.above == ()
    assert [str(name) for name, _url in high.above] == ["Mexico"]
    assert ("warning", "ended 2020") in high.badges


def test_a_corrected_value_shows_with_what_the_source_says(executive, full):
    standing = Standing.objects.get(edition__key="isf-2008")
    actions.correct(standing, SHEET_OF[Standing], field="evidence_en", text="Rarely.", reason="Minutes.", by=executive)

    rows = shown(executive, Partner.objects.get(key="mx"))["standings"].context["rows"]

    said = next(row["evidence"] for row in rows if row["standing"] == standing)
    assert (str(said.value), said.correction.source_value) == ("Rarely.", "Meets us often.")


def test_a_corrected_plain_fact_shows_too(executive, full):
    actions.correct(full, SHEET_OF[Partner], field="subjects", text="goods", reason="Letter.", by=executive)

    about = shown(executive, Partner.objects.get(key="mx"))["about"].context

    assert [one["value"] for one in about["corrected"]] == ["goods"]


def test_the_timeline_tells_what_has_a_date(reader, full):
    events = panels.partner_events(Ask(reader, TODAY), full, Notes())

    assert [(one.on, str(one.title)) for one in events] == [
        ("2023", "Named in “Framework 2023”"),
        ("2008", "Named in “Framework 2008”"),
        ("2010", "Begins: Attaché in Ottawa"),
        ("2012", "Ends: Attaché in Ottawa"),
    ]
    assert [one.on for one in panels.partner_events(Ask(reader, "2009-01-01", True), full, Notes())] == ["2008"]


def test_successions_show_from_both_sides(reader, full):
    old, new = (Partner.objects.get(key=key) for key in ("old", "new-one"))

    before, after = (shown(reader, one)["successions"].context["rows"][0] for one in (old, new))

    assert (before["text"], str(before["other"])) == ("split; its work went to", "New Customs")
    assert (after["text"], str(after["other"])) == ("split from", "Old Customs")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_panel_draws(desk_officer, full, lang, rf):
    from django.template.loader import render_to_string

    with translation.override(lang):
        for panel in shown(desk_officer, full).values():
            if panel.template:
                assert render_to_string(panel.template, panel.context).strip()


def test_a_stakeholder_shows_no_empty_panels_that_do_not_concern_it(reader):
    keys = set(shown(reader, factories.partner("Airlines", kind="stakeholder", sector="air")))

    assert keys == {"open", "about", "contacts"}


def test_what_has_no_panel_yet_has_a_door_in_the_first_one(desk_officer, reader):
    airlines = factories.partner("Airlines", kind="stakeholder", sector="air")

    officers, readers = (shown(person, airlines)["about"].context["doors"] for person in (desk_officer, reader))

    assert [url.rsplit("/", 2)[1] for _label, url in officers] == ["succession", "standing"]
    assert readers == []


# ── The world ──


def test_a_partner_stands_on_the_map_by_shape_or_by_dot(reader, editions):
    edition = editions[0]
    core = factories.tier(edition)
    for place in (
        factories.place("MX"),
        factories.place("BH", "Bahrain", "Bahreïn"),
        factories.partner("Group", kind="group"),
    ):
        factories.standing(edition, place, tier=core)

    drawn = panels.picture(edition, queries.by_tier(reader, edition))

    by_name = {place.name: place for place in drawn["places"]}
    assert set(by_name) == {"Mexico", "Bahrain"}
    assert by_name["Mexico"].shape.startswith("M")
    assert by_name["Mexico"].label
    assert by_name["Bahrain"].dot
    assert drawn["total"] == 3


def test_the_answer_counts_by_part_of_the_world_most_first(reader, editions):
    edition, europe = editions[0], factories.region()
    for code in ("FR", "DE"):
        factories.standing(
            edition, factories.place(code, code, code, country=factories.country(code, code, code, region=europe))
        )
    factories.standing(edition, factories.partner("Group", kind="group"))

    answer = panels.picture(edition, queries.by_tier(reader, edition))["answer"]

    assert answer == "Europe\u00a02, on no map\u00a01"


def test_drawings_begin_again_after_the_sixth_tier_and_none_stands_for_a_mark(reader, editions):
    edition, mexico = editions[0], factories.place()
    factories.standing(edition, mexico, tier=factories.tier(edition, "seventh", position=7), in_scope=False)
    factories.standing(edition, factories.place("FR", "France", "France"), tier_gap="[redacted]")

    rows = panels.picture(edition, queries.by_tier(reader, edition))["rows"]

    assert [(row.css, row.fill, row.group.number) for row in rows] == [("tier-1", "", "7"), ("tier-0", "", "×")]


def test_a_number_stands_in_the_middle_of_the_largest_ring_or_nowhere():
    square = "M10,10l40,0 0,40-40,0Z"

    assert world.middle(f"M0,0l2,0 0,2Z{square}") == ("30.0", "30.0")
    assert world.middle("M0,0l2,0 0,2Z") is None
    assert world.middle("") is None


def test_the_land_is_one_picture():
    assert panels.land().startswith("<svg")
    assert panels.land().count("<path") > 200


def test_aims_without_a_french_text_say_so(reader, editions, mexico):
    factories.aim(editions[1], mexico, text_fr="")

    with translation.override("fr"):
        row = shown(reader, Partner.objects.get())["aims"].context["rows"][0]

    assert row["text"].value.lang == "en"
    assert Aim.objects.count() == 1
