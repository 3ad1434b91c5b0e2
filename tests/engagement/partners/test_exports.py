import csv
import io

import pytest
from django.utils import translation

from entente.engagement.partners import exports
from entente.engagement.partners.models import Presence
from entente.kit import export
from entente.kit.table import check_chosen, read
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db
NAMES = [register.name for register in exports.REGISTERS]


@pytest.fixture
def record(editions, mexico):
    """One of everything the registers show."""
    then, now = editions
    whole = factories.place("US", "United States", "États-Unis", acronym_en="USA", acronym_fr="É.-U.")
    service = factories.partner(
        "Customs Service", name_fr="Service des douanes", key="mx-customs", parent=mexico,
        country=mexico.country, owner=factories.unit(), source=factories.source(), place="Chart 2",
    )  # fmt: skip
    core = factories.tier(now)
    factories.standing(now, mexico, tier=core, tests_met_en="Is near.", tests_met_fr="Est proche.")
    factories.standing(then, whole, tier_gap="[redacted]", in_scope=False)
    factories.office(service, starts_on="2019-05", location="Ottawa")
    factories.succession(service, factories.partner("Customs Agency", key="mx-agency"))
    factories.aim(now, mexico, objective=factories.objective(now))
    Presence.objects.create(partner=mexico, kind="counsellor", as_of="2008")
    return service


def rows(register, ask, lang="en"):
    with translation.override(lang):
        text = b"".join(export.stream(register, ask, "csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_partners_go_out_with_every_column(record, ask_as):
    found = {row["Key"]: row for row in rows(exports.PARTNERS, ask_as())}

    assert found["mx-customs"] == {
        "Name": "Customs Service",
        "Kind": "administration",
        "Country or whole": "Mexico",
        "Standing": "",
        "In scope": "",
        "Subjects": "",
        "Responsible office": "International Desk",
        "As of": "2008",
        "Sector": "",
        "Key": "mx-customs",
        "Name in English": "Customs Service",
        "Name in French": "Service des douanes",
        "Acronym in English": "",
        "Acronym in French": "",
        "Country code": "MX",
        "Key of the whole": "mx",
        "Exists from": "",
        "Exists to": "",
        "Marking": "Unclassified",
        "Source": "framework-2008",
        "Place in the source": "Chart 2",
    }
    assert (found["mx"]["Standing"], found["mx"]["In scope"], found["mx"]["Subjects"]) == (
        "Core",
        "True",
        "goods, people",
    )


@pytest.mark.parametrize("register", exports.REGISTERS, ids=NAMES)
def test_headings_and_values_follow_the_language(register, record, ask_as):
    french, english = rows(register, ask_as(), "fr"), rows(register, ask_as())

    assert len(french) == len(english) > 0
    assert all(None not in row for row in french)


def test_standings_say_marks_and_scope(record, ask_as):
    found = {row["Key"]: row for row in rows(exports.STANDINGS, ask_as())}

    assert (found["us"]["Tier"], found["us"]["In scope"]) == ("[redacted]", "False")
    assert (found["mx"]["Tier"], found["mx"]["Tests met"]) == ("Core", "Is near.")


def test_contacts_successions_and_aims_go_out(record, ask_as):
    contact, passed, aim = (rows(one, ask_as())[0] for one in (exports.CONTACTS, exports.SUCCESSIONS, exports.AIMS))

    assert (contact["Office held"], contact["Place"], contact["From"]) == ("Attaché in Ottawa", "Ottawa", "2019-05")
    assert (passed["Key before"], passed["What happened"], passed["Key after"]) == ("mx-customs", "split", "mx-agency")
    assert (aim["What we want"], aim["Objective it serves"]) == ("Sign an agreement.", "Push the border out")


@pytest.mark.parametrize("register", exports.REGISTERS, ids=NAMES)
def test_a_page_costs_few_queries_however_many_rows(register, record, ask_as, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        listing = read(register, ask_as(), {})
    with django_assert_max_num_queries(7):
        read(register, ask_as(on="2022-01-01"), {})

    assert listing.count == listing.shown > 0


@pytest.mark.parametrize("register", exports.REGISTERS, ids=NAMES)
def test_every_sortable_column_sorts_both_ways_in_both_languages(register, record, ask_as):
    for lang in ("en", "fr"):
        with translation.override(lang):
            for column in register.columns:
                if column.sort:
                    up = [row.pk for row in register.ordered(ask_as(), column.key)]
                    down = [row.pk for row in register.ordered(ask_as(), f"-{column.key}")]
                    assert up == down[::-1]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"kind": "abroad"}, {"mx", "us", "mx-customs", "mx-agency"}),
        ({"kind": "home"}, set()),
        ({"kind": "country"}, {"mx", "us"}),
        ({"tier": "any"}, {"mx"}),
        ({"tier": "any", "edition": "isf-2008"}, {"us"}),
        ({"tier": "isf-2023.core"}, {"mx"}),
        ({"subject": "goods"}, {"mx"}),
        ({"q": "USA"}, {"us"}),
        ({"no_owner": "1"}, {"mx", "us", "mx-agency"}),
        ({"no_contact": "1"}, {"us", "mx-agency"}),
        ({"no_aim": "1"}, set()),
    ],
)
def test_conditions_narrow_the_list(record, ask_as, asked, keys):
    ask = ask_as(**asked)
    check_chosen(exports.PARTNERS, ask)

    assert {row.key for row in exports.PARTNERS.ordered(ask)} == keys


