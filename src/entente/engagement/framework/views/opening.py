"""Which edition a page is about: the one asked for, else the one in effect on the day."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.pages import ask_of
from entente.kit.table import Ask

from .. import exports, queries
from ..models import Edition, State
from ..policy import FRAMEWORK

TABS = (
    ("index", lambda: _("Framework")),
    ("placemat", lambda: _("One page")),
    ("links", lambda: _("Links")),
    ("regions", lambda: _("Regions")),
    ("responsibilities", lambda: _("Who does what")),
    ("glossary", lambda: _("Glossary")),
    ("missing_words", lambda: _("Missing words")),
    ("editions", lambda: _("Editions")),
)
BADGES = {
    State.DRAFT: "warning",
    State.IN_REVIEW: "info",
    State.IN_EFFECT: "good",
    State.SUPERSEDED: "neutral",
}


@dataclass(slots=True)
class Opened:
    """The edition a page shows, why it is that one, and what every page of the room needs around it."""

    request: HttpRequest
    ask: Ask
    editions: list[Edition]
    edition: Edition | None
    chosen: bool
    notes: Notes = field(default_factory=Notes)

    def around(self, here: str, title: Any) -> dict[str, Any]:
        """The context that every page of the room shares."""
        steps = [(_("Framework"), reverse("framework:index"))] if here != "index" else []
        return {
            "page_title": title,
            "breadcrumb": steps,
            "ask": self.ask,
            "path": self.request.path,
            "edition": self.edition,
            "editions": [(one, exports.known_as(one)) for one in self.editions],
            "kept": [("edition", self.ask.edition)] if self.ask.edition else [],
            "tabs": tabs(here, self.ask),
            "remark": remark(self),
            "may_draft": FRAMEWORK.allows(self.ask.person, "draft", self.edition),
            "may_begin": FRAMEWORK.allows(self.ask.person, "draft"),
        }


def opened(request: HttpRequest) -> Opened:
    """The edition asked for in the address, else the one in effect on the day. One query."""
    ask = ask_of(request)
    editions = queries.in_order(request.user)
    edition = next((one for one in editions if one.key == ask.edition), None)
    if ask.edition and edition is None:
        messages.error(request, _("No edition is called “%(key)s”.") % {"key": ask.edition})
    return Opened(request, ask, editions, edition or queries.covering(editions, ask.on), edition is not None)


def tabs(here: str, ask: Ask) -> list[dict[str, Any]]:
    """The parts of the room, keeping the edition and the day."""
    asked = {"edition": ask.edition, "on": ask.on if ask.past else ""}
    kept = urlencode({name: value for name, value in asked.items() if value})
    return [
        {
            "label": label(),
            "url": reverse(f"framework:{name}") + (f"?{kept}" if kept else ""),
            "current": name == here,
        }
        for name, label in TABS
    ]


def remark(page: Opened) -> str:
    """What a reader must know of this edition before reading it."""
    edition = page.edition
    if edition is None:
        return ""
    if edition.is_draft:
        return _("This is a draft. It is not in effect.")
    if not edition.is_decided:
        return _("This edition is in review. It is not in effect.")
    if page.chosen and edition.state == State.SUPERSEDED:
        return _("This edition was superseded; it is shown as it stood.")
    if not page.chosen and not edition.covers(page.ask.on):
        said = {"day": spoken(page.ask.on), "period": exports.period(edition)}
        return _("No edition covers %(day)s: this is the last one before it (%(period)s).") % said
    return ""


def badge(edition: Edition) -> tuple[str, Any]:
    """The state of an edition as a badge: kind and words."""
    return BADGES[State(edition.state)], edition.get_state_display()
