"""What waits for a person in this room."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.people.roles import Role
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from .. import exports, queries
from ..notices import GRACE, SOON
from .words import late

MOST = 6  # lines of one kind; the rest is a click away


def waiting(person: Any, today: date) -> list[Debt]:
    """Reviews that are due, figures and answers that are missing, plans to approve, own items.

    Four queries for a removals officer, two for an executive, one for everybody else.
    """
    found = [_item(one, today) for one in queries.items_due(person, today + timedelta(days=SOON))[:MOST]]
    if person.role == Role.REMOVALS_OFFICER:
        found += [_review(one, today) for one in queries.due(person, today + timedelta(days=SOON))[:MOST]]
        found += [_answer(one) for one in queries.unanswered(person, today)[:MOST]]
        found += _figures(person, today)
    if person.role == Role.EXECUTIVE:
        found += [_approval(one) for one in queries.to_approve(person)[:MOST]]
    return found


def _item(one: Any, today: date) -> Debt:
    why = _("You lead this item of “%(plan)s”.") % {"plan": one.plan.title}
    return Debt(one.text, one.plan.get_absolute_url(), f"{why} {late(one.due_on, today)}".strip(), due=one.due_on)


def _review(one: Any, today: date) -> Debt:
    title = _("Review the plan for %(country)s") % {"country": one.file.partner.name}
    why = f"{one.title}. {late(one.review_on, today)}".strip()
    return Debt(title, one.get_absolute_url(), why, due=one.review_on)


def _answer(one: Any) -> Debt:
    title = _("No reaction of %(country)s is noted") % {"country": one.lever.file.partner.name}
    return Debt(title, reverse("removals:react", args=[one.pk]), one.text, since=one.used_on, due=one.answer_due_on)


def _approval(one: Any) -> Debt:
    title = _("Approve the plan for %(country)s, or send it back") % {"country": one.file.partner.name}
    return Debt(title, one.get_absolute_url(), one.title, since=one.drafted_on)


def _figures(person: Any, today: date) -> list[Debt]:
    """One line for all countries that lack figures of the last quarter, whose grace ends after it."""
    first, last = queries.last_quarter(today)
    files = queries.all_country_files(Ask(person, today.isoformat())).filter(opened_on__lte=last)
    many = queries.lacking(files, first, last).count()
    if not many:
        return []
    said = ngettext(
        "%(many)s country file lacks figures for %(when)s",
        "%(many)s country files lack figures for %(when)s",
        many,
    ) % {"many": many, "when": exports.months(first, last)}
    why = _("Enter them country by country, or send a spreadsheet.")
    url = f"{reverse('removals:index')}?lacking=1"
    return [Debt(said, url, why, since=last, due=last + timedelta(days=GRACE))]