@pytest.mark.parametrize(
    ("register", "asked", "many"),
    [
        (exports.STANDINGS, {"edition": "isf-2023"}, 1),
        (exports.STANDINGS, {"out": "1"}, 1),
        (exports.STANDINGS, {"no_tier": "1"}, 1),
        (exports.STANDINGS, {"kind": "union"}, 0),
        (exports.CONTACTS, {"q": "ottawa"}, 1),
        (exports.CONTACTS, {"q": "DOUANES"}, 1),
        (exports.CONTACTS, {"role": "head"}, 0),
        (exports.CONTACTS, {"kind": "administration"}, 1),
        (exports.SUCCESSIONS, {"kind": "rename"}, 0),
        (exports.AIMS, {"edition": "isf-2008"}, 0),
        (exports.AIMS, {"no_objective": "1"}, 0),
        (exports.AIMS, {"kind": "country"}, 1),
    ],
)
def test_conditions_narrow_the_other_lists(record, ask_as, register, asked, many):
    ask = ask_as(**asked)
    check_chosen(register, ask)

    assert register.ordered(ask).count() == many


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_usual_questions_are_questions_the_list_understands(record, ask_as, lang):
    from urllib.parse import parse_qsl

    with translation.override(lang):
        for label, query in exports.usual():
            asked = dict(parse_qsl(query.lstrip("?")))
            sort = asked.pop("sort", "")
            check_chosen(exports.PARTNERS, ask_as(**asked))
            assert label
            assert not sort or exports.PARTNERS.column(sort).sort


def test_a_country_is_listed_under_its_name_of_the_day(ask_as):
    from entente.foundation.reference.models import CountryName

    partner = factories.place("SZ", "Eswatini", "Eswatini")
    CountryName.objects.create(
        country=partner.country, kind="former", name_en="Swaziland", name_fr="Swaziland", ends_on="2018-04-18"
    )
    factories.partner("Revenue Service", country=partner.country)

    then, now = rows(exports.PARTNERS, ask_as(on="2010-01-01")), rows(exports.PARTNERS, ask_as())

    assert {row["Name"] for row in then} == {"Swaziland", "Revenue Service"}
    assert {row["Country or whole"] for row in then} == {"", "Swaziland"}
    assert {row["Name"] for row in now} == {"Eswatini", "Revenue Service"}
