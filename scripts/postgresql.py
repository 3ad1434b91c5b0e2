"""A PostgreSQL server for one test run: empty, on this computer only, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.missing import Missing

USER = "postgres"  # the user Debian's package makes; PostgreSQL refuses to run as root


@contextmanager
def server() -> Iterator[str]:
    """Start one, yield its address, stop it.

    Raises:
        Missing: PostgreSQL, or a user other than root to run it, is not on this computer.
    """
    programs = find_programs()
    as_user = without_root()
    folder = Path(tempfile.mkdtemp(prefix="entente-postgresql-"))
    try:
        if as_user:
            shutil.chown(folder, USER)
        data, port = folder / "data", free_port()
        begin = [*as_user, programs / "initdb", "--no-sync", "--auth=trust", f"--username={USER}"]
        run([*begin, "--encoding=UTF8", "--locale=C.UTF-8", "-D", data])
        control = [*as_user, programs / "pg_ctl", "-D", data]
        flags = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        flags += " -c synchronous_commit=off -c full_page_writes=off"
        run([*control, "-w", "-l", folder / "log", "-o", flags, "start"])
        try:
            yield f"postgres://{USER}@127.0.0.1:{port}/postgres"
        finally:
            run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder with initdb and pg_ctl: on the path, or where Debian puts the newest."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if installed := sorted(versions, key=lambda path: float(path.parts[-3])):
        return installed[-1].parent
    raise Missing("PostgreSQL is not installed", "postgresql")


def without_root() -> list[str]:
    """What to put before a command so that root does not run it."""
    if os.getuid() != 0:
        return []
    if USER not in {entry.pw_name for entry in pwd.getpwall()}:
        raise Missing(f"PostgreSQL will not run as root, and there is no user {USER}", "postgresql")
    return [shutil.which("runuser") or "/usr/sbin/runuser", "-u", USER, "--"]  # not on every PATH


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run(command: list[str | Path]) -> None:
    # pg_ctl leaves the server running with whatever it was given to write to, so it is given nothing.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command} failed:\n{output.read().decode()}")
