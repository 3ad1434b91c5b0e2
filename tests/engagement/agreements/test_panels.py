"""What dossiers show of this room: the sentence, what is open, the record, the timeline, a partner's
instruments.
"""

import pytest
from django.utils import timezone, translation

from entente.engagement.agreements import actions, imports, panels, queries
from entente.engagement.agreements.models import Agreement
from entente.engagement.agreements.panels import sentences
from entente.foundation.sources.queries import Notes

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
ask = factories.ask
NOW = timezone.now()


@pytest.fixture
def mexico(db):
    return factories.partner("mx", name_en="Mexico", name_fr="Mexique")


def own(person, agreement, on=""):
    """The panels of an instrument, by key."""
    agreement = queries.agreement(person, agreement.key).get()
    return {panel.key: panel for panel in panels.own_panels(ask(person, on), agreement, Notes())}


def theirs(person, partner, on=""):
    """The panels of a partner, by key."""
    return {panel.key: panel for panel in panels.partner_panels(ask(person, on), partner, Notes())}


# ── The sentence ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"status": "in_force", "signed_on": "2022-05-04", "in_force_on": "2022-06"},
         "In force since June 2022, signed on May 4, 2022. With: Mexico."),
        ({"status": "in_force", "signed_on": "1987"},
         "In force; signed in 1987, but the day of entry into force is not known. With: Mexico."),
        ({"status": "in_force"},
         "In force; neither the day of signature nor that of entry into force is known. With: Mexico."),
        ({"status": "signed", "signed_on": "2005"}, "Signed in 2005; entry into force is not recorded. With: Mexico."),
        ({"status": "negotiating"}, "Under negotiation. With: Mexico."),
        ({"status": "proposed", "requested_on": "2005"},
         "Proposed, asked for in 2005; no negotiations yet. With: Mexico."),
        ({"status": "ended", "ended_on": "2010"}, "Ended in 2010. With: Mexico."),
        ({"status": "unknown"}, "Where it stands is not known. With: Mexico."),
    ],
)  # fmt: skip
def test_one_sentence_says_where_it_stands(auditor, mexico, given, said):
    agreement = factories.agreement(mexico, **given)

    assert panels.head(ask(auditor), agreement, Notes()).sentence.replace("\u00a0", " ") == said


def test_on_a_past_day_the_sentence_speaks_of_that_day(auditor, mexico):
    agreement = factories.agreement(mexico, status="in_force", signed_on="2005", in_force_on="2010")

    head = panels.head(ask(auditor, "2007-01-01"), agreement, Notes())

    assert head.sentence.startswith("Signed in 2005;")
    assert head.badges[0][1] == "signed"


def test_dates_stand_in_a_sentence_as_each_language_wants_them():
    assert (sentences.on("2005-06"), sentences.since("2005-06-14")) == ("in June\u00a02005", "since June\u00a014, 2005")
    with translation.override("fr"):
        assert (sentences.on("2005-06-14"), sentences.on("2005")) == ("le 14\u00a0juin\u00a02005", "en 2005")
        assert sentences.since("2005-06-01") == "depuis le 1er\u00a0juin\u00a02005"


# ── An instrument ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_open_stands_first_with_the_steps_that_may_be_taken(agreements_officer, reader, mexico):
    agreement = factories.agreement(mexico)
    shown = own(agreements_officer, agreement)

    assert next(iter(shown.values())).open
    assert [str(verb) for verb, _url in shown["open"].context["steps"]] == ["Open negotiations", "End the instrument"]
    assert own(reader, agreement)["open"].context["steps"] == []
    assert all(not url for _text, url in own(reader, agreement)["open"].context["gaps"])


def test_the_record_is_shown_both_ways_round(auditor, mexico):
    agreement, other = factories.agreement(mexico), factories.agreement(mexico, title_en="Other")
    factories.link(agreement, other, "amends")
    factories.link(other, agreement, "rests_on")
    factories.party_action(agreement, mexico)
    factories.candidate(factories.edition(), mexico)
    shown = own(auditor, agreement)

    assert {key: shown[key].count for key in ("parties", "links", "party-actions", "candidates")} == {
        "parties": 1, "links": 2, "party-actions": 1, "candidates": 1,
    }  # fmt: skip
    assert [row["out"] for row in shown["links"].context["rows"]] == [True, False]


def test_what_came_later_is_not_told_on_a_past_day(auditor, mexico):
    agreement = factories.agreement(mexico, status="in_force", signed_on="2005", in_force_on="2010")
    factories.link(factories.agreement(mexico, as_of="2019"), agreement, "amends")
    shown = own(auditor, agreement, "2007-01-01")

    assert [fact["label"] for fact in shown["facts"].context["facts"]][-1] == "Signed"
    assert shown["links"].count == 0


def test_a_corrected_value_shows_what_the_source_says(executive, mexico):
    agreement = factories.agreement(mexico, kind="cmaa")
    actions.correct(
        agreement, imports.SHEET_OF[Agreement], field="kind", text="mou", reason="Its own title", by=executive
    )
    told = own(executive, agreement)["facts"].context["facts"][0]

    assert str(told["value"]) == "memorandum of understanding"
    assert told["correction"]["said"] == "customs mutual assistance agreement"
    assert told["correction"]["why"] == "Its own title"


