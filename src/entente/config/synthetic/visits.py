"""Delegations that ask to come in the invented years, walked through the verbs as far as their days allow.

What each visit went through is then dated as years of work would have left it.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from entente.engagement.visits import actions
from entente.engagement.visits.models import (
    Consultation,
    Cost,
    Feedback,
    Gift,
    Item,
    Need,
    Report,
    Routing,
    Step,
    Topic,
    Visit,
    Visitor,
)
from entente.foundation.people.roles import Rank

from .meetings import at
from .vocabulary import ASKS, CALLS, INVENTED_EN, INVENTED_FR
from .world import BRANCHES, World

RANKS = (Rank.EXPERT, Rank.DIRECTOR, Rank.DIRECTOR, Rank.DIRECTOR_GENERAL, Rank.HEAD_OF_AGENCY)
LIFE = ("triage", "accept", "consult", "draft_programme", "pre_brief", "begin", "end", "follow_up", "close")
# How far it has come by how many days lie before its first day; the last number is how many steps of its life it took.
AHEAD = ((75, 0), (60, 1), (45, 2), (25, 3), (7, 4), (1, 5))
WEEK, HORIZON, LATELY = 7, 100, 3
UNDER_WAY, HEARD, TOLD, CLOSED = 6, 7, 8, 9
BEFORE_ITS_DAY, AFTER_ITS_END = {"draft_programme": 20, "pre_brief": 6}, {"end": 1, "follow_up": 12, "close": 25}


def invent(world: World) -> None:
    """As many as the size asks for; every fifth is still to come, every twentieth was not long ago."""
    for number in range(world.size.visits):
        first = world.day()
        if number % 5 == 0:
            first = world.today + timedelta(days=1 + number // 5 * WEEK % HORIZON)
        if number % 20 == LATELY:
            first = world.today - timedelta(days=20)
        visit = asked_for(world, first - timedelta(days=max(0, first.weekday() - 4)))
        end = {9: "decline", 14: "cancel"}.get(number % 20, "")
        visit = walk(world, visit, end)
        date_back(world, visit)


def asked_for(world: World, first: date) -> Visit:
    """A request, with who comes and what is to be talked about."""
    chance, officer = world.chance, world.receiver
    (call_en, call_fr), (topic_en, topic_fr) = chance.choice(CALLS), world.topic()
    branches = chance.sample(BRANCHES, chance.choice([1, 2]))
    visit = actions.register(
        by=officer,
        partner=chance.choice(world.partners),
        title_en=f"{call_en.format(topic_en)} {INVENTED_EN}",
        title_fr=f"{call_fr.format(topic_fr)} {INVENTED_FR}",
        purpose_en=f"To see how we work on {topic_en}.",
        purpose_fr=f"Voir comment nous travaillons sur {topic_fr}.",
        requested_on=min(first - timedelta(days=70), world.today),
        starts_on=first,
        ends_on=first + timedelta(days=chance.choice([0, 1, 1, 2, 4])),
        city_en="Ottawa",
        city_fr="Ottawa",
        unit=world.units[branches[0]],
        officer=officer,
    )
    who = {"office_en": "Head of international relations", "office_fr": "Chef des relations internationales"}
    actions.add(visit, Visitor, by=officer, rank=chance.choice(RANKS), part="head", **who)
    actions.add(
        visit,
        Topic,
        by=officer,
        title_en=topic_en.capitalize(),
        title_fr=topic_fr.capitalize(),
        units=[world.units[key] for key in branches],
        elements=[chance.choice(world.objectives)] if chance.random() < 0.7 else [],
        bodies=[],
        regions=[],
    )
    return Visit.objects.get(pk=visit.pk)


def walk(world: World, visit: Visit, end: str) -> Visit:
    """The steps its days allow; a few end early, with the reason."""
    officer = world.receiver
    if end == "decline":
        return actions.decline(visit, by=officer, reason="The experts they ask for are away on these days.")
    for move in LIFE[: 2 if end else far(world, visit)]:
        visit = STEPS.get(move, lambda _world, one, name=move: getattr(actions, name)(one, by=officer))(world, visit)
    if end == "cancel":
        return actions.cancel(visit, by=officer, reason="La délégation ne peut pas venir : élections anticipées.")
    return visit


def far(world: World, visit: Visit) -> int:
    """How many steps of its life a visit has taken by today."""
    ahead, over = (visit.starts_on - world.today).days, (world.today - visit.ends_on).days
    if ahead > 0:
        return next((steps for days, steps in AHEAD if ahead >= days), 5)
    return UNDER_WAY if over <= 0 else HEARD if over < 12 else TOLD if over < 25 else CLOSED


# ── The steps that ask for something first ────────────────────────────────────────────────────────


def _draft_programme(world: World, visit: Visit) -> Visit:
    """Another branch was asked for its views, and answered."""
    other = world.chance.choice(BRANCHES)
    asked = actions.ask(
        visit, by=world.receiver, unit=world.units[other], question="What would you like to learn from them?"
    )
    actions.answer(asked, by=world.desks[other], answer="How many people the work takes, and what it costs.")
    return actions.draft_programme(visit, by=world.receiver)


def _pre_brief(world: World, visit: Visit) -> Visit:
    for number, (en, fr) in enumerate(
        (("Welcome", "Accueil"), ("Talks", "Entretiens"), ("Tour of the laboratory", "Visite du laboratoire"))
    ):
        given = {"on": visit.starts_on, "starts_at": time(9 + 2 * number), "ends_at": time(10 + 2 * number)}
        actions.add(visit, Item, by=world.receiver, title_en=en, title_fr=fr, people=[], **given)
    actions.add(visit, Cost, by=world.receiver, line="hospitality", estimate=world.chance.choice([400, 900, 2500]))
    on = min(visit.starts_on - timedelta(days=6), world.today)
    return actions.pre_brief(visit, by=world.receiver, on=on, today=world.today)


def _begin(world: World, visit: Visit) -> Visit:
    for need in visit.needs.filter(state="to_do"):
        actions.change_row(need, by=world.receiver, state=Need.State.DONE)
    return actions.begin(visit, by=world.receiver, today=world.today)


def _follow_up(world: World, visit: Visit) -> Visit:
    mark, officer = world.chance.choice([3, 4, 4, 5]), world.receiver
    actions.give_feedback(visit, by=officer, side="visitors", mark=mark, kept="The tour", changed="More time for talks")
    actions.give_feedback(visit, by=officer, side="hosts", mark=mark, kept="Des questions précises")
    return actions.follow_up(visit, by=officer)


def _close(world: World, visit: Visit) -> Visit:
    officer, chance = world.receiver, world.chance
    for cost in visit.costs.all():
        actions.change_row(cost, by=officer, actual=cost.estimate + chance.choice([-50, 0, 120]))
    if chance.random() < 0.5:
        words = {"what_en": "A book on the port", "what_fr": "Un livre sur le port"}
        actions.add(visit, Gift, by=officer, way="received", value=45, **words)
    if chance.random() < 0.4:
        _promise(world, visit)
    actions.write_report(
        visit,
        by=officer,
        text_en="Both sides will exchange lists of contacts.",
        text_fr="Les deux parties échangeront des listes de contacts.",
        protected="They expect cuts in the coming year.",
    )
    return actions.close(visit, by=officer)


def _promise(world: World, visit: Visit) -> None:
    (ask_en, ask_fr), (topic_en, topic_fr) = world.chance.choice(ASKS), world.topic()
    made_on = min(visit.ends_on, world.today)
    actions.promise(
        visit,
        by=world.receiver,
        side=world.chance.choice(["ours", "theirs"]),
        title_en=f"{ask_en.format(topic_en)} {INVENTED_EN}",
        title_fr=f"{ask_fr.format(topic_fr)} {INVENTED_FR}",
        made_on=made_on,
        due_on=made_on + timedelta(days=60),
        **world.cited,
    )


STEPS: dict[str, Callable[..., Visit]] = {
    "draft_programme": _draft_programme,
    "pre_brief": _pre_brief,
    "begin": _begin,
    "follow_up": _follow_up,
    "close": _close,
}


# ── When it was ───────────────────────────────────────────────────────────────────────────────────


def date_back(world: World, visit: Visit) -> None:
    """Give everything that was said and done of a visit the day it belongs to; nothing lies ahead."""
    past, days = visit.requested_on, {}
    steps = list(visit.steps.order_by("id"))
    for step in steps:
        past = max(past, min(day_of(step, visit), world.today))
        days[step.move], step.at = past, at(past)
    Step.objects.bulk_update(steps, ["at"])
    asked = min(visit.requested_on + timedelta(days=1), world.today)
    _all(Routing, visit, at=at(asked))
    _all(Consultation, visit, asked_at=at(days.get("consult", asked)), answered_at=at(days.get("consult", asked), 15))
    _all(Feedback, visit, at=at(days.get("follow_up", past)))
    _all(Report, visit, at=at(days.get("close", past)))
    Visit.objects.filter(pk=visit.pk).update(changed_at=at(past))


def day_of(step: Step, visit: Visit) -> date:
    """On which day a step would have been taken."""
    if step.move in BEFORE_ITS_DAY:
        return visit.starts_on - timedelta(days=BEFORE_ITS_DAY[step.move])
    if step.move in AFTER_ITS_END:
        return visit.ends_on + timedelta(days=AFTER_ITS_END[step.move])
    if step.move == "begin":
        return visit.starts_on
    return visit.requested_on + timedelta(days={"triage": 2, "accept": 9, "consult": 14}.get(step.move, 5))


def _all(model: type[Any], visit: Visit, **moments: Any) -> None:
    model._default_manager.filter(visit=visit).update(**moments)
