"""What an engagement plan must obey on its way."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

from .. import queries
from ..models import Item, ItemState, Plan, State


def can_be_judged(plan: Plan) -> ValidationError | None:
    """REM-18. What goes out for consultation says what it is to reach and holds an item at least.

    Source: needs, row 112 (engagement plans); framework of 2019 to 2022, Annex B (activities, timeline, lead).
    """
    if not (plan.aim_en.strip() or plan.aim_fr.strip()):
        return ValidationError(_("REM-18: say what the plan is to reach."), code="aim_missing")
    if not queries.items_of(plan):
        return ValidationError(_("REM-18: add an item at least: a plan says what will be done."), code="no_item")
    return None


def every_item_is_led(plan: Plan) -> ValidationError | None:
    """REM-19. Each item has a lead and a date before the plan goes out.

    Source: framework of 2019 to 2022, Annex B, international high-level plan (activities, timeline, lead).
    """
    lacking = [one for one in queries.items_of(plan) if is_lacking(one)]
    if not lacking:
        return None
    said = _("REM-19: “%(item)s” lacks its lead or its date.") % {"item": str(lacking[0])[:80]}
    return ValidationError(said, code="item_lacking")


def is_lacking(item: Item) -> bool:
    """Whether an item lacks who leads it or by when."""
    led = item.lead_id is not None or item.department_id is not None
    return item.state == ItemState.OPEN and not (led and item.due_on)


def approved_by_another(plan: Plan, person: Any) -> ValidationError | None:
    """REM-20. Who approves a plan neither drafted it nor leads it, nor wrote anything of it while they led it.

    Source: house rule of two persons.
    """
    if person.pk not in (plan.author_id, plan.lead_id) and not queries.has_worded(plan, person):
        return None
    said = _("REM-20: somebody else approves it: neither who drafted or worded it nor who leads it.")
    return ValidationError(said, code="own_plan")


def will_be_reviewed(plan: Plan, *, today: date) -> ValidationError | None:
    """REM-21. A plan becomes active with the day of its review, which is still to come.

    Source: needs, M15 (active, reviewed).
    """
    if plan.review_on and plan.review_on > today:
        return None
    said = _("REM-21: give the day by which it is reviewed; it is still to come.")
    return ValidationError({"review_on": ValidationError(said, code="review_missing")})


def one_at_work(plan: Plan) -> ValidationError | None:
    """REM-22. A country has one active plan at a time. Source: needs, row 112 (country-specific plans)."""
    active = queries.active_beside(plan)
    if active is None:
        return None
    said = _("REM-22: %(key)s is active for this country: review it first.") % {"key": active.key}
    return ValidationError(said, code="another_active")


def says_what_came(plan: Plan) -> ValidationError | None:
    """REM-23. A reviewed plan says what came of it. Source: needs, M15 (a scorecard shows cooperation over time)."""
    if plan.outcome_en.strip() or plan.outcome_fr.strip():
        return None
    said = _("REM-23: say what came of the plan, in one language at least.")
    return ValidationError({"outcome_en": ValidationError(said, code="outcome_missing")})


def nothing_is_open(plan: Plan) -> ValidationError | None:
    """REM-24. A plan is reviewed once every item is done or dropped. Source: design, open before known."""
    left = [one for one in queries.items_of(plan) if one.state == ItemState.OPEN]
    if not left:
        return None
    said = _("REM-24: “%(item)s” is still open: say that it is done, or drop it with the reason.")
    return ValidationError(said % {"item": str(left[0])[:80]}, code="item_open")


STANDS = {
    State.CONSULTED: _("REM-25: “%(state)s”: the plan stands as it is. Send it back to change it."),
    State.APPROVED: _("REM-25: “%(state)s”: the plan stands as it is. An executive takes the approval back first."),
    State.ACTIVE: _("REM-25: “%(state)s”: the plan stands as it is. An executive sends it back to be drafted anew."),
    State.REVIEWED: _("REM-25: “%(state)s”: the plan stands as it is. Take it up again to go on with it."),
    State.GIVEN_UP: _("REM-25: “%(state)s”: the plan is over. Draft another one."),
}
"""What somebody may do who meets a plan that does not change: the moves of the workflow, in words."""


def may_be_worded(plan: Plan, states: Collection[str]) -> ValidationError | None:
    """REM-25. Words and items change while a plan is drafted or active; what was sent out or is over stands.

    ``states`` are those in which this change is allowed. Source: design (nothing is overwritten).
    """
    if plan.state in states:
        return None
    said = STANDS[State(plan.state)] % {"state": plan.get_state_display()}
    return ValidationError(said, code="stands")


def ends_once(item: Item) -> ValidationError | None:
    """REM-26. An item is done or dropped once. Source: design (nothing is overwritten)."""
    if item.state == ItemState.OPEN:
        return None
    said = _("REM-26: this item ended on %(day)s.") % {"day": spoken(item.ended_on or "")}
    return ValidationError(said, code="ended")


def says_why(reason: str) -> ValidationError | None:
    """REM-27. A step back carries its reason. Source: design, negative steps carry a reason."""
    if reason.strip():
        return None
    return ValidationError({"reason": ValidationError(_("REM-27: say why."), code="reason_missing")})
