"""Questions about exchanges: the register, what is owed, and what forms choose from."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from entente.engagement.agreements.models import Agreement, abroad
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import ABROAD, Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Role
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import (
    OVER,
    Baseline,
    Entry,
    Exchange,
    OnwardRequest,
    Outcome,
    State,
    UseReport,
    Verdict,
    Way,
)

TWICE = 60  # seconds within which the same words are one exchange: a button pressed twice
SAME = ("kind", "partner", "office", "way", "purpose", "reference", "own_reference", "urgent_because")


def exchanges(ask: Ask) -> QuerySet[Any]:
    """Every exchange this person may see, unordered. One query. Each carries ``partner_sort``."""
    return (
        policy.visible_to(ask.person)
        .annotate(partner_sort=F(f"partner__sort_{language()}"))
        .select_related("partner", "agreement", "unit", "officer")
    )


def counted(ask: Ask) -> QuerySet[Any]:
    """The rows of ``exchanges`` without what its columns read."""
    return policy.visible_to(ask.person)


def exchange(person: Any, key: str) -> QuerySet[Exchange]:
    """One exchange with what its pages need, as a queryset of one or none."""
    found = policy.visible_to(person).filter(key=key)
    return found.select_related("partner__parent__parent", "agreement", "unit", "officer", "release")


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose key, references, partner or instrument hold every word. No identifier is looked at."""
    for word in text.split():
        said = fold(word)
        found = Q(key__icontains=word) | Q(reference__icontains=word) | Q(own_reference__icontains=word)
        found |= Q(partner__sort_en__contains=said) | Q(partner__sort_fr__contains=said)
        found |= Q(agreement__sort_en__contains=said) | Q(agreement__sort_fr__contains=said)
        rows = rows.filter(found)
    return rows


