"""Promises for tests, made as they are for real: ``promised(by=…)`` walks the verb, ``promise_in`` walks to a state."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.commitments import actions
from entente.engagement.commitments.models import Commitment
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Headship, Unit
from tests.engagement.forums.factories import body as body
from tests.engagement.forums.factories import edition as edition
from tests.engagement.forums.factories import partner as partner
from tests.engagement.forums.factories import source as source

MADE = date(2026, 1, 15)
REASON = "The other side asked for time"
SHOWN = "The letter of March 3"


def days_from_now(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def some_partner(key: str = "mx") -> Partner:
    return Partner.objects.filter(key=key).first() or partner(key)


def unit(key: str = "int") -> Unit:
    words = {"name_en": f"Office {key}", "name_fr": f"Bureau {key}"}
    return Unit.objects.get_or_create(key=key, defaults=words)[0]


def head(of: Unit, person: Any, rank: str = "director") -> Headship:
    return Headship.objects.create(unit=of, person=person, rank=rank, starts_on=date(2020, 1, 1))


def promised(*, by: Any, **given: Any) -> Commitment:
    words = {"side": "ours", "made_on": MADE, "title_en": "Send the list of offices", "due_on": days_from_now(20)}
    if not {"partner", "body", "agreement"} & given.keys():
        given["partner"] = some_partner()
    return actions.promise(by=by, **(words | given))


def promise_in(state: str, *, by: Any, owner: Any, **given: Any) -> Commitment:
    """A promise in a state, walked there: ``by`` wrote it down, ``owner`` keeps it."""
    one = promised(by=by, owner=owner, **given)
    if state == "reported":
        return actions.close(one, by=by, text_en=SHOWN)
    if state == "closed":
        return actions.close(one, by=owner, text_en=SHOWN)
    if state == "dropped":
        return actions.drop(one, by=by, reason=REASON)
    return one
