"""The web server, in this process: gunicorn with threads, the application loaded once and shared."""

import errno
import gc
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from entente.config.cli import CannotStart
from entente.config.companion import Companion

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 — where workers show that they live, without touching a disk

THREADS = 4
"""Requests a process works on at once: most of a request is waiting for the database."""


def is_free(host: str, port: int) -> bool:
    """True when this process could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            if reason.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise CannotStart(f"cannot listen on {host} port {port}: {reason.strerror}") from reason
    return True


def serve(
    bind: list[str],
    *,
    workers: int,
    on_ready: Callable[[], None],
    log: bool,
    patience: int,
    beside: Companion,
) -> int:
    """Serve until told to stop.

    Args:
        bind: addresses, ``host:port`` or ``unix:path``.
        workers: processes, each with ``THREADS`` threads.
        on_ready: called once, when the addresses answer.
        log: a line on standard output for each request.
        patience: seconds that requests under way are given when told to stop.
        beside: what runs as long as the server does.
    """
    from django.db import connections
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    class Master(Arbiter):
        """gunicorn's first process, which looks after one more."""

        def manage_workers(self) -> None:
            super().manage_workers()
            beside.keep()

        def stop(self, graceful: bool = True) -> None:
            beside.ask_to_end()
            super().stop(graceful)

    class Server(BaseApplication):
        """gunicorn, told everything from here: it reads no file and no command line."""

        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from entente.config.wsgi import application

            connections.close_all()  # none may be shared with the workers that fork from here
            gc.freeze()  # what was loaded stays for good: workers share it, and need not look through it when they end
            return application

        def run(self) -> None:
            Master(self).run()

    settings = {
        "bind": bind,
        "workers": workers,
        "threads": THREADS,
        "worker_class": "gthread",
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": patience,
        "loglevel": "warning",
        "accesslog": "-" if log else None,
        "control_socket_disable": True,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        # The first worker says it, once it can be told to stop as well.
        "post_worker_init": lambda worker: on_ready() if worker.age == 1 else None,
    }
    connections.close_all()
    try:
        Server().run()
    except SystemExit as ending:  # gunicorn's way to return
        return ending.code if isinstance(ending.code, int) else 0
    finally:
        beside.end(patience)
    return 0
