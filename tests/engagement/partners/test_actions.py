import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.partners import actions, queries
from entente.engagement.partners.imports import SHEET_OF
from entente.engagement.partners.models import Aim, Office, Partner, Standing, Succession
from entente.foundation.index.models import Record
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.models import Correction
from entente.foundation.trail.models import Entry
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db
SHEET = SHEET_OF[Partner]
STANDINGS = SHEET_OF[Standing]


def trail():
    return list(Entry.objects.exclude(verb="open_account").order_by("id").values_list("verb", "subject"))


def refused(refusal):
    return set(refusal.value.error_dict)


# ── Adding ──


def test_a_partner_is_added_with_a_key_made_from_its_name(desk_officer):
    partner = actions.register(by=desk_officer, kind="organisation", name_en="Órgano of Customs!", name_fr="")

    assert (partner.key, partner.as_of) == ("organo-of-customs", timezone.localdate().isoformat())
    assert trail() == [("register", "partners.partner:organo-of-customs")]
    assert Record.objects.get(label="partners.partner").title_fr == "Órgano of Customs!"


def test_a_key_is_never_one_that_is_taken_or_that_a_page_uses(desk_officer):
    factories.partner(key="new-body")

    keys = [actions.register(by=desk_officer, kind="group", name_en=name).key for name in ("New body", "Map", "…")]

    assert keys == ["new-body-2", "map-2", "partner"]


def test_everything_wrong_with_a_new_partner_is_told_at_once(desk_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.register(by=desk_officer, kind="country", name_en="", starts_on="soon", sector="air")

    assert refused(refusal) == {"name_en", "starts_on", "country", "sector"}
    assert trail() == []


def test_a_second_partner_of_a_name_is_added_only_on_purpose(desk_officer, mexico):
    said = {"kind": "country", "name_en": "México", "country": mexico.country}

    with pytest.raises(ValidationError, match="already"):
        actions.register(by=desk_officer, **said)

    assert actions.register(by=desk_officer, another=True, **said).key == "mexico"


def test_an_officer_cannot_add_what_the_clearance_would_hide(open_account):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.UNCLASSIFIED)

    with pytest.raises(PermissionDenied):
        actions.register(by=officer, kind="group", name_en="Hidden", marking=Marking.PROTECTED_A)


def test_a_contact_is_added_as_an_office(desk_officer, mexico):
    office = actions.add_office(mexico, by=desk_officer, title_en="Director of Customs", role="head")

    assert office.key == "mx-director-of-customs"
    assert trail() == [("add_office", "partners.partner:mx")]
    assert Record.objects.filter(label="partners.office", address="partners:partner mx").exists()


def test_a_contact_that_ends_before_it_begins_is_refused(desk_officer, mexico):
    with pytest.raises(ValidationError) as refusal:
        actions.add_office(mexico, by=desk_officer, title_en="", role="head", starts_on="2020", ends_on="2019")

    assert refused(refusal) == {"title_en", "ends_on"}
    assert not Office.objects.exists()


def test_a_succession_is_told_under_both_partners(desk_officer):
    old, new = factories.partner(key="old"), factories.partner(key="new-one")

    actions.record_succession(old, SHEET, by=desk_officer, to_partner=new, kind="rename", on="2021-07", ends=True)

    old.refresh_from_db()
    assert old.ends_on == "2021-07"
    assert trail() == [
        ("record_succession", "partners.partner:old"),
        ("record_succession", "partners.partner:new-one"),
        ("change", "partners.partner:old"),
    ]


def test_the_end_of_a_loaded_partner_is_a_correction_that_keeps_the_source(desk_officer, loaded_mexico):
    new = factories.partner()

    actions.record_succession(
        loaded_mexico, SHEET, by=desk_officer, to_partner=new, kind="rename", on="2021", ends=True
    )

    assert Correction.objects.get().field == "ends_on"


def test_a_circle_of_successions_is_refused(desk_officer):
    old, new = factories.partner(), factories.partner()
    factories.succession(old, new)

    with pytest.raises(ValidationError, match="already comes before"):
        actions.record_succession(new, SHEET, by=desk_officer, to_partner=old, kind="rename")

    assert Succession.objects.count() == 1


def test_an_aim_stands_behind_those_that_are_there(executive, editions, mexico):
    factories.aim(editions[1], mexico, position=4)

    aim = actions.add_aim(mexico, by=executive, edition=editions[1], text_fr="Signer.", objective=None)

    assert aim.position == 5
    assert trail() == [("add_aim", "partners.partner:mx")]


