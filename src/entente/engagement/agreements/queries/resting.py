"""What instruments rest on. One that rests on another is in force only while the other is, however long the chain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..models import Agreement, Link
from .in_force import live


@dataclass(frozen=True, slots=True)
class Support:
    """An instrument that another rests on, directly or through others, with the days of its own end."""

    agreement_id: int
    ended_on: str
    expires_on: str


def supports() -> dict[int, list[Support]]:
    """For each instrument that rests on others: all of these, the nearest first. One query.

    A circle, which a package might bring, is walked once.
    """
    rows = Link.objects.filter(kind=Link.RESTS_ON).order_by("id").values_list(
        "from_agreement", "to_agreement", "to_agreement__ended_on", "to_agreement__expires_on"
    )  # fmt: skip
    direct: dict[int, list[Support]] = {}
    for resting, under, ended_on, expires_on in rows:
        direct.setdefault(resting, []).append(Support(under, ended_on, expires_on))
    return {pk: _all_under(pk, direct) for pk in direct}


def _all_under(pk: int, direct: dict[int, list[Support]]) -> list[Support]:
    found = {one.agreement_id: one for one in direct[pk]}
    waiting = list(found)
    while waiting:
        for one in direct.get(waiting.pop(0), ()):
            if one.agreement_id not in found:
                found[one.agreement_id] = one
                waiting.append(one.agreement_id)
    return list(found.values())


def fallen(links: Iterable[Link], agreement: Agreement, at: datetime) -> list[Agreement]:
    """What an instrument rests on by these links that is not in force at an instant. One query, none without links."""
    under = [one.to_agreement for one in links if one.kind == Link.RESTS_ON and one.from_agreement_id == agreement.pk]
    alive = {pk for pk, _at in live([one.pk for one in under], [at])} if under else set()
    return [one for one in under if one.pk not in alive]
