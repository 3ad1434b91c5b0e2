"""A process that runs beside the web server: the worker. Started again when it ends, and gone with the server."""

import os
import subprocess
import sys
import time

from entente.config import screen

PAUSE = 5.0
"""Seconds between two starts: one that cannot start must not fill the screen."""


class Companion:
    """One `entente` command beside this process; without a command, none."""

    def __init__(self, *arguments: str):
        self.ending = not arguments
        self.owner = os.getpid()  # web workers are forks of this process, and not to touch it
        self.command = [sys.executable, "-m", "entente.config.cli", *arguments, "--beside", str(self.owner)]
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def keep(self) -> None:
        """Start it, or start it again when it has ended."""
        if self.ending or os.getpid() != self.owner or time.monotonic() < self.started + PAUSE:
            return
        if self.process and self.process.poll() is None:
            return
        if self.process:
            screen.say("entente: the worker ended; starting it again")
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command)  # noqa: S603 - this very program

    def ask_to_end(self) -> None:
        """Let it finish the task under way."""
        self.ending = True
        if self.process and os.getpid() == self.owner and self.process.poll() is None:
            self.process.terminate()

    def end(self, patience: float) -> None:
        """See to it that it is gone, at the latest after so many seconds: it may be killed at any moment."""
        if self.process is None or os.getpid() != self.owner:
            return
        self.ask_to_end()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
