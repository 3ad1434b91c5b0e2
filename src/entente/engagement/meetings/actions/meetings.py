"""What is done with a meeting, from forecast to held."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.numbers.actions import take
from entente.foundation.trail import actions as trail

from .. import rules, search
from ..models import Item, Meeting
from ..policy import MEETINGS
from ..workflow import MEETING

SERIES = "MTG"


@transaction.atomic
def register(*, by: Any, objectives: Iterable[Any] = (), **given: Any) -> Meeting:
    """Put a meeting in the catalogue, as a forecast. ``given`` are values of its fields.

    Raises:
        PermissionDenied: ``by`` is neither a desk officer nor a travel planner.
        ValidationError: a value cannot stand, or MTG-1 to MTG-4 refuse; every obstacle at once.
    """
    MEETINGS.require(by, "register")
    return _add([given | {"objectives": objectives}], verb="register", by=by)[0]


@transaction.atomic
def import_rows(rows: Iterable[dict[str, Any]], *, by: Any) -> list[Meeting]:
    """Put the meetings of a spreadsheet in the catalogue, all or none. Raises as ``register``."""
    MEETINGS.require(by, "import")
    return _add(list(rows), verb="import", by=by)


@transaction.atomic
def change(
    meeting: Meeting, *, by: Any, reason: str = "", objectives: Iterable[Any] | None = None, **given: Any
) -> Meeting:
    """Change what is known of a meeting. When its days move the reason is needed and the trail keeps the old ones.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, or MTG-1 to MTG-4, MTG-7 or MTG-13 refuse.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "change", meeting)
    before = {name: getattr(meeting, name) for name in given if getattr(meeting, name) != given[name]}
    for name in before:
        setattr(meeting, name, given[name])
    served = None if objectives is None else list(objectives)
    differ = served is not None and {one.pk for one in served} != set(
        meeting.objectives.order_by().values_list("pk", flat=True)
    )
    _obey(
        rules.something_changes(before or differ),
        rules.not_cancelled(meeting),
        rules.slip_has_a_reason(bool({"starts_on", "ends_on"} & before.keys()), reason),
        *_against(meeting, by),
        thing=meeting,
    )
    _keep(meeting, heard=bool(before.keys() & set(rules.HEARD)))
    if served is not None:
        meeting.objectives.set(served)
    said = {name: [value, getattr(meeting, name)] for name, value in before.items()}
    if differ:
        said["objectives"] = [None, ", ".join(str(one) for one in served or ())]
    trail.record(by=by, verb="change", subject=meeting, reason=reason, **said)
    return meeting


@transaction.atomic
def confirm(meeting: Meeting, *, by: Any) -> Meeting:
    """The days are fixed. Raises ``PermissionDenied``, or ``ValidationError`` for a wrong state or MTG-6."""
    meeting = _locked(meeting)
    return _move(meeting, "confirm", rules.is_still_to_come(meeting, timezone.localdate()), by=by)


@transaction.atomic
def hold(meeting: Meeting, *, by: Any) -> Meeting:
    """It took place. Raises ``PermissionDenied``, or ``ValidationError`` for a wrong state or MTG-5."""
    meeting = _locked(meeting)
    return _move(meeting, "hold", rules.last_day_has_come(meeting, timezone.localdate()), by=by)


@transaction.atomic
def cancel(meeting: Meeting, *, by: Any, reason: str) -> Meeting:
    """It will not take place. Raises ``PermissionDenied``, or ``ValidationError`` without a reason."""
    meeting = _locked(meeting)
    meeting.cancelled_because = reason
    return _move(meeting, "cancel", by=by, reason=reason)


@transaction.atomic
def reinstate(meeting: Meeting, *, by: Any, reason: str) -> Meeting:
    """It is a forecast again. Raises ``PermissionDenied``, or ``ValidationError`` without a reason."""
    meeting = _locked(meeting)
    meeting.cancelled_because = ""
    return _move(meeting, "reinstate", by=by, reason=reason)