def with_partner(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Exchanges with a partner and with its administrations."""
    return rows.filter(Q(partner__key=key) | Q(partner__parent__key=key))


def of_element(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Exchanges that ask for an element."""
    return rows.filter(lines__element=code)


def partly_met(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Exchanges of which something was released and something was not."""
    goes = Q(lines__verdict=Verdict.RELEASE, lines__withheld=False)
    some = Exchange.objects.filter(goes, pk=OuterRef("pk"))
    kept = Q(lines__verdict__in=[Verdict.HIGHER, Verdict.CONSENT, Verdict.REFUSE]) | Q(lines__withheld=True)
    other = Exchange.objects.filter(kept, pk=OuterRef("pk"))
    return rows.filter(Exists(some), Exists(other), release__isnull=False)


def unconfirmed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Spoken words that are not on paper yet."""
    return rows.filter(way=Way.VERBAL, confirmed_at__isnull=True)


def breached(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Exchanges of which somebody told that the information was used otherwise than agreed."""
    told = UseReport.objects.filter(release__exchange=OuterRef("pk"), use=UseReport.Use.OTHERWISE)
    return rows.filter(Exists(told))


def still_open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Exchanges of which something is still asked."""
    return rows.exclude(state__in=OVER)


def open_under(person: Any, agreements: Any) -> dict[int, list[tuple[frozenset[int], int]]]:
    """How many exchanges a person may see are still open under each instrument, by partner. One query.

    A partner comes with those it is part of: who is bound as a country is found by one of its agencies.
    """
    rows = still_open(policy.visible_to(person)).filter(agreement__in=list(agreements))
    family = ("partner_id", "partner__parent_id", "partner__parent__parent_id")
    found: dict[int, list[tuple[frozenset[int], int]]] = {}
    for pk, number, *members in (
        rows.order_by()
        .values("agreement_id", *family)
        .annotate(number=Count("pk"))
        .values_list("agreement_id", "number", *family)
    ):
        found.setdefault(pk, []).append((frozenset(one for one in members if one), number))
    return found


def years(ask: Ask) -> list[int]:
    """The years in which exchanges were received, the latest first. One query."""
    return [one.year for one in policy.visible_to(ask.person).datetimes("received_at", "year", order="DESC")]


def counterparts(ask: Ask) -> QuerySet[Partner]:
    """Partners with whom something was exchanged, by name. One query."""
    there = policy.visible_to(ask.person).filter(partner=OuterRef("pk"))
    return partners.choices(ask.person).filter(Exists(there))


def instruments(ask: Ask) -> QuerySet[Agreement]:
    """Instruments under which something was exchanged, by title. One query."""
    there = policy.visible_to(ask.person).filter(agreement=OuterRef("pk"))
    return Agreement.objects.filter(Exists(there)).order_by(f"sort_{language()}", "id")


def of_the_ledger(ask: Ask) -> QuerySet[Partner]:
    """Partners in the ledger, by name. One query."""
    return partners.choices(ask.person).filter(Exists(Entry.objects.filter(partner=OuterRef("pk"))))


def just_recorded(person: Any, said: Mapping[str, Any]) -> Exchange | None:
    """The exchange that this person wrote down a moment ago in the very same words: the button was pressed twice.

    ``said`` is what a form holds, with ``elements``. Two queries where there is one.
    """
    same = {name: said[name] for name in SAME if said.get(name) is not None}
    recent = timezone.now() - timedelta(seconds=TWICE)
    rows = Exchange.objects.filter(officer=person, steps__move="record", steps__at__gte=recent, **same)
    for one in rows.order_by("-id"):
        if {line.element for line in one.lines.all()} == set(said.get("elements") or ()):
            return one
    return None


def foreign(person: Any) -> QuerySet[Partner]:
    """Partners that information may be exchanged with, by name, with what they are part of: neither our own country,
    nor a group of countries, which neither asks nor answers itself.
    """
    able = [kind for kind in ABROAD if kind != Partner.Kind.GROUP]
    return partners.choices(person, *able).filter(abroad("")).select_related("parent")


def offices() -> QuerySet[Unit]:
    """Offices of the agency, by name."""
    return people.every_office()


def agency() -> Partner | None:
    """Our own agency: the one the newest edition is of. One query."""
    return Partner.objects.filter(kind=Partner.Kind.OWN).order_by("-id").first()


def officers_cleared() -> QuerySet[Person]:
    """Who is told what is owed: exchange officers, by name."""
    return Person.objects.filter(is_active=True, role=Role.EXCHANGE_OFFICER).order_by("username", "id")


def executives() -> QuerySet[Person]:
    """Who sends the yearly return: the heads of the agency, by name."""
    found = Person.objects.filter(is_active=True, role=Role.EXECUTIVE)
    return found.order_by("username", "id")


# ── What is owed ──────────────────────────────────────────────────────────────────────────────────


def owing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that are not over, and those that were closed although nobody put the spoken words on paper."""
    return rows.filter(~Q(state__in=OVER) | Q(state=State.CLOSED, way=Way.VERBAL, confirmed_at__isnull=True))


def to_decide(rows: QuerySet[Exchange]) -> QuerySet[Exchange]:
    """Exchanges that wait for a decision."""
    return rows.filter(state=State.ASSESSED).order_by("received_at", "id")


def owed_on(person: Any, today: date) -> QuerySet[Exchange]:
    """Exchanges a person sees about which a word may be owed, with what followed their release. Three queries."""
    return _with_what_followed(owing(policy.visible_to(person))).select_related("partner", "agreement")


def standing(today: date) -> QuerySet[Exchange]:
    """Every exchange about which a word may be owed, for the daily round. Three queries."""
    found = _with_what_followed(owing(Exchange.objects.all()))
    return found.select_related("partner__parent__parent", "agreement", "officer", "unit").order_by("id")


def _with_what_followed(rows: QuerySet[Exchange]) -> QuerySet[Exchange]:
    return rows.select_related("release__receipt").prefetch_related("release__uses", "release__retentions")


def onward_pending(person: Any) -> QuerySet[OnwardRequest]:
    """Requests to pass on that wait for the originator. One query."""
    found = OnwardRequest.objects.filter(
        answer=OnwardRequest.Answer.PENDING, release__exchange__in=policy.visible_to(person)
    )
    return found.select_related("release__exchange__partner", "to_partner").order_by("asked_on", "id")


def onward_request(exchange: Exchange, pk: int) -> QuerySet[OnwardRequest]:
    """One request to pass on what an exchange released, as a queryset of one or none."""
    return OnwardRequest.objects.filter(release__exchange=exchange, pk=pk).select_related("to_partner")


def instrument(key: str) -> Agreement:
    """The instrument with this key. Raises ``Agreement.DoesNotExist``."""
    return Agreement.objects.get(key=key)


def outcomes(ask: Ask) -> QuerySet[Any]:
    """What came of exchanges this person may see, unordered. One query."""
    return Outcome.objects.filter(exchange__in=policy.visible_to(ask.person)).select_related(
        "exchange__partner", "exchange__agreement"
    )


def baselines(ask: Ask) -> QuerySet[Any]:
    """The baselines this person may read, those that stand on the day asked about. One query."""
    rows = policy.baselines_for(ask.person).filter(starts_on__lte=ask.on)
    later = Baseline.objects.filter(partner=OuterRef("partner"), starts_on__lte=ask.on).filter(
        Q(starts_on__gt=OuterRef("starts_on")) | Q(starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk"))
    )
    found = rows.filter(~Exists(later)).annotate(partner_sort=F(f"partner__sort_{language()}"))
    return found.select_related("partner")
