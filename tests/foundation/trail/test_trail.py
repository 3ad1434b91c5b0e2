import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from entente.foundation.people import actions as people
from entente.foundation.people.roles import Role
from entente.foundation.trail import actions, policy, queries
from entente.foundation.trail.models import ADDRESSES, Entry, verb_in_words

from .tampering import change, without_triggers

GENESIS = actions.GENESIS


@pytest.fixture
def chain(auditor):
    """Three entries after the one that opened the auditor's account."""
    for number in range(3):
        actions.record(by="tests", verb="change", subject=auditor, reason=f"step {number}", role=["a", "b"])
    return list(Entry.objects.order_by("id"))


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def test_each_entry_is_sealed_with_the_one_before(chain):
    assert chain[0].previous == GENESIS
    assert [entry.previous for entry in chain[1:]] == [entry.seal for entry in chain[:-1]]
    assert all(entry.sealed() == entry.seal for entry in chain)


def test_an_entry_says_who_what_why_and_from_what_to_what(desk_officer, auditor):
    actions.record(by=desk_officer, verb="correct", subject=auditor, reason="A slip.", role=["reader", "auditor"])

    entry = Entry.objects.latest("id")
    assert (entry.actor, entry.verb, entry.reason) == ("desk_officer", "correct", "A slip.")
    assert entry.subject == f"people.person:{auditor.pk}"
    assert entry.changes == {"role": ["reader", "auditor"]}


def test_an_entry_that_is_not_committed_does_not_break_the_chain(chain, auditor):
    with transaction.atomic():
        actions.record(by="tests", verb="change", subject=auditor)
        transaction.set_rollback(True)

    actions.record(by="tests", verb="change", subject=auditor)

    assert queries.first_break(GENESIS) == (5, None)


def test_many_lines_are_written_at_once_and_hold(auditor, django_assert_max_num_queries):
    lines = [actions.line(auditor, "load", package=f"p{number}") for number in range(500)]
    with django_assert_max_num_queries(8):  # turns, last seal, and the rows in a few portions
        actions.record_many(lines, by="tests")

    assert queries.first_break(GENESIS) == (501, None)


def test_values_of_any_kind_are_kept_as_a_file_would_spell_them(auditor):
    actions.record(by="tests", verb="change", subject=auditor, many={"a": auditor}, flag=[None, True], of=(1, "x"))

    assert Entry.objects.latest("id").changes == {"many": {"a": "auditor"}, "flag": [None, True], "of": [1, "x"]}


# ── nobody changes it ─────────────────────────────────────────────────────────────────────────────

