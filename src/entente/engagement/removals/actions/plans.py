"""An engagement plan from draft to review. Every move leaves a turn, every step back its reason."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.index import actions as index
from entente.foundation.numbers import actions as numbers
from entente.foundation.trail import actions as trail
from entente.kit.bilingual import language

from .. import notices, queries, rules, search
from ..models import CountryFile, Item, ItemState, Plan, State, Turn
from ..policy import REMOVALS
from ..workflow import PLAN as PLAN  # read by panels, which may not open the table themselves
from .keeping import _checked, _obey, _today
from .keeping import _locked as _file_locked

SERIES = "REM"
TOLD = {"consult": "consult_plan", "review": "review_plan", "activate": "activate_plan", "give_up": "give_up_plan",
        "redraft": "redraft_plan"}  # fmt: skip
"""What the trail calls a move, where its name means something else in other rooms."""
WORDED = (State.DRAFTED,)
"""States in which the words of a plan change."""
ITEMS = (State.DRAFTED, State.ACTIVE)
"""States in which items are added and ended: a plan at work meets what nobody foresaw."""


@transaction.atomic
def draft(file: CountryFile, *, by: Any, lead: Any = None, **given: Any) -> Plan:
    """Draft a plan, with a key ``REM-YYYY-NNNN``. ``given`` are ``title_en title_fr aim_en aim_fr``.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no title, or REM-1 or REM-33 refuses.
    """
    file = _file_locked(file)
    REMOVALS.require(by, "draft", file)
    plan = Plan(file=file, author=by, lead=lead or by, drafted_on=_today(), **given)
    _obey(
        rules.names_nobody(plan),
        rules.not_twice(queries.is_there(plan, "file", "title_en", "title_fr", "aim_en", "aim_fr", "state")),
    )
    plan.key = numbers.take(SERIES, year=_today().year)
    plan.full_clean()
    plan.save()
    index.put([search.plan_entry(plan)])
    trail.record(by=by, verb="draft", subject=plan, file=file.key, lead=plan.lead)
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, by: Any, **changes: Any) -> Plan:
    """Change what a draft says. Raises by REM-1, REM-15 or REM-25."""
    plan = _locked(plan)
    REMOVALS.require(by, "change_plan", plan)
    before = {name: getattr(plan, name) for name in changes}
    moved = [name for name, value in changes.items() if before[name] != value]
    for name in moved:
        setattr(plan, name, changes[name])
    _checked(plan, rules.may_be_worded(plan, WORDED), rules.something_changes(moved))
    plan.save()
    index.put([search.plan_entry(plan)])
    kept = {name: [before[name] or "", changes[name] or ""] for name in moved}
    trail.record(by=by, verb="change_plan", subject=plan, **kept)
    return plan


# ── Items ─────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_item(plan: Plan, *, by: Any, **given: Any) -> Item:
    """Add what is to be done. ``given`` are ``text_en text_fr lead department due_on``.

    Raises by REM-1, REM-13, REM-25, REM-30 or REM-33.
    """
    plan = _locked(plan)
    REMOVALS.require(by, "add_item", plan)
    item = Item(plan=plan, **given)
    _checked(
        item,
        rules.may_be_worded(plan, ITEMS),
        rules.says_something(item, "text", _("what is to be done")),
        rules.still_to_do(item, today=_today()),
        rules.not_twice(queries.is_there(item, "plan", "text_en", "text_fr", "lead", "department", "due_on", "state")),
    )
    item.save()
    trail.record(by=by, verb="add_plan_item", subject=plan, item=str(item), due_on=item.due_on or "")
    return item


@transaction.atomic
def finish_item(item: Item, *, by: Any, ended_on: date, **given: Any) -> Item:
    """Say that an item is done, and what came of it. Raises by REM-1, 11, 25, 26 or 32."""
    return _ended(item, "finish_item", ItemState.DONE, by=by, ended_on=ended_on, **given)


@transaction.atomic
def drop_item(item: Item, *, by: Any, reason: str) -> Item:
    """Give an item up, with the reason. Raises by REM-1, REM-25, REM-26 or REM-27."""
    said = {f"result_{language()}": reason.strip()}
    return _ended(item, "drop_item", ItemState.DROPPED, rules.says_why(reason), by=by, ended_on=_today(), **said)


def _ended(
    item: Item, verb: str, state: str, *problems: ValidationError | None, by: Any, ended_on: date, **given: Any
) -> Item:
    plan = _locked(item.plan)
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.plan = plan
    REMOVALS.require(by, verb, item)
    _obey(
        *problems,
        rules.ends_once(item),
        rules.may_be_worded(plan, ITEMS),
        rules.has_come(ended_on, "ended_on", today=_today()),
        rules.done_within(plan, ended_on),
    )
    for name, value in given.items():
        setattr(item, name, value)
    item.state, item.ended_on = state, ended_on
    _checked(item)
    item.save()
    said = item.result_en or item.result_fr
    trail.record(by=by, verb=verb, subject=plan, reason=said, item=str(item), ended_on=ended_on)
    return item


# ── Moves ─────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def consult(plan: Plan, *, by: Any) -> Plan:
    """Put a draft before the working group and the departments. Raises by REM-18 or REM-19."""
    return _moved(plan, "consult", by=by)


@transaction.atomic
def send_back(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Send a plan back to be drafted anew, with the reason; lead and author are told."""
    plan = _moved(plan, "send_back", by=by, reason=reason)
    notices.tell_lead(plan, notices.SENT_BACK, by=by, again=_turns(plan), why=reason)
    return plan


