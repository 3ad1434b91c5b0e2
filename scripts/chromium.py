"""The browser of this computer, for Playwright: it brings none of its own here."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.missing import Missing

NAMES = ["chromium", "chromium-browser", "google-chrome"]


def settings() -> dict[str, str]:
    """The variables with which the browser tests find what they need.

    Raises:
        Missing: there is no Chromium, or Playwright's own Node cannot start and there is no other.
    """
    program = os.environ.get("ENTENTE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        raise Missing("Chromium is not installed", "chromium fonts-noto-core")
    return {"ENTENTE_CHROMIUM": program} | node()


def node() -> dict[str, str]:
    """Playwright drives the browser with Node and brings one, which wants a library that may be absent."""
    import playwright

    bundled = Path(playwright.__file__).parent / "driver" / "node"
    if starts(bundled):
        return {}
    if (other := shutil.which("node")) and starts(Path(other)):
        return {"PLAYWRIGHT_NODEJS_PATH": other}
    raise Missing("Playwright cannot start its Node", "libatomic1")


def starts(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False
