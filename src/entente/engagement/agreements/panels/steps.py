"""What the decision page of a step says: what is asked, on what grounds, what happens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from .. import actions, rules
from ..models import Agreement

ASKED = {
    "negotiate": gettext_lazy("Shall negotiations be opened on this instrument?"),
    "sign": gettext_lazy("Has this instrument been signed, and when?"),
    "bring_into_force": gettext_lazy("Has this instrument entered into force, and when?"),
    "suspend": gettext_lazy("Shall this instrument be shown as suspended?"),
    "resume": gettext_lazy("Does this instrument apply again?"),
    "end": gettext_lazy("Has this instrument ended, and when?"),
}
NEXT = {
    "negotiate": gettext_lazy("It is shown as under negotiation."),
    "sign": gettext_lazy("It is shown as signed. Entry into force is a step of its own."),
    "bring_into_force": gettext_lazy("It is shown as in force from that day on, and as signed before it."),
    "suspend": gettext_lazy("It is shown as suspended until somebody resumes it."),
    "resume": gettext_lazy("It is shown as in force again, from the same day as before."),
    "end": gettext_lazy("It is shown as ended from that day on. On earlier days it stays as it was."),
}
CONDITIONS = {
    "AGR-1": gettext_lazy("The title is given in both languages."),
    "AGR-2": gettext_lazy("The date of signature is known, as far as a year."),
    "AGR-3": gettext_lazy("At least one foreign party is named."),
    "AGR-4": gettext_lazy("Somebody has said whether it is binding in international law."),
    "AGR-5": gettext_lazy("The date of entry into force is known and does not come before the signature."),
    "AGR-6": gettext_lazy("If it is binding: its treaty identifier is given, or the legal authority says why not."),
    "AGR-82": gettext_lazy("If it is binding: it lay tabled for its sitting days, or an urgency exception holds."),
    "AGR-7": gettext_lazy("The date of the end is known and does not come before the signature or entry into force."),
}
# Policy on Tabling of Treaties in Parliament; needs study M3, treaty steps.
TREATY = {
    "negotiate": gettext_lazy("A treaty needs a Cabinet mandate before negotiations begin."),
    "sign": gettext_lazy(
        "A treaty is then tabled in the House of Commons with an explanatory memorandum; Canada is bound after "
        "twenty-one sitting days at the earliest."
    ),
    "bring_into_force": gettext_lazy("A treaty enters into force after it was tabled for twenty-one sitting days."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One condition of a step. ``state`` is ``holds``, ``missing``, or ``below`` when the form itself asks
    for it.
    """

    code: str
    text: Any
    state: str
    url: str


def decision(agreement: Agreement, name: str, asked_below: tuple[str, ...]) -> dict[str, Any]:
    """The words around the form of a step. One query, for the parties."""
    treaty = TREATY.get(name, "") if agreement.binding is not False else ""
    return {
        "asked": ASKED[name],
        "grounds": grounds(agreement, name, asked_below),
        "next": [text for text in (NEXT[name], treaty) if text],
        "verb": actions.VERBS[name],
    }


def would_stop(agreement: Agreement) -> str:
    """The page that says what would stop with an instrument."""
    return f"{reverse('agreements:lapses')}?{urlencode({'instrument': agreement.key})}#if"


def grounds(agreement: Agreement, name: str, asked_below: tuple[str, ...] = ()) -> list[Ground]:
    """Every condition of a step and whether it holds now."""
    found = []
    for rule in actions.INSTRUMENT.moves[name].rules:
        code = str(rule.__doc__).split(".", 1)[0]
        below = rules.FIELDS.get(code) in asked_below
        state = "holds" if rule(agreement) is None else "below" if below else "missing"
        url = "" if state != "missing" else where(agreement, code)
        found.append(Ground(code, CONDITIONS[code], state, url))
    return found


def where(agreement: Agreement | None, code: str | None, here: Iterable[str] = ()) -> str:
    """The page, and the place on it, where an obstacle is removed; nothing for one that no page removes.

    ``here`` are the fields of the page that shows the obstacle; an instrument that is still to be registered has no
    other page.
    """
    field = rules.FIELDS.get(code or "", "")
    if field in here:
        return f"#id_{field}"
    if code == "AGR-82" and agreement is not None:
        return reverse("agreements:negotiation", args=[agreement.key])
    if agreement is None:
        return "#id_partner" if field == "parties" else ""
    if field == "parties":
        return reverse("agreements:add_party", args=[agreement.key])
    return f"{reverse('agreements:edit', args=[agreement.key])}#id_{field}" if field else ""
