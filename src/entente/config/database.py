"""The one database, from one address: PostgreSQL in service, SQLite embedded."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEPT_OPEN = 60
"""Seconds that a connection is kept between requests. One per request costs PostgreSQL half its speed."""

# journal_mode=WAL: readers never wait for the writer. synchronous=NORMAL: safe with WAL, and fast.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000"  # bytes read without copying; 20 MB of pages
)


def settings(address: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database at an address.

    Args:
        address: ``postgres://user:password@host:port/name?sslmode=require``, ``sqlite:///path``, or empty.
        folder: where an embedded database lives when there is no address.

    Raises:
        ImproperlyConfigured: the address is of another kind, or names no database. The message never
            shows the address, which may hold a password.
    """
    if not address:
        return sqlite(folder / "entente.sqlite3")
    parts = urlsplit(address)
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": KEPT_OPEN,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": PLAIN} | dict(parse_qsl(parts.query)),
        }
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return sqlite(Path(unquote(parts.path)))
    raise ImproperlyConfigured(
        "ENTENTE_DATABASE_URL must look like postgres://user:password@host:5432/name or sqlite:////path/to/file"
    )


PLAIN = "-c jit=off -c join_collapse_limit=4"
"""A page asks many short questions. Compiling one, or weighing every order in which ten tables could be joined, takes
PostgreSQL longer than answering it."""


def sqlite(path: Path) -> dict[str, Any]:
    """An embedded database that several processes may write to.

    IMMEDIATE makes a writer wait for its turn at the start of its transaction. With SQLite's own default a
    transaction that reads and then writes fails at once when another wrote in between.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEPT_OPEN,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": SQLITE_START},
    }
