import pytest
from django.utils.translation import override

from entente.engagement.facts import queries
from entente.engagement.facts.models import Statistic
from entente.foundation.people.roles import Marking, Role
from entente.foundation.reference.models import Country
from entente.kit.table import Ask

from . import factories

TODAY = "2026-01-01"


@pytest.fixture
def ships(desk_officer):
    """A fact with figures of three years, two of which disagree, and one foreseen."""
    fact = factories.fact(desk_officer)
    factories.figure(fact, 412, "2016", by=desk_officer)
    factories.figure(fact, 437, "2017", by=desk_officer, qualifier="about")
    factories.figure(fact, 440, "2017", by=desk_officer)
    factories.figure(fact, 900, "2050", by=desk_officer, qualifier="projection")
    return fact


def asked(person, on=TODAY, **chosen):
    return Ask(person, on, chosen=chosen)


def test_conflicts_name_the_fact_the_time_and_the_sources(ships, reader, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = queries.conflicts(reader, TODAY)
        said = (str(found.statistic), found.when, [str(value.source) for value in found.values])

    assert said == ("Ships seen", "2017", ["Annual report", "Annual report"])
    assert queries.in_conflict(reader, TODAY) == {ships.pk}


def test_a_conflict_is_not_known_before_its_sources_speak(ships, reader):
    assert queries.conflicts(reader, "2018-12-31") == []
    assert queries.in_conflict(reader, "2018-12-31") == set()


def test_conflicts_of_facts_one_may_not_see_are_not_told(ships, open_account, desk_officer):
    Statistic.objects.filter(pk=ships.pk).update(marking=Marking.PROTECTED_B)
    low = open_account(Role.EXECUTIVE, username="low", clearance=Marking.PROTECTED_A)

    assert queries.conflicts(low, TODAY) == []
    assert len(queries.conflicts(desk_officer, TODAY)) == 1


def test_conflicts_cost_the_same_however_many_there_are(ships, desk_officer, django_assert_num_queries):
    for year in range(2000, 2010):
        factories.figure(ships, year, str(year), by=desk_officer)
        factories.figure(ships, year + 1, str(year), by=desk_officer)

    with django_assert_num_queries(1):
        assert len(queries.conflicts(desk_officer, TODAY)) == 11


def test_conflicts_come_by_name_of_the_fact(ships, desk_officer):
    other = factories.fact(desk_officer, name_en="Áircraft", name_fr="Aéronefs")
    factories.figure(other, 1, by=desk_officer)
    factories.figure(other, 2, by=desk_officer)

    assert [str(one.statistic) for one in queries.conflicts(desk_officer, TODAY)] == ["Áircraft", "Ships seen"]


def test_the_newest_value_is_the_latest_that_happened(ships, reader):
    values = queries.values_of(ships, TODAY)

    assert [(value.period, value.plain) for value in values] == [
        ("2017", 437),
        ("2017", 440),
        ("2016", 412),
        ("2050", 900),
    ]
    assert [one.period for one in queries.statistics(asked(reader)).get().known] == [v.period for v in values]


def test_a_range_counts_by_its_end_and_a_bare_day_by_the_source(desk_officer):
    fact = factories.fact(desk_officer)
    factories.figure(fact, 1, "2013/2017", by=desk_officer)
    factories.figure(fact, 2, "2016", by=desk_officer)
    factories.figure(fact, 3, "", by=desk_officer, as_of="2019-06")

    assert [value.plain for value in queries.values_of(fact, TODAY)] == [3, 1, 2]


def test_nothing_is_known_before_somebody_vouched_for_it(ships, reader):
    assert queries.values_of(ships, "2018-12-31") == []
    assert queries.statistics(asked(reader, "2009-12-31")).count() == 0
    assert queries.statistics(asked(reader, "2010-01-01")).get().known == []


def test_series_keep_units_apart(desk_officer):
    fact = factories.fact(desk_officer, name_en="Fentanyl")
    factories.figure(fact, 4263, "2018", unit="g", by=desk_officer)
    factories.figure(fact, 368, "2018", unit="doses", by=desk_officer)
    factories.figure(fact, 11952, "2017", unit="g", by=desk_officer)

    series = queries.series(queries.values_of(fact, TODAY))

    assert [(unit, [one.plain for one in rows]) for unit, rows in series] == [("g", [11952, 4263]), ("doses", [368])]


@pytest.mark.parametrize(
    ("words", "found"), [("ships", 1), ("NAVIRES aperçus", 1), ("apercus", 1), ("ships submarine", 0), ("", 1)]
)
def test_facts_are_found_by_words_of_either_language(ships, reader, words, found):
    assert queries.named(queries.statistics(asked(reader)), words).count() == found
    assert queries.named(queries.all_values(asked(reader)), words, "statistic__").count() == found * 4


def test_a_fact_is_found_by_what_a_source_states(desk_officer):
    fact = factories.fact(desk_officer, kind="text", name_en="City of the officer")
    factories.statement(fact, "Sydney", by=desk_officer)

    assert queries.named(queries.statistics(asked(desk_officer)), "sydney").get() == fact


@pytest.fixture
def countries(db):
    return [
        Country.objects.create(code=code, name_en=name, name_fr=name)
        for code, name in (("MX", "Mexico"), ("JP", "Japan"))
    ]


class Partner:
    def __init__(self, key, kind, country):
        self.key, self.kind, self.country_id = key, kind, country.pk


def test_a_country_has_its_own_facts_and_those_of_the_place(desk_officer, countries):
    mexico, japan = countries
    named = factories.fact(desk_officer, name_en="B named", partner="mx")
    placed = factories.fact(desk_officer, name_en="A placed", geography=mexico)
    factories.fact(desk_officer, name_en="C elsewhere", geography=japan, partner="jp")
    ask = asked(desk_officer)

    assert list(queries.about_partner(ask, Partner("mx", "country", mexico))) == [placed, named]
    assert list(queries.about_partner(ask, Partner("mx", "administration", mexico))) == [named]


def test_a_body_has_the_facts_that_name_it(desk_officer):
    fact = factories.fact(desk_officer, body="wco")

    assert list(queries.about_body(asked(desk_officer), Partner("wco", "organisation", fact))) == [fact]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_filters_offer_is_what_there_is(lang, desk_officer, countries):
    fact = factories.fact(desk_officer, geography=countries[0])
    factories.figure(fact, 1, by=desk_officer)
    ask = asked(desk_officer)

    with override(lang):
        assert [one.code for one in queries.places(ask)] == ["MX"]
        assert [one.key for one in queries.cited(ask)] == ["annual-report"]
        assert [code for code, _name in queries.units_in_use(ask)] == ["ships"]
        assert list(queries.owners(ask)) == []


def test_what_a_fact_is_about_is_read_from_the_index(desk_officer, loaded):
    with override("en"):
        about = queries.subjects(desk_officer, Statistic.objects.get(key="cbsa-jp-customs-instrument"))
        partners = dict(queries.named_partners(desk_officer))
        bodies = dict(queries.named_bodies(desk_officer))

        assert str(about["partner"].title) == "Japan"
        assert partners["mx"] == "Mexico"
        assert "wco" in bodies
    assert queries.subjects(desk_officer, Statistic()) == {}


def test_the_contradictions_of_the_shipped_editions_are_all_found(loaded, reader):
    found = {(one.statistic.key, one.values[0].period) for one in queries.conflicts(reader, "2026-01-01")}

    assert found >= {
        ("asylum-claims", "2017"),
        ("asylum-claims", "2018"),
        ("beyond-the-border-initiatives", "2011"),
        ("recalcitrant-countries-first", ""),
        ("irregular-arrivals-key-countries", ""),
        ("cbsa-ilo-australia-city", ""),
        ("cbsa-jp-customs-instrument", ""),
    }
