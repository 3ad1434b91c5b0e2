"""Promises of the invented years: born in meetings, in trip reports, or written down by hand."""

from datetime import date, timedelta
from typing import Any

from entente.engagement.commitments.models import Commitment, Evidence, Slip
from entente.engagement.meetings.models import Born as BornInMeeting
from entente.engagement.meetings.models import Meeting
from entente.engagement.travel.models import Born as BornInReport
from entente.engagement.travel.models import Report
from entente.foundation.people.roles import Marking

from .meetings import Held, at, write
from .vocabulary import ASKS, INVENTED_EN, INVENTED_FR
from .world import World


def invent(world: World, held: Held, reports: list[Report]) -> None:
    """Half of them from meetings, a quarter from trip reports, the rest by hand."""
    chance, count = world.chance, world.size.commitments
    over = [one for one in held.meetings if one.state == "held"]
    handed_in = [one for one in reports if one.state in ("submitted", "accepted")]
    origins: list[Any] = [chance.choice(over) for _number in range(count // 2)] if over else []
    origins += [chance.choice(handed_in) for _number in range(count // 4)] if handed_in else []
    origins += [None] * (count - len(origins))
    made = write([promise(world, one) for one in origins])
    pairs = list(zip(made, origins, strict=True))
    write([BornInMeeting(meeting=origin, commitment=one) for one, origin in pairs if isinstance(origin, Meeting)])
    write([BornInReport(report=origin, commitment=one) for one, origin in pairs if isinstance(origin, Report)])
    write([evidence(world, one) for one in made if one.state == "closed"])
    write([slip(world, one) for one in made if one.due_on and chance.random() < 0.15])


def promise(world: World, origin: Any) -> Commitment:
    """One promise: nine in ten of those long due were kept, a few were dropped, the others still stand."""
    chance = world.chance
    meeting = origin.meeting if isinstance(origin, Report) else origin
    made_on = meeting.ends_on if meeting else min(world.day(), world.today)
    due_on = made_on + timedelta(days=chance.choice([14, 30, 60, 90, 180, 365]))
    state, ended_on = fate(world, due_on)
    (ask_en, ask_fr), (topic_en, topic_fr) = chance.choice(ASKS), world.topic()
    owner, author = chance.sample(world.people, 2)
    partner = (meeting.partner if meeting and meeting.partner_id else None) or chance.choice(world.partners)
    return Commitment(
        key=world.number("COM", made_on.year),
        side="ours" if chance.random() < 0.6 else "theirs",
        level=chance.choice(["officials"] * 8 + ["heads", "ministers"]),
        title_en=f"{ask_en.format(topic_en)} {INVENTED_EN}",
        title_fr=f"{ask_fr.format(topic_fr)} {INVENTED_FR}",
        partner=partner,
        body=meeting.body if meeting else None,
        objective=chance.choice(world.objectives),
        unit=owner.unit,
        owner=owner,
        author=author,
        made_on=made_on,
        due_on=due_on,
        state=state,
        ended_on=ended_on,
        marking=Marking.PROTECTED_A if chance.random() < 0.05 else Marking.UNCLASSIFIED,
        **world.cited,
    )


def fate(world: World, due_on: date) -> tuple[str, date | None]:
    """What became of a promise by today: state, and the day it ended."""
    chance, late = world.chance, (world.today - due_on).days
    if late > 0 and chance.random() < (0.9 if late > 90 else 0.6):
        return ("closed" if chance.random() < 0.93 else "dropped"), due_on - timedelta(days=chance.randrange(1, 10))
    return ("reported" if late > 0 and chance.random() < 0.1 else "open"), None


def evidence(world: World, one: Commitment) -> Evidence:
    return Evidence(
        commitment=one,
        text_en="Letter sent; receipt confirmed.",
        text_fr="Lettre envoyée ; réception confirmée.",
        by=world.chance.choice(world.people),
        at=at(one.ended_on or world.today),
    )


def slip(world: World, one: Commitment) -> Slip:
    assert one.due_on is not None  # noqa: S101 - those without a day do not slip
    return Slip(
        commitment=one,
        before=one.due_on - timedelta(days=30),
        after=one.due_on,
        reason="The other side asked for a month more. / L’autre partie a demandé un mois de plus.",
        by=world.chance.choice(world.people),
        at=at(min(one.due_on - timedelta(days=31), world.today)),
    )
