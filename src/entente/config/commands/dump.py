"""Write edition packages back as files, the record as it stands now. An unedited package comes back byte for byte.

What people added here by hand goes into a folder of its own, entered-here.
"""

import argparse
from pathlib import Path

from entente.config import packages, screen
from entente.config.cli import FINE, WRONG_USAGE
from entente.foundation.sources import queries


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="where to write; one folder a package is made in it"
    )
    parser.add_argument("--package", action="append", metavar="NAME", help="only this package (may be repeated)")


def run(options: argparse.Namespace) -> int:
    known = {package.name: package for package in queries.packages()}
    names = options.package or list(known)
    if unknown := [name for name in names if name not in known]:
        screen.say(f"entente dump: no package is called {', '.join(unknown)}; there are: {', '.join(known) or 'none'}")
        return WRONG_USAGE
    for name in names:
        write(options.folder / name, packages.dump(known[name]))
    if not options.package and (own := packages.entered_here()):
        write(options.folder / packages.HERE, own)
    return FINE


def write(folder: Path, files: dict[str, str]) -> None:
    """Write a folder's files, UTF-8, nothing translated."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    screen.say(f"{folder}: {len(files)} files")