@transaction.atomic
def decide_attendance(meeting: Meeting, *, by: Any, attendance: str, reason: str = "") -> Meeting:
    """Decide whether we go; staying away needs the reason. The trail keeps what was decided before.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: MTG-8, MTG-9 or MTG-13 refuses.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "decide_attendance", meeting)
    before = (meeting.attendance, meeting.attendance_reason)
    _obey(
        rules.not_cancelled(meeting),
        rules.skipped_for_a_reason(attendance, reason),
        rules.something_changes(before != (attendance, reason)),
    )
    meeting.attendance, meeting.attendance_reason = attendance, reason
    meeting.attendance_by, meeting.attendance_at = str(by), timezone.now()
    _obey(thing=meeting)
    _keep(meeting)
    trail.record(
        by=by, verb="decide_attendance", subject=meeting, reason=reason, attendance=[before[0], meeting.attendance]
    )
    return meeting


# ── Shared by the verbs of this room ──────────────────────────────────────────────────────────────


def _add(rows: list[dict[str, Any]], *, verb: str, by: Any) -> list[Meeting]:
    made, lines, year = [], [], timezone.localdate().year
    for given in rows:
        objectives = list(given.pop("objectives", ()))
        meeting = Meeting(**{"as_of": timezone.localdate().isoformat(), "changed_at": timezone.now()} | given)
        meeting.key = take(SERIES, year=year)
        _obey(*_against(meeting, by), thing=meeting)
        meeting.save()
        meeting.objectives.set(objectives)
        made.append(meeting)
        lines.append(trail.line(meeting, verb, starts_on=meeting.starts_on, ends_on=meeting.ends_on))
    trail.record_many(lines, by=by)
    index.put([search.entry(one) for one in made])
    return made


def _against(meeting: Meeting, by: Any) -> list[ValidationError | None]:
    return [
        rules.held_with_somebody(meeting),
        rules.days_in_order(meeting),
        rules.hours_of_one_day(meeting),
        rules.within_own_clearance(meeting, by),
    ]


def _move(meeting: Meeting, name: str, *problems: ValidationError | None, by: Any, reason: str = "") -> Meeting:
    """Take a step of the meeting's life, which calendars hear of."""
    MEETINGS.require(by, name, meeting)
    before = meeting.state
    _obey(*MEETING.obstacles(meeting, name, reason=reason), *problems)
    MEETING.take(meeting, name, reason=reason)
    _keep(meeting)
    trail.record(by=by, verb=name, subject=meeting, reason=reason, state=[before, meeting.state])
    return meeting


def _keep(meeting: Meeting, *, heard: bool = True) -> None:
    """Save; where calendars must hear of it, with the next revision."""
    if heard:
        meeting.revision += 1
        meeting.changed_at = timezone.now()
    meeting.save()
    items = Item.objects.filter(meeting=meeting).select_related("meeting__body", "meeting__partner")
    beside = [*(search.item_entry(one) for one in items), *search.outcomes(meeting)]  # they bear its marking too
    index.put([search.entry(meeting), *beside])


def _locked(thing: Any, *related: str) -> Any:
    """The row as it stands now, held until the transaction ends, with what the policy and the index read of it."""
    model: type[models.Model] = type(thing)
    related = related or ("body", "partner")
    return model._default_manager.select_for_update(of=("self",)).select_related(*related).get(pk=thing.pk)


def _obey(*problems: ValidationError | None, thing: models.Model | None = None) -> None:
    """Raises every problem at once, with what the fields of ``thing`` have against it: each under its field."""
    said: dict[str, list[ValidationError]] = {}
    found = [one for one in problems if one is not None]
    if thing is not None:
        try:
            thing.full_clean()
        except ValidationError as wrong:
            found.append(wrong)
    for one in found:
        for name, errors in getattr(one, "error_dict", {NON_FIELD_ERRORS: [one]}).items():
            said.setdefault(name, []).extend(errors)
    if said:
        raise ValidationError(said)