def test_an_aim_without_words_or_with_a_strange_objective_is_refused(desk_officer, editions, mexico):
    goal = factories.objective(editions[0])

    with pytest.raises(ValidationError) as refusal:
        actions.add_aim(mexico, by=desk_officer, edition=editions[1], objective=goal)

    assert refused(refusal) == {"text_en", "objective"}
    assert not Aim.objects.exists()


def test_an_edition_that_was_superseded_gets_no_further_aim(desk_officer, editions, mexico):
    with pytest.raises(ValidationError) as refusal:
        actions.add_aim(mexico, by=desk_officer, edition=editions[0], text_en="Sign.")

    assert refused(refusal) == {"edition"}
    assert not Aim.objects.exists()


# ── Changing ──


def test_what_was_entered_here_is_replaced(desk_officer, mexico):
    texts = {"name_en": "Mexico ", "summary_en": "Our neighbour.", "subjects": "goods"}

    actions.change(mexico, SHEET, by=desk_officer, reason="Read again.", texts=texts)

    mexico.refresh_from_db()
    assert (mexico.summary_en, mexico.subjects) == ("Our neighbour.", "goods")
    entry = Entry.objects.get(verb="change")
    assert (entry.reason, entry.changes["subjects"]) == ("Read again.", ["goods|people", "goods"])
    assert "name_en" not in entry.changes
    assert not Correction.objects.exists()
    assert Record.objects.get(label="partners.partner").text_en == "Our neighbour."


def test_what_a_source_said_stays_beside_the_change(desk_officer, loaded_mexico):
    actions.change(loaded_mexico, SHEET, by=desk_officer, reason="Letter.", texts={"summary_en": "Our neighbour."})

    correction = Correction.objects.get()
    assert (correction.source_value, correction.value) == ("A neighbour.", "Our neighbour.")


@pytest.mark.parametrize(
    ("texts", "reason", "fields"),
    [
        ({"summary_en": "A neighbour."}, "Read.", {"__all__"}),
        ({"summary_en": "Other."}, " ", {"reason"}),
        ({"starts_on": "soon"}, "Read.", {"starts_on"}),
        ({"sector": "air"}, "Read.", {"sector"}),
        ({"country": ""}, "Read.", {"country"}),
    ],
)
def test_a_change_that_cannot_stand_is_refused(desk_officer, mexico, texts, reason, fields):
    with pytest.raises(ValidationError) as refusal:
        actions.change(mexico, SHEET, by=desk_officer, reason=reason, texts=texts)

    found = refusal.value.error_dict if hasattr(refusal.value, "error_dict") else {"__all__"}
    assert set(found) == fields
    assert trail() == []


def test_a_first_standing_is_set_on_its_grounds(executive, editions, mexico):
    core = factories.tier(editions[1])

    standing = actions.set_standing(
        mexico,
        STANDINGS,
        by=executive,
        edition=editions[1],
        tier=core,
        evidence_en="Often.",
        ticked={"Is near.": "core"},
    )

    assert (standing.position, standing.in_scope) == (1, True)
    assert trail() == [("set_standing", "partners.partner:mx")]


def test_a_standing_without_grounds_or_with_anothers_tests_is_refused(desk_officer, editions, mexico):
    strange = factories.tier(editions[0])

    with pytest.raises(ValidationError) as refusal:
        actions.set_standing(mexico, STANDINGS, by=desk_officer, edition=editions[1], tier=strange, ticked={"A": "key"})

    assert refused(refusal) == {"tier", "tests", "__all__"}
    assert not Standing.objects.exists()


def test_a_standing_changes_with_a_reason(desk_officer, editions, mexico):
    core, key = factories.tier(editions[1]), factories.tier(editions[1], "key", position=2)
    factories.standing(editions[1], mexico, tier=core)
    said = {"edition": editions[1], "tier": key, "in_scope": True}

    with pytest.raises(ValidationError, match="reason"):
        actions.set_standing(mexico, STANDINGS, by=desk_officer, **said)
    actions.set_standing(mexico, STANDINGS, by=desk_officer, reason="Decided.", **said)

    assert Standing.objects.get().tier == key
    assert Entry.objects.get(verb="set_standing").changes["tier"] == ["core", "key"]
    with pytest.raises(ValidationError, match="Nothing was changed"):
        actions.set_standing(mexico, STANDINGS, by=desk_officer, reason="Again.", **said)


