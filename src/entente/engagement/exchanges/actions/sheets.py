"""Automatic and bulk exchanges come from a sheet: judged by the same function as every other, all or none."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from entente.foundation.numbers import actions as numbers
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Entry, Exchange, Kind, Line, State, Verdict, Way
from ..policy import EXCHANGES, head_behind
from ..workflow import EXCHANGE
from .counting import _count
from .keeping import _found, _keep, _note, _obey
from .recording import SERIES
from .releasing import _put

Values = Mapping[str, Any]


def _bare(values: Values, by: Any) -> Exchange:
    """A row as an exchange that is not saved."""
    known = ("partner", "agreement", "flow", "purpose", "reference", "own_reference", "office", "marking")
    given = {name: values[name] for name in known if values.get(name)}
    way = values.get("way") or Way.ELECTRONIC
    at = values["at"]
    return Exchange(
        kind=Kind.AUTOMATIC, way=way, received_at=at, officer=by, unit=by.unit, state=EXCHANGE.start, **given
    )


def _judged(exchange: Exchange, lines: list[Line], at: datetime) -> tuple[Any, Any]:
    standing = queries.standing_of(exchange, at)
    return standing, rules.judged(exchange, lines, standing, at)


@transaction.atomic
def take_in(rows: Iterable[Values], *, by: Any, file: str) -> list[Exchange]:
    """Write exchanges of a sheet into the ledger: every one that may go without a higher decider, or none at all.

    Whoever sends the sheet decides on it, and so must hold the authority to release.

    Raises:
        PermissionDenied: ``by`` may not import, or holds no authority to release for its office.
        ValidationError: ``may_release`` refuses a row, a value cannot stand, or it stands in the ledger already.
    """
    EXCHANGES.require(by, "import")
    made: list[Exchange] = []
    entries: list[Entry] = []
    for values in rows:
        exchange, written = _take(values, by=by)
        made.append(exchange)
        entries += written
    for one in made:
        _found(one)
    if made:
        trail.record(by=by, verb="import_exchanges", subject=made[0], file=file, exchanges=len(made))
        _count(entries)
    return made


def _take(values: Values, *, by: Any) -> tuple[Exchange, list[Entry]]:
    exchange = _bare(values, by)
    EXCHANGES.require(by, "decide", exchange)
    at, head = values["at"], head_behind(by, exchange)
    lines = [Line(element=element, count=count) for element, count in values["elements"].items()]
    standing, decision = _judged(exchange, lines, at)
    # The number comes first: who sends the same at once waits here, and then finds it in the ledger.
    exchange.key = numbers.take(SERIES, year=timezone.localdate(at).year)
    earlier = queries.in_the_ledger([exchange])(exchange, values["elements"])
    _obey(
        rules.carries_a_reference(exchange),
        rules.not_in_the_ledger(earlier),
        rules.everything_may_go(decision),
        rules.has_happened(at, timezone.now(), "at"),
        rules.written_down_in_time(at, timezone.now(), settings.ENTENTE_ARREARS_DAYS, heads=head == by),
        rules.marking_fits(exchange, by),
    )
    exchange.state = State.RELEASED
    _keep(exchange)
    for line in lines:
        ruling = decision.on(line.element)
        line.exchange, line.verdict = exchange, Verdict.RELEASE
        line.reasons = [one.kept() for one in ruling.reasons]
        _keep(line)
    _release, entries = _put(exchange, lines, standing, decision, by=by, at=at)
    _note(exchange, "import", State.RECORDED, by=by, behalf=head)
    return exchange, entries
