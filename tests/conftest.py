"""People for tests. Rooms make their own things in their ``factories.py``."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings

from entente.foundation.people.roles import Marking, Role

from . import databases
from .laid import laid
from .turns import TURN

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "a passphrase for tests"
LONGEST = ("test_full_house", "test_every_record")

# No test has a time to keep. Where every change is checked, the same change is always tried the same way: by the seed
# that ``scripts.checks`` gives with each database's turn, or else by what each test is.
always = {"derandomize": os.environ.get("CI") == "true" and not TURN} | ({"database": None} if TURN else {})
settings.register_profile("entente", deadline=None, **always)
settings.load_profile("entente")


@pytest.fixture
def open_account(db) -> Callable[..., Any]:
    """Open an account the way it is done for real: ``open_account(role, clearance=…, username=…)``."""
    from entente.foundation.people import actions

    def build(role: Role, **given: Any) -> Any:
        given = {"username": role.value, "clearance": Marking.PROTECTED_B} | given
        given.setdefault("email", f"{given['username']}@example.org")
        return actions.open_account(by="tests", password=PASSWORD, role=role, **given)

    return build


@pytest.fixture(scope="session")
def test_database(request, django_db_setup, django_db_blocker):
    """The test database, also where no test of the run asks for ``db``: else the real one would be emptied."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    if connection.settings_dict["NAME"] == connection.creation._get_test_db_name():
        yield
        return
    kept = request.config.getvalue("reuse_db")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=kept, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0, keepdb=kept)


@pytest.fixture(scope="session")
def origin(test_database, django_db_blocker, tmp_path_factory):
    """The empty test database, at rest: own databases are copies of it."""
    with django_db_blocker.unblock():
        return databases.at_rest(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def own_database(origin, tmp_path, django_db_blocker):
    """What the test writes is committed, in a copy of the database that is gone afterwards.

    Do not ask for ``db`` beside it: that would open a transaction of its own on the copy.
    """
    with django_db_blocker.unblock(), origin.copied(databases.place(tmp_path, "own")):
        yield


@pytest.fixture
def really_written(request):
    """An own database, for people who write at the same moment: PostgreSQL only."""
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: there is nothing to race for")
    request.getfixturevalue("own_database")


@pytest.fixture
def reader(open_account):
    return open_account(Role.READER, clearance=Marking.UNCLASSIFIED)


@pytest.fixture
def desk_officer(open_account):
    return open_account(Role.DESK_OFFICER)


@pytest.fixture
def agreements_officer(open_account):
    return open_account(Role.AGREEMENTS_OFFICER)


@pytest.fixture
def travel_planner(open_account):
    return open_account(Role.TRAVEL_PLANNER)


@pytest.fixture
def visits_officer(open_account):
    return open_account(Role.VISITS_OFFICER)


@pytest.fixture
def removals_officer(open_account):
    return open_account(Role.REMOVALS_OFFICER)


@pytest.fixture
def executive(open_account):
    return open_account(Role.EXECUTIVE)


@pytest.fixture
def auditor(open_account):
    return open_account(Role.AUDITOR)


@pytest.fixture
def administrator(open_account):
    return open_account(Role.ADMINISTRATOR)


@pytest.fixture
def as_person(client):
    """The test client, signed in: ``as_person(reader).get("/en/")``."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def in_english():
    """Each test starts in English, whatever page the one before asked for."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def know_what_is_invented(request):
    """Each test on a database starts as a process does that has drawn a page: it knows whether a year is invented."""
    if "db" in request.fixturenames:
        from entente.home.context import holds_invented

        request.getfixturevalue("db")
        holds_invented(0)


@pytest.fixture(autouse=True)
def forget_attempts():
    """Each test starts with no attempts to sign in behind it."""
    cache.clear()


def pytest_collection_modifyitems(items):
    """Tests of the loaded editions come last: they share one load, which the others must not see.

    Those in a browser have each a database of their own. The longest come first, so that no process waits for the
    other at the end.
    """

    def turn(item) -> tuple[bool, bool]:
        shared = "loaded_once" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("browser")
        return shared, not any(name in item.nodeid for name in LONGEST)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def loaded_once(django_db_setup, django_db_blocker):
    """All shipped editions, loaded once for the whole run and rolled back after it."""
    from entente.config import packages
    from entente.foundation.reference import imports as reference

    def load() -> None:
        reference.load(by="tests")
        packages.load(sorted((ROOT / "editions").glob("cbsa-*")), by="tests")

    with laid(django_db_blocker, load):
        yield


@pytest.fixture
def loaded(loaded_once, db):
    """The shipped editions, in a test that may change them: each test's changes are rolled back on their own."""
