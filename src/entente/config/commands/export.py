"""Write a register as a file, the same rows as its page shows.

Without --to the file goes to standard output. The day and the edition may be chosen as on the page. Rows are those
an account may see: --as NAME, else everything unclassified.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from entente.config import screen
from entente.config.cli import FINE, WRONG_USAGE
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail import actions as trail
from entente.kit import days, export
from entente.kit.table import Ask, Register, check_chosen

ROOMS = (
    "engagement.partners",
    "engagement.agreements",
    "engagement.forums",
    "engagement.commitments",
    "engagement.removals",
    "engagement.framework",
    "engagement.facts",
    "engagement.travel",
    "engagement.meetings",
    "engagement.exchanges",
    "engagement.visits",
    "foundation.sources",
    "foundation.reference",
    "foundation.people",
    "foundation.trail",
    "reports",
)


def registers() -> dict[str, Register]:
    """Every register that has a list page, by name."""
    found = [one for room in ROOMS for one in import_module(f"entente.{room}.exports").REGISTERS]
    return {one.name: one for one in found}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "register",
        choices=sorted(registers()),
        metavar="REGISTER",
        help="one of: " + ", ".join(sorted(registers())),
    )
    parser.add_argument("--edition", default="", metavar="NAME", help="the edition's key, e.g. cbsa-2008")
    parser.add_argument("--on", default="", metavar="DATE", help="as it stood on a day: 2008, 2008-05 or 2008-05-31")
    parser.add_argument("--format", choices=sorted(export.TYPES), default="csv")
    parser.add_argument("--language", choices=["en", "fr"], default="en", help="the language of headings and values")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FILTER=VALUE",
        help="a filter of the page (may be repeated)",
    )
    parser.add_argument("--as", dest="account", default="", metavar="NAME", help="what this account may see")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write to a file")


def run(options: argparse.Namespace) -> int:
    register = registers()[options.register]
    try:
        ask = asked(register, options)
    except ValidationError as wrong:
        screen.say(*(f"entente export: {message}" for message in wrong.messages))
        return WRONG_USAGE
    trail.note_export(
        by=options.account or "export", register=register.name, form=options.format, asked=str(ask.chosen)
    )
    out = options.to.open("wb") if options.to else sys.stdout.buffer
    with translation.override(options.language):
        for part in export.stream(register, ask, options.format):
            out.write(part)
    out.flush()
    if options.to:
        out.close()
    return FINE


def asked(register: Register, options: argparse.Namespace) -> Ask:
    """What the options ask. Raises ``ValidationError`` for a day, filter, edition or account that is not known."""
    from entente.engagement.framework.models import Edition

    on, past = days.asked_day(options.on, today=timezone.localdate())
    chosen = dict(pair.split("=", 1) for pair in options.where if "=" in pair)
    names = [one.name for one in register.filters]
    if strange := [name for name in chosen if name not in names] + [p for p in options.where if "=" not in p]:
        raise ValidationError(
            f"{', '.join(strange)}: not a filter of {register.name}; there are: {', '.join(names) or 'none'}"
        )
    if options.edition and not Edition.objects.filter(key=options.edition).exists():
        known = ", ".join(Edition.objects.order_by("key").values_list("key", flat=True))
        raise ValidationError(f"no edition is called {options.edition}; there are: {known or 'none'}")
    person: object = SimpleNamespace(pk=None, username="", role=Role.READER, clearance=Marking.UNCLASSIFIED)
    if options.account:
        person = Person.objects.filter(username=options.account).first()
        if person is None:
            raise ValidationError(f"no account is called {options.account}")
    if options.edition and "edition" in names:
        chosen.setdefault("edition", options.edition)
    ask = Ask(person, on, past, options.edition, chosen)
    check_chosen(register, ask)
    return ask
