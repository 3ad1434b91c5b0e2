import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.forums import actions, imports, search
from entente.engagement.forums.models import Body, Membership, Seat
from entente.foundation.index.models import Record
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources import actions as sources
from entente.foundation.sources import queries as sourced
from entente.foundation.sources.models import Correction
from entente.foundation.trail.models import Entry
from entente.kit.sheet import Directory

from . import factories

SHEETS = {sheet.model: sheet for sheet in imports.SHEETS}


@pytest.fixture
def au(db):
    return factories.partner("au", name_en="Australia", name_fr="Australie")


@pytest.fixture
def gb(db):
    return factories.partner("gb", name_en="United Kingdom", name_fr="Royaume-Uni")


@pytest.fixture
def b5(db):
    return factories.body("b5", name_en="Border Five", name_fr="Groupe des cinq")


def last() -> Entry:
    return Entry.objects.order_by("-id").first()


def from_a_package(thing):
    """The same record as if an edition package had brought it."""
    sheet = SHEETS[type(thing)]
    package = sources.note_package(
        by="tests", name="a-package", title_en="P", title_fr="P", digest="0", position=1, kept={}, read=[]
    )
    cells = sheet.texts(type(thing).objects.select_related(*sheet.relations).get(pk=thing.pk))
    thing.delete()
    directory = Directory()
    for model in {sheet.model, *sheet.points_at.values()}:
        key = "code" if model._meta.label == "reference.Country" else "key"
        if any(one.name == key for one in model._meta.concrete_fields):
            directory.learn(model, [key])
    sources.take_in(package, sheet.read([cells], directory), directory, by="tests")
    return type(thing).objects.get(**{f"{sheet.path(c)}": cells[c] for c in sheet.identity})


# ── Adding a body ─────────────────────────────────────────────────────────────────────────────────


def test_a_body_is_added_found_and_in_the_trail(desk_officer):
    body = actions.register(by=desk_officer, name_en="Ottawa Group", name_fr="Groupe d’Ottawa", kind="forum")

    assert body.key == "ottawa-group"
    assert body.as_of  # somebody vouches for it from today on
    assert last().verb == "register"
    assert last().subject == "forums.body:ottawa-group"
    assert Record.objects.get(label="forums.body").address == "forums:body ottawa-group"


def test_keys_stay_unique_and_out_of_the_way_of_pages(desk_officer):
    names = ["Tree", "Tree", "Matrice"]

    made = [actions.register(by=desk_officer, name_en=name, kind="forum").key for name in names]

    assert made == ["tree-2", "tree-3", "matrice-2"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DESK_OFFICER])
def test_only_desk_officers_add_bodies(role, open_account):
    with pytest.raises(PermissionDenied):
        actions.register(by=open_account(role), name_en="Group", kind="forum")

    assert not Body.objects.exists()


def test_everything_that_is_wrong_with_a_new_body_is_told_at_once(open_account):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.UNCLASSIFIED)

    with pytest.raises(ValidationError) as refusal:
        actions.register(
            by=officer, name_en="Group", kind="forum", marking="protected_b", starts_on="2020", ends_on="2010"
        )

    assert refusal.value.error_dict.keys() == {"marking", "ends_on"}
    assert not Body.objects.exists()


# ── Describing, our role ──────────────────────────────────────────────────────────────────────────


def test_what_was_entered_here_is_simply_replaced(b5, desk_officer):
    actions.describe(b5, by=desk_officer, focus_en="Borders", focus_fr="Frontières", recurrence="annual")

    b5.refresh_from_db()
    assert (b5.focus_en, b5.recurrence) == ("Borders", "annual")
    assert not Correction.objects.exists()
    assert last().verb == "describe"


def test_nothing_changed_is_nothing_recorded(b5, desk_officer):
    with pytest.raises(ValidationError, match="FOR-9"):
        actions.describe(b5, by=desk_officer, focus_en=b5.focus_en)


