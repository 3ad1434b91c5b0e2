"""Getting mail out, whatever happens to the worker.

Mail that is owed is a mark in the table, and the task only looks for such marks. A worker takes one up, sends it and
takes the mark away. One that is killed in between leaves the mark; after a while (``ENTENTE_MAIL_LEASE``) another
takes it up and sends the same mail, with the same Message-ID, once more: at least once, and never a different one.
"""

import logging
import smtplib
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from entente.foundation.people.models import Mail

from .. import queries
from ..models import Digest, Letter, Notice
from . import letters

log = logging.getLogger(__name__)

MOST = 200  # mails of one run; the next run takes the rest
TRIES = 12  # with pauses that double from a minute to six hours: two days and a half
LONGEST_PAUSE = 360  # minutes


@task()
def send_due() -> int:
    """Send what mail is owed. Asked for with every notice; a run that finds nothing to do does nothing."""
    sent = post(now=timezone.now())
    if sent >= MOST:
        send_due.enqueue()
    return sent


def ask_to_send() -> None:
    """Let a worker look for mail soon, in the transaction of what is told. One waiting task is enough for all."""
    waiting = DBTaskResult.objects.ready().filter(task_path=send_due.module_path)
    if not waiting.exists():
        send_due.enqueue()


def post(*, now: datetime, most: int = MOST) -> int:
    """Send the mail that is owed, notices and digests. Returns how many went out.

    A mail server that does not answer is tried again at the next run; an address it refuses, ever more rarely.
    """
    queries.undeliverable().update(mail_due=False)
    due: list[Letter] = [*queries.letters_due(now)[:most], *queries.digests_due(now)[:most]]
    if not due:
        return 0
    connection, sent = get_connection(), 0
    try:
        connection.open()
        for one in due:
            sent += _send(one, connection, now=now)
    except (smtplib.SMTPException, OSError) as silence:
        log.warning("The mail server does not answer (%s); %s of %s mails wait.", silence, len(due) - sent, len(due))
    finally:
        _hang_up(connection)
    return sent


def _hang_up(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as silence:
        log.info("The mail server did not say goodbye (%s).", silence)


def _send(letter: Letter, connection: Any, *, now: datetime) -> int:
    """Take one mail up, send it, note that it went out. Nothing is locked while the mail server is spoken with."""
    if not _take_up(letter, now=now):
        return 0  # another worker has it
    message = _written(letter)
    if message is None:
        _settle(letter)
        return 0
    message.connection = connection
    try:
        message.send()
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError):
        _put_back(letter, now=now)
        raise
    except (smtplib.SMTPException, ValueError) as refusal:  # ValueError: an address that cannot be one
        log.warning("Mail %s was refused: %s", letters.message_id(letter), refusal)
        _put_back(letter, now=now)
        return 0
    _settle(letter, mailed_at=timezone.now())
    return 1


def _written(letter: Letter) -> EmailMessage | None:
    """The mail, or nothing where nothing is left to say: everything of a digest was read meanwhile."""
    if isinstance(letter, Digest):
        if letter.person.mail == Mail.NONE or not (letter.person.email and letter.person.is_active):
            return None
        told = [one for one in queries.in_digest(letter) if letter.mail_tries or not one.read_at]
        return letters.of_digest(letter, told) if told else None
    return letters.of_notice(letter) if isinstance(letter, Notice) else None


def _take_up(letter: Letter, *, now: datetime) -> bool:
    """Whether this worker may send it: one statement about the row itself, so that no two do at a time."""
    rows = type(letter)._default_manager.filter(queries.free(now), pk=letter.pk, mail_due=True)
    return bool(rows.update(mail_taken_at=timezone.now()))


def _put_back(letter: Letter, *, now: datetime) -> None:
    """Note that it was refused: it is tried again after a pause that doubles, and not for ever."""
    tries = letter.mail_tries + 1
    pause = timedelta(minutes=min(2 ** (tries - 1), LONGEST_PAUSE))
    rows = type(letter)._default_manager.filter(pk=letter.pk)
    rows.update(mail_taken_at=None, mail_tries=tries, mail_not_before=now + pause)
    if tries >= TRIES:
        _settle(letter)


def _settle(letter: Letter, *, mailed_at: datetime | None = None) -> None:
    rows = type(letter)._default_manager.filter(pk=letter.pk)
    rows.update(mail_due=False, mail_taken_at=None, mailed_at=mailed_at)
    if isinstance(letter, Digest):
        letter.notices.update(mail_due=False, mailed_at=mailed_at)


@transaction.atomic
def gather(*, today: date) -> int:
    """Put what waits for people who want one mail a day into the digest of that day. Returns how many it made.

    A digest keeps its notices and its identity, so that it is the same when it must be sent twice. What is told after
    it was made waits for the next day.
    """
    made = 0
    waiting = queries.for_digest().select_for_update(of=("self",))  # two workers may gather at once
    for person, told in groupby(waiting, key=lambda one: one.person_id):
        digest, is_new = Digest.objects.get_or_create(person_id=person, day=today, defaults={"mail_due": True})
        if is_new:
            Notice.objects.filter(pk__in=[one.pk for one in told]).update(digest=digest)
            made += 1
    return made
