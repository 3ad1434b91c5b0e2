"""What an instrument obliges: its duties and its work plan, in the dossier and on the landing page."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.panel import Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from .. import exports, queries
from ..models import Agreement, Duty, Obligation
from ..policy import AGREEMENTS
from ..search import AGREEMENT, page

SOON = timedelta(days=30)
MOST = 8  # lines on the landing page; the rest is one line that leads to the list


def duty_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """The duties under an instrument and the lines of its work plan, what is open first. Two queries."""
    found = [] if ask.past else queries.duties_of(ask, agreement)
    duties, plan = [one for one in found if not one.planned], [one for one in found if one.planned]
    may = AGREEMENTS.allows(ask.person, "add_obligation", agreement) and not ask.past
    add = (_("Add a duty"), reverse("agreements:add_obligation", args=[agreement.key])) if may else None
    panels = [_panel("duties", _("What it obliges"), duties, ask, notes, add)] if not ask.past else []
    return [*panels, *([_panel("work-plan", _("Work plan"), plan, ask, notes, None)] if plan else [])]


def _panel(  # noqa: PLR0913 - what a panel shows
    key: str, title: str, duties: list[Any], ask: Ask, notes: Notes, add: tuple[str, str] | None
) -> Panel:
    rows = [_row(one, ask.person, notes) for one in duties]
    return Panel(
        key=key,
        title=title,
        template="agreements/panels/duties.html" if rows else "",
        context={"rows": rows, "title": title},
        count=sum(one.state == Duty.OPEN for one in duties) or None,
        empty=_("No duty is entered yet."),
        action=add,
    )


def _row(one: Any, person: Any, notes: Notes) -> dict[str, Any]:
    steps = {Duty.OPEN: ("discharge", "waive_duty")}.get(one.state, ("take_up_duty",))
    said = {"discharge": _("Done"), "waive_duty": _("Waive"), "take_up_duty": _("Take up again")}
    return {
        "duty": one,
        "due": exports.due(one),
        "again": exports.again(one),
        "state": exports.state_badge(one),
        "citation": notes.cite(one),
        "times": one.times,
        "steps": [
            (said[step], reverse(f"agreements:{step}", args=[one.agreement.key, one.pk]))
            for step in steps
            if AGREEMENTS.allows(person, step, one)
        ],
    }


def waiting(person: Any, today: date) -> Iterable[Debt]:
    """Duties of a person's office that are late or due within a month. One query."""
    due = list(queries.due_for(person, today, within=SOON)[: MOST + 1])
    found = [
        Debt(one.title, page(AGREEMENT, one.agreement.key), _why(one, today), due=one.due_on) for one in due[:MOST]
    ]
    if len(due) > MOST:
        found.append(
            Debt(
                _("More duties of your office"), f"{reverse('agreements:obligations')}?state=open", due=due[MOST].due_on
            )
        )
    return found


def _why(one: Obligation, today: date) -> str:
    said = {"title": one.agreement.title, "day": spoken(one.due_on) if one.due_on else ""}
    if one.due_on and one.due_on < today:
        return _("A duty under “%(title)s”, late since %(day)s.") % said
    return _("A duty under “%(title)s”, due on %(day)s.") % said