REFUSED = [
    "UPDATE trail_entry SET actor = 'somebody else' WHERE id = {id}",
    "DELETE FROM trail_entry WHERE id = {id}",
    "DELETE FROM trail_entry",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_or_remove_an_entry(chain, statement):
    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
        change(statement.format(id=chain[1].pk))

    assert queries.first_break(GENESIS) == (4, None)


def test_postgresql_refuses_to_empty_the_table(chain):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
        change("TRUNCATE trail_entry")


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_django_itself_is_refused(chain, verb):
    rows = Entry.objects.filter(pk=chain[1].pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(actor="somebody else") if verb == "update" else rows.delete()


@pytest.mark.parametrize(
    ("statement", "checked", "at", "what"),
    [
        ("UPDATE trail_entry SET actor = 'somebody else' WHERE id = {id}", 1, 1, "the content of this entry"),
        ("UPDATE trail_entry SET reason = 'no reason' WHERE id = {id}", 1, 1, "the content of this entry"),
        ("UPDATE trail_entry SET changes = '{{}}' WHERE id = {id}", 1, 1, "the content of this entry"),
        ("UPDATE trail_entry SET at = '2020-01-01 00:00:00+00:00' WHERE id = {id}", 1, 1, "the content of this"),
        ("DELETE FROM trail_entry WHERE id = {id}", 1, 2, "an entry before this one was removed"),
        ("UPDATE trail_entry SET previous = seal WHERE id = {id}", 1, 1, "an entry before this one was removed"),
    ],
)
def test_whoever_gets_past_the_triggers_is_found_out(chain, statement, checked, at, what):
    with without_triggers():
        change(statement.format(id=chain[1].pk))

        found, broken = queries.first_break(GENESIS)

    assert found == checked
    assert broken.entry == chain[at].pk
    assert broken.what.startswith(what)


def test_an_entry_slipped_in_is_found_out(chain):
    forged = Entry(at=chain[1].at, actor="nobody", verb="change", subject="x:1", previous=chain[1].seal, changes={})
    forged.seal = forged.sealed()
    Entry.objects.bulk_create([forged])

    _checked, broken = queries.first_break(GENESIS)

    assert broken.entry == forged.pk


def test_a_resealed_entry_is_found_out_by_the_next(chain):
    with without_triggers():
        chain[1].actor = "somebody else"
        change(f"UPDATE trail_entry SET actor = 'somebody else', seal = '{chain[1].sealed()}' WHERE id = {chain[1].pk}")

        _checked, broken = queries.first_break(GENESIS)

    assert broken.entry == chain[2].pk


def test_an_end_cut_off_is_seen_by_who_kept_the_last_seal(chain):
    kept = queries.last_seal()
    with without_triggers():
        change(f"DELETE FROM trail_entry WHERE id = {chain[-1].pk}")

        assert queries.first_break(GENESIS) == (3, None)
        assert queries.last_seal() != kept


def test_an_empty_trail_holds(db):
    assert queries.first_break(GENESIS) == (0, None)
    assert queries.last_seal() == ""


# ── who reads it ──────────────────────────────────────────────────────────────────────────────────

READ_ALL = {Role.AUDITOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ["list", "view", "export", "about", "burn"])
def test_who_may(act, role, open_account):
    may = act == "about" or (act != "burn" and role in READ_ALL)

    assert policy.TRAIL.allows(open_account(role), act) is may


@pytest.mark.parametrize("role", Role)
def test_asking_of_many_agrees_with_asking_of_one(role, open_account, chain):
    person = open_account(role, username="asking")

    seen = {entry.pk for entry in Entry.objects.all() if policy.TRAIL.allows(person, "view", entry)}

    assert set(policy.visible_to(person).values_list("pk", flat=True)) == seen


def test_about_gives_the_newest_first(chain, auditor):
    reasons = [entry.reason for entry in queries.about(actions.subject_of(auditor))]

    assert reasons == ["step 2", "step 1", "step 0", ""]


def test_everybody_who_wrote_is_known_once(chain, auditor, django_assert_num_queries):
    actions.record(by="zoe", verb="change", subject=auditor)
    actions.record(by="adam", verb="change", subject=auditor)

    with django_assert_num_queries(1):
        assert queries.actors() == ["adam", "tests", "zoe"]


# ── in words ──────────────────────────────────────────────────────────────────────────────────────


def test_changes_are_said_with_the_names_of_fields_and_codes(auditor, administrator):
    people.change_account(auditor, by=administrator, role=Role.READER, first_name="Ada")

    entry = Entry.objects.latest("id")
    with override("en"):
        assert entry.said == "account changed"
        assert entry.kind == "Person"
        assert [one.said for one in entry.moves] == ["Role: auditor → reader", "First name: – → Ada"]
    with override("fr"):
        assert entry.moves[0].said.startswith("R")
        assert "\u00a0: " in entry.moves[0].said


def test_what_nobody_named_is_still_shown(auditor):
    entry = actions.record(by="tests", verb="turn_upside_down", subject=auditor, odd=True, seal="a" * 64)

    assert entry.said == "turn upside down"
    assert [one.said for one in entry.moves] == ["Odd: yes", f"Seal: {'a' * 12}…"]


def test_lists_and_counts_are_said_in_words_and_names_of_fields_are_no_move(auditor):
    said = {"fields": ["first_name", "role"], "to": ["a", "b", "c"], "brought": {"new": 3, "removed": 0}}
    entry = actions.record(by="load", verb="change", subject=auditor, **said)
    assert [one.said for one in entry.moves] == [
        "Fields: first name, role",
        "Attached to: a, b, c",
        "Brought: new 3, removed 0",
    ]


def test_a_subject_that_is_no_record_has_a_kind(auditor):
    entry = actions.note_export(by=auditor, register="facts", form="csv", asked="")

    assert (entry.kind, queries.address(entry)) == ("List", "")
    assert [one.said for one in entry.moves] == ["Format: csv", "Conditions: "]


def test_the_verbs_of_every_action_have_words():
    """A verb is written where it is recorded; this test reads the source."""
    import re
    from pathlib import Path

    import entente

    written = set()
    for path in Path(entente.__file__).parent.rglob("*.py"):
        text = path.read_text()
        written |= set(re.findall(r'verb="([a-z_]+)"', text))
        written |= set(re.findall(r'trail\.line\(\w+, "([a-z_]+)"', text))
    for workflow in (("agreements", "INSTRUMENT"), ("framework", "EDITION")):
        written |= moves_of(*workflow)

    assert {verb for verb in written if verb_in_words(verb) == verb.replace("_", " ") and "_" in verb} == set()


def moves_of(room, name):
    from importlib import import_module

    from entente.kit.workflow import Workflow

    tables = vars(import_module(f"entente.engagement.{room}.workflow")).values()
    return {move for table in tables if isinstance(table, Workflow) for move in table.moves}


def test_every_address_of_a_subject_is_one():
    from django.urls import NoReverseMatch, reverse

    missing = []
    for label, name in ADDRESSES.items():
        for key in ("1", "mx"):
            try:
                reverse(name, args=[key])
                break
            except NoReverseMatch:
                continue
        else:
            missing.append(label)

    assert missing == []


def test_the_subject_of_an_entry_leads_to_its_page(auditor):
    entry = actions.record(by="tests", verb="change", subject=auditor)

    assert queries.address(entry) == f"/en/people/{auditor.pk}/"
    assert queries.address(Entry(subject="partners.standing:7")) == "/en/records/partners.standing/7/"
    assert queries.address(Entry(subject="forums.seat:chair")) == ""


def test_reading_the_trail_without_the_right_is_refused(reader):
    with pytest.raises(PermissionDenied):
        policy.TRAIL.require(reader, "list")


@pytest.mark.parametrize(
    ("label", "name", "value", "said"),
    [
        ("exchanges.exchange", "use", "as_agreed", "Use: used as agreed"),
        ("exchanges.exchange", "state", ["recorded", "assessed"], "State: recorded → risk assessed"),
        ("visits.visit", "state", ["to_do", "done"], "State: to do → done"),
        ("visits.visit", "rank", ["", "expert"], "Rank: – → expert"),
        ("visits.visit", "state", ["never", "heard"], "State: never → heard"),
    ],
)
def test_a_code_of_what_belongs_to_the_subject_is_told_in_words(label, name, value, said):
    entry = Entry(subject=f"{label}:X", changes={name: value})

    assert [one.said for one in entry.moves] == [said]
