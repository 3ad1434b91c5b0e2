"""What a room shows of itself in somebody else's dossier: panels of the record, events of a timeline."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """One plain section. ``template`` is a fragment that draws ``context``.

    ``open`` marks what is open (promises, deadlines, gaps): it stands before what is known. ``empty`` says what would
    fill the section; a panel with neither content nor ``empty`` is not shown. ``action`` is ``(label, url)``.
    """

    key: str
    title: Any
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    count: int | None = None
    open: bool = False
    empty: Any = ""
    action: tuple[Any, str] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, month or year. ``on`` is a partial ISO date; ``citing`` a cited record."""

    on: str
    title: Any
    url: str = ""
    text: Any = ""
    citing: Any = None


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a dossier: the name, what stands above it, and the one sentence that matters.

    ``badges`` are ``(kind, words)`` with the kinds of the badge component.
    """

    name: Any
    kind: Any
    sentence: Any = ""
    badges: tuple[tuple[str, Any], ...] = ()
    marking: str = "unclassified"
    above: tuple[tuple[Any, str], ...] = ()
