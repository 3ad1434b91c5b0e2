"""What waits for a person: decisions, confirmations, replies, receipts, use, retention."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Role
from entente.kit.waiting import Debt

from .. import queries
from ..models import AFTER_RELEASE, UNANSWERED, Exchange, State
from ..policy import EXCHANGES

SOON = timedelta(days=14)
MOST = 50  # exchanges that one landing page looks through; the list of what is owed holds them all


def waiting(person: Any, today: date) -> list[Debt]:
    """What one owes, each exchange once, by what is due first. Four queries, and three for each decision that waits."""
    if person.role not in (Role.EXCHANGE_OFFICER, Role.EXECUTIVE, Role.DESK_OFFICER):
        return []
    return [*_decisions(person), *_owed(person, today)]


def _decisions(person: Any) -> Iterable[Debt]:
    if person.role == Role.DESK_OFFICER:
        return
    for exchange in queries.to_decide(queries.owed_on(person, timezone.localdate())).select_related("unit")[:MOST]:
        if EXCHANGES.allows(person, "decide", exchange):
            why = _("Decide what may go.")
            received = timezone.localdate(exchange.received_at)
            yield Debt(_called(exchange), exchange.get_absolute_url(), why, since=received, due=exchange.reply_by)


def _owed(person: Any, today: date) -> Iterable[Debt]:
    if person.role == Role.EXECUTIVE:
        return
    for exchange in queries.owed_on(person, today).order_by("received_at", "id")[:MOST]:
        for why, due in owed(exchange, today)[:1]:
            yield Debt(_called(exchange), exchange.get_absolute_url(), why, due=due)


def owed(exchange: Exchange, today: date) -> list[tuple[str, date]]:
    """What is owed about an exchange now, with the day, the earliest first. Reads ``release`` and what followed it."""
    found: list[tuple[str, date]] = []
    if exchange.needs_confirmation and exchange.confirm_by and exchange.state != State.REFUSED:
        found.append((_("Have it confirmed in writing."), timezone.localdate(exchange.confirm_by)))
    if exchange.state in UNANSWERED and exchange.reply_by:
        found.append((_("Answer it."), exchange.reply_by))
    release = getattr(exchange, "release", None)
    if release and exchange.state in AFTER_RELEASE:
        if not hasattr(release, "receipt"):
            found.append((_("Have the receipt confirmed."), release.receipt_by))
        if not release.uses.all():
            found.append((_("Ask what it was used for."), release.use_by))
        if release.keep_until and release.keep_until - SOON <= today and not release.has_ended:
            found.append((_("Have it returned, destroyed or extended."), release.keep_until))
    return sorted(found, key=lambda pair: pair[1])


def _called(exchange: Exchange) -> str:
    return f"{exchange.key}, {exchange.title}"
