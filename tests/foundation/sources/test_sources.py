import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.facts import actions as facts
from entente.engagement.facts.imports import SHEETS as FACT_SHEETS
from entente.engagement.facts.models import Statistic, Value
from entente.engagement.partners.models import Partner
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources import policy, queries
from entente.foundation.sources.exports import CORRECTIONS, PACKAGES, REGISTERS, SOURCES
from entente.foundation.sources.models import Correction, Package, Source
from entente.foundation.sources.search import entry
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask, read, records

TODAY = "2026-01-01"


def get(client, name, *args, lang="en", **asked):
    with override(lang):
        return client.get(reverse(f"sources:{name}", args=args), asked)


def text_of(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def listing(register, person, **asked):
    chosen = {one.name: asked[one.name] for one in register.filters if one.name in asked}
    return read(register, Ask(person, TODAY, chosen=chosen), asked)


def brought() -> int:
    """How many corrections the loaded packages themselves hold."""
    return Correction.objects.filter(package__isnull=False).count()


@pytest.fixture
def corrected(loaded, desk_officer):
    """A figure that a person corrected, and a name whose correction was withdrawn."""
    value = Value.objects.get(statistic__key="rcm-members")
    facts.correct(value, FACT_SHEETS[1], field="number", text="12", reason="One more joined.", by=desk_officer)
    fact = Statistic.objects.get(key="isf-cycle")
    standing = facts.correct(
        fact, FACT_SHEETS[0], field="name_en", text="Length of the cycle", reason="Shorter.", by=desk_officer
    )
    facts.withdraw(standing, fact, FACT_SHEETS[0], reason="The name was right.", by=desk_officer)
    return value


# ── policy ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ["view", "view_package", "export"])
def test_everyone_reads_sources_and_packages(role, act, open_account):
    assert policy.SOURCES.allows(open_account(role), act)
    assert not policy.SOURCES.allows(open_account(role, username="other", email="o@example.org"), "burn")


@pytest.mark.parametrize("clearance", Marking.values)
def test_asking_for_many_corrections_agrees_with_asking_for_one(corrected, open_account, clearance):
    Statistic.objects.filter(key="rcm-members").update(marking=Marking.PROTECTED_A)
    Statistic.objects.filter(key="isf-cycle").update(marking=Marking.PROTECTED_B)
    person = open_account(Role.READER, username="cleared", clearance=clearance)

    seen = {one.pk for one in Correction.objects.all() if policy.SOURCES.allows(person, "view_correction", one)}

    assert set(policy.corrections_for(person).values_list("pk", flat=True)) == seen
    assert len(seen) - brought() == Marking.values.index(clearance)


def test_what_a_record_hangs_on_is_found_by_looking_at_the_tables():
    assert policy.marked_parents(Value) == ["statistic"]
    assert policy.is_marked(Partner)
    assert Value in policy.marked_models()
    assert queries.title_path(Value, "en") == "statistic__name_en"
    assert queries.title_path(Partner, "fr") == "name_fr"


def test_every_kind_of_row_that_cites_has_a_title():
    assert [model for model in policy.citing_models() if not queries.title_path(model, "en")] == []


# ── registers ─────────────────────────────────────────────────────────────────────────────────────


def test_the_register_of_sources_names_the_package_that_brought_them(loaded, reader):
    row = next(row for row in records(SOURCES, Ask(reader, TODAY)) if row["key"] == "wco-news-2015")

    assert (row["package"], row["published_on"], row["language"]) == ("cbsa-2015", "2015-06-03", "English")
    assert row["url"].startswith("http")


@pytest.mark.parametrize(("words", "found"), [("coordinated border", 1), ("CADRE strategique", 2), ("no such", 0)])
def test_sources_are_found_by_title_and_publisher_in_either_language(loaded, reader, words, found):
    assert listing(SOURCES, reader, q=words).count >= found
    assert (listing(SOURCES, reader, q=words).count == 0) is (found == 0)


def test_the_register_of_packages_counts_rows_and_files(loaded, reader):
    rows = {row["name"]: row for row in records(PACKAGES, Ask(reader, TODAY))}

    assert list(rows) == ["cbsa-2008", "cbsa-2015", "cbsa-2017", "cbsa-2019", "cbsa-2023", "cbsa-public"]
    package = Package.objects.get(name="cbsa-2019")
    assert rows["cbsa-2019"]["rows"] == package.rows.count() > 400
    assert rows["cbsa-2019"]["files"] == package.files.count()


def test_the_register_of_corrections_shows_both_sides(corrected, reader):
    row = next(one for one in records(CORRECTIONS, Ask(reader, TODAY)) if one["label"] == "facts.value")

    assert row["record"] == "Members of the Regional Conference on Migration"
    assert (row["kind"], row["field"]) == ("Value", "Figure")
    assert (row["source_says"], row["we_say"], row["reason"]) == ("11", "12", "One more joined.")
    assert (row["by"], row["label"], row["pk"]) == ("desk_officer", "facts.value", corrected.pk)


@pytest.mark.parametrize(("show", "count"), [("", 1), ("standing", 1), ("withdrawn", 1), ("all", 2)])
def test_withdrawn_corrections_are_shown_on_request(corrected, reader, show, count):
    asked = {"show": show} if show else {}

    assert listing(CORRECTIONS, reader, **asked).count == count + (brought() if show != "withdrawn" else 0)


def test_what_a_package_corrected_names_it_and_its_source(loaded, reader):
    rows = [one for one in records(CORRECTIONS, Ask(reader, TODAY)) if one["record"].startswith("North American Free")]

    assert {one["by"] for one in rows} == {"Other public sources, 2009 to 2025"}
    assert all("(Order Fixing" in one["reason"] for one in rows if one["we_say"] in ("2020-07-01", "ended"))


def test_corrections_can_be_narrowed(corrected, reader):
    assert listing(CORRECTIONS, reader, kind="facts.value").count == 1
    assert listing(CORRECTIONS, reader, changed="1").count == 0


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_page_of_a_register_costs_few_queries(corrected, reader, register, lang, django_assert_max_num_queries):
    with override(lang), django_assert_max_num_queries(3):
        assert listing(register, reader).count


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
@pytest.mark.parametrize("down", ["", "-"])
def test_every_column_that_sorts_gives_every_row(corrected, reader, register, down):
    for column in register.columns:
        if column.sort:
            page = listing(register, reader, sort=f"{down}{column.key}")
            assert page.count == page.shown, column.key


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("index", []),
        ("packages", []),
        ("corrections", []),
        ("source", ["isf-2019"]),
        ("package", ["cbsa-2019"]),
    ],
)
def test_pages_answer_in_both_languages(as_person, reader, corrected, name, args, lang):
    assert get(as_person(reader), name, *args, lang=lang).status_code == 200


