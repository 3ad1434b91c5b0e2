"""Check what must hold: the chain of the trail, the files on disk, the index, the ledger, the coherence of the
framework.

trail       every entry of the trail is sealed with the one before; names the first broken link
coherence   what the framework leaves open: gaps and contradictions, each with its source
index       the search index holds what the rooms offer; --mend builds it anew
ledger      the tallies of the ledger of exchanges say what its lines add up to; --mend counts them anew
"""

import argparse
from importlib import import_module
from types import SimpleNamespace

from django.utils import timezone

from entente.config import packages, screen
from entente.config.cli import FINE, PROBLEMS, WRONG_USAGE
from entente.foundation.index import queries as index
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import GENESIS
from entente.kit.table import Ask


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["trail", "coherence", "index", "ledger"], help="what to check")
    parser.add_argument("--edition", default="", help="coherence: the edition's key (default: the one in effect)")
    parser.add_argument("--mend", action="store_true", help="index, ledger: build it anew")


def run(options: argparse.Namespace) -> int:
    checks = {"trail": check_trail, "coherence": check_coherence, "index": check_index, "ledger": check_ledger}
    return checks[options.what](options)


def check_trail(options: argparse.Namespace) -> int:
    checked, broken = trail.first_break(GENESIS)
    if broken:
        screen.say(f"The trail is broken at entry {broken.entry}: {broken.what}. {checked} entries before it hold.")
        return PROBLEMS
    screen.say(f"{checked} entries hold; the last seal is {trail.last_seal() or 'none yet'}")
    return FINE


def check_coherence(options: argparse.Namespace) -> int:
    report = import_module("entente.reports.queries")
    everything = SimpleNamespace(role=Role.READER, clearance=Marking.PROTECTED_B)  # who types here holds the data
    ask = Ask(everything, timezone.localdate().isoformat(), False, options.edition, {})
    edition = report.edition_of(ask)
    if edition is None:
        known = ", ".join(sorted(one.key for one in report.editions()))
        called = f"no edition is called {options.edition}" if options.edition else "no edition is in effect today"
        screen.say(f"entente check: {called}; there are: {known or 'none'}")
        return WRONG_USAGE
    found = report.findings(ask, edition)
    for finding in found:
        print(f"{finding.code}\t{finding.what}\t{finding.place}")
    screen.say(f"{len(found)} findings")
    return PROBLEMS if found else FINE


def check_index(options: argparse.Namespace) -> int:
    before = index.count()
    if options.mend:
        screen.say(f"{packages.reindex()} things can be found (before: {before})")
        return FINE
    expected = packages.offered()
    if before != expected:
        screen.say(f"The index holds {before} things, the rooms offer {expected}: run `entente check index --mend`.")
        return PROBLEMS
    screen.say(f"{before} things can be found")
    return FINE


def check_ledger(options: argparse.Namespace) -> int:
    ledger = import_module("entente.engagement.exchanges.queries")
    wrong = ledger.miscounted()
    if wrong and not options.mend:
        screen.say(f"{len(wrong)} tallies differ from the lines of the ledger: run `entente check ledger --mend`.")
        return PROBLEMS
    if wrong:
        cells = import_module("entente.engagement.exchanges.actions").recount()
        screen.say(f"{cells} tallies were counted anew; {len(wrong)} had been wrong")
        return FINE
    screen.say("The tallies say what the lines of the ledger add up to.")
    return FINE
