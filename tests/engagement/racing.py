"""People who act at the same moment, for real: each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

PATIENCE = 20  # seconds until all are there


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or what refused it; all begin at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=PATIENCE)
            return act()
        except (ValidationError, PermissionDenied) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))