def test_the_page_of_a_source_counts_what_rests_on_it(as_person, reader, loaded, django_assert_max_num_queries):
    client = as_person(reader)
    with django_assert_max_num_queries(7):
        page = text_of(get(client, "source", "wco-news-2015"))

    values = Value.objects.filter(source__key="wco-news-2015").count()
    assert f'Values</a></th><td class="number">{values}</td>' in page
    assert "/en/facts/values/?source=wco-news-2015" in page
    assert "Partnerships beyond our borders, 2" in page
    assert 'href="/en/sources/packages/cbsa-2015/"' in page


def test_what_one_may_not_see_is_not_counted(loaded, open_account):
    source = Source.objects.get(key="wco-news-2015")
    low = open_account(Role.READER, username="low", clearance=Marking.UNCLASSIFIED)
    before = sum(one.many for one in queries.citing(source, low))
    values = Value.objects.filter(source=source, statistic__key="cbsa-creation").count()

    Statistic.objects.filter(key="cbsa-creation").update(marking=Marking.PROTECTED_A)

    assert sum(one.many for one in queries.citing(source, low)) == before - values - 1


def test_every_source_and_every_package_has_a_page(as_person, reader, loaded):
    client = as_person(reader)

    for key in Source.objects.values_list("key", flat=True):
        assert get(client, "source", key).status_code == 200, key
    for name in Package.objects.values_list("name", flat=True):
        assert get(client, "package", name).status_code == 200, name


def test_the_trail_leads_to_a_package_by_its_number(as_person, reader, loaded):
    one = Package.objects.latest("id")

    assert get(as_person(reader), "package", one.pk).url.endswith(f"/{one.name}/")
    assert get(as_person(reader), "package", "999999").status_code == 404


def test_the_page_of_a_package_says_when_it_came_and_what_it_held(as_person, reader, loaded):
    page = text_of(get(as_person(reader), "package", "cbsa-2019"))

    assert "statistics.csv" in page
    assert "kept as it came" in page  # package.yaml
    assert "package loaded, tests" in page


def test_a_source_that_nothing_cites_says_so(as_person, reader):
    Source.objects.create(key="lonely", title_en="Lonely", title_fr="Seule", kind="other")

    assert "Nothing in the record cites this document." in text_of(get(as_person(reader), "source", "lonely"))
    assert get(as_person(reader), "source", "unheard-of").status_code == 404


def test_taking_a_list_away_is_noted(as_person, reader, corrected):
    response = get(as_person(reader), "corrections", format="csv", show="all")

    assert b"One more joined." in b"".join(response.streaming_content)
    assert Entry.objects.filter(verb="export", subject="register:corrections").count() == 1


# ── what other pages borrow ───────────────────────────────────────────────────────────────────────


def test_the_same_place_keeps_its_number_on_a_page(loaded):
    notes = queries.Notes()
    values = list(Value.objects.filter(statistic__key="asylum-claims").select_related("source").order_by("id"))

    numbers = [notes.cite(value)["number"] for value in values]

    assert set(numbers) == {1, 2}
    assert [one["number"] for one in notes.listed] == [1, 2]
    assert notes.listed[0]["link"] == "/en/sources/isf-2019/"
    assert notes.cite(None) is None
    assert notes.cite(Value()) is None


def test_a_source_can_be_found(loaded):
    offered = entry(Source.objects.get(key="isf-2019"))

    assert offered.address == ("sources:source", "isf-2019")
    assert offered.kind == "source"
    assert offered.title_fr.startswith("Cadre")
