"""What a room offers to the one search index about one of its things."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. ``address`` is the name of its page's address and its argument.

    ``more`` holds what is found but not shown: acronyms, aliases, keys. ``readers`` are the roles that find it; none
    means everybody who is cleared.
    """

    thing: Any
    kind: str
    address: tuple[str, str]
    title_en: str
    title_fr: str
    text_en: str = ""
    text_fr: str = ""
    more: str = ""
    marking: str = "unclassified"
    readers: tuple[str, ...] = ()
