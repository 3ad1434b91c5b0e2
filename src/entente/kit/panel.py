"""What a room shows of itself in a dossier: panels of the record, events of a timeline.

Every function in a room's ``panels`` has one shape: ``own_panels(ask, thing, notes)``, ``partner_panels(ask, partner,
notes)``, ``partner_events(ask, partner, notes)``, ``head(ask, thing, notes)``. ``notes`` is the page's one
``sources.queries.Notes``: call ``notes.cite(record)`` for the small number, so that a source has the same number all
over the page and stands once at its foot. Citations go into ``Panel.context`` and ``Event.citation``.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """One plain section. ``template`` is a fragment that draws ``context``.

    ``open`` marks what is open (promises, deadlines, gaps): it stands before what is known. ``empty`` says what would
    fill the section; a panel with neither content nor ``empty`` is not shown. ``action`` is ``(label, url)``.
    ``marking`` is the highest of what it shows: the page bears the highest of all.
    """

    key: str
    title: Any
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    count: int | None = None
    open: bool = False
    empty: Any = ""
    action: tuple[Any, str] | None = None
    marking: str = "unclassified"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. ``on`` is a partial ISO date; ``citation`` comes from ``notes.cite``.

    ``ahead``: it is still to come, and is shown before its day.
    """

    on: str
    title: Any
    url: str = ""
    text: Any = ""
    citation: Any = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a dossier: the name, what stands above it, and the one sentence that matters.

    ``badges`` are ``(kind, words)`` with the kinds of the badge component. ``actions`` are ``(label, url)``: what the
    reader may do with the thing now, the likeliest first.
    """

    name: Any
    kind: Any
    sentence: Any = ""
    badges: tuple[tuple[str, Any], ...] = ()
    marking: str = "unclassified"
    above: tuple[tuple[Any, str], ...] = ()
    actions: tuple[tuple[Any, str], ...] = ()
