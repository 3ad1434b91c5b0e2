"""The page of an engagement plan: what it waits for, its items, and every turn it took."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.days import spoken
from entente.kit.panel import Event, Head, Panel

from .. import exports, rules
from ..actions import PLAN
from ..models import Item, ItemState, Plan, State
from ..policy import REMOVALS
from .words import late

VERBS = {
    "consult": gettext_lazy("Put it out for consultation"),
    "approve": gettext_lazy("Approve it"),
    "activate": gettext_lazy("Begin it"),
    "review": gettext_lazy("Review it"),
    "redraft": gettext_lazy("Send it back to be drafted anew"),
    "send_back": gettext_lazy("Send it back"),
    "take_back": gettext_lazy("Take the approval back"),
    "reopen": gettext_lazy("Take it up again"),
    "give_up": gettext_lazy("Give it up"),
}
"""The moves, the likeliest first."""
TOLD = {
    "consult": gettext_lazy("Put out for consultation"),
    "approve": gettext_lazy("Approved"),
    "activate": gettext_lazy("Begun"),
    "review": gettext_lazy("Reviewed"),
    "redraft": gettext_lazy("Sent back to be drafted anew"),
    "send_back": gettext_lazy("Sent back"),
    "take_back": gettext_lazy("Approval taken back"),
    "reopen": gettext_lazy("Taken up again"),
    "give_up": gettext_lazy("Given up"),
}
WORDED, ITEMS = (State.DRAFTED,), (State.DRAFTED, State.ACTIVE)
NEXT: dict[str, Any] = {
    State.DRAFTED: gettext_lazy(
        "A draft: say what it is to reach, add items with lead and date, put it out for consultation."
    ),
    State.CONSULTED: gettext_lazy(
        "The working group and the departments are consulted; an executive approves or sends back."
    ),
    State.APPROVED: gettext_lazy("Approved: give the day of its review and begin."),
    State.ACTIVE: gettext_lazy(
        "At work: end every item, then say what came of the plan. To change what it is to reach, an executive sends it "
        "back to be drafted anew."
    ),
    State.REVIEWED: gettext_lazy("Over: what came of it stands below."),
    State.GIVEN_UP: gettext_lazy("Given up; the reason stands in its history."),
}


def plan_head(plan: Plan, today: date) -> Head:
    """The title, the country, the state, and what happens next."""
    badges: list[tuple[str, Any]] = [(exports.KINDS[State(plan.state)], plan.get_state_display())]
    if plan.state == State.ACTIVE and plan.review_on and (said := late(plan.review_on, today)):
        badges.insert(0, ("danger", said))
    return Head(
        name=plan.title,
        kind=_("Engagement plan %(key)s") % {"key": plan.key},
        sentence=NEXT[plan.state],
        badges=tuple(badges),
        marking=plan.file.bears,
    )


def moves(plan: Plan, person: Any) -> list[tuple[Any, str]]:
    """What this person may do with it now: ``(label, url)``."""
    offered = {move.name for move in PLAN.open_to(plan)}
    allowed = REMOVALS.allowed(person, VERBS, plan)
    found: list[tuple[Any, str]] = [
        (VERBS[verb], reverse("removals:move", args=[plan.key, verb.replace("_", "-")]))
        for verb in VERBS
        if verb in offered and allowed[verb]
    ]
    if plan.state in WORDED and REMOVALS.allows(person, "change_plan", plan):
        found.append((_("Change what it says"), reverse("removals:change_plan", args=[plan.key])))
    if plan.state in ITEMS and REMOVALS.allows(person, "add_item", plan):
        found.append((_("Add an item"), reverse("removals:add_item", args=[plan.key])))
    return found


def plan_panels(plan: Plan, person: Any, today: date) -> list[Panel]:
    """What it is to reach, its items, what came of it. No query: the plan was read with its parts."""
    items = list(plan.items.all())
    may = plan.state in ITEMS and REMOVALS.allows(person, "finish_item", plan)
    rows = [_item(one, today, may=may) for one in items]
    facts = [
        {"label": _("Country"), "value": plan.file.partner.name, "url": plan.file.get_absolute_url()},
        {"label": _("Lead"), "value": str(plan.lead)},
        {"label": _("Drafted by"), "value": str(plan.author)},
        {"label": _("Drafted on"), "value": spoken(plan.drafted_on)},
        {"label": _("To be reviewed by"), "value": spoken(plan.review_on) if plan.review_on else ""},
    ]
    made = [
        Panel(
            "aim",
            _("What it is to reach"),
            "removals/panels/standing.html",
            {"text": plan.aim, "facts": [one for one in facts if one["value"]]},
            marking=plan.file.bears,
        ),
        Panel(
            "items",
            _("What is to be done"),
            "removals/panels/items.html" if rows else "",
            {"rows": rows},
            count=len(rows) or None,
            empty=_("No item yet."),
        ),
    ]
    if plan.outcome:
        made.append(Panel("outcome", _("What came of it"), "removals/panels/standing.html", {"text": plan.outcome}))
    return made


def _item(one: Item, today: date, *, may: bool) -> dict[str, Any]:
    is_open = one.state == ItemState.OPEN
    links = []
    if is_open and may:
        links = [
            (_("It is done"), reverse("removals:finish_item", args=[one.pk])),
            (_("Drop it"), reverse("removals:drop_item", args=[one.pk])),
        ]
    return {
        "one": one,
        "lead": [name for name in (one.lead, one.department and one.department.name) if name],
        "late": late(one.due_on, today) if is_open and one.due_on else "",
        "lacking": rules.is_lacking(one),
        "kind": {ItemState.DONE: "good", ItemState.DROPPED: "neutral"}.get(ItemState(one.state), "info"),
        "links": links,
    }


def plan_events(plan: Plan) -> list[Event]:
    """Every turn it took, the latest first, and its first day. No query."""
    found = [Event(plan.drafted_on.isoformat(), _("Drafted"), text=str(plan.author))]
    for turn in plan.turns.all():
        text = f"{turn.by}: {turn.reason}" if turn.reason else str(turn.by)
        found.append(Event(turn.on.isoformat(), TOLD[turn.move], text=text))
    return found[::-1]
