"""Start Entente with demonstration data, one account for each role, on this computer only.

The first start loads the editions into var/demo; later starts find everything as you left it.
"""

import argparse
import os
import secrets
import shutil
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entente.config import places, preparing, screen, serving
from entente.config.cli import CANNOT_START, FINE, CannotStart, call, wake
from entente.config.companion import Companion

HOST = "127.0.0.1"  # the accounts' passwords are on the screen: nobody else is to reach this server
PORT = 8000
MAIL = "mail"
"""The folder in the data folder that holds what a demonstration mails."""
TRIES = 20
"""How many ports --next-port tries, from the wanted one on."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=PORT, help=f"where to listen (default: {PORT})")
    parser.add_argument("--next-port", action="store_true", help="if that port is in use, take the next free one")
    parser.add_argument("--year", action="store_true", help="fill it with an invented working year, labelled as such")
    parser.add_argument("--prepare-only", action="store_true", help="make everything ready, but do not start")
    parser.add_argument("--reset", action="store_true", help="throw the demonstration away first; asks before")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    folder = places.data()
    refuse_what_is_not_a_demonstration(folder)
    port = 0 if options.prepare_only else choose_port(options.port, search=options.next_port)
    mail_stays_here(folder, port)  # before the settings are read, and before anything is told to anybody
    if options.reset and not reset(folder, sure=options.yes):
        screen.say("Nothing was thrown away.")
        return CANNOT_START
    accounts = prepare(folder)
    if options.year:
        call("invent", "year")
    if options.prepare_only:
        screen.say(f"Ready. The data is in {folder}")
        return FINE
    return serving.serve(
        [f"{HOST}:{port}"],
        workers=2,
        on_ready=lambda: welcome(port, folder, accounts),
        log=False,
        patience=2,
        beside=Companion("work"),
    )


def mail_stays_here(folder: Path, port: int) -> None:
    """Mail of a demonstration goes into a folder, where it can be read; reminders come at any hour."""
    usual = {
        "ENTENTE_MAIL_FOLDER": str(folder / MAIL),
        "ENTENTE_URL": f"http://localhost:{port or PORT}",
        "ENTENTE_MORNING": "0",
    }
    for name, value in usual.items():
        os.environ.setdefault(name, value)
    os.environ["ENTENTE_MAIL_HOST"] = ""  # whatever the machine is set up for


# --- Before ------------------------------------------------------------------------------------------------


def refuse_what_is_not_a_demonstration(folder: Path) -> None:
    """Demonstration accounts must never get into a folder that is used for work."""
    if os.environ.get("ENTENTE_DEBUG"):
        raise CannotStart("ENTENTE_DEBUG shows the program's inside to anybody; unset it first")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / places.MARKER).is_file():
        raise CannotStart(
            f"{folder} is not a demonstration's folder, and demonstration accounts are not made in it.\n"
            "Choose another with --data FOLDER, or start it for work with `entente serve`."
        )


def choose_port(wanted: int, *, search: bool) -> int:
    """The wanted port, or with ``search`` the first free one from it on."""
    if not 1 <= wanted <= 65535:
        raise CannotStart(f"{wanted} is not a port; choose one from 1 to 65535")
    for port in range(wanted, min(wanted + TRIES, 65536) if search else wanted + 1):
        if serving.is_free(HOST, port):
            return port
    if search:
        raise CannotStart(f"no free port from {wanted} on; try --port {wanted + 1000} --next-port")
    raise CannotStart(f"port {wanted} is in use; try --port {wanted + 1} or --next-port")


def reset(folder: Path, *, sure: bool) -> bool:
    """Throw a demonstration's folder away. False when the person thought better of it."""
    if os.environ.get("ENTENTE_DATABASE_URL"):
        raise CannotStart("--reset throws away the folder's own database, not the one in ENTENTE_DATABASE_URL")
    if not folder.exists():
        return True
    if not (sure or screen.confirm(f"Throw away everything in {folder}?")):
        return False
    shutil.rmtree(folder)
    return True


# --- Everything a demonstration needs ----------------------------------------------------------------------


def prepare(folder: Path) -> list[tuple[str, str]]:
    """Make the folder complete; quick when it already is. Returns the accounts: name and role."""
    preparing.folder(folder)
    password(folder)
    preparing.language()
    wake()
    refuse_accounts_of_others(folder)
    prepare_database(folder)
    load_editions(folder)
    accounts = open_accounts(folder)
    preparing.static_files(folder)
    return accounts


def prepare_database(folder: Path) -> None:
    """Bring the tables to this version. A demonstration that another version left behind is given up."""
    from django.db import DatabaseError

    try:
        preparing.database()
    except DatabaseError as reason:
        raise CannotStart(
            f"the database of {folder} does not fit this version ({reason})\nStart anew with --reset."
        ) from reason


def password(folder: Path) -> str:
    """The password of all accounts of this demonstration, made up once, kept in the marker file."""
    marker = folder / places.MARKER
    if not marker.exists():
        places.write_private(marker, "-".join(["entente", secrets.token_hex(2), secrets.token_hex(2)]))
    return marker.read_text().strip()


def refuse_accounts_of_others(folder: Path) -> None:
    """A database that this demonstration meets for the first time must hold nobody's account."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    described = connection.settings_dict
    this = "{ENGINE} {HOST} {PORT} {NAME}".format(**described)
    if places.remembered(folder).get("database") == this:
        return
    people = get_user_model()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if people._meta.db_table in tables and people._default_manager.exists():
        raise CannotStart("the database already holds accounts that are not this demonstration's")
    places.remember(folder, database=this)


def load_editions(folder: Path) -> None:
    """Load all editions, unless they, and what reads them, are as they were when this was last done."""
    # An invented agency's package shows how to write one; beside a real agency's it would only confuse.
    shipped = (path.parent for path in places.ROOT.glob("editions/*/package.yaml"))
    editions = sorted(path for path in shipped if not path.name.startswith("example-"))
    if not editions:
        raise CannotStart(f"there are no editions in {places.ROOT / 'editions'}")
    files = [path for edition in editions for path in edition.iterdir()]
    files += (places.ROOT / "src").rglob("imports.py")
    files += (places.ROOT / "src/entente/foundation/reference/data").iterdir()
    now = preparing.fingerprint(files)
    if places.remembered(folder).get("editions") == now:
        return
    if call("load", *map(str, editions)) != FINE:
        raise CannotStart("the editions have problems (above); nothing of them was loaded")
    places.remember(folder, editions=now)


def open_accounts(folder: Path) -> list[tuple[str, str]]:
    """One account for each role and office the working year needs. Those that exist are left as they are."""
    from entente.config import staff

    return staff.open_accounts(password(folder), language=get_language() or "en")


# --- The first screen --------------------------------------------------------------------------------------


def welcome(port: int, folder: Path, accounts: list[tuple[str, str]]) -> None:
    """Where to go, who to be, how to stop."""
    width = max(len(name) for name, _what in accounts)
    screen.say(
        "",
        "  " + _("Entente is running:") + f"  http://localhost:{port}/",
        "",
        "  " + _("Sign in as one of these; the password of all of them is") + f"  {password(folder)}",
        "",
        *(f"    {name:{width}}  {what}" for name, what in accounts),
        "",
        "  " + _("What you enter is kept in %(folder)s.") % {"folder": folder},
        "  "
        + _("Mail goes nowhere: it can be read in %(folder)s.")
        % {"folder": os.environ.get("ENTENTE_MAIL_FOLDER", folder / MAIL)},
        "  " + _("To stop: Ctrl-C."),
        "",
    )
