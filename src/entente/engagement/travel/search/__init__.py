"""What travel offers to the one index."""

from typing import Any

from . import reports

OFFERS: tuple[Any, ...] = reports.OFFERS
