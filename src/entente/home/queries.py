"""What the first page asks: what waits for this person, what changed, and the ways into the record."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import get_urlconf, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entente.dossiers import day as days
from entente.engagement.agreements import policy as agreements
from entente.engagement.facts import policy as fact_policy
from entente.engagement.facts import queries as facts
from entente.engagement.forums import policy as forums
from entente.engagement.framework import panels as framework_panels
from entente.engagement.framework import queries as framework
from entente.engagement.partners import policy as partners
from entente.foundation.index import queries as index
from entente.foundation.people.roles import Role
from entente.foundation.sources import queries as sources
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import queries as trail
from entente.foundation.trail.models import ADDRESSES
from entente.kit.bilingual import Text, language, other_language
from entente.kit.occasion import Occasion
from entente.kit.table import Ask
from entente.kit.waiting import Debt
from entente.reports import queries as reports

from .context import address

CALLINGS = {
    Role.DESK_OFFICER: gettext_lazy(
        "You keep partners, forums and facts. Start with what waits; the rest is a click away."
    ),
    Role.AGREEMENTS_OFFICER: gettext_lazy("You keep the instruments and the candidates for the next ones."),
    Role.TRAVEL_PLANNER: gettext_lazy("You forecast meetings and travel, and see trips through to their reports."),
    Role.VISITS_OFFICER: gettext_lazy("You receive foreign delegations, from request to follow-up."),
    Role.REMOVALS_OFFICER: gettext_lazy(
        "You keep the country files on removals: figures, levers and engagement plans."
    ),
    Role.EXECUTIVE: gettext_lazy("What needs your decision stands first; the state of the record is below."),
    Role.AUDITOR: gettext_lazy("You may read everything your clearance allows, and the whole trail."),
    Role.ADMINISTRATOR: gettext_lazy("You keep accounts and reference data, and load editions of the framework."),
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


def waiting(person: Any, today: date) -> list[Debt]:
    """What needs this person, the oldest debt first; what the record itself lacks stands last."""
    ask = Ask(person, today.isoformat())
    edition = framework.ruling(ask)
    tasks = {
        Role.DESK_OFFICER: (_gaps_of_partners, _facts_in_conflict),
        Role.AGREEMENTS_OFFICER: (_targets_without_standing,),
        Role.EXECUTIVE: (_gaps_of_partners,),
    }
    gaps = [task(ask, edition) for task in tasks.get(person.role, ())]
    more = framework_panels.waiting(person) + [one for one in gaps if one]
    return days.debts(person, today, (Debt(**one) for one in more))


def coming(person: Any, today: date) -> list[dict[str, Any]]:
    """What lies ahead in the next weeks: ``on``, ``title``, ``url``, ``text``, as a timeline draws it."""
    return [
        {"on": one.first.isoformat(), "title": _title(one), "url": reverse(one.address[0], args=[one.address[1]])}
        | {"text": _place(one)}
        for one in days.ahead(person, today)
    ]


def _title(one: Occasion) -> Text:
    lang = language() if getattr(one, f"title_{language()}") else other_language(language())
    return Text(getattr(one, f"title_{lang}"), lang)


def _place(one: Occasion) -> str:
    return str(getattr(one, f"place_{language()}") or one.place_en)


TOOLS: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    Role.TRAVEL_PLANNER: (
        ("travel:index", gettext_lazy("The quarter")),
        ("meetings:index", gettext_lazy("Meetings")),
        ("travel:trips", gettext_lazy("Trips")),
        ("travel:reports", gettext_lazy("Trip reports")),
    ),
    Role.EXECUTIVE: (
        ("travel:index", gettext_lazy("The quarter")),
        ("travel:compliance", gettext_lazy("Trip reports on time")),
        ("commitments:index", gettext_lazy("Commitments")),
        ("releases:calendar", gettext_lazy("Calendar")),
    ),
    Role.DESK_OFFICER: (
        ("meetings:index", gettext_lazy("Meetings")),
        ("commitments:index", gettext_lazy("Commitments")),
        ("partners:index", gettext_lazy("Partners")),
        ("dossiers:handover", gettext_lazy("Handover pack")),
    ),
    Role.VISITS_OFFICER: (
        ("visits:index", gettext_lazy("Visits")),
        ("releases:calendar", gettext_lazy("Calendar")),
    ),
    Role.EXCHANGE_OFFICER: (
        ("exchanges:call", gettext_lazy("Record a verbal request")),
        ("exchanges:owed", gettext_lazy("What is owed")),
        ("exchanges:index", gettext_lazy("Exchanges of information")),
    ),
    Role.REMOVALS_OFFICER: (
        ("removals:index", gettext_lazy("Country files")),
        ("removals:comparison", gettext_lazy("Countries compared")),
        ("removals:plans", gettext_lazy("Engagement plans")),
        ("removals:import", gettext_lazy("Figures from a spreadsheet")),
    ),
    Role.READER: (
        ("releases:calendar", gettext_lazy("Calendar")),
        ("travel:reports", gettext_lazy("Trip reports")),
    ),
    Role.AUDITOR: (
        ("travel:compliance", gettext_lazy("Trip reports on time")),
        ("commitments:index", gettext_lazy("Commitments")),
        ("exchanges:ledger", gettext_lazy("How much, how often")),
        ("trail:index", gettext_lazy("Trail")),
    ),
}


def page(name: str) -> str:
    """The address of a page in the reader's language, or nothing while its room is not built."""
    return address(name, language(), get_urlconf())


