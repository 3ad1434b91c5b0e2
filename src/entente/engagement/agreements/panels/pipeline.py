"""The board of the pipeline, what of it waits for somebody, and a partner's share of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.panel import Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from .. import exports, queries
from ..models import GROUPS, Stage
from ..policy import AGREEMENTS
from .negotiation import clock_of_stage, stage_name, tabling_line
from .pages import control

SOON = timedelta(days=14)
MOST = 8  # lines of one person's day; the board holds the rest


@dataclass(slots=True)
class Card:
    """One instrument on the board. ``due`` is the nearest day that is waited for, ``clocks`` are (badge, text)."""

    thing: Any
    stage: str
    age: int | None
    due: date | None
    clocks: list[tuple[str, str]]
    late: bool

    @property
    def said_age(self) -> str:
        """For how long it has stood here, in words."""
        return exports.age_in_words(self.age)

    @property
    def url(self) -> str:
        """The page of its negotiation."""
        return _talks_page(self.thing)


def cards(rows: Iterable[Any], *, today: date) -> list[Card]:
    """The instruments of the board, late ones first, then what is due soonest, then what has stood longest.

    Two queries, three more when something is tabled.
    """
    listed = list(rows)
    running = queries.clocks(listed, today=today)
    found = [_card(one, running.get(one.pk, queries.Clocks()), today=today) for one in listed]
    return sorted(found, key=lambda card: (not card.late, card.due or date.max, -(card.age or 0), card.thing.pk))


def _card(one: Any, shown: queries.Clocks, *, today: date) -> Card:
    lines = [tabling_line(shown, today=today)] if shown.wait else []
    dues = [one.due, *(review.due_on for review in shown.reviews)]
    if one.due:
        lines.append(("danger" if one.due < today else "info", clock_of_stage(one.stage_at, one.due, today=today)))
    for review in shown.reviews:
        said = exports.clock(review.get_kind_display(), review.due_on, today=today)
        lines.append(("danger" if review.due_on < today else "info", said))
    due = min((day for day in dues if day), default=None)
    late = any(kind == "danger" for kind, _text in lines)
    return Card(one, stage_name(one.stage_at), exports.age(one, today=today), due, lines, late)


def board(rows: Iterable[Any], *, today: date) -> list[dict[str, Any]]:
    """The columns of the board in the order an instrument passes them, those without anything left out."""
    every = cards(rows, today=today)
    columns = [
        {"key": key, "title": title, "cards": [card for card in every if card.thing.stage_at in stages]}
        for key, title, stages in GROUPS
    ]
    return [column for column in columns if column["cards"]]


def board_controls(ask: Ask) -> dict[str, Any]:
    """What narrows the board, and the addresses of the same list as files."""
    chosen = dict(ask.chosen)
    return {
        "controls": {
            "filter_form": [control(one, ask) for one in exports.PIPELINE.filters],
            "sentence": "x" if chosen else "",
            "caption": exports.PIPELINE.title,
        },
        "files": [(form.upper(), f"?{urlencode(chosen | {'format': form})}") for form in ("csv", "xlsx", "json")],
    }


def answer(columns: list[dict[str, Any]]) -> str:
    """What the board says in its title."""
    every = [card for column in columns for card in column["cards"]]
    late = sum(1 for card in every if card.late)
    many = ngettext("%(many)s instrument in the pipeline", "%(many)s instruments in the pipeline", len(every))
    behind = ngettext("%(late)s waits too long", "%(late)s wait too long", late) % {"late": late}
    return f"{many % {'many': len(every)}}, {behind}" if late else many % {"many": len(every)}


def waiting(person: Any, today: date) -> list[Debt]:
    """What an agreements officer must look at: replies, reviews and tablings that are due soon or late. At most eight
    queries; none for anybody else.
    """
    if not AGREEMENTS.allows(person, "screen"):
        return []
    rows = exports.PIPELINE.question(Ask(person, today.isoformat(), False))
    due = [card for card in cards(rows, today=today) if card.late or (card.due and card.due <= today + SOON)]
    debts = [
        Debt(card.thing.title, card.url, "; ".join(text for _kind, text in card.clocks), due=card.due or today)
        for card in due[:MOST]
    ]
    if len(due) > MOST:
        many = len(due) - MOST
        said = ngettext("%(many)s more negotiation that waits", "%(many)s more negotiations that wait", many)
        debts.append(Debt(said % {"many": many}, reverse("agreements:pipeline"), "", due=due[MOST].due or today))
    return debts


def _talks_page(one: Any) -> str:
    return reverse("agreements:negotiation", args=[one.key])


def partner_pipeline(family: Any, *, past: bool) -> Iterable[Panel]:
    """In a partner's dossier: its instruments that are under negotiation or waiting. No query after the family."""
    rows = [one for one in family.instruments if one.stage_now in queries.SHOWN and one.stage_now != Stage.SUSPENDED]
    if past or not rows:
        return
    yield Panel(
        key="pipeline",
        title=_("In the pipeline"),
        template="agreements/panels/pipeline.html",
        context={"rows": [(one.title, _talks_page(one), stage_name(one.stage_now)) for one in rows]},
        count=len(rows),
        action=(_("The whole pipeline"), f"{reverse('agreements:pipeline')}?partner={family.partner.key}"),
    )
