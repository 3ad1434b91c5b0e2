"""Telling people. What somebody was told is no fact about a partner, so it leaves no trail of its own."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.people.models import Mail, Person
from entente.kit.notice import Word

from ..models import Notice, place_in_queue
from .posting import ask_to_send


@transaction.atomic
def tell(
    people: Iterable[Person],
    word: Word,
    *,
    key: str,
    address: tuple[str, ...],
    due_on: date | None = None,
    marking: str = "unclassified",
    **values: Any,
) -> None:
    """Tell people something, each exactly once per ``key``, in the transaction of what happened.

    ``values`` fill the places of the word: plain text, numbers, ``kit.notice.pair(thing)``, ``kit.notice.day(on)``,
    ``kit.notice.deadline(on)``. Who is told twice under one key hears it once. Mail goes out when the transaction is
    over, by a worker; nothing of it is lost when that is killed.
    """
    now = timezone.now()
    made = [
        Notice(
            person=person,
            key=f"{word.code}:{key}",
            word=word.code,
            values=values,
            address=" ".join(address),
            due_on=due_on,
            marking=marking,
            at=now,
            mail_due=person.mail != Mail.NONE,
            queue=place_in_queue(due_on=due_on, told_on=timezone.localdate(now), read=False),
        )
        for person in {person.pk: person for person in people}.values()
        if person.is_active
    ]
    if not made:
        return
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    if any(one.mail_due for one in made):
        ask_to_send()
