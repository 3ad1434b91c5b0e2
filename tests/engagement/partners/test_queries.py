import pytest

from entente.engagement.partners import queries
from entente.engagement.partners.models import Partner
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import CountryName
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db


def keys(rows):
    return {row.key for row in rows}


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2007-12-31", None),
        ("2008-01-01", "isf-2008"),
        ("2019-03-31", "isf-2008"),
        ("2019-04-01", "isf-2019"),  # both cover it: the one that began later counts
        ("2022-03-31", "isf-2019"),
        ("2022-04-01", "isf-2019"),  # between two editions the last one goes on
        ("2023-05-01", "isf-2023"),
    ],
)
def test_the_edition_of_a_day_is_the_decided_one_whose_period_holds_it(ask_as, editions, day, edition):
    factories.edition("isf-2019", starts_on="2019-04", ends_on="2022-03")
    factories.edition("isf-2024", starts_on="2000", ends_on="", state="draft")

    found = queries.edition_asked(ask_as(on=day))

    assert (found.key if found else None) == edition


def test_an_edition_may_be_chosen_even_a_draft(ask_as, editions):
    draft = factories.edition("isf-2030", starts_on="2030", state="draft")

    assert queries.edition_asked(ask_as(edition="isf-2030")) == draft
    assert queries.edition_asked(ask_as(edition="nothing")) is None


def test_an_edition_without_a_year_in_its_title_is_called_with_it(editions):
    plain = factories.edition("isf-2005", starts_on="2005-03", title_en="Strategic Framework")

    assert str(queries.called(plain)) == "Strategic Framework (2005)"
    assert str(queries.called(editions[0])) == "Framework 2008"


def test_a_partner_carries_its_standing_in_the_edition_of_the_day(ask_as, editions, mexico):
    then, now = editions
    factories.standing(then, mexico, tier=factories.tier(then))
    factories.standing(now, mexico, tier_gap="[blank]", in_scope=False)

    row = queries.partners(ask_as(on="2010-01-01")).get()
    assert (row.tier_en, row.tier_position, row.in_scope) == ("Core", 1, True)

    row = queries.partners(ask_as()).get()
    assert (row.tier_en, row.tier_gap, row.in_scope) == (None, "[blank]", False)

    row = queries.partners(ask_as(edition="isf-2008")).get()
    assert row.tier_fr == "Central"


def test_a_list_shows_who_stood_on_the_day_and_nobody_before_a_source_speaks(ask_as):
    factories.partner(key="old", starts_on="1990", ends_on="2003-12")
    factories.partner(key="late", as_of="2023")
    factories.partner(key="steady", starts_on="1990")

    assert keys(queries.partners(ask_as(on="2003-12-31"))) == {"old", "steady"}
    assert keys(queries.partners(ask_as(on="2004-01-01"))) == {"steady"}
    assert keys(queries.partners(ask_as())) == {"late", "steady"}


def test_nothing_is_told_of_a_whole_above_the_clearance(ask_as):
    secret = factories.partner("Secret union", key="secret", marking=Marking.PROTECTED_B)
    factories.partner(key="part", parent=secret)

    low = queries.partners(ask_as(Marking.UNCLASSIFIED)).get()
    high = queries.partners(ask_as()).get(key="part")

    assert (low.whole_key, low.whole_en) == (None, None)
    assert high.whole_key == "secret"


@pytest.mark.parametrize("words", ["mexi", "MÉXI", "mexique", "  mexico ", "aztec", "mx1"])
def test_a_partner_is_found_in_both_languages_by_acronym_and_by_other_names(ask_as, mexico, words):
    CountryName.objects.create(country=mexico.country, kind="alias", name_en="Aztec land", name_fr="")
    mexico.country.known_as = mexico.country.sounds()
    mexico.country.save()
    Partner.objects.filter(pk=mexico.pk).update(acronym_en="MX1")
    factories.place("FR", "France", "France")

    assert keys(queries.matching(queries.partners(ask_as()), words)) == {"mx"}


