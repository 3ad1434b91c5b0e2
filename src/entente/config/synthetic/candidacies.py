"""Candidacies of the invented years, ours and partners', walked through the verbs and dated back."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.forums import actions
from entente.engagement.forums.models import Body, Candidacy, Step
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person

from .meetings import at
from .vocabulary import INVENTED_EN, INVENTED_FR, SEATS
from .world import BRANCHES, COORDINATES, World

PAPER = {
    "rationale_en": "The seat decides on the agenda of the coming years.",
    "rationale_fr": "Le siège décide de l’ordre du jour des prochaines années.",
    "returns_en": "Our risk profiles become the common ones.",
    "returns_fr": "Nos profils de risque deviennent la norme commune.",
    "trips": 2,
    "travel": 9000,
}
OURS = ("called", "proposed", "won", "lodged", "lost", "approved", "reported", "refused", "won", "withdrawn")
THEIRS = ("called", "supported", "not_supported", "won")
STEP_DAYS = 6  # between one step and the next


def invent(world: World) -> None:
    """As many as the size asks for; five in seven are ours. Each seat is of another body."""
    bodies = [one for one in world.bodies if one.key.startswith("invented-")] or world.bodies
    for number in range(world.size.candidacies):
        body, turn = bodies[number % len(bodies)], number // 7
        ours = number % 7 < 5
        place = turn * 5 + number % 7 if ours else turn * 2 + number % 7 - 5
        life = OURS if ours else THEIRS
        state = life[place % len(life)]
        made = stood(world, body, state) if ours else supported(world, body, state)
        open_still = state in ("called", "proposed", "approved")
        date_back(world, made, days_ago=0 if open_still else world.chance.randrange(5, 250))


def called(world: World, body: Body, key: str, **given: Any) -> Candidacy:
    """A call for a seat of a body, put on record today; it closes within some weeks."""
    chance = world.chance
    kind, title_en, title_fr = SEATS[chance.randrange(len(SEATS))]
    name_en, name_fr = (str(name).rpartition(" (")[0] or str(name) for name in (body.name_en, body.name_fr))
    return actions.open_call(
        by=world.desks[COORDINATES],
        body=body,
        kind=kind,
        title_en=f"{title_en.format(name_en)[:180]} {INVENTED_EN}",
        title_fr=f"{title_fr.format(name_fr)[:180]} {INVENTED_FR}",
        closes_on=today() + timedelta(days=chance.randrange(12, 80)),
        unit=world.units[key],
        **given,
    )


def stood(world: World, body: Body, state: str) -> Candidacy:
    """A candidacy of ours that came to a state by the moves that lead there."""
    desk, key = world.desks[COORDINATES], world.chance.choice(BRANCHES)
    made = called(world, body, key, lead=world.desks[key], **PAPER)
    if state == "called":
        return made
    if state == "withdrawn":
        return actions.stand_down(made, by=desk, reason="A close partner stands, and we support it.")
    made = actions.propose_candidacy(made, by=world.desks[key])
    decider = head(world, key)
    if state == "proposed":
        return made
    if state == "refused":
        return actions.refuse_candidacy(
            made, by=decider, reason="Les déplacements dépassent ce que nous pouvons payer."
        )
    made = actions.approve_candidacy(made, by=decider)
    if made.informed_on is None:
        made = actions.inform_president(made, by=desk, informed_on=today(), reason="By memorandum.")
    if state == "approved":
        return made
    made = actions.lodge(made, by=desk, lodged_on=today())
    if state == "lodged":
        return made
    if state == "lost":
        return actions.lose_seat(made, by=desk, decided_on=today(), reason="By two votes.")
    made = actions.win_seat(made, by=desk, decided_on=today(), **term(world, ending=state == "reported"))
    if state == "reported":
        report = {"report_en": "The agenda bears our mark.", "report_fr": "L’ordre du jour porte notre marque."}
        made = actions.report_term(made, by=desk, **report)
    return made


def supported(world: World, body: Body, state: str) -> Candidacy:
    """A partner's candidacy, with what we said to it."""
    desk, key, partner = world.desks[COORDINATES], world.chance.choice(BRANCHES), world.chance.choice(world.partners)
    made = called(world, body, key, side="theirs", candidate=partner)
    if state == "called":
        return made
    if state == "not_supported":
        return actions.decline_support(made, by=head(world, key), reason="We have promised our voice to another.")
    made = actions.support_candidacy(made, by=head(world, key), reason="Ils appuient nos positions depuis des années.")
    return made if state == "supported" else actions.win_seat(made, by=desk, decided_on=today(), **term(world))


def head(world: World, key: str) -> Person:
    """Who decides for a branch today. Raises ``LookupError`` where nobody heads it."""
    found = people.head_of(world.units[key], on=today())
    if found is None:
        raise LookupError(f"nobody heads {key}")
    return found.person


def term(world: World, *, ending: bool = False) -> dict[str, Any]:
    """Two years: of those that end the last day is near, so that the report on it may be written."""
    first = world.today - timedelta(days=710 if ending else world.chance.randrange(0, 300))
    return {"term_starts_on": first, "term_ends_on": first + timedelta(days=730)}


def today() -> date:
    """The day of the verbs, whatever day the years are made for."""
    return timezone.localdate()


def date_back(world: World, candidacy: Candidacy, *, days_ago: int) -> None:
    """Date its steps as months of work would have left them, and what they decided with them."""
    steps = list(candidacy.steps.order_by("id"))
    last = world.today - timedelta(days=days_ago)
    on: dict[str, date] = {}
    for place, step in enumerate(reversed(steps)):
        on[step.verb] = last - timedelta(days=STEP_DAYS * place)
        step.at = at(on[step.verb])
    Step.objects.bulk_update(steps, ["at"])
    made = Candidacy.objects.get(pk=candidacy.pk)
    made.called_on, made.changed_at = on["open_call"], at(last)
    if "approve_candidacy" in on:
        made.approved_at, made.informed_on = at(on["approve_candidacy"]), on["inform_president"]
    if "lodge" in on:
        made.lodged_on, made.closes_on = on["lodge"], on["lodge"] + timedelta(days=STEP_DAYS)
    if result := on.get("win_seat") or on.get("lose_seat"):
        made.decided_on = result
    if "report_term" in on:
        made.reported_on = on["report_term"]
    made.full_clean()
    made.save()