def tools(person: Any) -> list[tuple[str, str]]:
    """The pages this role works on most: ``(label, url)``."""
    known = ((label, page(name)) for name, label in TOOLS.get(person.role, ()))
    return [(str(label), url) for label, url in known if url]


def _gaps_of_partners(ask: Ask, edition: Any) -> dict[str, Any] | None:
    if edition is None:
        return None
    count = len(reports.partners_without_owner(ask, edition, Notes()))
    title = ngettext(
        "%(count)s priority partner without an office of primary interest",
        "%(count)s priority partners without an office of primary interest",
        count,
    ) % {"count": count}
    why = _("Nobody answers for the file under “%(edition)s”.") % {"edition": edition.title}
    return (
        {"title": title, "url": reverse("reports:coherence") + "#COH-2", "why": why, "since": None} if count else None
    )


def _facts_in_conflict(ask: Ask, edition: Any) -> dict[str, Any] | None:
    count = len(facts.conflicts(person=ask.person, on=ask.on))
    title = ngettext("%(count)s fact with two values", "%(count)s facts with two values", count) % {"count": count}
    why = _("Two sources disagree; say which holds, or keep both knowingly.")
    return (
        {"title": title, "url": reverse("reports:coherence") + "#COH-9", "why": why, "since": None} if count else None
    )


def _targets_without_standing(ask: Ask, edition: Any) -> dict[str, Any] | None:
    latest = reports.latest_with_candidates()
    if latest is None:
        return None
    count = len(reports.targets_without_standing(ask, latest, Notes()))
    title = ngettext(
        "%(count)s negotiation target that is no priority partner",
        "%(count)s negotiation targets that are no priority partner",
        count,
    ) % {"count": count}
    url = f"{reverse('reports:coherence')}?edition={latest.key}#COH-8"
    why = _("As “%(edition)s” lists them.") % {"edition": latest.title}
    return {"title": title, "url": url, "why": why, "since": None} if count else None


LATELY = 8  # lines of recent changes on the first page
QUIET = ("load", "reload", "remove", "load_package", "load_correction", "drop_correction", "take_in", "export", "read")
"""Verbs that are no news: what packages brought, what was taken away or read."""


def recent(person: Any) -> list[dict[str, Any]]:
    """What changed lately in records this person may see, newest first: ``on``, ``title``, ``url``, ``text``.

    Two queries: the newest lines of the trail, then which of their subjects this person may find.
    """
    lines = list(trail.newest(without=QUIET, most=LATELY * 4))
    addresses = {_address(line.subject): line for line in lines}
    seen = {record.address: record for record in index.at_addresses(addresses, person=person)}
    shown = []
    for line in lines:
        record = seen.get(_address(line.subject))
        if record is None:
            continue
        name, _space, argument = record.address.partition(" ")
        text = f"{line.said}, {line.actor}"
        url = reverse(name, args=[argument])
        shown.append({"on": timezone.localdate(line.at).isoformat(), "title": record.title, "url": url, "text": text})
    return shown[:LATELY]


def _address(subject: str) -> str:
    """The index's address of a trail subject: ``partners.partner:mx`` is found under ``partners:partner mx``."""
    label, _colon, key = subject.partition(":")
    return f"{ADDRESSES.get(label, label)} {key}"


def entries(person: Any) -> list[Entry]:
    """The ways into the record, with how much of it this person may see. Six queries."""
    counts = {
        "partners:index": partners.visible_to(person).count(),
        "agreements:index": agreements.visible_to(person).count(),
        "forums:index": forums.visible_to(person).count(),
        "facts:index": fact_policy.visible_to(person).count(),
        "framework:index": len(framework.in_order(person)),
        "sources:index": sources.sources().count(),
    }
    return [Entry(label, reverse(name), text, counts[name]) for name, label, text in WAYS]
