"""Invented lives of instruments, and a slow reference that says when each was in force.

The reference walks one instant at a time over plain values and compares instants, never texts; it shares no line
with the statement it judges. Used by ``tests`` and by ``python -m benchmarks.switch``.
"""

import calendar
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
FIRST_YEAR, LAST_YEAR = 2000, 2005
NO_DATE = ("", "[redacted]", "[lost]", "[blank]")
JOINS = ("ratified", "accepted", "acceded")
SIDES = {"ca": "ours", "cbsa": "ours", "us": "theirs", "us-cbp": "theirs", "mx": "theirs", "rcmp": "home"}
ABOVE = {"cbsa": "ca", "us-cbp": "us"}
CHANGES_OF_CLOCK = ("2001-04-01", "2001-10-28", "2003-04-06", "2003-10-26")


@dataclass
class History:
    """What the record says of one instrument, as plain values."""

    status: str
    in_force_on: str = ""
    expires_on: str = ""
    ended_on: str = ""
    as_of: str = ""
    source_said: str = ""  # the status a source gave, where a person corrected it since
    suspensions: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    parties: list[tuple[str, str]] = field(default_factory=list)  # partner, role
    acts: list[tuple[str, str, str, str]] = field(default_factory=list)  # partner, action, on, as_of
    rests_on: list["History"] = field(default_factory=list, compare=False)  # likely or not, circles too


# ── The reference ─────────────────────────────────────────────────────────────────────────────────


@cache
def days(text: str) -> tuple[date, date]:
    """The first and the last day a partial date may mean."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1])
    return date(*parts), date(*parts)


@cache
def start(day: date) -> datetime:
    """The instant a day begins."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def was_in_force(one: History, at: datetime) -> bool:
    """Whether an instrument was in force at an instant: it, and everything it rests on."""
    return stood(one, at) and all(stood(other, at) for other in under(one))


def under(one: History) -> list[History]:
    """What a life rests on, directly or through others, itself left out."""
    found: list[History] = []

    def walk(life: History) -> None:
        for other in life.rests_on:
            if other is not one and not any(other is known for known in found):
                found.append(other)
                walk(other)

    walk(one)
    return found


def stood(one: History, at: datetime) -> bool:
    """Whether an instrument was in force at an instant, whatever it rests on."""
    begins = beginning(one)
    if begins in NO_DATE or at < start(days(begins)[1]):
        return False
    if any(end not in NO_DATE and at >= start(days(end)[0]) for end in (one.ended_on, one.expires_on)):
        return False
    return not stands_still(one, at) and has_both_sides(one, at)


def beginning(one: History) -> str:
    """The date an instrument counts from; the empty string for one that never counts."""
    ended = one.status == "ended"
    if one.status not in ("signed", "in_force", "suspended", "ended") or (ended and one.ended_on in NO_DATE):
        return ""
    if one.in_force_on not in NO_DATE:
        return one.in_force_on
    vouched = one.status in ("in_force", "suspended") or (ended and one.source_said == "in_force")
    return one.as_of if vouched else ""


def stands_still(one: History, at: datetime) -> bool:
    """Whether it was suspended, by a dated suspension or by its source alone."""
    since_when = all(until is not None for _since, until in one.suspensions)
    if one.status == "suspended" and since_when and (one.as_of in NO_DATE or at >= start(days(one.as_of)[0])):
        return True
    return any(since <= at and (until is None or at < until) for since, until in one.suspensions)


def has_both_sides(one: History, at: datetime) -> bool:
    """Whether somebody is still bound on each side that counts."""
    named = [partner for partner, role in one.parties if role in ("party", "signatory")]
    sides: dict[str, list[str]] = {"ours": [], "theirs": [], "home": []}
    for partner in named:
        sides[SIDES[partner]].append(partner)
    if sides["theirs"]:
        sides["home"] = []
    return all(not members or any(is_bound(one, member, at) for member in members) for members in sides.values())


def is_bound(one: History, partner: str, at: datetime) -> bool:
    """Whether a party had joined, where it had to, and had not withdrawn since."""
    acts = [act for act in one.acts if act[0] in (partner, ABOVE.get(partner))]
    joins = [on if on not in NO_DATE else as_of for _who, action, on, as_of in acts if action in JOINS]
    exits = [(on, on if on not in NO_DATE else as_of) for _who, action, on, as_of in acts if action == "withdrew"]
    first_joins = [day for day in joins if not any(comes_after(day, over) for _from, over in exits)]
    if first_joins and not any(has_come(day, at) for day in joins):
        return False
    for since, over in exits:
        gone = since in NO_DATE or at >= start(days(since)[0])
        if gone and not any(has_come(day, at) and comes_after(day, over) for day in joins):
            return False
    return True


