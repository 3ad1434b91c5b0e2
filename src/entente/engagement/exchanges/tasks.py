"""What runs every day: who answers for an exchange is reminded of what is due, each once."""

from datetime import date, timedelta

from django.utils import timezone

from entente.engagement.agreements.queries import midnight
from entente.foundation.notices import actions as telling
from entente.foundation.people.models import Person
from entente.kit.notice import Word, day

from . import notices, queries
from .actions.keeping import _tell
from .models import AFTER_RELEASE, UNANSWERED, Exchange

SOON = timedelta(days=14)  # before a reply is due: time enough to ask the office that decides
RETURN_FROM = (1, 15)  # month and day from which on the return of the year before is spoken of


def sweep(*, today: date) -> None:
    """Remind of confirmations, replies, receipts, use, retention, a basis that ended, and of the yearly return."""
    officers = list(queries.officers_cleared())
    standing = list(queries.standing(today))
    for exchange in standing:
        _remind(exchange, officers, today)
    for exchange in queries.without_basis(standing, midnight(today)):
        key = f"{notices.BASIS.code}:{exchange.agreement_id}"
        _tell([exchange.officer, *officers], notices.BASIS, exchange, key=key)
    year = today.year - 1
    if (today.month, today.day) >= RETURN_FROM and queries.last_return(year) is None:
        due = queries.due_on(year)
        telling.tell(
            queries.executives(),
            notices.RETURN,
            key=str(year),
            address=("exchanges:return", str(year)),
            due_on=due,
            year=year,
            due=day(due),
        )


def _remind(exchange: Exchange, officers: list[Person], today: date) -> None:
    release = getattr(exchange, "release", None)
    if exchange.needs_confirmation and exchange.confirm_by:
        due = timezone.localdate(exchange.confirm_by)
        _say([exchange.officer, *officers], notices.CONFIRM, exchange, due)
    if exchange.state in UNANSWERED and exchange.reply_by and exchange.reply_by - SOON <= today:
        _say([exchange.officer, *officers], notices.REPLY, exchange, exchange.reply_by)
    if release is None or exchange.state not in AFTER_RELEASE:
        return
    if release.receipt_by <= today and not hasattr(release, "receipt"):
        _say(officers, notices.RECEIPT, exchange, release.receipt_by)
    if release.use_by <= today and not release.uses.all():
        _say(officers, notices.USE, exchange, release.use_by)
    if release.keep_until and release.keep_until - SOON <= today and not release.has_ended:
        _say(officers, notices.RETENTION, exchange, release.keep_until)


def _say(people: list[Person], word: Word, exchange: Exchange, due: date) -> None:
    _tell(people, word, exchange, key=f"{word.code}:{due.isoformat()}", due_on=due, due=day(due))
