"""Years in the chair: on their own page, on that of their body, and in My day."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit.days import spoken
from entente.kit.numerals import money
from entente.kit.panel import Head, Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from ..models import ChairYear
from ..policy import CHAIRS
from ..queries import chair
from . import sentences

HANDOVER_FROM = 60  # days before the end; from then on the page offers the handover


def body_panels(ask: Ask, body: Any) -> list[Panel]:
    """The years in the chair of a body. One query."""
    found = chair.years_of(ask.person, body)
    may = not ask.past and CHAIRS.allows(ask.person, "open_chair_year")
    if not found:
        return []
    to = (_("Record a year in the chair"), f"{reverse('meetings:new_chair_year')}?body={body.key}") if may else None
    panel = Panel(
        "chair-years",
        _("Our years in the chair"),
        "meetings/panels/chair_years.html",
        {"years": found},
        count=len(found),
        action=to,
    )
    return [panel]


# ── Its own page ──────────────────────────────────────────────────────────────────────────────────


def head(year: ChairYear, known: chair.Year, today: date) -> Head:
    """The title, from when to when, and how it goes in one sentence."""
    badges: list[tuple[str, Any]] = [standing(year, today)]
    if known.money.over:
        badges.append(("danger", _("over budget")))
    return Head(
        name=year.title,
        kind=f"{_('year in the chair')}, {year.key}",
        sentence=_sentence(year, known, today),
        badges=tuple(badges),
        marking=year.marking,
    )


def standing(year: ChairYear, today: date) -> tuple[str, str]:
    """Where a year stands, as a badge."""
    if year.is_over:
        return "good", _("handed over")
    if today < year.starts_on:
        return "neutral", _("to come")
    if today > year.ends_on:
        return "danger", _("to be handed over")
    return "info", _("running")


def _sentence(year: ChairYear, known: chair.Year, today: date) -> str:
    said = [
        _("From %(first)s to %(last)s.")
        % {"first": spoken(year.starts_on.isoformat()), "last": spoken(year.ends_on.isoformat())}
    ]
    late = [one for one in known.tasks if one.is_late(today)]
    if known.hostings:
        said.append(
            _("Sessions to host: %(many)s, not in the catalogue yet: %(without)s.")
            % {"many": len(known.hostings), "without": len(known.without_meeting)}
        )
    if known.open_tasks:
        said.append(
            _("Open tasks: %(many)s, of these late: %(late)s.") % {"many": len(known.open_tasks), "late": len(late)}
        )
    return " ".join(said)


def steps(person: Any, year: ChairYear, today: date) -> list[tuple[str, str]]:
    """What this person may do with a year now, as label and address."""
    if year.is_over:
        return []
    pages = [
        ("plan_session", _("Add a session to host"), "plan_session"),
        ("add_task", _("Add a task"), "add_task"),
        ("change_chair_year", _("Change it"), "change_chair_year"),
    ]
    if (year.ends_on - today).days <= HANDOVER_FROM:
        pages.append(("hand_over_year", _("Hand it over"), "hand_over_year"))
    return [
        (label, reverse(f"meetings:{name}", args=[year.key]))
        for act, label, name in pages
        if CHAIRS.allows(person, act, year)
    ]


def amounts(known: chair.Year) -> list[tuple[str, str, bool]]:
    """Budget, estimates, what was spent and what is left, as label, amount and whether it is too much."""
    sums = known.money
    found = [
        (_("Budget"), money(sums.budget, "CAD") if sums.budget is not None else "–", False),
        (_("Estimated"), money(sums.estimate, "CAD"), False),
        (_("Spent"), money(sums.actual, "CAD"), False),
    ]
    if sums.left is not None:
        label = _("Over budget by") if sums.over else _("Left after what is spent or foreseen")
        found.append((label, money(abs(sums.left), "CAD"), sums.over))
    return found


def task_rows(person: Any, known: chair.Year, today: date) -> list[dict[str, Any]]:
    """The tasks as the page shows them, each with what this person may do."""
    may = not known.year.is_over and CHAIRS.allows(person, "drop_task", known.year)
    return [
        {
            "task": one,
            "late": sentences.lateness(one.due_on, today) if one.is_open else "",
            "is_late": one.is_late(today),
            "may": may and one.is_open,
            "may_finish": not known.year.is_over and one.is_open and CHAIRS.allows(person, "finish_task", one),
        }
        for one in known.tasks
    ]


# ── My day ────────────────────────────────────────────────────────────────────────────────────────


def waiting(person: Any, today: date) -> list[Debt]:
    """Tasks of the host, sessions in no catalogue, and years to hand over. Three queries."""
    found = [
        Debt(one.title, f"{one.chair_year.get_absolute_url()}#tasks", one.chair_year.title, due=one.due_on)
        for one in chair.tasks_waiting_for(person, today)
    ]
    found += [
        Debt(
            one.title,
            one.chair_year.get_absolute_url(),
            _("A session to host that is not in the catalogue"),
            due=one.due_on,
        )
        for one in chair.hostings_waiting_for(person, today)
    ]
    found += [
        Debt(one.title, one.get_absolute_url(), _("The year in the chair is to be handed over"), due=one.ends_on)
        for one in chair.years_waiting_for(person, today)
    ]
    return found
