"""Start Entente for real work, behind a web server that speaks HTTPS.

It reads these variables:
  ENTENTE_DATA             the data folder: files, secret key, the embedded database (required)
  ENTENTE_DATABASE_URL     postgres://user:password@host:5432/name (default: SQLite in the data folder)
  ENTENTE_HOSTS            names under which it is reached (default: localhost only)
  ENTENTE_HTTPS            yes: secure cookies, HSTS; the server in front must set X-Forwarded-Proto
  ENTENTE_PROXIES          how many servers stand in front (for counting sign-in attempts by address)
  ENTENTE_SECRET_KEY       instead of the key in the data folder (needed with several machines)
  ENTENTE_ZONE             time zone (default: America/Toronto)
  ENTENTE_COUNTING         calendar or working: how days to a deadline are counted (default: calendar)
  ENTENTE_TRIP_CEILING     most for one trip in CAD until a ceiling is set in Entente (default: 10000)
  ENTENTE_REPORT_DAYS      days after a meeting in which a trip report is due (default: 15);
                           with ENTENTE_REPORT_COUNTING: calendar (default) or working
  ENTENTE_CONFIRM_HOURS    hours in which spoken requests are confirmed in writing (default: 72); with
                           ENTENTE_REPLY_DAYS (90), ENTENTE_RECEIPT_DAYS (14), ENTENTE_USE_DAYS (180),
                           ENTENTE_ARREARS_DAYS (31)
  ENTENTE_IDENTIFIERS      yes: exchanges may hold personal identifiers, sealed with the Fernet keys in
                           ENTENTE_IDENTIFIER_KEYS (the first seals, all open); default: none are held
  ENTENTE_OIDC_ISSUER      sign-in through OpenID Connect, for accounts with the same verified e-mail;
                           with ENTENTE_OIDC_CLIENT_ID, ENTENTE_OIDC_CLIENT_SECRET, ENTENTE_OIDC_NAME
  ENTENTE_MAIL_HOST        with ENTENTE_MAIL_PORT, _USER, _PASSWORD, _TLS (yes), _FROM (default: to the log)
  ENTENTE_URL              the address people open, for links in mail (default: the first of ENTENTE_HOSTS)

A worker for mail, reminders and digests runs beside it: `entente work --help` tells more.
It refuses to start while something is wrong, and says what.
"""

import argparse
import os
from pathlib import Path

from entente.config import places, preparing, screen, serving
from entente.config.cli import FINE, CannotStart, wake
from entente.config.companion import Companion

ADVICE = {
    "ENTENTE_HTTPS": "passwords and cookies travel in the clear, which is right on a test bench only",
    "ENTENTE_HOSTS": "only this computer itself can open a page",
    "ENTENTE_DATABASE_URL": "the data is in an SQLite file, which is right for one office and one machine",
    "ENTENTE_MAIL_HOST": "mail is written to the log",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--bind",
        action="append",
        metavar="ADDRESS",
        help="host:port or unix:/path, as often as needed (default: 127.0.0.1:8000)",
    )
    parser.add_argument("--workers", type=int, default=2, help="processes, about one a core (default: 2)")
    parser.add_argument("--migrate", action="store_true", help="first bring the database to this version")
    parser.add_argument("--check-only", action="store_true", help="check everything, but do not start")
    parser.add_argument("--no-worker", action="store_true", help="`entente work` runs elsewhere")
    parser.add_argument("--access-log", action="store_true", help="a line on standard output for each request")


def run(options: argparse.Namespace) -> int:
    folder = places.data()
    check_folder(folder)
    preparing.folder(folder)
    preparing.language()
    wake()
    check_settings()
    prepare_database(migrate=options.migrate)
    preparing.static_files(folder)
    if options.check_only:
        screen.say("Everything is in place.")
        return FINE
    bind = options.bind or ["127.0.0.1:8000"]
    return serving.serve(
        bind,
        workers=options.workers,
        on_ready=lambda: screen.say(f"Entente is serving on {', '.join(bind)}"),
        log=options.access_log,
        patience=30,
        beside=Companion(*[] if options.no_worker else ["work"]),
    )


def check_folder(folder: Path) -> None:
    """The data folder is named on purpose, and is not one whose passwords were on a screen."""
    if not os.environ.get("ENTENTE_DATA"):
        raise CannotStart("say where the data is kept: --data FOLDER, or the variable ENTENTE_DATA")
    if (folder / places.MARKER).exists():
        raise CannotStart(
            f"{folder} holds a demonstration: the passwords of its accounts are known. Use another folder."
        )
    if os.environ.get("ENTENTE_DEBUG"):
        raise CannotStart("ENTENTE_DEBUG shows the program's inside to anybody; unset it first")


def check_settings() -> None:
    """What Django itself finds wrong stops us; what may be meant is only said."""
    from django.core import checks

    if errors := [str(message) for message in checks.run_checks() if message.is_serious()]:
        raise CannotStart("the settings are wrong:\n" + "\n".join(errors))
    for variable, advice in ADVICE.items():
        if not os.environ.get(variable):
            screen.say(f"{variable} is not set: {advice}")


def prepare_database(*, migrate: bool) -> None:
    """The tables are those of this version; they are changed only by a person who asks for it."""
    from django.db import DatabaseError, connection

    from entente.config.health import missing_migrations

    try:
        missing = missing_migrations()
        if missing and not migrate:
            raise CannotStart(
                f"the database needs {len(missing)} steps to reach this version. Make a backup, then start "
                "with --migrate."
            )
        preparing.database()
    except DatabaseError as reason:
        raise CannotStart(f"the {connection.vendor} database does not answer: {reason}") from reason
