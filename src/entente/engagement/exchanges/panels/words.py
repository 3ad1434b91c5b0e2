"""What steps, verdicts and reasons are called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit import numerals
from entente.kit.bilingual import language

from ..exports.cells import zone
from ..models import Exchange, State, Step, Verdict
from ..policy import EXCHANGES

MOVES = {
    "record": _("Recorded"),
    "import": _("Taken in from a sheet"),
    "confirm": _("Confirmed in writing"),
    "match": _("Match the legal basis"),
    "change": _("Changed what is said of it"),
    "ask_for": _("Added or changed an element"),
    "drop": _("Took an element out"),
    "mitigate": _("Recorded a measure"),
    "look_again": _("Changed what is asked; tested again from there"),
    "complete": _("Call it complete"),
    "test_purpose": _("Test the purpose"),
    "assess_risk": _("Assess the risk"),
    "decide": pgettext_lazy("exchange", "Decide"),
    "reconsider": _("Decide again"),
    "release": pgettext_lazy("exchange", "Release"),
    "acknowledge": _("Record the receipt"),
    "report_use": _("Record the use"),
    "settle": _("Settle the retention"),
    "close_exchange": _("Close the exchange"),
    "send_back": _("Return for completion"),
    "postpone": _("Postpone"),
    "resume": _("Take up again"),
    "refuse": pgettext_lazy("exchange", "Refuse"),
}
"""What one may do, and what was done."""
VERDICTS = {Verdict.RELEASE: "good", Verdict.HIGHER: "warning", Verdict.CONSENT: "warning", Verdict.REFUSE: "danger"}
OWN_PAGE = {
    "match": "exchanges:match", "decide": "exchanges:decide", "release": "exchanges:release",
    "acknowledge": "exchanges:acknowledge", "report_use": "exchanges:report_use", "settle": "exchanges:settle",
}  # fmt: skip
"""Steps that ask more than a reason."""
BESIDE = (
    "record", "import", "confirm", "reconsider", "resume", "change", "ask_for", "drop", "mitigate", "look_again",
)  # fmt: skip
"""Steps told by what was done: the state says less."""
STOP = ("postpone", "refuse")
NEXT: dict[str, tuple[str, ...]] = {
    State.RECORDED: ("match", "send_back", *STOP),
    State.RETURNED: ("match", *STOP),
    State.MATCHED: ("complete", "send_back", *STOP),
    State.COMPLETE: ("test_purpose", "send_back", *STOP),
    State.TESTED: ("assess_risk", "send_back", *STOP),
    State.ASSESSED: ("decide", "send_back", *STOP),
    State.DECIDED: ("release", "reconsider", *STOP),
    State.RELEASED: ("acknowledge", "report_use", "settle"),
    State.ACKNOWLEDGED: ("report_use", "settle"),
    State.USED: ("settle", "close_exchange"),
    State.SETTLED: ("close_exchange",),
    State.POSTPONED: ("resume", "refuse"),
    State.REFUSED: (),
    State.CLOSED: (),
}
"""The steps that leave each state, the usual one first; a test holds it to the workflow."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One reason as a reader sees it."""

    code: str
    kind: str
    verdict: str
    place: str
    text: str


def reasons(kept: list[dict[str, Any]]) -> list[Shown]:
    """Frozen reasons in the reader's language, those that stand in the way first."""
    lang, order = language(), list(Verdict)
    sorted_ones = sorted(kept, key=lambda one: -order.index(Verdict(one["verdict"])))
    return [
        Shown(
            one["code"],
            VERDICTS[Verdict(one["verdict"])],
            str(Verdict(one["verdict"]).label),
            one["place"][lang],
            one["text"][lang],
        )
        for one in sorted_ones
    ]


def steps(person: Any, exchange: Exchange) -> list[tuple[Any, str]]:
    """The steps a person may take now, the likeliest first: label and page."""
    allowed = [one for one in NEXT[exchange.state] if EXCHANGES.allows(person, one, exchange)]
    return [(MOVES[one], address(exchange, one)) for one in allowed]


def taken(step: Step) -> str:
    """A step as it is told afterwards: what it made of the exchange, else what was done."""
    if step.move in BESIDE or step.after not in State.values:
        return str(MOVES.get(step.move, step.move))
    label = str(State(step.after).label)
    return label[:1].upper() + label[1:]


def address(exchange: Exchange, name: str) -> str:
    """The page on which a step is taken."""
    if name in OWN_PAGE:
        return reverse(OWN_PAGE[name], args=[exchange.key])
    return reverse("exchanges:step", args=[exchange.key, name])


def moment(at: datetime | None) -> str:
    """An instant as it is said, with its zone: “November 27, 2026, 2:40 am EST”, « 27 novembre 2026, 2 h 40 HNE »."""
    if at is None:
        return ""
    here = timezone.localtime(at)
    return f"{numerals.moment(here)} {zone(here)}"
