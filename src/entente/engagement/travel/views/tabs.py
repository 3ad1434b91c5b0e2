"""The parts of the room as links: only those whose page exists and that a person may open."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[dict[str, Any]]:
    """``current`` is the name of an address of the room."""
    parts = [
        ("index", _("The quarter")),
        ("proposals", _("Proposals")),
        ("trips", _("Trips")),
        ("reports", _("Trip reports")),
        ("compliance", _("Compliance")),
        ("travellers", _("Travellers")),
        ("costs", _("Costs")),
        ("formalities", _("Passports and visas")),
        ("verdicts", _("Decisions")),
        ("quarters", _("All quarters")),
    ]
    found = []
    for name, label in parts:
        try:
            found.append({"label": label, "url": reverse(f"travel:{name}"), "current": name == current})
        except NoReverseMatch:
            continue
    return found
