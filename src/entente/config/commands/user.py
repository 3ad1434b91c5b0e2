"""Open, list and close accounts, and set passwords, from the machine itself.

examples:
  entente user open amelie --role desk_officer --clearance protected_a
  entente user password amelie
  entente user change amelie --role executive
  entente user close amelie --reason "left the agency"
  entente user list
"""

import argparse
import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from entente.config import screen
from entente.config.cli import FINE, PROBLEMS
from entente.foundation.people import actions
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking, Role

BY = "entente user"


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    opening = acts.add_parser("open", help="open an account; asks for its password")
    about(opening, new=True)
    change = acts.add_parser("change", help="change a role, a clearance, an office, a name")
    about(change, new=False)
    acts.add_parser("password", help="set a password; asks for it").add_argument("username")
    close = acts.add_parser("close", help="close an account; what it did stays in the trail")
    close.add_argument("username")
    close.add_argument("--reason", required=True)
    acts.add_parser("list", help="every account, one a line")


def about(parser: argparse.ArgumentParser, *, new: bool) -> None:
    """What an account says of a person."""
    parser.add_argument("username")
    parser.add_argument("--email", help="for mail, and for signing in through OpenID Connect")
    parser.add_argument("--role", required=new, choices=Role.values)
    parser.add_argument("--clearance", choices=Marking.values)
    parser.add_argument("--unit", metavar="KEY", help="the key of an office in the loaded edition")
    parser.add_argument("--first-name")
    parser.add_argument("--last-name")
    parser.add_argument("--language", choices=["en", "fr"])


def run(options: argparse.Namespace) -> int:
    try:
        return ACTS[options.act](options)
    except ValidationError as refusal:
        screen.say(*(f"entente: {message}" for message in refusal.messages))
    except Person.DoesNotExist:
        screen.say(f"entente: there is no account {options.username}")
    except Unit.DoesNotExist:
        screen.say(f"entente: there is no office {options.unit}")
    return PROBLEMS


def given(options: argparse.Namespace) -> dict[str, Any]:
    """What was said on the command line, and nothing else."""
    names = ("email", "role", "clearance", "first_name", "last_name", "language")
    said = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    return said | ({"unit": Unit.objects.get(key=options.unit)} if options.unit else {})


def ask_password(person: Person) -> str:
    """Twice at a terminal; one line from anything else.

    Raises:
        ValidationError: the two differ, or the password is too weak. All obstacles at once.
    """
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise ValidationError("the two passwords differ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    validate_password(password, person)
    return password


def open_account(options: argparse.Namespace) -> int:
    about_person = given(options)
    password = ask_password(Person(username=options.username, **about_person))
    person = actions.open_account(by=BY, username=options.username, password=password, **about_person)
    screen.say(f"Opened {person.username} ({person.role}).")
    return FINE


def change(options: argparse.Namespace) -> int:
    person = actions.change_account(Person.objects.get(username=options.username), by=BY, **given(options))
    screen.say(f"Changed {person.username}.")
    return FINE


def password(options: argparse.Namespace) -> int:
    person = Person.objects.get(username=options.username)
    actions.set_password(person, by=BY, password=ask_password(person))
    screen.say(f"Set the password of {person.username}.")
    return FINE


def close(options: argparse.Namespace) -> int:
    actions.close_account(Person.objects.get(username=options.username), by=BY, reason=options.reason)
    screen.say(f"Closed {options.username}.")
    return FINE


def everyone(options: argparse.Namespace) -> int:
    for person in Person.objects.select_related("unit").order_by("username", "id"):
        state = "open" if person.is_active else "closed"
        office = person.unit.key if person.unit else "-"
        print(person.username, person.role, person.clearance, office, state, sep="\t")
    return FINE


ACTS = {"open": open_account, "change": change, "password": password, "close": close, "list": everyone}
