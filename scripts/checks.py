"""Everything that must hold, one line each, then the tests on both databases and in a browser.

    ./test              all of it
    ./test quick        the checks, and the tests on SQLite
    ./test -- ARGUMENTS pytest alone, with its own arguments, on SQLite

What this computer cannot run for want of a program is named, with the way to install it, and left out. Where
CI=true nothing may be left out. Exit code: 0 all is well, 1 something failed, 2 wrong usage.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from scripts import chromium, postgresql
from scripts.missing import Missing

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "."],
    "lint": [BIN / "ruff", "check", "."],
    "types": [BIN / "mypy"],
    "import contracts": [BIN / "lint-imports"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "words": [sys.executable, "-m", "entente.config.words", "check"],
    "drawn pages": [sys.executable, "manage.py", "draw", "--check", "docs/reference"],
    "vendored files": [sys.executable, "-m", "scripts.vendored"],
}
PYTEST = [sys.executable, "-m", "pytest"]
PROCESSES = ["-n", "2"]
SHOWN = 60
"""Lines of a failed check's output; it can be run by itself for the rest."""


class Report:
    """What passed, what failed, what was left out."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.left_out: dict[str, str] = {}
        self.counts: Counter[str] = Counter()

    def line(self, name: str, seconds: float, *, broken: int) -> None:
        """Say how one part went; ``broken`` counts what failed in it."""
        print(f"{'FAIL' if broken else 'ok  '}  {name:24} {seconds:6.1f} s", flush=True)
        self.counts["failed"] += broken
        if broken:
            self.failed.append(name)

    def close(self) -> int:
        """Say how it all went; the last line is in the form that machines read."""
        print()
        for name, remedy in self.left_out.items():
            print(f"LEFT OUT: {name}. {remedy}")
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            self.failed += [f"{name} (left out)" for name in self.left_out]
            self.counts["failed"] += len(self.left_out)
        if self.failed:
            print(f"Failed: {', '.join(self.failed)}")
        print(", ".join(f"{self.counts[what]} {what}" for what in ("passed", "failed", "skipped")))
        return 1 if self.failed else 0


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for."""
    if arguments[:1] == ["--"]:
        return subprocess.run([*PYTEST, *arguments[1:]], cwd=ROOT, env=environment(sqlite=True)).returncode
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if arguments not in ([], ["quick"]):
        print(__doc__, file=sys.stderr)
        return 2
    report = Report()
    with tempfile.TemporaryDirectory(prefix="entente-test-") as folder:
        os.environ["ENTENTE_DATA"] = folder
        subprocess.run([sys.executable, "-m", "entente.config.words", "compile"], cwd=ROOT, check=True)
        for name, command in CHECKS.items():
            check(report, name, command)
        if arguments:
            tests(report, "tests on SQLite", PROCESSES, environment(sqlite=True))
        else:
            tests(report, "tests on SQLite", [*PROCESSES, "--hypothesis-seed=1"], environment(sqlite=True) | turn(1))
            elsewhere(report)
    return report.close()


def elsewhere(report: Report) -> None:
    """The tests that need a program which is not Python."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgresql.server())
        except Missing as missing:
            report.left_out["tests on PostgreSQL"] = str(missing)
        else:
            here = {"ENTENTE_DATABASE_URL": address, "ENTENTE_EXPECT": "postgresql"} | turn(2)
            tests(report, "tests on PostgreSQL", [*PROCESSES, "--hypothesis-seed=2"], environment() | here)
    try:
        browser = chromium.settings()
    except Missing as missing:
        report.left_out["tests in a browser"] = str(missing)
    else:
        options = [*PROCESSES, "--dist", "loadgroup", "-m", "browser"]
        tests(report, "tests in a browser", options, environment(sqlite=True) | browser)


def turn(number: int) -> dict[str, str]:
    """The two databases share what need not be tried on both: ``tests/turns.py``."""
    return {"ENTENTE_TURN": str(number)}


def environment(*, sqlite: bool = False) -> dict[str, str]:
    """What a test sees of this computer: nothing that was set up for a person's own Entente."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
    kept |= {name: os.environ[name] for name in ("ENTENTE_DATA",) if name in os.environ}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # many processes start: what one compiled, the next need not
    kept["PYTHONHASHSEED"] = "0"  # both processes must find the same tests, in the same order
    return kept | ({"ENTENTE_EXPECT": "sqlite"} if sqlite else {})


def check(report: Report, name: str, command: list[str | Path]) -> None:
    """Run one check; its output is shown when it fails."""
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    report.line(name, time.monotonic() - begun, broken=int(done.returncode != 0))
    if done.returncode:
        said = done.stdout.splitlines()
        more = [f"… and {len(said) - SHOWN} more lines"] if len(said) > SHOWN else []
        print("\n".join("      " + line for line in said[:SHOWN] + more), flush=True)


def tests(report: Report, name: str, options: list[str], where: dict[str, str]) -> None:
    """Run pytest, pass on what it says, and count. No test at all is a failure too."""
    print(f"\n{name}", flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        [*PYTEST, *options], cwd=ROOT, env=where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    closing = ""
    for line in process.stdout or []:
        print(line, end="", flush=True)
        closing = line if re.search(r"\d+ \w+.* in [\d.]+s", line) else closing
    counts = {what: int(count) for count, what in re.findall(r"(\d+) (passed|failed|error|skipped)", closing)}
    broken = counts.get("failed", 0) + counts.get("error", 0)
    report.counts += Counter({what: counts.get(what, 0) for what in ("passed", "skipped")})
    report.line(name, time.monotonic() - begun, broken=max(broken, int(process.wait() != 0)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
