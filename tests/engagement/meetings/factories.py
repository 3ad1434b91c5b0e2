"""Meetings for tests, made by the moves a person makes; bodies and partners as forums' tests make them."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.meetings import actions
from entente.engagement.meetings.models import Delegate, Meeting
from entente.foundation.people import actions as people
from entente.foundation.people.models import Headship, Person, Unit
from entente.foundation.people.roles import Marking, Rank, Role
from tests.engagement.forums.factories import body as body
from tests.engagement.forums.factories import edition as edition
from tests.engagement.forums.factories import partner as partner
from tests.engagement.forums.factories import standing as standing


def officer() -> Person:
    """The desk officer who keeps the meetings of a test; opened once."""
    found = Person.objects.filter(username="keeper").first()
    return found or people.open_account(
        by="tests",
        password="a passphrase for tests",  # noqa: S106
        role=Role.DESK_OFFICER,
        username="keeper",
        email="keeper@example.org",
        clearance=Marking.PROTECTED_B,
    )


def day(days: int = 0) -> date:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days)


def meeting(*, by: Any = None, in_days: int = 30, lasts: int = 1, **given: Any) -> Meeting:
    """A forecast meeting that begins in some days and lasts some: of body ``b5`` unless told otherwise."""
    if "body" not in given and "partner" not in given:
        from entente.engagement.forums.models import Body

        given["body"] = Body.objects.filter(key="b5").first() or body("b5", name_en="Border Five")
    words = {"title_en": "Session", "title_fr": "Séance"}
    days = {"starts_on": day(in_days), "ends_on": day(in_days + lasts - 1)}
    return actions.register(by=by or officer(), **words | days | given)


def confirmed(**given: Any) -> Meeting:
    """A meeting whose days are fixed."""
    return actions.confirm(meeting(**given), by=officer())


def attended(*delegates: Person, in_days: int = -30, **given: Any) -> Meeting:
    """A meeting that was held and where we were; ``delegates`` sat in our delegation."""
    made = meeting(in_days=in_days, **given)
    actions.decide_attendance(made, by=officer(), attendance="attend", reason="")
    for person in delegates:
        delegate(made, person=person)
    made = actions.hold(made, by=officer())
    there = Delegate.objects.filter(meeting=made).values_list("pk", flat=True)
    return actions.mark_attended(made, by=officer(), there=list(there))


def delegate(of: Meeting, **given: Any) -> Delegate:
    """Somebody in a delegation: ours with ``person``, another's with ``partner``."""
    if "person" not in given:
        given = {"office_en": "Director General"} | given
    return actions.add_delegate(of, by=officer(), **given)


def hour(at: int) -> time:
    """A full hour of the day."""
    return time(at)


def branch(key: str) -> Unit:
    """A branch of the agency."""
    return Unit.objects.create(key=key, name_en=f"Branch {key}", name_fr=f"Direction générale {key}")


def head_of(unit: Unit) -> Person:
    """Somebody who heads an office."""
    words = {"username": f"head-{unit.key}", "email": f"{unit.key}@example.org", "unit": unit}
    person = people.open_account(
        by="tests",
        password="a passphrase for tests",
        role=Role.EXECUTIVE,
        clearance=Marking.PROTECTED_B,
        **words,  # noqa: S106
    )
    Headship.objects.create(unit=unit, person=person, rank=Rank.VICE_PRESIDENT, starts_on=date(2020, 1, 1))
    return person
