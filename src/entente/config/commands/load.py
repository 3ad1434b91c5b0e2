"""Load edition packages: folders of CSV and YAML files that hold a framework, its partners, instruments and forums.

Every cell is checked first. When one is wrong, each bad cell is named by file, row and column with the reason, and
nothing is loaded. Loading twice changes nothing; a value that a person corrected here is never overwritten.
"""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from entente.config import packages, screen
from entente.config.cli import FINE, PROBLEMS, WRONG_USAGE


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="FOLDER", help="an edition package, e.g. editions/cbsa-2008"
    )
    parser.add_argument("--check", action="store_true", help="check only; write nothing")


def run(options: argparse.Namespace) -> int:
    from entente.foundation.reference import imports as reference

    missing = [folder for folder in options.folders if not folder.is_dir()]
    if missing:
        screen.say(*(f"entente load: {folder} is no folder" for folder in missing))
        return WRONG_USAGE
    try:
        if not options.check:
            reference.load(by="load")
        if options.check:
            count = packages.check(options.folders)
            for package, file in packages.unread(options.folders):
                screen.say(
                    _("%(package)s/%(file)s: no room reads this file; is its name right?")
                    % {"package": package, "file": file}
                )
            screen.say(_("%(count)s rows are fine; nothing was written.") % {"count": count})
            return FINE
        rows = packages.count_rows(options.folders)
        with screen.Bar(_("Loading the editions"), total=rows) as bar:
            done = packages.load(options.folders, by="load", step=bar.step)
    except packages.Refused as refused:
        for package, error in refused.errors:
            screen.say(f"{package}/{packages.message(error)}")
        screen.say(_("%(count)s problems; nothing was loaded.") % {"count": len(refused.errors)})
        return PROBLEMS
    for package, file in packages.unread(options.folders):
        screen.say(
            _("%(package)s/%(file)s: no room reads this file; it is kept and given back by a dump.")
            % {"package": package, "file": file}
        )
    for name, counts in done.items():
        said = _("%(new)s new, %(changed)s changed, %(removed)s removed, %(kept)s kept as corrected here") % counts
        screen.say(f"{name}: {said if any(counts.values()) else _('nothing to do')}")
    return FINE
