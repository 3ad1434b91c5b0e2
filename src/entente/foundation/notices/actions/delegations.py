"""Telling people of delegations of authority that begin or end."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import override

from entente.foundation.people import queries as people
from entente.foundation.people.models import Delegation
from entente.kit.bilingual import LANGUAGES
from entente.kit.notice import day

from ..notices import BEGINS, ENDS
from .telling import tell

ENDS_WITHIN = timedelta(days=3)  # long enough to ask for another before a weekend


@transaction.atomic
def tell_of_delegations(*, today: date) -> None:
    """Tell who holds an authority that it holds from today on, and who gave one that it ends soon; each once."""
    for one in people.delegations_on(today):
        key, address = str(one.pk), ("people:delegation", str(one.pk))
        said: dict[str, Any] = {"authority": _authority(one), "first": day(one.starts_on), "last": day(one.ends_on)}
        tell([one.receiver], BEGINS, key=key, address=address, giver=str(one.giver), **said)
        if one.ends_on - today <= ENDS_WITHIN < one.ends_on - one.starts_on:
            tell([one.giver], ENDS, key=key, address=address, due_on=one.ends_on, receiver=str(one.receiver), **said)


def _authority(one: Delegation) -> dict[str, str]:
    """The authority in both languages, as a notice keeps it."""
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            said[lang] = str(one.get_authority_display())
    return said