def test_every_source_is_numbered_once(auditor, mexico):
    notes, agreement = Notes(), factories.agreement(mexico)
    factories.party_action(agreement, mexico, place="Chart 3")
    panels.own_panels(ask(auditor), agreement, notes)
    panels.agreement_events(ask(auditor), agreement, notes)

    assert [one["number"] for one in notes.listed] == [1, 2, 3]


def test_a_dossier_of_an_instrument_costs_few_queries(auditor, mexico, django_assert_max_num_queries):
    agreement = factories.agreement(mexico, *(factories.partner(f"p{n}") for n in range(9)))
    for at in range(9):
        factories.link(agreement, factories.agreement(mexico))
        factories.party_action(agreement, mexico, on=f"200{at}")
    agreement = queries.agreement(auditor, agreement.key).get()

    with django_assert_max_num_queries(8):
        panels.head(ask(auditor), agreement, Notes())
        panels.own_panels(ask(auditor), agreement, Notes())
        panels.agreement_events(ask(auditor), agreement, Notes())


@pytest.mark.parametrize("parties", [1, 9])
def test_who_may_correct_and_move_it_asks_no_more_for_many_parties_and_steps(
    agreements_officer, mexico, parties, django_assert_num_queries
):
    agreement = factories.agreement(
        mexico, *(factories.partner(f"p{n}") for n in range(parties)), status="negotiating", stage="negotiating"
    )
    for _at in range(parties):
        agreement.steps.create(
            move="move_due", from_stage="negotiating", to_stage="negotiating", on="2026", by="x", at=NOW
        )
    agreement = queries.agreement(agreements_officer, agreement.key).get()
    queries.whole(ask(agreements_officer), agreement)

    with django_assert_num_queries(4):  # however many of either
        panels.own_panels(ask(agreements_officer), agreement, Notes())


def test_the_timeline_tells_each_day_once(auditor, mexico):
    agreement = factories.agreement(mexico, requested_on="2005", signed_on="2007", in_force_on="2008")
    factories.party_action(agreement, mexico, "requested", "2005")
    factories.party_action(agreement, mexico, "ratified", "2007-11")
    factories.party_action(agreement, mexico, "notified", "")
    found = panels.agreement_events(ask(auditor), agreement, Notes())

    assert sorted(event.on for event in found) == ["2005", "2007", "2007-11", "2008"]


# ── A partner ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def kin(db):
    """A union, its commission and a directorate of it."""
    union = factories.partner("eu", "union")
    commission = factories.partner("eu-commission", "administration", parent=union)
    return union, commission, factories.partner("eu-taxud", "administration", parent=commission)


def titles(panel):
    return [[row["title"] for row in rows] for _title, rows in panel.context["groups"]]


def test_a_partner_shows_its_own_its_parts_and_what_it_belongs_to(auditor, kin):
    for partner, name in zip(kin, ("union", "commission", "directorate"), strict=True):
        factories.agreement(partner, title_en=name)
    union, commission, directorate = kin

    assert titles(theirs(auditor, union)["agreements"]) == [["union"], ["commission", "directorate"]]
    assert titles(theirs(auditor, commission)["agreements"]) == [["commission"], ["directorate"], ["union"]]
    assert titles(theirs(auditor, directorate)["agreements"]) == [["directorate"], ["commission", "union"]]


def test_a_department_shows_what_is_administered_for_it(auditor):
    country, _agency = factories.home()
    department = factories.partner("ca-gac", "department", parent=country)
    factories.agreement(kind="convention", administered_for=department)
    factories.act(department=department)
    factories.agreement(country, factories.partner("mx"))
    shown = theirs(auditor, department)

    assert shown["administered"].count == 2
    assert shown["agreements"].count == 0


def test_a_request_without_an_answer_stands_open_in_the_partners_dossier(auditor, mexico):
    agreement = factories.agreement(mexico)
    factories.party_action(agreement, mexico)

    assert theirs(auditor, mexico)["requests"].open
    assert "requests" not in theirs(auditor, mexico, "2010-01-01")


def test_a_partner_without_instruments_says_so(auditor, mexico):
    panel = theirs(auditor, mexico)["agreements"]

    assert (panel.count, panel.template) == (0, "")
    assert panel.empty


def test_a_dossier_of_a_partner_costs_few_queries(auditor, kin, django_assert_max_num_queries):
    for partner in kin * 5:
        factories.party_action(factories.agreement(partner), partner)

    with django_assert_max_num_queries(4):
        panels.partner_panels(ask(auditor), kin[1], Notes())
        panels.partner_events(ask(auditor), kin[1], Notes())


def test_the_partners_timeline_tells_of_its_instruments(auditor, mexico):
    agreement = factories.agreement(mexico, title_en="Memorandum", requested_on="2005", signed_on="2007")
    factories.party_action(agreement, mexico, "requested", "2005")
    factories.party_action(agreement, mexico, "requested_update", "2015")
    found = panels.partner_events(ask(auditor), mexico, Notes())

    assert [(event.on, event.title) for event in found] == [
        ("2005", "Asked for: Memorandum"), ("2007", "Signed: Memorandum"), ("2015", "Mexico: asked to update it"),
    ]  # fmt: skip


def test_nothing_of_what_is_marked_higher_is_told(reader, mexico):
    closed = factories.agreement(mexico, marking="protected_a")
    factories.party_action(closed, mexico)
    shown = theirs(reader, mexico)

    assert shown["agreements"].count == 0
    assert panels.partner_events(ask(reader), mexico, Notes()) == []
