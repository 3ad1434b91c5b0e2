"""The rows of a visit: visitors, topics, sites, programme, protocol, gifts, costs; two of them decide the routing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Cost, Gift, Item, Need, Site, Topic, Visit, Visitor
from ..policy import VISITS
from .keeping import _keep, _locked, _obey, _open_part, _route, _row

ACTS: dict[type[models.Model], str] = {
    Visitor: "compose",
    Topic: "compose",
    Site: "plan",
    Item: "plan",
    Need: "prepare",
    Gift: "prepare",
    Cost: "prepare",
}
"""Which row of the policy speaks of which rows."""
NOUNS: dict[type[models.Model], str] = {
    Visitor: "visitor",
    Topic: "topic",
    Site: "site",
    Item: "programme_item",
    Need: "need",
    Gift: "gift",
    Cost: "cost_line",
}
"""What the trail calls them."""
ROUTING = (Visitor, Topic)
AFTERWARDS = (Gift, Cost)
"""Rows that are known only when the guests have left."""


@transaction.atomic
def add(visit: Visit, model: type[Any], *, by: Any, **given: Any) -> Any:
    """Add a row to a visit. ``given`` are values of its fields, lists of records for those that hold many.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or VIS-9, VIS-10 or VIS-11 refuses.
    """
    visit = _locked(visit)
    row = model(visit=visit)
    VISITS.require(by, ACTS[model], visit)
    if model in ROUTING:
        given["position"] = given.get("position") or _next_place(visit, model)
    return _put(row, given, by=by, verb=f"add_{NOUNS[model]}")


@transaction.atomic
def change_row(row: Any, *, by: Any, **given: Any) -> Any:
    """Change a row of a visit; what it said before is in the trail. Raises as ``add``."""
    row = _row(row)
    VISITS.require(by, ACTS[type(row)], row)
    return _put(row, given, by=by, verb=f"change_{NOUNS[type(row)]}")


@transaction.atomic
def remove(row: Any, *, by: Any, reason: str) -> None:
    """Take a row out of a visit, with the reason; what it said is in the trail. Raises as ``add``."""
    row = _row(row)
    visit = row.visit
    VISITS.require(by, ACTS[type(row)], row)
    _obey(rules.reason_given(reason), rules.still_to_prepare(visit))
    said = {one.name: [str(getattr(row, one.name) or ""), ""] for one in _told(row) if getattr(row, one.name)}
    verb = f"remove_{NOUNS[type(row)]}"
    trail.record(by=by, verb=verb, subject=visit, reason=reason, **_open_part(row, {"row": str(row)} | said))
    row.delete()
    if isinstance(row, ROUTING):
        _route(visit, by=by)


@transaction.atomic
def receive_list(visit: Visit, *, by: Any, rows: Iterable[Mapping[str, Any]]) -> list[Visitor]:
    """Add the visitors of a list that was judged already: all of them, or none. The routing is asked once.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or VIS-11 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "compose", visit)
    _obey(rules.still_to_prepare(visit))
    place, made = _next_place(visit, Visitor), []
    for number, values in enumerate(rows):
        made.append(Visitor(visit=visit, **{**values, "position": place + number}))
        _keep(made[-1])
    trail.record(by=by, verb="receive_list", subject=visit, visitors=len(made))
    _route(visit, by=by)
    return made


def _put(row: Any, given: Mapping[str, Any], *, by: Any, verb: str) -> Any:
    visit, many = row.visit, {one.name for one in row._meta.many_to_many}
    plain = {name: value for name, value in given.items() if name not in many}
    before = {name: getattr(row, name) for name in plain}
    for name, value in plain.items():
        setattr(row, name, value)
    moved = {name: [before[name], value] for name, value in plain.items() if before[name] != value}
    if isinstance(row, Need) and moved:
        row.by, row.at = by.username, timezone.now()
    held = [thing for name in many for thing in given.get(name, [])] if isinstance(row, Topic) else []
    _keep(
        row,
        None if isinstance(row, AFTERWARDS) and visit.state == visit.State.CLOSED else rules.still_to_prepare(visit),
        rules.not_below_its_parts(visit, *held),
        rules.within_the_visit(row) if isinstance(row, Item) and row.on else None,
    )
    for name in many & given.keys():
        field = getattr(row, name)
        was, now = sorted(str(one) for one in field.all()), sorted(str(one) for one in given[name])
        if was != now:
            field.set(given[name])
            moved[name] = [", ".join(was), ", ".join(now)]
    trail.record(by=by, verb=verb, subject=visit, **_open_part(row, {"row": str(row)} | moved))
    if isinstance(row, ROUTING):
        _route(visit, by=by)
    return row


def _next_place(visit: Visit, model: type[Any]) -> int:
    last = model._default_manager.filter(visit=visit).order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def _told(row: Any) -> list[Any]:
    """The columns of a row that say something."""
    return [one for one in row._meta.concrete_fields if one.name not in ("id", "visit", "by", "at")]
