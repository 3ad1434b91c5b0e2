"""What meetings put on the landing page and in calendars."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.people.roles import Role, highest
from entente.kit.occasion import Occasion
from entente.kit.waiting import Debt

from .. import queries
from ..models import Meeting, State

EACH = 5  # meetings of one kind that are named one by one; more are told as a number


def waiting(person: Any, today: date) -> list[Debt]:
    """Decisions to take, positions to clear, objections to answer, meetings over without a word or without minutes."""
    found = [_to_clear(one) for one in queries.to_clear(person, today)]
    found += [
        Debt(
            _("An objection: %(item)s") % {"item": one.item.title},
            one.get_absolute_url(),
            one.item.meeting.title,
            since=timezone.localdate(one.at),
            due=one.item.meeting.starts_on,
        )
        for one in queries.objected_to(person, today)
    ]
    if person.role in (Role.DESK_OFFICER, Role.TRAVEL_PLANNER):
        found += _many(
            list(queries.to_decide(person, today)),
            lambda one: Debt(one.title, _page(one), _("Nobody has decided whether we go."), due=one.starts_on),
            lambda many: ngettext(
                "%(many)s meeting of the next three months without a decision whether we go",
                "%(many)s meetings of the next three months without a decision whether we go",
                many,
            ),
            f"{reverse('meetings:all')}?waits=decide",
        )
        found += _many(
            list(queries.to_close(person, today)),
            lambda one: Debt(one.title, _page(one), _("It is over: say that it was held."), since=one.ends_on),
            lambda many: ngettext(
                "%(many)s meeting is over: say that it was held",
                "%(many)s meetings are over: say that they were held",
                many,
            ),
            f"{reverse('meetings:all')}?waits=close",
        )
    found += _many(
        list(queries.without_minutes(person, today)),
        lambda one: Debt(one.title, _page(one), _("No minutes are on file."), since=one.ends_on),
        lambda many: ngettext(
            "%(many)s meeting was held and has no minutes on file",
            "%(many)s meetings were held and have no minutes on file",
            many,
        ),
        f"{reverse('meetings:all')}?waits=minutes",
    )
    return found


def _page(meeting: Meeting) -> str:
    return meeting.get_absolute_url()


def _to_clear(clearance: Any) -> Debt:
    position = clearance.position
    return Debt(
        _("A position to clear: %(item)s") % {"item": position.item.title},
        position.get_absolute_url(),
        _("For %(branch)s: %(meeting)s") % {"branch": clearance.unit.name, "meeting": position.item.meeting.title},
        since=timezone.localdate(position.at),
        due=position.item.meeting.starts_on,
    )


def _many(meetings: list[Meeting], one_by_one: Any, in_number: Any, url: str) -> list[Debt]:
    """Each by its name while they are few; else one line that says how many, as old as the oldest."""
    debts = [one_by_one(one) for one in meetings]
    if len(debts) <= EACH:
        return debts
    oldest = min(debts, key=lambda one: one.age)
    return [Debt(in_number(len(debts)) % {"many": len(debts)}, url, since=oldest.since, due=oldest.due)]


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """Meetings of which a day falls in a period and this person may see. One query.

    Several days are whole days. Each bears the highest marking of the meeting, its body and its partner: feeds carry
    unclassified ones only.
    """
    for one in queries.in_calendar(person, first, last):
        hours = one.starts_on == one.ends_on
        yield Occasion(
            uid=f"meeting-{one.key.lower()}",
            revision=one.revision,
            kind="meeting",
            title_en=one.title_en or one.title_fr,
            title_fr=one.title_fr or one.title_en,
            first=one.starts_on,
            last=one.ends_on,
            address=("meetings:meeting", one.key),
            changed_at=one.changed_at,
            starts_at=one.starts_at if hours else None,
            ends_at=one.ends_at if hours else None,
            zone=one.zone,
            place_en=_place(one, "en"),
            place_fr=_place(one, "fr"),
            marking=highest([one.marking, *(m for m in (one.body_marking, one.partner_marking) if m)]),
            cancelled=one.state == State.CANCELLED,
            tentative=one.state == State.FORECAST,
            note=one.get_attendance_display(),
            country=one.country.code if one.country else "",
            partner=one.partner_key or "",
            body=one.body_key or "",
            unit=one.unit_key or "",
            people=(person.pk,) if one.is_mine else (),
        )


def _place(meeting: Meeting, lang: str) -> str:
    city = getattr(meeting, f"city_{lang}") or meeting.city_en or meeting.city_fr
    country = getattr(meeting.country, f"name_{lang}") if meeting.country else ""
    return ", ".join(part for part in (city, country) if part)