def test_a_region_holds_countries_and_what_is_theirs(ask_as):
    within = factories.country("FR", "France", "France", region=factories.region())
    factories.place("MX")
    factories.place("FR", "France", "France", country=within)
    factories.partner(key="fr-customs", country=within)

    found = queries.in_region(queries.partners(ask_as()), "europe", ask_as().person)

    assert keys(found) == {"fr", "fr-customs"}


def test_what_is_missing_can_be_asked_for(ask_as, editions, mexico):
    now, ask = editions[1], ask_as()
    agency = factories.partner("Our agency", key="own", kind="own")
    part = factories.partner(key="part", parent=mexico, owner=factories.unit())
    factories.standing(now, mexico)
    factories.standing(now, agency, in_scope=False)
    rows = queries.partners(ask)

    assert keys(queries.without_owner(rows)) == {"mx"}
    assert keys(queries.without_contact(rows, ask.on)) == {"mx", "part"}
    assert keys(queries.without_aim(rows)) == {"mx"}

    factories.office(part)
    factories.aim(now, mexico)

    assert keys(queries.without_contact(rows, ask.on)) == set()
    assert keys(queries.without_aim(rows)) == set()


def test_a_contact_that_is_over_or_not_yet_there_is_none(ask_as, mexico):
    factories.office(mexico, starts_on="2010", ends_on="2012")
    rows = queries.partners(ask_as())

    assert keys(queries.without_contact(rows, "2013-01-01")) == {"mx"}
    assert keys(queries.without_contact(rows, "2009-12-31")) == {"mx"}
    assert keys(queries.without_contact(rows, "2012-12-31")) == set()


def test_a_tier_is_asked_of_its_own_edition(ask_as, editions, mexico):
    factories.standing(editions[0], mexico, tier=factories.tier(editions[0]))
    rows = queries.partners(ask_as())

    assert keys(queries.in_tier(rows, "isf-2008", "core")) == {"mx"}
    assert keys(queries.in_tier(rows, "isf-2023", "core")) == set()
    assert keys(queries.with_standing(rows)) == set()


def test_an_editions_partners_stand_tier_by_tier(ask_as, editions, mexico, django_assert_num_queries):
    edition = editions[0]
    key, core = factories.tier(edition, "key", position=2), factories.tier(edition)
    second, first, lost = factories.partner(), factories.partner(), factories.partner()
    factories.standing(edition, second, tier=core, position=2)
    factories.standing(edition, first, tier=core, position=1)
    factories.standing(edition, lost, tier_gap="[lost]")

    with django_assert_num_queries(2):  # and one more where a country has other names
        groups = queries.by_tier(ask_as().person, edition)

    assert [(one.tier, one.gap, [s.partner for s in one.standings]) for one in groups] == [
        (core, "", [first, second]),
        (key, "", []),
        (None, "[lost]", [lost]),
    ]


def test_a_whole_is_gathered_once(ask_as, editions, mexico, django_assert_max_num_queries, django_assert_num_queries):
    now, part = editions[1], factories.partner(parent=mexico)
    factories.standing(now, mexico)
    factories.aim(now, mexico)
    factories.office(part)
    factories.succession(part, factories.partner(parent=mexico))

    with django_assert_max_num_queries(8):
        whole = queries.whole(ask_as(), mexico)

    with django_assert_num_queries(0):
        assert queries.whole(ask_as(), mexico) is whole
        assert whole.standing.edition == now
        assert [str(one.text) for one in whole.present_aims] == ["Sign an agreement."]
        assert len(whole.parts) == 2
        assert len(whole.successions) == 1
        assert whole.successors == []
        assert [one.partner for one in whole.present_offices] == [part]


def test_what_came_after_the_day_is_not_in_the_whole(ask_as, editions, mexico):
    for edition in editions:
        factories.standing(edition, mexico)
    factories.office(mexico, starts_on="2020")
    factories.succession(mexico, factories.partner(), on="2021")

    whole = queries.whole(ask_as(on="2010-01-01"), mexico)

    assert [one.edition for one in whole.standings] == [editions[0]]
    assert whole.offices == []
    assert whole.successions == []
