"""Years in the chair of the invented years: one runs, one waits to be handed over, the others were."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from entente.engagement.forums.models import Body
from entente.engagement.meetings import actions
from entente.engagement.meetings.models import ChairYear, HostTask, Meeting

from .meetings import Held
from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import BRANCHES, COORDINATES, World

YEAR = timedelta(days=364)
# In how many days each begins: the third and later ones lie further back, a year apart.
BEGINS = (-150, -390, -700)
# What the host does, and how many days after the year begins.
TASKS = (
    ("Book the rooms", "Réserver les salles", 30),
    ("Send the calendar to members", "Envoyer le calendrier aux membres", 60),
    ("Find interpreters", "Trouver des interprètes", 140),
    ("Draft the report of the chair", "Rédiger le rapport de la présidence", 330),
)
SESSIONS = (
    ("Opening session", "Séance d’ouverture", 45),
    ("Working session", "Séance de travail", 190),
    ("Closing session", "Séance de clôture", 345),
)
THEMES = {"themes_en": "Data at the border; young traders.", "themes_fr": "Les données à la frontière ; la relève."}


def invent(world: World, held: Held) -> None:
    """As many as the size asks for, each of another invented body, those that met first."""
    met = {one.body_id for one in held.meetings}
    invented = [one for one in world.bodies if one.key.startswith("invented-")] or world.bodies
    bodies = sorted(invented, key=lambda one: one.pk not in met)
    for number, body in zip(range(world.size.chair_years), bodies, strict=False):
        days = BEGINS[number] if number < len(BEGINS) else BEGINS[-1] - 365 * (number - len(BEGINS) + 1)
        year = opened(world, body, world.today + timedelta(days=days))
        sessions(world, year, [one for one in held.meetings if one.body_id == body.pk])
        finish(world, year, number)


def opened(world: World, body: Body, first: date) -> ChairYear:
    """A year with its money and its tasks."""
    key, desk = world.chance.choice(BRANCHES), world.desks[COORDINATES]
    name_en, name_fr = (str(name).rpartition(" (")[0] or str(name) for name in (body.name_en, body.name_fr))
    year = actions.open_chair_year(
        by=desk, body=body, title_en=f"In the chair of {name_en[:150]} {INVENTED_EN}",
        title_fr=f"Présidence : {name_fr[:150]} {INVENTED_FR}", starts_on=first, ends_on=first + YEAR,
        budget=Decimal(world.chance.choice([60_000, 90_000])), unit=world.units[key], lead=world.desks[key], **THEMES,
    )  # fmt: skip
    for en, fr, after in TASKS:
        titles = {"title_en": f"{en} {INVENTED_EN}", "title_fr": f"{fr} {INVENTED_FR}"}
        due_on = first + timedelta(days=after)
        actions.add_task(year, by=desk, due_on=due_on, unit=world.units[key], owner=world.desks[key], **titles)
    return year


def sessions(world: World, year: ChairYear, meetings: list[Meeting]) -> None:
    """Three sessions to host, in the catalogue where the body met in the year; what those that are over cost."""
    chance, desk, today = world.chance, world.desks[COORDINATES], min(world.today, timezone.localdate())
    held = [one for one in meetings if year.starts_on <= one.starts_on <= year.ends_on and one.state == "held"]
    for number, (en, fr, after) in enumerate(SESSIONS):
        meeting = held[number] if number < len(held) else None
        due_on = meeting.starts_on if meeting else year.starts_on + timedelta(days=after)
        hosting = actions.plan_session(
            year, by=desk, meeting=meeting, due_on=due_on, estimate=Decimal(chance.choice([12_000, 20_000])),
            title_en=f"{en} {INVENTED_EN}", title_fr=f"{fr} {INVENTED_FR}",
        )  # fmt: skip
        if due_on < today:
            cost = (hosting.estimate or Decimal(0)) + chance.choice([-900, 1500])
            actions.change_session(hosting, by=desk, actual=cost, reason="Invoices paid. / Factures réglées.")


def finish(world: World, year: ChairYear, number: int) -> None:
    """What was due by today is done but for one task of the year that runs; older years were handed over."""
    desk, today = world.desks[COORDINATES], min(world.today, timezone.localdate())
    over = number >= len(BEGINS) - 1
    tasks = list(HostTask.objects.filter(chair_year=year).order_by("due_on", "id"))
    for task in tasks:
        if task.due_on and task.due_on <= today and (number or task != tasks[2]):
            CLOSE[task == tasks[2]](task, desk, min(task.due_on, today))
    if over:
        actions.hand_over_year(
            year, by=desk, handed_over_on=min(year.ends_on, today), handed_to=world.agencies[number],
            handover_en=f"The calendar is agreed; the budget was kept {INVENTED_EN}.",
            handover_fr=f"Le calendrier est convenu ; le budget a été tenu {INVENTED_FR}.",
        )  # fmt: skip


def _done(task: HostTask, desk: Any, on: date) -> None:
    actions.finish_task(task, by=desk, done_on=on)


def _dropped(task: HostTask, desk: Any, on: date) -> None:
    actions.drop_task(task, by=desk, reason="Le secrétariat fournit les interprètes.")


CLOSE: dict[bool, Callable[[HostTask, Any, date], None]] = {False: _done, True: _dropped}
