"""Negotiations of the invented years, walked through the verbs from the request to where each of them stands."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.agreements import actions
from entente.engagement.agreements.models import Agreement, Step
from entente.engagement.partners.models import Partner
from entente.foundation.reference import queries as house

from . import talks, terms
from .meetings import at
from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import World

BEGUN = ("receive", "screen", "prioritise", "mandate")
OPEN = (*BEGUN, "open_rounds")
TEXT = (*OPEN, "initial", "send_for_review", "conclude")
TREATY = (*TEXT, "table_treaty", "ratify", "notify_sides", "enter_into_force")
ARRANGEMENT = (*TEXT, "take_effect", "implement")
# What it is, and the steps it has taken. “ask” takes the place of “receive” in every third.
LIVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mou", BEGUN[:1]), ("cmaa", OPEN), ("customs_mou", BEGUN[:2]), ("cmaa", TREATY), ("mra", ARRANGEMENT),
    ("cmaa", TREATY[:9]), ("mou", BEGUN[:3]), ("information_sharing", OPEN), ("cmaa", TEXT[:7]),
    ("customs_mou", ARRANGEMENT), ("preclearance", TEXT), ("mou", BEGUN), ("cmaa", TREATY[:10]), ("removal", OPEN),
    ("mou", (*BEGUN[:3], "set_aside")), ("information_sharing", TEXT[:7]), ("cmaa", TREATY[:11]),
    ("mra", (*ARRANGEMENT, "begin_review")), ("customs_mou", (*OPEN, "abandon")), ("cmaa", TEXT[:6]), ("mou", TEXT),
    ("removal", (*ARRANGEMENT, "stop_applying")), ("cmaa", TREATY), ("mou", (*ARRANGEMENT, "lay_dormant")),
)  # fmt: skip
BINDING = ("cmaa", "preclearance")
# Days between a step and the one before it.
DAYS = {
    "screen": 20, "prioritise": 25, "mandate": 40, "open_rounds": 30, "initial": 150, "send_for_review": 8,
    "conclude": 50, "table_treaty": 25, "ratify": 140, "notify_sides": 15, "enter_into_force": 30, "take_effect": 20,
    "implement": 40, "begin_review": 60, "lay_dormant": 200, "stop_applying": 90, "set_aside": 15, "abandon": 90,
}  # fmt: skip
# How many days ago the last step was taken where talks still wait for the next one.
LATELY = {"receive": (60, 130), "ask": (60, 130), "open_rounds": (75, 140), "table_treaty": (3, 12)}
OVER = ("enter_into_force", "implement", "begin_review", "lay_dormant", "stop_applying", "set_aside", "abandon")
RESTS_ON = {
    "mandate": f"Invented mandate {INVENTED_EN}",
    "table_treaty": f"Note explicative {INVENTED_FR}",
    "implement": f"First request under it {INVENTED_EN}",
}
REASONS = {
    "set_aside": "Les experts sont pris ailleurs cette année.",
    "abandon": "The other side has chosen a regional text instead.",
    "lay_dormant": "No request under it in two years.",
    "stop_applying": "L’autre partie révise sa loi sur les renseignements personnels.",
}


def invent(world: World, keeper: Any) -> None:
    """As many as the size asks for, each with another partner and topic than the one before."""
    home = Partner.objects.filter(kind=Partner.Kind.OWN, parent__isnull=False).order_by("id").first()
    ours = home.parent if home else None
    partners = [one for one in world.partners if ours is None or one.pk != ours.pk]
    for number in range(world.size.negotiations):
        kind, moves = LIVES[number % len(LIVES)]
        if number % 3 == 2:
            moves = ("ask", *moves[1:])
        partner = partners[number % len(partners)]
        made = begun(world, keeper, kind, partner)
        walk(world, made, moves, sides=[one for one in (ours, partner) if one], by=keeper)
        made.refresh_from_db()
        terms.invent(world, made, keeper)


def begun(world: World, keeper: Any, kind: str, partner: Partner) -> Agreement:
    """The idea of an instrument with a partner, as it is registered before anybody asks for it."""
    binding, (topic_en, topic_fr) = kind in BINDING, world.topic()
    word_en, word_fr = ("Agreement", "Accord") if binding else ("Arrangement", "Arrangement")
    return actions.register(
        by=keeper,
        parties=[partner],
        title_en=f"{word_en} on {topic_en}, {partner.name_en} {INVENTED_EN}",
        title_fr=f"{word_fr} sur {topic_fr}, {partner.name_fr or partner.name_en} {INVENTED_FR}",
        kind=kind,
        binding=binding,
        authority_en=f"None: it is in no treaty register {INVENTED_EN}" if binding else "",
        authority_fr=f"Aucun : il ne figure dans aucun registre des traités {INVENTED_FR}" if binding else "",
        **world.cited,
    )


def walk(world: World, one: Agreement, moves: tuple[str, ...], *, sides: list[Partner], by: Any) -> None:
    """The steps of a life on their days, with what each of them asks for; a treaty whose wait goes on stays tabled."""
    days = planned(world, moves)
    for place, name in enumerate(moves):
        on = days[place]
        if name == "ratify" and not waited(days[place - 1], on):
            break
        if name == "initial":
            talks.settle(one, by=by)
        if name == "conclude":
            talks.answer(one, on=on - timedelta(days=3), by=by)
        if name == "notify_sides":
            for side in sides:
                actions.record_party_action(
                    one, by=by, partner=side, action="notified", on=on.isoformat(), **world.cited
                )
        reference, reason = RESTS_ON.get(name, ""), REASONS.get(name, "")
        actions.move(one, name, by=by, on=on.isoformat(), reference=reference, reason=reason)
        following = days[place + 1] if place + 1 < len(days) else today(world)
        if name == "open_rounds":
            talks.hold(world, one, begun=on, until=following, by=by)
        if name == "send_for_review":
            talks.ask(one, on=on, by=by)
    date_back(one)


def today(world: World) -> date:
    """The last day on which something can have been done."""
    return min(world.today, timezone.localdate())


def planned(world: World, moves: tuple[str, ...]) -> list[date]:
    """The day of each step, counted back from the last one."""
    last, chance = moves[-1], world.chance
    first, most = LATELY.get(last, (5, 40))
    ago = chance.randrange(10, 60 + 365 * (world.size.years - 1)) if last in OVER else chance.randrange(first, most)
    days = [today(world) - timedelta(days=ago)]
    for name in reversed(moves[1:]):
        days.insert(0, days[0] - timedelta(days=DAYS[name]))
    return days


def waited(tabled: date, on: date) -> bool:
    """Whether by a day the House has sat for long enough since a text was tabled."""
    wait = house.sitting_day_after(tabled)
    return wait.day is not None and wait.day < on


def date_back(one: Agreement) -> None:
    """Record each step on the day it was taken."""
    steps = list(Step.objects.filter(agreement=one).order_by("id"))
    for step in steps:
        step.at = at(date.fromisoformat(str(step.on)))
    Step.objects.bulk_update(steps, ["at"])
