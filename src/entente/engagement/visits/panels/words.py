"""The steps and the routing of a visit in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.bilingual import language
from entente.kit.days import spoken
from entente.kit.periods import Period

from ..models import Coordinator, Routing, State, Visit
from ..policy import VISITS

MOVES = {
    "triage": gettext_lazy("Take the request in"),
    "accept": gettext_lazy("Accept the visit"),
    "decline": gettext_lazy("Decline the visit"),
    "reopen": gettext_lazy("Look at it again"),
    "consult": gettext_lazy("Begin the consultation"),
    "draft_programme": gettext_lazy("Begin the programme"),
    "pre_brief": gettext_lazy("Record the pre-brief"),
    "revise": gettext_lazy("Take the programme up again"),
    "begin": gettext_lazy("Record that the visit is under way"),
    "end": gettext_lazy("Record that the visit is over"),
    "follow_up": gettext_lazy("Go on to report and follow-up"),
    "close": gettext_lazy("Close the visit"),
    "cancel": gettext_lazy("Cancel the visit"),
}
NEXT: dict[str, tuple[str, ...]] = {
    State.REQUESTED: ("triage", "decline"),
    State.TRIAGE: ("accept", "decline"),
    State.DECLINED: ("reopen",),
    State.ACCEPTED: ("consult", "cancel"),
    State.CONSULTATION: ("draft_programme", "cancel"),
    State.PROGRAMME: ("pre_brief", "cancel"),
    State.PRE_BRIEFED: ("begin", "revise", "cancel"),
    State.UNDER_WAY: ("end",),
    State.FEEDBACK: ("follow_up",),
    State.FOLLOW_UP: ("close",),
    State.CLOSED: (),
    State.CANCELLED: (),
}
"""The steps that leave each state, the usual one first; a test holds it to the workflow."""
BADGES: dict[str, str] = {
    State.REQUESTED: "warning",
    State.TRIAGE: "warning",
    State.DECLINED: "danger",
    State.CANCELLED: "danger",
    State.UNDER_WAY: "good",
    State.CLOSED: "neutral",
}


def steps(person: Any, visit: Visit) -> list[tuple[Any, str]]:
    """The steps this person may take now, as links; what stands in their way is told on their page."""
    return [
        (MOVES[name], reverse("visits:step", args=[visit.key, name]))
        for name in NEXT[visit.state]
        if VISITS.allows(person, name, visit)
    ]


@dataclass(frozen=True, slots=True)
class Test:
    """One of the three tests: the question, the article, whether it is met, and what shows it."""

    question: Any
    article: Any
    met: bool
    evidence: list[str]
    lacking: Any


def tests(routing: Routing) -> list[Test]:
    """The three tests of a routing with the evidence they had then."""
    lang, found = language(), routing.evidence

    def said(name: str) -> list[str]:
        return [str(one.get(lang) or one.get("en") or "") for one in found.get(name, [])]

    return [
        Test(
            _("Is it a visit at the level of a director general or above?"),
            _("Framework 2008, section 4A"),
            routing.senior,
            said("senior"),
            _("Nobody is known to come."),
        ),
        Test(
            _("Are the issues horizontal and cross-cutting?"),
            _("Framework 2008, section 4A, first condition"),
            routing.crosscutting,
            said("crosscutting"),
            _("No topic concerns two branches or more."),
        ),
        Test(
            _("Do they serve an objective or priority of the framework, or is the country a priority partner?"),
            _("Framework 2008, section 4A, second condition"),
            routing.linked,
            said("linked"),
            _("No topic serves an objective or priority, and the edition does not name the partner."),
        ),
    ]


def conclusion(routing: Routing, visit: Visit) -> str:
    """Who coordinates, and why, in one sentence."""
    ours = routing.coordinator == Coordinator.INTERNATIONAL_AFFAIRS
    if routing.overruled:
        return (
            _("International Affairs coordinates: the routing was overruled.")
            if ours
            else _("The lead branch coordinates: the routing was overruled.")
        )
    if ours:
        return _("International Affairs coordinates: all three tests are met.")
    return _("The lead branch coordinates: not all three tests are met. International Affairs advises on request.")


def period(first: date, last: date) -> str:
    """From when to when, in words."""
    return spoken(first) if first == last else Period(f"{first.isoformat()}/{last.isoformat()}").spoken()
