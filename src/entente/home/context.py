"""What every page shows around its content: the bar of words, the other language, who is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente import __version__
from entente.foundation.notices import queries as notices
from entente.foundation.people.roles import Role
from entente.foundation.sources import queries as sources
from entente.kit.bilingual import language, other_language


@dataclass(frozen=True, slots=True)
class Place:
    """A word of the bar: where it leads and which rooms' pages belong to it.

    ``names`` are tried in order; a room that is not built is left out. ``rooms`` are URL namespaces.
    """

    label: str | Promise
    names: tuple[str, ...]
    rooms: frozenset[str] = frozenset()
    within: tuple["Place", ...] = ()


@dataclass(slots=True)
class Item:
    """A place as a page shows it."""

    label: str
    url: str
    current: bool
    within: list["Item"]


def place(label: Any, *names: str, rooms: Iterable[str] = (), within: tuple[Place, ...] = ()) -> Place:
    return Place(label, names, frozenset(rooms), within)


PARTNERS = (
    place(_("Partners"), "partners:index", rooms=["partners"]),
    place(_("Removals"), "removals:index", rooms=["removals"]),
)
RESULTS = (
    place(_("Facts and figures"), "facts:index", rooms=["facts"]),
    place(_("Coherence"), "reports:coherence"),
    place(_("Editions side by side"), "reports:editions"),
    place(_("Signed and used"), "reports:used"),
)
YEAR = (
    place(_("Calendar"), "releases:calendar", rooms=["releases"]),
    place(_("Meetings"), "meetings:index", rooms=["meetings"]),
    place(_("Travel"), "travel:index", rooms=["travel"]),
    place(_("Commitments"), "commitments:index", rooms=["commitments"]),
    place(_("Visits"), "visits:index", rooms=["visits"]),
    place(_("Candidacies"), "forums:candidacies"),
)
AGREED = (
    place(_("Instruments"), "agreements:index", rooms=["agreements"]),
    place(_("Exchanges of information"), "exchanges:index", rooms=["exchanges"]),
    place(_("Free-trade desk"), "agreements:free_trade"),
)
# Words are said by job, in the order a day needs them; rooms to come join the job they serve.
BAR = (
    place(pgettext_lazy("navigation", "Today"), "home:today"),
    place(
        _("Partners"),
        *(one.names[0] for one in PARTNERS),
        rooms=["partners", "removals"],
        within=PARTNERS,
    ),
    place(
        _("Agreements"),
        *(one.names[0] for one in AGREED),
        rooms=["agreements", "exchanges"],
        within=AGREED,
    ),
    place(_("Forums"), "forums:index", rooms=["forums"]),
    place(
        _("The year"),
        *(one.names[0] for one in YEAR),
        rooms=["releases", "meetings", "travel", "commitments", "visits"],
        within=YEAR,
    ),
    place(
        _("Results"),
        "facts:index",
        "reports:coherence",
        "reports:editions",
        "reports:used",
        rooms=["facts", "reports"],
        within=RESULTS,
    ),
)
BESIDE = (place(_("Framework"), "framework:index", rooms=["framework"]),)
OWN = (
    place(_("My account"), "people:me", "account_change_password"),
    place(_("Two-step sign-in"), "mfa_index"),
    place(_("Organisation chart"), "people:chart"),
    place(_("People"), "people:index", rooms=["people"]),
    place(_("Trail"), "trail:index", rooms=["trail"]),
)
FOOT = (
    place(_("Accessibility statement"), "home:accessibility"),
    place(_("Sources"), "sources:index", rooms=["sources"]),
    place(_("Help"), "home:help"),
)
# Doors that only some roles see; the lock is the page's own policy.
DOORS = {
    "people:index": (Role.ADMINISTRATOR, Role.AUDITOR),
    "trail:index": (Role.AUDITOR, Role.ADMINISTRATOR),
}


@lru_cache(maxsize=256)
def address(name: str, lang: str, urlconf: str | None) -> str:
    """The address of a named page in a language, or nothing while its room is not built."""
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=1)
def holds_invented(spell: int) -> bool:
    """Whether something here cites the source of what was invented.

    A process remembers the answer for a spell of ``ENTENTE_INVENTED_MEMORY`` seconds. One query a spell.
    """
    return sources.is_known("invented")


class Navigation:
    """Everything around the content of one page; each part is worked out only when a template asks for it."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def bar(self) -> list[Item]:
        """The words of the bar. One of them is where the reader is, also on a page that two jobs share."""
        items = self._items(BAR)
        for later in [item for item in items if item.current][1:]:
            later.current = False
        return items

    @cached_property
    def beside(self) -> list[Item]:
        return self._items(BESIDE)

    @cached_property
    def within(self) -> list[Item]:
        """The parts of the current word of the bar, when it has several."""
        parts: list[Item] = next((item.within for item in self.bar if item.current), [])
        return parts if len(parts) > 1 else []

    @cached_property
    def own(self) -> list[Item]:
        return self._items(one for one in OWN if self._may_open(one))

    @cached_property
    def foot(self) -> list[Item]:
        return self._items(FOOT)

    @property
    def today(self) -> str:
        return self._address("home:today") or "/"

    @property
    def search(self) -> str:
        return self._address("home:search") or self._address("search:index")

    @property
    def help(self) -> str:
        return self._address("home:help")

    @property
    def sign_in(self) -> str:
        return self._address("account_login")

    @property
    def sign_out(self) -> str:
        return self._address("account_logout")

    @cached_property
    def other_language(self) -> dict[str, str]:
        """The same page, question and all, in the other official language."""
        code = other_language(language())
        here = self.request.get_full_path()
        there = translate_url(here, code)
        if there == here:  # no such page (an error page): the prefix is all that can be translated
            there = (
                here.replace(f"/{language()}/", f"/{code}/", 1) if here.startswith(f"/{language()}/") else f"/{code}/"
            )
        return {"code": code, "name": {"en": "English", "fr": "Français"}[code], "url": there}

    @property
    def agency(self) -> str:
        names = getattr(settings, "ENTENTE_AGENCY", {})
        return names.get(language(), "") if isinstance(names, dict) else str(names)

    @property
    def invented(self) -> bool:
        """Whether the house holds an invented year, which every page then says."""
        return self.person != "" and holds_invented(int(monotonic() // settings.ENTENTE_INVENTED_MEMORY))

    @property
    def version(self) -> str:
        return __version__

    @property
    def notices(self) -> str:
        return self._address("notices:index")

    @cached_property
    def unread(self) -> int:
        """How many notices wait for the person: known since the person was found, else one query on an index."""
        if not self.person:
            return 0
        known: int | None = getattr(self.request.user, "unread_notices", None)
        return notices.unread_count(self.request.user) if known is None else known

    @cached_property
    def person(self) -> str:
        user = getattr(self.request, "user", None)
        if not user or not user.is_authenticated:
            return ""
        return user.get_full_name() or user.get_username()

    def _may_open(self, one: Place) -> bool:
        roles = DOORS.get(one.names[0])
        return not roles or getattr(self.request.user, "role", "") in roles

    def _address(self, *names: str) -> str:
        lang, urlconf = language(), get_urlconf()
        return next((found for name in names if (found := address(name, lang, urlconf))), "")

    def _items(self, places: Iterable[Place]) -> list[Item]:
        match = self.request.resolver_match
        spaces, here = (set(match.namespaces), match.view_name) if match else (set(), "")
        places, items = list(places), []
        named = any(here == one.names[0] for one in places)  # then its own word alone is where the reader is
        for one in places:
            if url := self._address(*one.names):
                within = self._items(one.within)
                of_room = not named and bool(one.rooms & spaces)
                current = here == one.names[0] or of_room or any(part.current for part in within)
                items.append(Item(str(one.label), url, current, within))
        return items


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav`` for the layout, nothing else."""
    return {"nav": Navigation(request)}
