"""What was decided leaves the house, with its caveat, into the ledger."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from entente.engagement.partners.models import Partner
from entente.kit.bilingual import LANGUAGES

from .. import queries, rules
from ..models import Entry, Exchange, Line, Release
from ..queries import Standing
from ..rules import Decision, Said
from .counting import _count
from .keeping import _keep, _locked, _step


@transaction.atomic
def release(exchange: Exchange, *, by: Any, at: datetime | None = None) -> Release:
    """Release what was decided: the law and the instrument are asked again for this instant (EXC-18).

    It goes to the office of the contact that stood in the exchange when it was decided.

    Args:
        at: the instant; now where nothing is said.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: EXC-17 or EXC-18 refuses, or the state does not allow it.
    """
    exchange = _locked(exchange)
    moment = at or timezone.now()
    standing = queries.standing_of(exchange, moment)
    lines = list(exchange.lines.order_by("id"))
    decision = rules.judged(exchange, lines, standing, moment)
    going = [one for one in lines if one.goes]
    verdicts = {one.element: one.verdict for one in lines}
    problems = (rules.still_may_go(exchange, decision), rules.has_happened(moment, timezone.now(), "at"))
    exchange = _step(exchange, "release", *problems, by=by, elements=[one.element for one in going], verdicts=verdicts)
    made, entries = _put(exchange, going, standing, decision, by=by, at=moment)
    _count(entries)
    return made


def _put(
    exchange: Exchange,
    going: list[Line],
    standing: Standing,
    decision: Decision,
    *,
    by: Any,
    at: datetime,
) -> tuple[Release, list[Entry]]:
    """Write the sheet and its lines in the ledger, which are to be counted. The state has been taken already."""
    assert standing.basis is not None, "what goes was judged, and nothing goes without an instrument"  # noqa: S101
    on, elements = timezone.localdate(at), tuple(one.element for one in going)
    kept_until = rules.kept_until(standing.basis, elements, on)
    marking = exchange.kept_as  # the sheet names partner and instrument: it is marked as the highest of what it shows
    going_out = rules.Going(
        exchange.purpose,
        elements,
        marking,
        kept_until,
        exchange.key,
        _agency(),
        _named(exchange.partner),
        exchange.flow,
    )
    caveat = rules.caveat_of(standing.basis, going_out)
    made = Release(
        exchange=exchange,
        at=at,
        office=exchange.office or str(exchange.partner.name),
        caveat_en=caveat.en,
        caveat_fr=caveat.fr,
        marking=marking,
        receipt_by=on + timedelta(days=settings.ENTENTE_RECEIPT_DAYS),
        use_by=on + timedelta(days=settings.ENTENTE_USE_DAYS),
        keep_until=kept_until,
        by=by.username,
    )
    _keep(made)
    entries = [
        Entry(
            release=made,
            partner=exchange.partner,
            agreement=exchange.agreement,
            on=on,
            year=on.year,
            flow=exchange.flow,
            way=exchange.way,
            purpose=exchange.purpose,
            element=line.element,
            article=decision.on(line.element).article,
            count=line.count,
            first=number == 0,
            kept_as=exchange.kept_as,
        )
        for number, line in enumerate(going)
    ]
    for entry in entries:
        _keep(entry)
    return made, entries


def _agency() -> Said:
    """Our own name, as the record knows it."""
    own = queries.agency()
    if own is None:
        return Said(*("us" if lang == "en" else "nous" for lang in LANGUAGES))
    return _named(own)


def _named(partner: Partner) -> Said:
    return Said(partner.name_en or partner.name_fr, partner.name_fr or partner.name_en)
