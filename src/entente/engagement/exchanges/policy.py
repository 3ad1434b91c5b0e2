"""Who may do what with exchanges. What is not here is refused."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority
from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import Baseline, Entry, Exchange, Tally

EVERYTHING = (Role.EXCHANGE_OFFICER, Role.AGREEMENTS_OFFICER, Role.EXECUTIVE, Role.AUDITOR)
"""Roles that see every exchange they are cleared for. Others see those they recorded."""
RECORDING = (Role.EXCHANGE_OFFICER, Role.DESK_OFFICER)
"""Roles that may be called at night."""


def exchange_of(thing: Any) -> Any:
    """The exchange a row belongs to; nothing for nothing."""
    if thing is None or isinstance(thing, Exchange):
        return thing
    return thing.exchange if hasattr(thing, "exchange") else thing.release.exchange


def cleared_for_it(person: Any, thing: Any) -> bool:
    """Anyone cleared for the exchange, its partner and its instrument."""
    exchange = exchange_of(thing)
    if exchange is None:
        return True
    return all(cleared(person, one) for one in (exchange, exchange.partner, exchange.agreement))


def sees_everything(person: Any, thing: Any) -> bool:
    """An exchange officer, agreements officer, executive or auditor cleared for the exchange."""
    return person.role in EVERYTHING and cleared_for_it(person, thing)


def recorder(person: Any, thing: Any) -> bool:
    """Whoever recorded the exchange and is cleared for it."""
    exchange = exchange_of(thing)
    return exchange is not None and exchange.officer_id == person.pk and cleared_for_it(person, thing)


def exchange_officer(person: Any, thing: Any) -> bool:
    """An exchange officer cleared for the exchange."""
    return person.role == Role.EXCHANGE_OFFICER and cleared_for_it(person, thing)


def may_be_called(person: Any, thing: Any) -> bool:
    """An exchange officer or a desk officer: whoever may be called at night."""
    return person.role in RECORDING and cleared_for_it(person, thing)


def delegated(person: Any, thing: Any) -> bool:
    """Whoever heads the office that decides, or one above it, or holds the authority to release from such a head."""
    exchange = exchange_of(thing)
    if exchange is None or exchange.unit is None or not cleared_for_it(person, exchange):
        return False
    return head_behind(person, exchange) is not None


def executive(person: Any, thing: Any) -> bool:
    """An executive."""
    return person.role == Role.EXECUTIVE


def assessor(person: Any, thing: Any) -> bool:
    """An exchange officer or an executive cleared for the baseline."""
    return person.role in (Role.EXCHANGE_OFFICER, Role.EXECUTIVE) and cleared(person, thing)


def reader_of_all(person: Any, thing: Any) -> bool:
    """An exchange officer, agreements officer, executive or auditor."""
    return person.role in EVERYTHING


def head_behind(person: Any, exchange: Exchange) -> Any:
    """The head on whose behalf a person decides on an exchange today; nothing when it may not.

    Three queries the first time a page asks, none after.
    """
    if exchange.unit is None:
        return None
    kept: dict[int, Any] = exchange.__dict__.setdefault("_heads_behind", {})
    if person.pk not in kept:
        authority, today = Authority.RELEASE_INFORMATION, timezone.localdate()
        kept[person.pk] = people.may_exercise(person, authority, over=exchange.unit, on=today)
    return kept[person.pk]


def head_behind_sheet(person: Any) -> Any:
    """The head on whose behalf a person takes a sheet in for its own office today; nothing when it may not."""
    return head_behind(person, Exchange(unit=person.unit))


# fmt: off
EXCHANGES = Policy({
    # act               who
    "view":            (sees_everything, recorder),
    "record":          (may_be_called,),
    "ask":             (sees_everything, may_be_called),
    "change":          (exchange_officer, recorder),
    "confirm":         (exchange_officer, recorder),
    "match":           (exchange_officer,),
    "complete":        (exchange_officer,),
    "test_purpose":    (exchange_officer,),
    "assess_risk":     (exchange_officer,),
    "look_again":      (exchange_officer, recorder),
    "mitigate":        (exchange_officer,),
    "escalate":        (exchange_officer, delegated),
    "decide":          (delegated,),
    "answer":          (delegated,),
    "reconsider":      (exchange_officer, delegated),
    "release":         (exchange_officer,),
    "acknowledge":     (exchange_officer, recorder),
    "report_use":      (exchange_officer,),
    "ask_onward":      (exchange_officer,),
    "answer_onward":   (exchange_officer, delegated),
    "consent_onward":  (delegated,),
    "settle":          (exchange_officer,),
    "tell_outcome":    (exchange_officer,),
    "close_exchange":  (exchange_officer,),
    "send_back":       (exchange_officer, delegated),
    "postpone":        (exchange_officer, delegated),
    "resume":          (exchange_officer,),
    "refuse":          (delegated,),
    "identify":        (exchange_officer,),
    "read_identifier": (exchange_officer,),
    "import":          (exchange_officer, executive),
})
RISK = Policy({
    # act               who
    "view":            (reader_of_all,),
    "assess":          (assessor,),
    "send_return":     (executive,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Exchange]:
    """Every exchange this person may view: the "view" row, asked of many at once."""
    readable = markings_for(person)
    found = Exchange.objects.filter(marking__in=readable, partner__marking__in=readable)
    found = found.filter(Q(agreement__isnull=True) | Q(agreement__marking__in=readable))
    return found if person.role in EVERYTHING else found.filter(officer=person)


def entries_for(person: Any) -> QuerySet[Entry]:
    """The lines of the ledger this person may read: none for who does not see every exchange.

    A line keeps the marking it left with; a partner or an instrument that was marked higher since hides it too.
    """
    if person.role not in EVERYTHING:
        return Entry.objects.none()
    readable = markings_for(person)
    return Entry.objects.filter(kept_as__in=readable, partner__marking__in=readable, agreement__marking__in=readable)


def tallies_for(person: Any) -> QuerySet[Tally]:
    """The tallies of the lines this person may read."""
    if person.role not in EVERYTHING:
        return Tally.objects.none()
    return Tally.objects.filter(kept_as__in=markings_for(person))


def reads_baseline(person: Any, baseline: Baseline) -> bool:
    """Whether a person may read a baseline: ``baselines_for`` asked of one."""
    return person.role in EVERYTHING and all(cleared(person, one) for one in (baseline, baseline.partner))


def baselines_for(person: Any) -> QuerySet[Baseline]:
    """The baselines this person may read."""
    if person.role not in EVERYTHING:
        return Baseline.objects.none()
    readable = markings_for(person)
    return Baseline.objects.filter(marking__in=readable, partner__marking__in=readable)