@transaction.atomic
def approve(plan: Plan, *, by: Any) -> Plan:
    """Approve a plan after consultation; lead and author are told. Raises by REM-18 to REM-20."""
    plan = _moved(plan, "approve", rules.approved_by_another(plan, by), by=by)
    notices.tell_lead(plan, notices.APPROVED, by=by, again=_turns(plan))
    return plan


@transaction.atomic
def take_back(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Take an approval back, with the reason: the plan is a draft again, and lead and author are told."""
    plan = _moved(plan, "take_back", by=by, reason=reason)
    notices.tell_lead(plan, notices.SENT_BACK, by=by, again=_turns(plan), why=reason)
    return plan


@transaction.atomic
def activate(plan: Plan, *, by: Any, review_on: date | None) -> Plan:
    """Begin an approved plan, with the day of its review. Raises by REM-21 or REM-22."""
    return _moved(plan, "activate", by=by, review_on=review_on)


@transaction.atomic
def redraft(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Send an active plan back to be drafted anew, with the reason; lead and author are told.

    It goes the whole way again, consulted and approved; what it said stays in the trail, its turns and ended items
    stay with it, and the day of its review is asked anew when it begins.
    """
    plan = _moved(plan, "redraft", by=by, reason=reason, review_on=None)
    notices.tell_lead(plan, notices.SENT_BACK, by=by, again=_turns(plan), why=reason)
    return plan


@transaction.atomic
def review(plan: Plan, *, by: Any, outcome_en: str = "", outcome_fr: str = "") -> Plan:
    """Say what came of a plan and end it. Raises by REM-1, REM-23 or REM-24."""
    return _moved(plan, "review", by=by, outcome_en=outcome_en.strip(), outcome_fr=outcome_fr.strip())


@transaction.atomic
def reopen(plan: Plan, *, by: Any, reason: str, review_on: date | None) -> Plan:
    """Take a reviewed plan up again, with the reason and another day of review. Raises by REM-21 or REM-22."""
    return _moved(plan, "reopen", by=by, reason=reason, review_on=review_on)


@transaction.atomic
def give_up(plan: Plan, *, by: Any, reason: str) -> Plan:
    """Give a plan up, with the reason."""
    return _moved(plan, "give_up", by=by, reason=reason)


OF_THE_VALUES = {
    "activate": lambda plan: rules.will_be_reviewed(plan, today=_today()),
    "reopen": lambda plan: rules.will_be_reviewed(plan, today=_today()),
    "review": rules.says_what_came,
}
"""What a move asks of the values given with it."""


def _moved(plan: Plan, move: str, *problems: ValidationError | None, by: Any, reason: str = "", **given: Any) -> Plan:
    """Take a move, keep its turn, and tell the trail. Raises every obstacle at once."""
    plan = _locked(plan)
    REMOVALS.require(by, move, plan)
    before, stood = plan.state, {name: getattr(plan, name) for name in given}
    for name, value in given.items():
        setattr(plan, name, value)
    asked = OF_THE_VALUES.get(move)
    _checked(
        plan,
        *problems,
        *PLAN.obstacles(plan, move, reason=reason),
        asked(plan) if asked else None,
        rules.nobody_in(reason, "reason"),
    )
    PLAN.take(plan, move, reason=reason)
    plan.full_clean()
    plan.save()
    turn = Turn(plan=plan, move=move, before=before, after=plan.state, on=_today(), at=timezone.now(), by=by)
    turn.reason = reason.strip()
    turn.full_clean()
    turn.save()
    index.put([search.plan_entry(plan)])
    verb = TOLD.get(move, move)
    kept = {name: [stood[name] or "", value or ""] for name, value in given.items() if stood[name] != value}
    trail.record(by=by, verb=verb, subject=plan, reason=reason, state=[before, plan.state], **kept)
    return plan


def _turns(plan: Plan) -> int:
    return Turn.objects.filter(plan=plan).count()


def _locked(plan: Plan) -> Plan:
    """The plan as it stands now, its country's file held first: two plans of a country never move at once."""
    file = _file_locked(plan.file)
    found = Plan.objects.select_for_update(of=("self",)).select_related("lead", "author").get(pk=plan.pk)
    found.file = file
    return found
