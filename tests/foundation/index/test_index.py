import pytest
from django.utils.translation import override

from entente.foundation.index import actions, queries
from entente.foundation.index.models import Record
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.models import Source
from entente.kit.finding import Entry
from entente.kit.stems import alternatives, stems


@pytest.fixture
def put(db):
    """Put something into the index: ``put("key", title_en, title_fr, text_en=…, marking=…)``."""

    def build(key, title_en="", title_fr="", **given):
        things = {"title_en": title_en or "?", "title_fr": title_fr or "?", "kind": "other"}
        thing, _new = Source.objects.get_or_create(key=key, defaults=things)
        offered = {"kind": "source", "address": ("sources:source", key), "title_en": title_en, "title_fr": title_fr}
        actions.put([Entry(thing=thing, **offered | given)])
        return thing

    return build


def keys(question, person):
    return [record.address.split()[-1] for record in queries.found(question, person=person)]


# ── words ─────────────────────────────────────────────────────────────────────────────────────────


def test_words_are_kept_as_they_stand_and_stemmed_in_their_language():
    kept = stems("Signed agreements", "Accords signés").split()

    assert {"agreements", "agreement", "signed", "sign", "accords", "accord", "signes"} <= set(kept)
    assert kept == sorted(set(kept))


def test_a_question_may_be_in_either_language():
    assert alternatives("Réunions") == [sorted({"reunions", "reunion"})]
    assert alternatives(" – ") == []


@pytest.mark.parametrize(
    "question",
    [
        "agreement",
        "agreements",
        "AGREED",
        "accord",
        "accords",
        "assistance douaniere",
        "douanières",
        "customs mutual",
        "mutual customs",
        "entraide cooperation",
        "cote d ivoire",
        "Côte d’Ivoire",
        "œuvre",
        "oeuvre",
    ],
)
def test_words_are_found_by_their_stem_without_accents_in_either_language(put, reader, question):
    put(
        "a",
        "Customs agreement agreed with Côte d’Ivoire",
        "Accord d’assistance mutuelle en matière douanière, mise en œuvre",
        text_en="Mutual help and cooperation",
        text_fr="Entraide",
    )

    assert keys(question, reader) == ["a"]


@pytest.mark.parametrize("question", ["", "  ", "–", "%", '"', "agreement -", "*", "OR", "NEAR(a b)", "a:b", "'; --"])
def test_signs_mean_nothing_and_break_nothing(put, reader, question):
    put("a", "Customs agreement", "Accord douanier")

    assert keys(question, reader) in ([], ["a"])


def test_every_word_must_be_there(put, reader):
    put("a", "Customs agreement", "Accord douanier")

    assert keys("customs agreement", reader) == ["a"]
    assert keys("customs treaty", reader) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [("mex", ["a"]), ("customs mex", ["a"]), ("mex customs", []), ("me", []), ("mexico", ["a"]), ("exico", [])],
)
def test_the_last_word_may_be_a_beginning_of_three_letters(put, reader, question, found):
    put("a", "Customs in Mexico", "Douanes au Mexique")

    assert keys(question, reader) == found


def test_acronyms_and_keys_are_found_and_not_shown(put, reader):
    put("a", "World Customs Organization", "Organisation mondiale des douanes", more="WCO OMD wco")

    assert keys("omd", reader) == ["a"]
    assert "wco" not in Record.objects.get().text_en


# ── order and count ───────────────────────────────────────────────────────────────────────────────


def test_what_is_called_so_comes_first_then_what_begins_so_then_titles_then_the_rest(put, reader):
    put("rest", "Aardvark", "Oryctérope", text_en="About customs")
    put("holds-z", "Zeal of customs", "Zèle des douanes")
    put("holds-a", "Áccess to customs", "Accès aux douanes")
    put("begins", "Customs of Zanzibar", "Douanes de Zanzibar")
    put("called", "Customs", "Douanes")

    with override("en"):
        assert keys("customs", reader) == ["called", "begins", "holds-a", "holds-z", "rest"]


def test_the_order_follows_the_language_of_the_reader(put, reader):
    put("a", "Alpha customs", "Zeta douanes")
    put("z", "Zeta customs", "Alpha douanes")

    with override("en"):
        assert keys("customs", reader) == ["a", "z"]
    with override("fr"):
        assert keys("douanes", reader) == ["z", "a"]


def test_the_count_is_exact_and_costs_one_query(put, reader, django_assert_num_queries):
    for number in range(60):
        put(f"s{number}", f"Report {number}", f"Rapport {number}", marking=Marking.values[number % 3])

    with django_assert_num_queries(1):
        assert queries.found("report", person=reader).count() == 20
    with django_assert_num_queries(1):
        assert len(queries.found("report", person=reader)[:50]) == 20


# ── visibility ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("clearance", Marking.values)
def test_nobody_finds_what_the_clearance_does_not_allow(put, open_account, clearance):
    for marking in Marking.values:
        put(marking.replace("_", "-"), f"Report {marking}", "", marking=marking)
    person = open_account(Role.READER, clearance=clearance)

    allowed = Marking.values[: Marking.values.index(clearance) + 1]
    assert {record.marking for record in queries.found("report", person=person)} == set(allowed)
    assert queries.with_address("sources:source", person=person).count() == len(allowed)
    addresses = [f"sources:source {marking.replace('_', '-')}" for marking in Marking.values]
    assert queries.at_addresses(addresses, person=person).count() == len(allowed)


# ── keeping in step ───────────────────────────────────────────────────────────────────────────────


def test_what_changes_is_found_under_its_new_words_only(put, reader):
    put("a", "Draft treaty", "Projet de traité")
    put("a", "Signed convention", "Convention signée")

    assert keys("treaty", reader) == []
    assert keys("traité", reader) == []
    assert keys("convention", reader) == ["a"]
    assert queries.count() == 1


def test_a_marking_that_rises_hides_at_once(put, reader):
    put("a", "Report", "Rapport")
    put("a", "Report", "Rapport", marking=Marking.PROTECTED_B)

    assert keys("report", reader) == []


def test_what_is_dropped_is_not_found_any_more(put, reader):
    thing = put("a", "Report", "Rapport")

    actions.drop(thing)

    assert keys("report", reader) == []
    assert queries.count() == 0


def test_rebuilding_one_kind_leaves_the_others(put, reader, desk_officer):
    thing = put("a", "Report", "Rapport")
    put("b", "Report two", "Rapport deux")
    person = Entry(
        thing=desk_officer, kind="person", address=("people:account", "1"), title_en="Report officer", title_fr=""
    )
    actions.put([person])

    assert actions.rebuild("sources.source", [Entry(thing, "source", ("sources:source", "a"), "Report", "")]) == 1

    assert sorted(record.label for record in queries.found("report", person=reader)) == [
        "people.person",
        "sources.source",
    ]


def test_a_title_in_one_language_serves_both(put, reader):
    put("a", "", "Entraide douanière")

    with override("en"):
        record = queries.found("entraide", person=reader).get()
        assert record.title == "Entraide douanière"


def test_the_shipped_editions_are_all_in_the_index(loaded, reader):
    from entente.config import packages

    assert queries.count() == packages.offered() > 400
    assert "asylum-claims" in keys("demandes asile", reader)
    assert "mx" in keys("mexique", reader)
    assert keys("frontière intelligente", reader)
