"""Where things are: the repository, and the one folder that must be kept."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.utils import get_random_secret_key

ROOT = Path(__file__).resolve().parents[3]
"""The repository: editions, locale and the default data folder are in it."""

MARKER = "demo"
"""A file of this name in a data folder says that its accounts have passwords anybody may know."""


def data() -> Path:
    """The data folder that the environment names, or the demonstration's. May not exist yet."""
    return Path(os.environ.get("ENTENTE_DATA") or ROOT / "var" / "demo").absolute()


def catalogs(root: Path = ROOT) -> list[Path]:
    """The translations of the interface there are, one file for a language."""
    return sorted((root / "locale").glob("*/LC_MESSAGES/django.po"))


def is_compiled(catalog: Path) -> bool:
    """True when Django's form of a translation is as new as the translation."""
    compiled = catalog.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalog.stat().st_mtime


def secret_key(folder: Path, *, make: bool = False) -> str:
    """The key that signs sessions, kept in the data folder, readable by its owner only.

    Empty when there is none and it may not be made.
    """
    path = folder / "secret-key"
    if make and not path.exists():
        write_private(path, get_random_secret_key())
    return path.read_text().strip() if path.is_file() else ""


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first moment on. Fails if it exists."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")


def remembered(folder: Path) -> dict[str, Any]:
    """What earlier starts noted down: fingerprints of what they prepared."""
    try:
        notes = json.loads((folder / "prepared.json").read_text())
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def remember(folder: Path, **facts: Any) -> None:
    """Note down for later starts."""
    text = json.dumps(remembered(folder) | facts, indent=1, sort_keys=True)
    (folder / "prepared.json").write_text(text + "\n")
