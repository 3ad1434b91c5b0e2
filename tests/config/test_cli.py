import io
import os
import socket
import subprocess
import sys

import pytest
from django.db import OperationalError

from entente.config import cli, places, preparing
from entente.config.commands import demo, serve

PIPED = (
    "import sys; from entente.config import cli; "
    "cli.dispatch = lambda arguments: [sys.stdout.write('x' * 9999) for _ in range(999)] and 0; "
    "sys.exit(cli.main(['export']))"
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """Each test says for itself where the data is."""
    for name in ("ENTENTE_DATA", "ENTENTE_DEBUG", "ENTENTE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cli, "wake", lambda: None)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def test_help_names_every_command_and_the_exit_codes(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])

    told = capsys.readouterr().out
    assert end.value.code == 0
    assert all(name in told for name in cli.COMMANDS)
    assert "3 cannot start" in told


@pytest.mark.parametrize("arguments", [[], ["dance"], ["demo", "--prot", "9000"], ["demo", "--port", "x"]])
def test_wrong_usage_is_said_and_counts_2(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)

    assert end.value.code == 2
    assert "usage: entente" in capsys.readouterr().err


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])

    assert end.value.code == 0
    assert f"usage: entente {name}" in capsys.readouterr().out


def test_a_command_that_this_version_lacks_is_named(monkeypatch, capsys):
    monkeypatch.setitem(cli.COMMANDS, "fly", "leave the ground")

    assert cli.main(["fly"]) == cli.CANNOT_START
    assert "`fly` is not available" in capsys.readouterr().err