def comes_after(day: str, other: str) -> bool:
    """Whether one date is certainly later than another."""
    return day not in NO_DATE and other not in NO_DATE and days(day)[0] > days(other)[1]


def has_come(day: str, at: datetime) -> bool:
    return day not in NO_DATE and at >= start(days(day)[1])


# ── Invention ─────────────────────────────────────────────────────────────────────────────────────


def invented(dice: random.Random) -> History:
    """A life that a record might hold, likely or not."""
    one = History(
        status=dice.choice(["in_force"] * 8 + ["ended"] * 3 + ["suspended", "signed", "unknown", "negotiating"]),
        in_force_on=a_date(dice, nothing=0.25),
        expires_on=a_date(dice, nothing=0.8),
        ended_on=a_date(dice, nothing=0.6),
        as_of=a_date(dice, nothing=0.1),
    )
    if one.status == "ended" and dice.random() < 0.5:
        one.source_said = dice.choice(["in_force", "suspended", "signed"])
    moments = sorted(an_instant(dice) for _ in range(dice.choice([0, 0, 2, 4])))
    one.suspensions = list(zip(moments[::2], moments[1::2], strict=True))
    if dice.random() < 0.15:
        one.suspensions.append((max([an_instant(dice), *moments]), None))
    partners = dice.sample(sorted(SIDES), dice.randint(0, 4))
    one.parties = [(partner, dice.choice(["party"] * 4 + ["signatory", "observer"])) for partner in partners]
    acts = {
        (dice.choice([*partners, "us", "ca"]), dice.choice([*JOINS, "withdrew", "withdrew", "signed"]), a_date(dice))
        for _ in range(dice.choice([0, 0, 0, 1, 2, 4]))
    }
    one.acts = [(*act, a_date(dice)) for act in sorted(acts)]
    return one


def linked(dice: random.Random, lives: list[History]) -> None:
    """Let some lives of a batch rest on one or two others; chains come of it, and now and then a circle."""
    for one in lives:
        if dice.random() < 0.25:
            others = dice.sample(lives, min(len(lives), dice.choice([1, 1, 2])))
            one.rests_on = [other for other in others if other is not one]


def a_date(dice: random.Random, nothing: float = 0.1) -> str:
    """A day, month, year or mark; often the day of a change of clock or the end of a month."""
    if dice.random() < nothing:
        return dice.choice(NO_DATE)
    day = dice.choice([*CHANGES_OF_CLOCK, "2000-02-29", "2004-02-29", "2001-12-31", "", "", "", "", ""])
    day = day or (date(FIRST_YEAR, 1, 1) + timedelta(days=dice.randrange(365 * 5))).isoformat()
    return day[: dice.choice([4, 7, 10, 10, 10])]


def an_instant(dice: random.Random) -> datetime:
    """An instant of these years; one in three is the beginning of a day."""
    day = date(FIRST_YEAR, 1, 1) + timedelta(days=dice.randrange(365 * (LAST_YEAR - FIRST_YEAR)))
    if dice.random() < 0.2:
        day = date.fromisoformat(dice.choice(CHANGES_OF_CLOCK))
    if dice.random() < 0.33:
        return start(day)
    return start(day) + timedelta(microseconds=dice.randrange(25 * 3600 * 1_000_000))


def instants_for(one: History, dice: random.Random, many: int) -> list[datetime]:
    """Instants to ask about: around every turn of a life first, then anywhere."""
    turns: list[datetime] = []
    for life in (one, *under(one)):
        texts = [life.in_force_on, life.expires_on, life.ended_on, life.as_of]
        texts += [day for act in life.acts for day in act[2:]]
        turns += [start(day) for text in texts if text not in NO_DATE for day in days(text)]
        turns += [at for pair in life.suspensions for at in pair if at]
    tick = timedelta(microseconds=1)
    around = [
        near for at in turns for near in (at - tick, at, at + tick, at + timedelta(days=1), at - timedelta(days=1))
    ]
    return (around + [an_instant(dice) for _ in range(many)])[:many]
