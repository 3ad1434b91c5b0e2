"""The tallies of the ledger say what its lines add up to, whatever happens and whoever writes at the same moment."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.config.cli import FINE, PROBLEMS, call
from entente.engagement.exchanges import actions, imports, policy, queries
from entente.engagement.exchanges.actions.counting import _count
from entente.engagement.exchanges.models import Entry, Exchange, Release, Tally
from entente.foundation.people.roles import Marking, Role
from tests.engagement.racing import at_once

from . import factories

ELEMENTS = ("cargo_manifest", "company", "identity")
MARKINGS = (Marking.PROTECTED_A, Marking.PROTECTED_B)
MOVES = st.sampled_from(("record", "correct", "drop", "walk", "release", "withdraw", "resume", "undo", "import"))
HISTORIES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Undone(Exception):
    """Thrown to take a release back before its transaction ends."""


@HISTORIES
@given(moves=st.lists(st.tuples(MOVES, st.integers(0, 5), st.integers(1, 9)), min_size=4, max_size=10))
def test_whatever_happens_the_tallies_say_what_the_lines_add_up_to(desk, cmaa, moves):
    """Record, correct, withdraw, import, in any order; what is refused changes nothing."""
    if not queries.last_baseline(factories.partner()):
        factories.baseline(by=desk.vice)
    made = []

    for move, which, number in [*moves, ("walk", 0, 1), ("release", 0, 1), ("import", 0, 1)]:
        try:
            with transaction.atomic():
                happens(move, which, number, made, desk, cmaa)
        except (ValidationError, PermissionDenied, Undone):
            continue

    assert queries.miscounted() == []


def happens(move, which, number, made, desk, cmaa):  # noqa: PLR0913 - what a history is made of
    element, marking = ELEMENTS[which % 3], MARKINGS[number % 2]
    if move == "import":
        at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
        sent = Entry.objects.count()  # a reference of its own: the same twice is refused
        rows = [
            f"jp,{cmaa.key},{at},from_us,customs_enforcement,{one},{number},R{which}-{sent},{marking}"
            for one in ELEMENTS
        ]
        judged = imports.judge(
            imports.opened("exchanges.csv", "\n".join([",".join(imports.COLUMNS), *rows]).encode()), person=desk.decider
        )
        actions.take_in(judged.given, by=desk.decider, file="sheet.csv")
        return
    if move == "record" or not made:
        made.append(factories.recorded(by=desk.officer, elements={element: number}, marking=marking))
        return
    one = Exchange.objects.get(pk=made[which % len(made)].pk)
    if move == "correct":
        actions.ask_for(one, by=desk.officer, element=element, count=number)
    elif move == "drop":
        for line in one.lines.all()[:1]:
            actions.drop(line, by=desk.officer, reason="Why")
    elif move == "walk":
        factories.assessed(one, cmaa, by=desk.officer)
    elif move == "withdraw":
        actions.postpone(one, by=desk.officer, reason="Why")
    elif move == "resume":
        actions.resume(one, by=desk.officer)
    else:
        actions.release(actions.decide(one, by=desk.decider), by=desk.officer)
        if move == "undo":
            raise Undone


def test_a_release_adds_each_line_under_its_element_and_its_purpose_in_one_statement(exchange_in):
    exchange = exchange_in("decided", elements={"cargo_manifest": 7, "company": 2})

    with CaptureQueriesContext(connection) as asked:
        actions.release(exchange, by=exchange.officer)

    assert sum("exchanges_tally" in one["sql"] for one in asked) == 1
    assert set(Tally.objects.values_list("what", "code", "often", "much")) == {
        ("element", "cargo_manifest", 1, 7), ("element", "company", 0, 2), ("purpose", "customs_enforcement", 1, 9),
    }  # fmt: skip


def test_a_reader_is_given_the_tallies_of_the_lines_he_may_read(exchange_in, open_account):
    exchange_in("released", marking=Marking.PROTECTED_B)
    readers = [
        (Role.AUDITOR, Marking.PROTECTED_A),
        (Role.AUDITOR, Marking.PROTECTED_B),
        (Role.READER, Marking.PROTECTED_B),
    ]
    for role, clearance in readers:
        person = open_account(role, username=f"{role}-{clearance}", clearance=clearance)

        assert policy.tallies_for(person).exists() == policy.entries_for(person).exists()


def test_lines_that_came_by_another_way_are_noticed_and_counted(exchange_in, capsys):
    exchange_in("released")
    assert call("check", "ledger") == FINE
    Entry.objects.update(count=40)

    assert call("check", "ledger") == PROBLEMS
    assert call("check", "ledger", "--mend") == FINE

    assert set(Tally.objects.values_list("much", flat=True)) == {40}
    assert call("check", "ledger") == FINE
    assert "2 tallies were counted anew; 2 had been wrong" in capsys.readouterr().err


def test_what_stood_before_the_tallies_did_is_added_up(exchange_in):
    from importlib import import_module

    exchange_in("released", elements={"cargo_manifest": 7, "company": 2})
    Tally.objects.all().delete()

    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else Plain() as editor:
        import_module("entente.engagement.exchanges.migrations.0003_ledger_added_up").add_up(None, editor)

    assert queries.miscounted() == []


class Plain:
    """SQLite lets no schema be changed inside a transaction; the statements of this migration change none."""

    def __enter__(self):
        return self

    def __exit__(self, *_what):
        return None

    def execute(self, statement):
        connection.cursor().execute(statement)


def test_two_who_add_to_the_same_cells_at_one_moment_lose_nothing_and_never_wait_for_each_other(really_written):
    agreement, many = factories.instrument(), 20
    partner = factories.partner()

    def line(element, purpose):
        return Entry(
            partner=partner, agreement=agreement, on=date(2026, 1, 1), year=2026, flow="from_us", way="written",
            purpose=purpose, element=element, count=3, first=True, kept_as="protected_a",
        )  # fmt: skip

    one = [line("company", "revenue"), line("cargo_manifest", "security")]

    def adds(lines):
        for _time in range(many):
            with transaction.atomic():
                _count(lines)

    at_once(lambda: adds(one), lambda: adds(one[::-1]))

    assert set(Tally.objects.values_list("often", "much")) == {(2 * many, 6 * many)}


def test_counting_anew_waits_for_a_release_under_way(really_written):
    from threading import Event

    agreement, partner = factories.instrument(), factories.partner()
    written, counted = Event(), []

    def releases():
        with transaction.atomic():
            person = factories.Person.objects.create(username="one", clearance="protected_b", role=Role.AUDITOR)
            now = timezone.now()
            exchange = Exchange.objects.create(
                key="E", kind="received", flow="from_us", partner=partner, agreement=agreement, officer=person,
                received_at=now, state="released",
            )  # fmt: skip
            release = Release.objects.create(
                exchange=exchange, at=now, office="D", caveat_en="-", caveat_fr="-", marking="protected_a",
                receipt_by=now.date(), use_by=now.date(), by="one",
            )  # fmt: skip
            entry = Entry.objects.create(
                release=release, partner=partner, agreement=agreement, on=now.date(), year=now.year, flow="from_us",
                way="written", purpose="revenue", element="company", count=3, first=True, kept_as="protected_a",
            )  # fmt: skip
            _count([entry])
            written.set()
            Event().wait(0.3)  # long enough for the other to come to the lock

    def counts():
        written.wait()
        counted.append(actions.recount())

    at_once(releases, counts)

    assert counted == [2]
    assert queries.miscounted() == []