def test_a_standing_that_a_source_left_blank_is_corrected_and_both_are_kept(executive, editions, mexico):
    core = factories.tier(editions[1])
    factories.standing(editions[1], mexico, tier_gap="[blank]", source=factories.source())

    actions.set_standing(
        mexico, STANDINGS, by=executive, reason="Seen.", edition=editions[1], tier=core, in_scope=False
    )

    standing = Standing.objects.get()
    assert (standing.tier, standing.tier_gap, standing.in_scope) == (core, "", False)
    assert set(Correction.objects.values_list("field", "source_value", "value")) == {
        ("tier", "[blank]", "core"),
        ("in_scope", "yes", "no"),
    }


# ── Correcting ──


def test_a_correction_is_found_at_once_and_can_be_withdrawn(executive, loaded_mexico):
    correction = actions.correct(
        loaded_mexico, SHEET, field="name_fr", text="Le Mexique", reason="As they write.", by=executive
    )
    assert Record.objects.get(label="partners.partner").title_fr == "Le Mexique"

    actions.withdraw(correction, loaded_mexico, SHEET, reason="No.", by=executive)

    assert Partner.objects.get().name_fr == "Mexique"
    assert [verb for verb, _subject in trail()] == ["correct", "withdraw_correction"]


@pytest.mark.parametrize(("field", "text"), [("key", "me"), ("as_of", "2020"), ("sector", "air"), ("kind", "planet")])
def test_a_field_or_value_that_cannot_be_corrected_is_refused(executive, loaded_mexico, field, text):
    with pytest.raises(ValidationError):
        actions.correct(loaded_mexico, SHEET, field=field, text=text, reason="Try.", by=executive)

    assert not Correction.objects.exists()
    assert trail() == []


def test_nobody_corrects_a_partner_out_of_the_own_sight(open_account, loaded_mexico):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.UNCLASSIFIED)

    with pytest.raises(PermissionDenied):
        actions.correct(loaded_mexico, SHEET, field="marking", text="protected_b", reason="Try.", by=officer)

    assert Partner.objects.get().marking == Marking.UNCLASSIFIED


def test_a_new_marking_reaches_the_contacts_in_the_index(desk_officer, loaded_mexico):
    actions.add_office(loaded_mexico, by=desk_officer, title_en="Attaché", role="attache")

    actions.correct(loaded_mexico, SHEET, field="marking", text="protected_a", reason="Asked.", by=desk_officer)

    assert set(Record.objects.values_list("label", "marking")) == {
        ("partners.partner", "protected_a"),
        ("partners.office", "protected_a"),
    }


def test_a_corrected_contact_is_found_by_its_new_title(desk_officer, mexico):
    office = factories.office(mexico)

    actions.correct(office, SHEET_OF[Office], field="title_en", text="Consul", reason="Letter.", by=desk_officer)

    assert Record.objects.get(label="partners.office").title_en == "Consul"


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.ADMINISTRATOR, Role.AGREEMENTS_OFFICER])
def test_who_may_not_write_writes_nothing(role, open_account, editions, mexico):
    person, sheet = open_account(role), SHEET
    tries = [
        lambda: actions.register(by=person, kind="group", name_en="A"),
        lambda: actions.add_office(mexico, by=person, title_en="A", role="head"),
        lambda: actions.record_succession(mexico, sheet, by=person, to_partner=factories.partner(), kind="split"),
        lambda: actions.add_aim(mexico, by=person, edition=editions[0], text_en="A"),
        lambda: actions.change(mexico, sheet, by=person, reason="A", texts={"name_en": "A"}),
        lambda: actions.set_standing(mexico, STANDINGS, by=person, edition=editions[0]),
        lambda: actions.correct(mexico, sheet, field="name_en", text="A", reason="A", by=person),
        lambda: actions.withdraw(None, mexico, sheet, reason="A", by=person),
        lambda: actions.import_rows([], by=person, file="a.csv"),
    ]

    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert trail() == []


def test_a_partner_is_one_record_for_the_question_and_the_verb(desk_officer):
    partner = actions.register(by=desk_officer, kind="group", name_en="Quad")

    assert queries.partner(desk_officer, partner.key).get() == partner
