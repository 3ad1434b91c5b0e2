"""Do what nobody clicks for: mail, reminders, digests.

`entente demo` and `entente serve` start this beside the pages and stop it with them. Start it alone where the pages
are served by several machines (and those with --no-worker). Several may run; each may be killed at any moment: what
was under way is done again by another, mail with the same Message-ID.

It reads these variables besides those of `entente serve`:
  ENTENTE_URL              the address people open, for links in mail (default: the first of ENTENTE_HOSTS)
  ENTENTE_MORNING          the hour from which on reminders and digests go out (default: 6)
  ENTENTE_MAIL_LEASE       seconds after which mail taken up by a killed worker is sent again (default: 180)
"""

import argparse

from entente.config import working
from entente.config.cli import FINE


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due and what waits, then end (for cron)")
    parser.add_argument("--beside", type=int, default=0, metavar="PID", help="end when this parent process is gone")


def run(options: argparse.Namespace) -> int:
    working.work(once=options.once, beside=options.beside)
    return FINE
