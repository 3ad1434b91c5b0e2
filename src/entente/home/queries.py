"""What the first page asks: what waits for this person, what changed, and the ways into the record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.people.roles import Role

CALLINGS = {
    Role.DESK_OFFICER: gettext_lazy(
        "You keep partners, forums and facts. Start with what waits; the rest is a click away."
    ),
    Role.AGREEMENTS_OFFICER: gettext_lazy("You keep the instruments and the candidates for the next ones."),
    Role.EXECUTIVE: gettext_lazy("What needs your decision stands first; the state of the record is below."),
    Role.AUDITOR: gettext_lazy("You may read everything your clearance allows, and the whole trail."),
    Role.ADMINISTRATOR: gettext_lazy(
        "You keep accounts and reference data, and load editions of the framework."
    ),
}
ANY_CALLING = gettext_lazy("What the agency does with its partners abroad, with the source of every fact.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into the record: where, what, and ``count``: how much of it this person may see."""

    label: str | Promise
    url: str
    text: str | Promise
    count: int | None = None
    links: list[tuple[str, str]] = field(default_factory=list)


# name of the address, label, what one finds there
WAYS = (
    (
        "partners:index",
        gettext_lazy("Partners"),
        gettext_lazy("Countries, administrations and organisations, with their standing."),
    ),
    (
        "agreements:index",
        gettext_lazy("Agreements"),
        gettext_lazy("Treaties and arrangements, and the candidates for the next ones."),
    ),
    (
        "forums:index",
        gettext_lazy("Forums"),
        gettext_lazy("Bodies at home and abroad, their members, chairs and seats."),
    ),
    (
        "facts:index",
        gettext_lazy("Facts and figures"),
        gettext_lazy("Each with its source and date; contradictions are kept."),
    ),
    ("framework:index", gettext_lazy("Framework"), gettext_lazy("The strategy, edition by edition.")),
    ("sources:index", gettext_lazy("Sources"), gettext_lazy("The documents that every loaded fact cites.")),
)


def greeting(person: Any, hour: int) -> str:
    """Good morning, and to whom. ``hour`` is the local one, 0 to 23."""
    name = getattr(person, "first_name", "") or str(person)
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def calling(person: Any) -> str:
    """One sentence: what this person is here for."""
    role = getattr(person, "role", Role.READER)
    return str(CALLINGS.get(role, ANY_CALLING))


def waiting(person: Any, today: date) -> list[dict[str, Any]]:
    """What needs this person, oldest first: ``title``, ``url``, ``why``, ``since`` (a date)."""
    return []


def recent(person: Any) -> list[dict[str, Any]]:
    """What changed lately, newest first, as a timeline: ``on``, ``title``, ``url``, ``text``."""
    return []


def entries(person: Any) -> list[Entry]:
    """The ways into the record; rooms that are not built are left out."""
    return list(_built(person))


def _built(person: Any) -> Iterator[Entry]:
    for name, label, text in WAYS:
        try:
            yield Entry(label, reverse(name), text)
        except NoReverseMatch:
            continue
