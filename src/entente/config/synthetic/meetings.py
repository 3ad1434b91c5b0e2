"""Series, sessions, delegations, agendas, minutes and decisions of the invented years."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.db import models
from django.utils import timezone

from entente.engagement.forums.models import Body
from entente.engagement.meetings.models import (
    Clearance,
    Decision,
    Delegate,
    Item,
    Meeting,
    Minutes,
    Position,
    Series,
)
from entente.foundation.people.roles import Marking, Rank

from .vocabulary import CITIES, DAY_EN, DAY_FR, INVENTED_EN, INVENTED_FR, ITEMS, SKIPS
from .world import BRANCHES, World

BATCH = 1000
INVENTED_FIRST = 6  # bodies


@dataclass
class Held:
    """What other modules need of the invented meetings."""

    meetings: list[Meeting] = field(default_factory=list)
    items: dict[int, list[Item]] = field(default_factory=dict)
    ours: dict[int, list[Delegate]] = field(default_factory=dict)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in the house's own zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def write(rows: list[Any]) -> list[Any]:
    """Rows of one table, in batches; each knows its primary key afterwards."""
    model: type[models.Model] = type(rows[0]) if rows else Meeting
    return model._default_manager.bulk_create(rows, batch_size=BATCH) if rows else []


def invent(world: World) -> Held:
    """All meetings with what belongs to them."""
    held = Held(meetings=sessions(world, series(world)))
    delegates = list(chain.from_iterable(delegation(world, one) for one in held.meetings))
    for one in write(delegates):
        if one.partner_id is None:
            held.ours.setdefault(one.meeting_id, []).append(one)
    for item in write(list(chain.from_iterable(agenda(world, one) for one in held.meetings))):
        held.items.setdefault(item.meeting_id, []).append(item)
    positions(world, held)
    outcomes(world, held)
    return held


def series(world: World) -> list[Series]:
    """Three in five are sessions of bodies, the rest talks with partners; as many as the year can hold."""
    chance, made = world.chance, []
    wanted = max(40, world.size.meetings // (world.size.years * 3))
    home = [one for one in world.bodies if one.home]
    abroad = meeting_abroad(world)
    for number in range(wanted):
        body = partner = None
        if number % 5 < 3:
            turn, some = number // 5 * 3 + number % 5, home if number % 10 == 2 and home else abroad
            body = some[turn % len(some)]
            title_en, title_fr = body.name_en, body.name_fr or body.name_en
        else:
            partner = world.partners[number % len(world.partners)]
            title_en, title_fr = f"Talks with {partner.name_en}", f"Pourparlers, {partner.name_fr or partner.name_en}"
        made.append(
            Series(
                key=f"invented-series-{number + 1}",
                title_en=f"{title_en[:180]} {INVENTED_EN}",
                title_fr=f"{title_fr[:180]} {INVENTED_FR}",
                body=body,
                partner=partner,
                recurrence=chance.choice(["annual", "twice_a_year", "quarterly"]),
                unit=world.units[chance.choice([*BRANCHES, "ippd"])],
            )
        )
    return write(made)


def meeting_abroad(world: World) -> list[Body]:
    """Bodies abroad in the order in which they get a series: invented ones first, as trade committees must meet."""
    abroad = [one for one in world.bodies if not one.home]
    first = [one for one in abroad if one.key.startswith("invented-")][:INVENTED_FIRST]
    return [*first, *(one for one in abroad if one not in first)]


def sessions(world: World, known: list[Series]) -> list[Meeting]:
    """Sessions in order of time, each knowing the one before it in its series."""
    chance = world.chance
    days = sorted(world.day() for _number in range(world.size.meetings))
    rounds: dict[int, int] = {}
    made: list[Meeting] = []
    last: dict[int, Meeting] = {}
    for number, day in enumerate(days):
        one = known[number % len(known)]
        rounds[one.pk] = rounds.get(one.pk, 0) + 1
        meeting = session(world, one, day, rounds[one.pk])
        meeting._before = last.get(one.pk)  # type: ignore[attr-defined]
        last[one.pk] = meeting
        made.append(meeting)
    write(made)
    for meeting in made:
        meeting.previous = meeting._before  # type: ignore[attr-defined]
    Meeting.objects.bulk_update([one for one in made if one.previous], ["previous"], batch_size=BATCH)
    served = [
        Meeting.objectives.through(meeting_id=one.pk, element_id=chance.choice(world.objectives).pk) for one in made
    ]
    Meeting.objectives.through.objects.bulk_create(served, batch_size=BATCH)
    return made


def session(world: World, one: Series, day: date, turn: int) -> Meeting:
    """One session: over and held, or ahead and forecast or confirmed."""
    chance, today = world.chance, world.today
    length = chance.choice([1, 1, 2, 3, 4, 5])
    end = day + timedelta(days=length - 1)
    home = bool(one.body and one.body.home)
    code, city_en, city_fr, zone = CITIES[-1] if home else chance.choice(CITIES)
    over = end < today
    state = "held" if over else "confirmed" if (day - today).days < 45 else "forecast"
    if chance.random() < 0.04:
        state = "cancelled"
    goes = chance.random()
    attendance = "attend" if goes < 0.8 else "skip" if goes < 0.95 or over else "undecided"
    decided = attendance != "undecided"
    about_en, about_fr = world.topic()
    return Meeting(
        key=world.number("MTG", day.year),
        series=one,
        body=one.body,
        partner=one.partner,
        title_en=numbered(one.title_en, turn),
        title_fr=numbered(one.title_fr, turn),
        number=str(turn),
        starts_on=day,
        ends_on=end,
        starts_at=None if length > 1 else datetime(2026, 1, 1, 9).time(),
        ends_at=None if length > 1 else datetime(2026, 1, 1, 16).time(),
        zone=zone,
        city_en=city_en,
        city_fr=city_fr,
        country=world.countries.get(code),
        form="on_line" if chance.random() < 0.15 else "in_person",
        level=chance.choice([Rank.EXPERT, Rank.EXPERT, Rank.DIRECTOR, Rank.DIRECTOR_GENERAL, Rank.HEAD_OF_AGENCY]),
        unit=one.unit,
        state=state,
        attendance=attendance,
        attendance_reason=chance.choice(SKIPS) if attendance == "skip" else "",
        attendance_by="invented" if decided else "",
        attendance_at=at(min(day, today) - timedelta(days=40)) if decided else None,
        purpose_en=f"On {about_en}.",
        purpose_fr=f"Sur {about_fr}.",
        changed_at=at(min(day, today) - timedelta(days=30)),
        **world.cited,
    )


def numbered(title: str, turn: int) -> str:
    """The title of a series as that of its nth session: the label stays at the end."""
    words, _space, label = title.rpartition(" (")
    return f"{words}, {turn} ({label}"


def delegation(world: World, meeting: Meeting) -> list[Delegate]:
    """One to three of ours, two to five of others."""
    chance, there = world.chance, meeting.state == "held"
    made = []
    if meeting.attendance == "attend" and meeting.state != "cancelled" and meeting.unit:
        people = world.of_branch(meeting.unit.key) or world.people
        for place, person in enumerate(chance.sample(people, min(len(people), chance.choice([1, 1, 2, 3])))):
            made.append(
                Delegate(
                    meeting=meeting,
                    person=person,
                    unit=person.unit,
                    rank=person.rank,
                    part="member" if place else "head",
                    attended=True if there else None,
                )
            )
    others = chance.sample(world.agencies, chance.choice([2, 3, 4, 5]))
    for place, partner in enumerate(others):
        made.append(
            Delegate(
                meeting=meeting,
                partner=partner,
                office_en="Head of international relations" if not place else "Adviser",
                office_fr="Chef des relations internationales" if not place else "Conseiller",
                rank=Rank.DIRECTOR if not place else Rank.EXPERT,
                part="head" if not place else "member",
                attended=True if there else None,
            )
        )
    return made


def agenda(world: World, meeting: Meeting) -> list[Item]:
    """Three to six items, some of them ours."""
    chance = world.chance
    made = []
    for place in range(chance.choice([3, 4, 5, 6])):
        (en, fr), (topic_en, topic_fr) = chance.choice(ITEMS), world.topic()
        made.append(
            Item(
                meeting=meeting,
                position=place + 1,
                side=chance.choice(["common", "common", "ours", "theirs"]),
                title_en=en.format(topic_en),
                title_fr=fr.format(topic_fr),
                unit=meeting.unit,
                minutes=chance.choice([15, 30, 45, 60]),
                state="discussed" if meeting.state == "held" else "planned",
            )
        )
    return made


def positions(world: World, held: Held) -> None:
    """A position on two in five of the items, cleared where the meeting is over or near."""
    chance, made = world.chance, []
    for meeting in held.meetings:
        if meeting.attendance != "attend":
            continue
        near = meeting.starts_on < world.today + timedelta(days=14)
        for item in held.items.get(meeting.pk, []):
            if chance.random() < 0.4:
                made.append(
                    Position(
                        item=item,
                        version=1,
                        text_en=f"Support, with a review after one year. {item.title_en}.",
                        text_fr=f"Appuyer, avec un examen après un an. {item.title_fr}.",
                        state="cleared" if near else chance.choice(["draft", "circulated"]),
                        marking=Marking.PROTECTED_A,
                        by="invented",
                        at=at(meeting.starts_on - timedelta(days=20)),
                    )
                )
    asked = [
        Clearance(
            position=one,
            unit=one.item.unit,
            answer="cleared" if one.state == "cleared" else "asked",
            by="invented" if one.state == "cleared" else "",
            at=one.at if one.state == "cleared" else None,
        )
        for one in write(made)
        if one.state != "draft" and one.item.unit_id
    ]
    write(asked)


def outcomes(world: World, held: Held) -> None:
    """Minutes of most meetings that were held, and two to four decisions each."""
    chance, minutes, decisions = world.chance, [], []
    for meeting in held.meetings:
        if meeting.state != "held" or meeting.attendance != "attend" or chance.random() < 0.12:
            continue
        topic_en, topic_fr = world.topic()
        minutes.append(
            Minutes(
                meeting=meeting,
                version=1,
                text_en=DAY_EN.format(topic_en),
                text_fr=DAY_FR.format(topic_fr),
                restricted_en=f"One delegation asked us in private to go slowly on {topic_en}.",
                restricted_fr=f"Une délégation nous a demandé en privé d’avancer lentement sur {topic_fr}.",
                by="invented",
                at=at(meeting.ends_on + timedelta(days=4)),
            )
        )
        for place, item in enumerate(held.items[meeting.pk][: chance.choice([2, 3, 4])]):
            decisions.append(
                Decision(
                    meeting=meeting,
                    item=item,
                    position=place + 1,
                    text_en=f"The meeting took note and will come back to it. {item.title_en}.",
                    text_fr=f"La réunion en prend acte et y reviendra. {item.title_fr}.",
                )
            )
    write(minutes)
    write(decisions)