def test_what_an_edition_said_stays_beside_our_role(b5, desk_officer):
    b5.our_roles = "member"
    b5.save()
    b5 = from_a_package(b5)

    actions.set_role(b5, by=desk_officer, roles=["member", "chair"], reason="Heads meeting of 2026")

    b5.refresh_from_db()
    correction = sourced.corrections_of([b5])["forums.body", b5.pk, "our_roles"]
    assert b5.our_roles == "chair|member"
    assert correction.source_value == "member"
    assert last().verb == "set_role"


def test_a_reload_does_not_overwrite_our_role(b5, desk_officer):
    b5 = from_a_package(b5)
    actions.set_role(b5, by=desk_officer, roles=["observer"], reason="Letter of May 2026")
    sheet, directory = SHEETS[Body], Directory()
    directory.learn(Body, ["key"])
    cells = sheet.texts(b5) | {"our_roles": "member", "source": ""}

    sources.take_in(sourced.package_of(b5).package, sheet.read([cells], directory), directory, by="tests")

    b5.refresh_from_db()
    assert b5.our_roles == "observer"
    assert Correction.objects.get(field="our_roles").source_value == "member"


def test_a_role_is_set_with_a_reason_or_not_at_all(b5, desk_officer, agreements_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.set_role(b5, by=desk_officer, roles=["member"], reason=" ")
    with pytest.raises(PermissionDenied):
        actions.set_role(b5, by=agreements_officer, roles=["member"], reason="because")

    assert refusal.value.error_dict.keys() == {"reason"}
    b5.refresh_from_db()
    assert b5.our_roles == ""


# ── Memberships ───────────────────────────────────────────────────────────────────────────────────


def test_a_partner_joins_and_leaves(b5, au, desk_officer):
    there = actions.add_membership(b5, by=desk_officer, partner=au, role="observer", starts_on="2020")
    actions.end_membership(there, by=desk_officer, ends_on="2026-05", reason="It withdrew")

    there.refresh_from_db()
    assert (there.role, there.starts_on, there.ends_on) == ("observer", "2020", "2026-05")
    assert [entry.verb for entry in Entry.objects.filter(subject="forums.body:b5").order_by("id")] == [
        "add_membership",
        "end_membership",
    ]
    assert last().reason == "It withdrew"


def test_nobody_sits_twice_at_once(b5, au, desk_officer):
    actions.add_membership(b5, by=desk_officer, partner=au, starts_on="2020")

    with pytest.raises(ValidationError, match="FOR-3"):
        actions.add_membership(b5, by=desk_officer, partner=au, starts_on="2024")

    assert Membership.objects.count() == 1


def test_the_end_of_a_loaded_membership_stands_beside_its_source(b5, au, desk_officer):
    there = from_a_package(factories.membership(b5, au))

    actions.end_membership(there, by=desk_officer, ends_on="2026", reason="It withdrew")

    there.refresh_from_db()
    assert there.ends_on == "2026"
    assert Correction.objects.get().source_value == ""


@pytest.mark.parametrize(("ends_on", "reason", "field"), [("2019", "It withdrew", "ends_on"), ("2026", "", "reason")])
def test_a_membership_ends_after_it_began_and_for_a_reason(b5, au, desk_officer, ends_on, reason, field):
    there = factories.membership(b5, au, starts_on="2020")

    with pytest.raises(ValidationError) as refusal:
        actions.end_membership(there, by=desk_officer, ends_on=ends_on, reason=reason)

    assert refusal.value.error_dict.keys() == {field}
    there.refresh_from_db()
    assert there.ends_on == ""


def test_readers_neither_add_nor_end(b5, au, reader):
    there = factories.membership(b5, au)

    with pytest.raises(PermissionDenied):
        actions.add_membership(b5, by=reader, partner=au, starts_on="2030")
    with pytest.raises(PermissionDenied):
        actions.end_membership(there, by=reader, ends_on="2026", reason="because")


# ── Seats ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_chair_passes_from_one_to_the_next(b5, au, gb, desk_officer):
    seat = actions.add_seat(
        b5, by=desk_officer, holder=au, kind="chair", title_en="Chair", rotational=True, starts_on="2022"
    )

    following = actions.hand_over(seat, by=desk_officer, holder=gb, on="2026-11-30", reason="Heads meeting")

    seat.refresh_from_db()
    assert (seat.key, seat.ends_on) == ("b5-chair-au-2022", "2026-11-30")
    assert (following.key, following.starts_on, following.ends_on) == ("b5-chair-gb-2026", "2026-11-30", "")
    assert (following.title_en, following.rotational) == ("Chair", True)
    assert last().verb == "hand_over"
    assert last().changes["holder"] == ["au", "gb"]


def test_a_second_chair_is_refused_while_the_first_is_held(b5, au, gb, desk_officer):
    actions.add_seat(b5, by=desk_officer, holder=au, kind="chair", starts_on="2022")

    with pytest.raises(ValidationError, match="FOR-1"):
        actions.add_seat(b5, by=desk_officer, holder=gb, kind="chair", starts_on="2024")
    actions.add_seat(b5, by=desk_officer, holder=gb, kind="vice_chair", starts_on="2024")

    assert Seat.objects.count() == 2


def test_handing_a_loaded_seat_over_keeps_what_the_source_says(b5, au, gb, desk_officer):
    seat = from_a_package(factories.seat(b5, au, starts_on="2023"))

    actions.hand_over(seat, by=desk_officer, holder=gb, on="2026", reason="Announced in Canberra")

    correction = Correction.objects.get()
    assert (correction.field, correction.source_value, correction.value) == ("ends_on", "", "2026")


def test_a_refused_handover_leaves_everything_as_it_was(b5, au, gb, desk_officer):
    seat = factories.seat(b5, au, starts_on="2022")
    factories.seat(b5, gb, starts_on="2025", ends_on="2030")  # somebody else has it then

    with pytest.raises(ValidationError, match="FOR-1"):
        actions.hand_over(seat, by=desk_officer, holder=factories.partner("nz"), on="2026-06", reason="a slip")

    seat.refresh_from_db()
    assert seat.ends_on == ""
    assert Seat.objects.count() == 2


def test_a_seat_is_handed_over_by_desk_officers_only(b5, au, gb, executive):
    with pytest.raises(PermissionDenied):
        actions.hand_over(factories.seat(b5, au), by=executive, holder=gb, on="2026", reason="because")


# ── Corrections ───────────────────────────────────────────────────────────────────────────────────


def test_a_correction_is_kept_beside_the_source_and_found(b5, executive):
    sheet = SHEETS[Body]

    correction = actions.correct(b5, sheet, field="name_en", text="Border 5", reason="its own name", by=executive)

    assert Record.objects.get(label="forums.body").title_en == "Border 5"
    actions.withdraw(correction, b5, sheet, reason="the source was right", by=executive)
    b5.refresh_from_db()
    assert b5.name_en == "Border Five"
    assert search.entry(b5).title_en == "Border Five"


def test_a_correction_cannot_put_a_body_under_itself(b5, desk_officer):
    factories.body("b5-heads", parent=b5)

    with pytest.raises(ValidationError) as refusal:
        actions.correct(b5, SHEETS[Body], field="parent", text="b5-heads", reason="a slip", by=desk_officer)

    assert refusal.value.error_dict.keys() == {"parent"}
    b5.refresh_from_db()
    assert b5.parent is None


def test_a_correction_cannot_end_a_seat_before_it_began(b5, au, desk_officer):
    seat = factories.seat(b5, au, starts_on="2022")

    with pytest.raises(ValidationError, match="FOR-2"):
        actions.correct(seat, SHEETS[Seat], field="ends_on", text="2019", reason="a slip", by=desk_officer)


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.AGREEMENTS_OFFICER, Role.ADMINISTRATOR])
def test_others_correct_nothing(b5, role, open_account):
    with pytest.raises(PermissionDenied):
        actions.correct(b5, SHEETS[Body], field="name_en", text="B", reason="why", by=open_account(role))