def test_a_reader_that_has_enough_is_no_mistake():
    ended = subprocess.run(  # noqa: S602 — a pipe of the shell is what is tried
        f"{sys.executable} -c \"{PIPED}\" | true; exit ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (141, "")


# --- demo --------------------------------------------------------------------------------------------------


def test_a_demonstration_never_moves_into_a_folder_used_for_work(folder, capsys):
    folder.mkdir()
    (folder / "entente.sqlite3").touch()

    assert cli.main(["demo", "--data", str(folder)]) == cli.CANNOT_START
    assert "is not a demonstration's folder" in capsys.readouterr().err


def test_a_demonstration_does_not_start_with_the_inside_shown(folder, monkeypatch, capsys):
    monkeypatch.setenv("ENTENTE_DEBUG", "yes")

    assert cli.main(["demo", "--data", str(folder)]) == cli.CANNOT_START
    assert "ENTENTE_DEBUG" in capsys.readouterr().err


@pytest.fixture
def taken_port():
    with socket.create_server((demo.HOST, 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_said_before_anything_is_prepared(folder, taken_port, capsys):
    assert cli.main(["demo", "--data", str(folder), "--port", str(taken_port)]) == cli.CANNOT_START
    assert f"port {taken_port} is in use; try --port {taken_port + 1} or --next-port" in capsys.readouterr().err
    assert not folder.exists()


def test_the_next_free_port_is_taken_when_asked_for(taken_port):
    assert taken_port < demo.choose_port(taken_port, search=True) < taken_port + demo.TRIES


def test_no_port_is_beyond_the_last(capsys):
    assert cli.main(["demo", "--port", "70000"]) == cli.CANNOT_START
    assert "70000 is not a port" in capsys.readouterr().err


def test_throwing_away_needs_a_yes(folder, monkeypatch):
    folder.mkdir()
    (folder / places.MARKER).touch()

    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody sits there
    assert demo.reset(folder, sure=False) is False
    assert folder.exists()
    assert demo.reset(folder, sure=True) is True
    assert not folder.exists()


def test_mail_of_a_demonstration_stays_in_its_folder_from_the_first_moment(folder, monkeypatch):
    folder.mkdir()
    (folder / places.MARKER).touch()
    for name in ("ENTENTE_MAIL_FOLDER", "ENTENTE_URL", "ENTENTE_MORNING"):
        monkeypatch.setenv(name, "put back afterwards")
        monkeypatch.delenv(name)
    monkeypatch.setenv("ENTENTE_MAIL_HOST", "mail.example.org")
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody sits there: it ends once it has asked
    with socket.create_server((demo.HOST, 0)) as server:
        free = server.getsockname()[1]

    assert cli.main(["demo", "--data", str(folder), "--port", str(free), "--reset"]) == cli.CANNOT_START

    assert os.environ["ENTENTE_MAIL_FOLDER"] == str(folder / demo.MAIL)
    assert os.environ["ENTENTE_MAIL_HOST"] == ""
    assert os.environ["ENTENTE_URL"] == f"http://localhost:{free}"


def test_the_password_is_made_up_once_and_kept_to_oneself(folder):
    folder.mkdir()

    assert demo.password(folder) == demo.password(folder)
    assert (folder / places.MARKER).stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_accounts_of_others_get_no_demonstration_beside_them(folder, reader):
    folder.mkdir()

    places.remember(folder, database="another one")
    with pytest.raises(cli.CannotStart, match="already holds accounts"):
        demo.refuse_accounts_of_others(folder)


@pytest.mark.django_db
def test_a_first_start_that_broke_off_can_be_taken_up_again(folder):
    folder.mkdir()
    demo.refuse_accounts_of_others(folder)
    demo.open_accounts(folder)

    demo.refuse_accounts_of_others(folder)  # its own accounts are no strangers


@pytest.mark.django_db
def test_there_is_an_account_for_each_role_and_a_second_start_leaves_them_alone(folder):
    from entente.config import staff
    from entente.foundation.people.models import Person
    from entente.foundation.people.roles import Role

    folder.mkdir()
    demo.open_accounts(folder)
    Person.objects.filter(username=Role.READER).update(last_name="Tremblay")

    accounts = demo.open_accounts(folder)

    assert {one.role for one in staff.ACCOUNTS} == set(Role)
    assert [name for name, _what in accounts] == [one.name for one in staff.ACCOUNTS]
    assert Person.objects.count() == len(staff.ACCOUNTS)
    assert Person.objects.get(username=Role.READER).last_name == "Tremblay"
    assert Person.objects.get(username=Role.READER).check_password(demo.password(folder))


def test_a_demonstration_of_another_version_is_said_to_be_one(folder, monkeypatch):
    def fail():
        raise OperationalError('table "people_unit" already exists')

    monkeypatch.setattr(preparing, "database", fail)

    with pytest.raises(cli.CannotStart, match="--reset"):
        demo.prepare_database(folder)


def test_the_first_screen_says_where_and_as_whom(folder, capsys):
    folder.mkdir()

    demo.welcome(8123, folder, [("reader", "Reads.")])

    told = capsys.readouterr().err
    assert "http://localhost:8123/" in told
    assert demo.password(folder) in told
    assert "reader  Reads." in told


# --- serve -------------------------------------------------------------------------------------------------


def test_serving_wants_to_be_told_where_the_data_is(capsys):
    assert cli.main(["serve"]) == cli.CANNOT_START
    assert "--data FOLDER" in capsys.readouterr().err


def test_a_demonstration_is_not_served_for_work(folder, capsys):
    folder.mkdir()
    (folder / places.MARKER).touch()

    assert cli.main(["serve", "--data", str(folder)]) == cli.CANNOT_START
    assert "holds a demonstration" in capsys.readouterr().err


def test_the_database_is_changed_only_when_asked(monkeypatch):
    monkeypatch.setattr("entente.config.health.missing_migrations", lambda: ["people.0002_office"])

    with pytest.raises(cli.CannotStart, match="--migrate"):
        serve.prepare_database(migrate=False)


def test_the_secret_key_is_made_once_and_kept_to_oneself(folder):
    folder.mkdir()

    assert places.secret_key(folder) == ""
    assert places.secret_key(folder, make=True) == places.secret_key(folder)
    assert (folder / "secret-key").stat().st_mode & 0o077 == 0
