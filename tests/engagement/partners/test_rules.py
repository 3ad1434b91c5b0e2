"""PAR-1 to PAR-13: each refuses what it is for, and nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.engagement.partners import queries, rules
from entente.engagement.partners.models import Aim, Office, Partner, Standing, Succession
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(ask_as):
    """What the room knows of a partner, read anew."""

    def read(partner, **asked):
        return queries.whole(ask_as(**asked), Partner.objects.get(pk=partner.pk))

    return read


def codes(problem):
    """The codes of a problem, whether or not it stands at a field."""
    if problem is None:
        return set()
    errors = [e for many in problem.error_dict.values() for e in many] if hasattr(problem, "error_dict") else [problem]
    return {error.code for error in errors}


def test_par_1_a_partner_needs_an_office_of_primary_interest(whole, mexico):
    """PAR-1"""
    assert codes(rules.owner_named(whole(mexico))) == {"owner_missing"}

    mexico.owner = factories.unit()
    mexico.save()

    assert rules.owner_named(whole(mexico)) is None
    assert rules.owner_named(whole(factories.partner(kind="own"))) is None


def test_par_2_a_partner_needs_a_contact_here_or_with_a_part(whole, mexico):
    """PAR-2"""
    past = factories.office(mexico, ends_on="2010")
    assert codes(rules.contact_known(whole(mexico))) == {"contact_missing"}

    factories.office(factories.partner(parent=mexico))

    assert rules.contact_known(whole(mexico)) is None
    assert rules.contact_known(whole(mexico, on="2009-01-01")) is None
    assert past.is_over("2020-01-01")


def test_par_3_a_priority_partner_in_scope_needs_an_aim(whole, editions, mexico):
    """PAR-3"""
    then, now = editions
    assert rules.aim_set(whole(mexico)) is None

    standing = factories.standing(now, mexico)
    factories.aim(then, mexico)
    assert codes(rules.aim_set(whole(mexico))) == {"aim_missing"}

    Standing.objects.filter(pk=standing.pk).update(in_scope=False)
    assert rules.aim_set(whole(mexico)) is None

    Standing.objects.filter(pk=standing.pk).update(in_scope=True)
    factories.aim(now, mexico)
    assert rules.aim_set(whole(mexico)) is None


def test_par_4_a_tier_is_the_editions_own(editions, mexico):
    """PAR-4"""
    core = factories.tier(editions[0])

    assert rules.tier_of_edition(Standing(edition=editions[0], partner=mexico, tier=core)) is None
    assert rules.tier_of_edition(Standing(edition=editions[0], partner=mexico)) is None
    assert codes(rules.tier_of_edition(Standing(edition=editions[1], partner=mexico, tier=core))) == {"tier_strange"}


def test_par_5_a_tier_rests_on_something(editions, mexico):
    """PAR-5"""
    core = factories.tier(editions[0])

    assert codes(rules.standing_grounded(Standing(tier=core))) == {"grounds_missing"}
    assert rules.standing_grounded(Standing(tier=core, evidence_fr="Souvent.")) is None
    assert rules.standing_grounded(Standing(tier=core, tests_met_en="Is near.")) is None
    assert rules.standing_grounded(Standing()) is None


def test_par_6_ticked_tests_are_the_tiers(editions):
    """PAR-6"""
    core = factories.tier(editions[0])

    assert rules.tests_of_tier(Standing(tier=core), ticked={"Is near.": "core"}) is None
    assert codes(rules.tests_of_tier(Standing(tier=core), ticked={"Is far.": "key"})) == {"tests_strange"}
    assert codes(rules.tests_of_tier(Standing(), ticked={"Is near.": "core"})) == {"tests_strange"}


def test_par_7_succession_goes_in_no_circle():
    """PAR-7"""
    first, second, third = (factories.partner() for _ in range(3))
    known = [(first.pk, second.pk), (second.pk, third.pk)]
    back = Succession(from_partner=third, to_partner=first, kind="rename")

    assert codes(rules.no_circle(back, known=known)) == {"circle"}
    assert rules.no_circle(Succession(from_partner=third, to_partner=first, kind="transfer"), known=known) is None
    assert rules.no_circle(Succession(from_partner=first, to_partner=third, kind="rename"), known=known) is None


def test_par_8_a_country_has_its_code():
    """PAR-8"""
    assert codes(rules.country_known(Partner(kind="country"))) == {"country_missing"}
    assert rules.country_known(Partner(kind="country", country=factories.country())) is None
    assert rules.country_known(Partner(kind="organisation")) is None


def test_par_9_only_a_stakeholder_has_a_sector():
    """PAR-9"""
    assert codes(rules.sector_fits(Partner(kind="country", sector="air"))) == {"sector_strange"}
    assert rules.sector_fits(Partner(kind="stakeholder", sector="air")) is None
    assert rules.sector_fits(Partner(kind="country")) is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "found"),
    [
        ("2010", "2009", {"order"}),
        ("2010", "2010", set()),
        ("2010-05", "2010", set()),
        ("", "2009", set()),
        ("soon", "2009", set()),
    ],
)
def test_par_10_an_end_does_not_come_before_the_beginning(starts_on, ends_on, found):
    """PAR-10"""
    assert codes(rules.period_holds(Office(starts_on=starts_on, ends_on=ends_on))) == found


def test_par_11_a_text_is_said_in_one_language_at_least():
    """PAR-11"""
    assert codes(rules.said_once({"text_en": " ", "text_fr": ""})) == {"text_missing"}
    assert rules.said_once({"text_en": "", "text_fr": "Signer."}) is None


def test_par_12_two_partners_of_a_kind_have_different_names(mexico):
    """PAR-12"""
    assert rules.one_of_a_name(Partner(), others=[]) is None
    assert codes(rules.one_of_a_name(Partner(), others=[mexico])) == {"namesake"}


def test_par_13_an_objective_is_of_the_same_edition(editions):
    """PAR-13"""
    goal = factories.objective(editions[0])

    assert rules.objective_of_edition(Aim(edition=editions[0], objective=goal)) is None
    assert rules.objective_of_edition(Aim(edition=editions[0])) is None
    assert codes(rules.objective_of_edition(Aim(edition=editions[1], objective=goal))) == {"objective_strange"}


def test_everything_in_the_way_is_told_at_once():
    partner = Partner(kind="country", sector="air", starts_on="2010", ends_on="2009")

    with pytest.raises(ValidationError) as refusal:
        rules.refuse(rules.obstacles(partner, rules.ENTERED))

    assert set(refusal.value.error_dict) == {"country", "sector", "ends_on"}


def test_messages_are_in_the_readers_language(whole, mexico):
    with translation.override("fr"):
        assert rules.owner_named(whole(mexico)).messages


def test_every_correctable_field_is_a_column_of_its_sheet():
    from entente.engagement.partners.imports import SHEET_OF

    for model, fields in rules.CORRECTABLE.items():
        assert set(fields) <= set(SHEET_OF[model].columns)


def test_par_14_no_aim_is_added_to_a_superseded_edition(editions):
    """PAR-14"""
    then, now = editions
    assert codes(rules.edition_open(then)) == {"closed"}
    assert rules.edition_open(now) is None
    assert rules.edition_open(factories.edition("isf-2027", starts_on="2027", ends_on="", state="draft")) is None
