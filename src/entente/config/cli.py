"""The `entente` command: one word for everything that is not done on a page.

A subcommand is a module in ``config/commands`` with a docstring (its help), ``configure(parser)`` and
``run(options) -> int``. Django is awake when the module is imported, except for those in ``EARLY``, which
prepare the data folder first and wake Django themselves.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from entente import __version__
from entente.config import screen

COMMANDS = {
    "demo": "start with demonstration data and accounts, on this computer only",
    "serve": "start for real work",
    "work": "send mail and reminders (beside `serve` by itself, or alone)",
    "load": "read editions (folders of CSV and YAML files) into the database, all or nothing",
    "dump": "write an edition back as files",
    "check": "look for contradictions, gaps and broken promises in what is stored",
    "user": "open, list and close accounts, set passwords",
    "invent": "fill a demonstration with an invented working year",
    "export": "write what the pages export, as files",
}
EARLY = {"demo", "serve"}

FINE, PROBLEMS, WRONG_USAGE, CANNOT_START = 0, 1, 2, 3

ENDING = """
exit codes:
  0 fine   1 found problems   2 wrong usage   3 cannot start

`entente COMMAND --help` tells more about each.
"""


class CannotStart(Exception):
    """Something outside must change first. The message says what, to the person at the terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return dispatch(arguments)
    except CannotStart as reason:
        screen.say(f"entente: {reason}")
        return CANNOT_START
    except BrokenPipeError:  # whoever read has enough: `entente export partners | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # what shells report for a closed pipe
    except KeyboardInterrupt:
        screen.say("", "entente: stopped")
        return 130  # what shells report for Ctrl-C


def dispatch(arguments: list[str]) -> int:
    """Find the command, apply the data folder, wake Django, run."""
    parser = argparse.ArgumentParser(
        prog="entente",
        description="Entente: partners, agreements, forums, and the facts behind them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n" + "".join(f"  {n:8} {what}\n" for n, what in COMMANDS.items()) + ENDING,
    )
    parser.add_argument("--version", action="version", version=f"Entente {__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    name = parser.parse_args(arguments[:1]).command
    options = read(name, arguments[1:])
    if name not in EARLY:
        refuse_an_unprepared_database()
    run: int = options.module.run(options)
    return run


def read(name: str, arguments: list[str]) -> argparse.Namespace:
    """The options of one command, its module among them."""
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument(
        "--data", metavar="FOLDER", help="the data folder (default: the variable ENTENTE_DATA, else var/demo)"
    )
    known, rest = common.parse_known_args(arguments)
    if known.data:
        os.environ["ENTENTE_DATA"] = str(Path(known.data).absolute())
    if name not in EARLY:
        wake()
    module = command(name)
    parser = argparse.ArgumentParser(
        prog=f"entente {name}",
        description=module.__doc__,
        parents=[common],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    options = parser.parse_args(rest)
    options.module = module
    return options


def command(name: str) -> ModuleType:
    """The module of a command.

    Raises:
        CannotStart: this build of Entente does not have it. An error inside the module is not caught.
    """
    where = f"entente.config.commands.{name}"
    if find_spec(where) is None:
        raise CannotStart(f"the command `{name}` is not available in this version")
    return import_module(where)


def call(name: str, *arguments: str) -> int:
    """Run another command from within one, as if it had been typed."""
    options = read(name, list(arguments))
    run: int = options.module.run(options)
    return run


def refuse_an_unprepared_database() -> None:
    """Say what to do instead of failing at the first table that is not there."""
    from entente.config.health import why_not_ready
    from entente.config.places import data

    if obstacle := why_not_ready():
        raise CannotStart(
            f"{obstacle} (data folder {data()})\n"
            "Prepare it with `entente serve --migrate --check-only`, or `entente demo --prepare-only`."
        )


def wake() -> None:
    """Set Django up, in the language of the terminal."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as reason:
        raise CannotStart(str(reason)) from reason
    spoken = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    translation.activate("fr" if spoken.lower().startswith("fr") else "en")


if __name__ == "__main__":
    from entente.config import cli  # this same module, under the name by which the commands know it

    sys.exit(cli.main())
