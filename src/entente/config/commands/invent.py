"""Fill a demonstration with an invented working year, so that every page can be seen full.

year      one year: about 400 meetings, 300 trips, 80 visits, 1,500 promises (some thirty seconds)
stress    twenty years and two million entries of the trail, for measurements (some minutes; most of them are the
          trail’s, and --trail takes fewer)

Everything invented says so in its title and cites the source “Invented for demonstration”; every page bears a line that
says it too. It cannot be taken out again: start anew with `entente demo --reset`.
"""

import argparse
from dataclasses import replace
from datetime import date

from django.utils import timezone

from entente.config import packages, places, screen
from entente.config.cli import FINE, WRONG_USAGE, CannotStart
from entente.config.synthetic import invent, is_there
from entente.config.synthetic.sizes import SIZES


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("size", choices=sorted(SIZES), nargs="?", default="year", help="how much (default: year)")
    parser.add_argument("--trail", type=int, metavar="N", help="how many further entries of the trail")
    parser.add_argument("--on", metavar="DATE", help="the day the year is made for (default: today)")


def run(options: argparse.Namespace) -> int:
    if not (places.data() / places.MARKER).is_file():
        raise CannotStart(f"{places.data()} is not a demonstration’s folder; nothing is invented where work is done")
    if is_there():
        screen.say("This demonstration holds invented years already. To begin anew: entente demo --reset")
        return FINE
    try:
        today = date.fromisoformat(options.on) if options.on else timezone.localdate()
    except ValueError:
        screen.say(f"entente invent: {options.on} is no date; write it as 2026-11-27")
        return WRONG_USAGE
    size = SIZES[options.size]
    if options.trail is not None:
        if options.trail < 0:
            screen.say("entente invent: --trail takes a number of entries, 0 for none")
            return WRONG_USAGE
        size = replace(size, trail=options.trail)
    screen.say("Inventing a working year" if options.size == "year" else "Inventing twenty working years")
    invent(size, today=today, say=lambda what: screen.say(f"  {what}"))
    screen.say(f"Done: {packages.reindex()} things can be found")
    return FINE
