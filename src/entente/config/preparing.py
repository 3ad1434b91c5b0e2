"""What a data folder needs before pages can be served. Each step first looks whether it has to."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from entente.config import places, screen
from entente.config.cli import CannotStart


def folder(path: Path) -> None:
    """Make the data folder, closed to other people on the computer, and the key in it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        places.secret_key(path, make=True)
    except OSError as reason:
        raise CannotStart(f"cannot write in the data folder {path}: {reason.strerror}") from reason


def language() -> None:
    """Compile the words that changed. Before Django wakes: it reads them once."""
    if all(map(places.is_compiled, places.catalogs())):
        return
    from entente.config import words  # with Babel, a quarter of a second that most starts need not wait

    try:
        words.compile_stale()
    except OSError as reason:
        screen.say(f"entente: the French words could not be compiled ({reason.strerror}); going on in English")


def database() -> None:
    """Bring the tables to this version."""
    from django.core.management import call_command
    from django.db import connection

    from entente.config.health import missing_migrations

    if missing := missing_migrations():
        screen.say(f"Preparing the database ({len(missing)} steps)")
        call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if "cache_entry" not in tables:
        call_command("createcachetable", verbosity=0)


def static_files(data: Path) -> None:
    """Collect what browsers load, compressed and named after its content, when a source changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sources = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    print_now = fingerprint(sources)
    if places.remembered(data).get("static") == print_now and (data / "static").is_dir():
        return
    screen.say("Preparing styles and fonts")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    places.remember(data, static=print_now)


def fingerprint(files: Iterable[Path]) -> str:
    """Changes when a file comes, goes, or is written to."""
    digest = hashlib.sha256()
    for path in sorted(files):
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
