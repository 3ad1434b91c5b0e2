"""What a command says to the person at the terminal. On standard error: standard output is for results."""

import sys
from types import TracebackType
from typing import Self

WIDTH = 30
"""Characters of a full progress bar."""


def say(*lines: str) -> None:
    """Write lines as they are."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def confirm(question: str) -> bool:
    """Ask for yes or no; anything but a yes is a no, and so is a terminal that nobody sits at."""
    if not sys.stdin.isatty():
        return False
    print(f"{question} [yes/no] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes", "o", "oui"}


class Bar:
    """A progress bar in a terminal; in a log file, one line when it is done.

    >>> with Bar("Loading", total=len(rows)) as bar:
    ...     for row in rows:
    ...         bar.step()
    """

    def __init__(self, label: str, *, total: int) -> None:
        self.label, self.total, self.done = label, total, 0
        self.is_live = sys.stderr.isatty()
        self.shown = -1

    def __enter__(self) -> Self:
        self.draw()
        return self

    def step(self, count: int = 1) -> None:
        """Count some more as done. Cheap: it draws only when a character changes."""
        self.done += count
        self.draw()

    def draw(self) -> None:
        full = WIDTH * min(self.done, self.total) // max(self.total, 1)
        if self.is_live and full != self.shown:
            self.shown = full
            print(f"\r{self.label} [{'#' * full:{WIDTH}}] ", end="", file=sys.stderr, flush=True)

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.is_live:
            print(f"\r\033[K{self.label}" + ("" if kind else ": done"), file=sys.stderr)
        elif kind is None:
            say(f"{self.label}: done")
