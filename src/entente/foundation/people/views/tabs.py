"""The parts of this room, as links."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ..policy import PEOPLE


def tabs(person: Any, current: str) -> list[dict[str, Any]]:
    """The parts a person may open; the page one is on is marked."""
    parts = [
        ("index", _("Accounts")),
        ("chart", _("Organisation chart")),
        ("offices", _("Offices")),
        ("heads", _("Heads")),
        ("delegations", _("Delegations")),
        ("absences", _("Absences")),
    ]
    if not PEOPLE.allows(person, "list"):
        parts = parts[1:]
    return [{"label": label, "url": reverse(f"people:{name}"), "current": name == current} for name, label in parts]
