"""The web server, in this process: gunicorn with threads, the application loaded once and shared."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from entente.config.cli import CannotStart

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 — where workers show that they live, without touching a disk


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


def serve(bind: list[str], *, workers: int, threads: int, on_ready: Callable[[], None], log: bool) -> int:
    """Serve until told to stop.

    Args:
        bind: addresses, ``host:port`` or ``unix:path``.
        on_ready: called once, when the addresses answer.
        log: a line on standard output for each request.
    """
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn, told everything from here: it reads no file and no command line."""

        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from entente.config.wsgi import application

            connections.close_all()  # none may be shared with the workers that fork from here
            return application

    settings = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "loglevel": "warning",
        "accesslog": "-" if log else None,
        "control_socket_disable": True,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        "when_ready": lambda server: on_ready(),
    }
    connections.close_all()
    try:
        Server().run()
    except SystemExit as ending:  # gunicorn's way to return
        return ending.code if isinstance(ending.code, int) else 0
    return 0
