"""The register of country files, and who lacks what."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Role
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import CountryFile, CountryFileQuerySet, Figure, Measure, Plan, Ranked, Ranking, State, Turn

FIGURES_BACK = 550  # days: a year and a half of figures is what a list looks through for the latest
UNRANKED, NEVER = 9999, date(9999, 12, 31)  # so that what has none stands last in a sorted list
RELATED = ("partner", "officer")


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter a day is in; quarters of the fiscal year begin as those of the year."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = date(first.year + (first.month == 10), (first.month + 3 - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def last_quarter(today: date) -> tuple[date, date]:
    """The last quarter that is over."""
    first, _last = quarter_of(today)
    return quarter_of(first - timedelta(days=1))


def file(person: Any, key: str) -> QuerySet[CountryFile]:
    """One country file with what its pages need, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key).select_related(*RELATED)


def all_country_files(ask: Ask) -> CountryFileQuerySet:
    """The rows of ``country_files`` without what its columns read: enough to count them."""
    rows = policy.visible_to(ask.person)
    return rows.opened_by(ask.on) if ask.past else rows


def country_files(ask: Ask) -> QuerySet[Any]:
    """Country files on the day asked about. Unordered; a query each for the rows, their figures and the ranking.

    Each carries ``rank`` on the latest ranking (nothing where it is not on it), ``plan_state``, ``plan_key`` and
    ``review_on`` of the plan that counts, ``recent`` (the figures of the last year and a half) and, to sort by,
    ``name_sort``, ``rank_sort``, ``review_sort``.
    """
    ranking = ask.once(("removals-ranking", ask.on), lambda: latest_ranking(ask.person, ask.on))
    rank = Ranked.objects.filter(ranking=ranking, file=OuterRef("pk")).values("rank")[:1]
    plans = counting(Plan.objects.filter(file=OuterRef("pk"), drafted_on__lte=ask.on), ask.on)
    day = date.fromisoformat(ask.on)
    recent = standing_figures(ask.on).filter(ends_on__gte=day - timedelta(days=FIGURES_BACK))
    return (
        all_country_files(ask)
        .annotate(
            rank=Subquery(rank, output_field=IntegerField()),
            plan_state=Subquery(plans.values("state_then")[:1], output_field=CharField()),
            plan_key=Subquery(plans.values("key")[:1]),
            review_on=Subquery(plans.values("review_on")[:1]),
            name_sort=F(f"partner__sort_{language()}"),
            rank_sort=Coalesce(Subquery(rank, output_field=IntegerField()), Value(UNRANKED)),
            review_sort=Coalesce(Subquery(plans.values("review_on")[:1]), Value(NEVER, DateField())),
        )
        .select_related(*RELATED)
        .prefetch_related(Prefetch("figures", queryset=recent.order_by("-ends_on", "measure", "id"), to_attr="recent"))
    )


def standing_figures(day: str) -> QuerySet[Figure]:
    """Figures for periods that were over by a day (full ISO) and that stood on it.

    What a source told for a period counts for that period, whenever it was entered; what was withdrawn later stood.
    """
    stands = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gt=day)
    return Figure.objects.filter(stands, ends_on__lte=day)


def counting(plans: QuerySet[Plan], day: str) -> QuerySet[Any]:
    """Plans with ``state_then``, in the order in which one counts for a country on a day (full ISO).

    The active one counts, else the latest that was not given up, else the latest.
    """
    later = Turn.objects.filter(plan=OuterRef("pk"), on__gt=day).order_by("at", "id").values("before")[:1]
    stood = Coalesce(Subquery(later, output_field=CharField()), F("state"), output_field=CharField())
    active, over = When(state_then=State.ACTIVE, then=Value(0)), When(state_then=State.GIVEN_UP, then=Value(2))
    return plans.annotate(state_then=stood).order_by(Case(active, over, default=Value(1)), "-drafted_on", "-id")


def latest_ranking(person: Any, on: str) -> Ranking | None:
    """The latest ranking with countries on it, by a full ISO day. One query."""
    named = policy.rankings_visible_to(person).filter(Exists(Ranked.objects.filter(ranking=OuterRef("pk"))))
    return named.filter(ranked_on__lte=on).order_by("-ranked_on", "-id").first()


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose country's name in either language holds every word."""
    for word in text.split():
        folded = fold(word)
        rows = rows.filter(Q(partner__sort_en__contains=folded) | Q(partner__sort_fr__contains=folded))
    return rows


def lacking(rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
    """Those of some files that lack a figure for some measure of a period."""
    told = Figure.objects.filter(file=OuterRef("pk"), starts_on=first, ends_on=last, withdrawn_at__isnull=True)
    many = told.order_by().values("file").annotate(many=Count("measure", distinct=True)).values("many")
    rows = rows.annotate(told=Subquery(many, output_field=IntegerField()))
    return rows.filter(Q(told__isnull=True) | Q(told__lt=len(Measure)))


def officers() -> QuerySet[Person]:
    """Who may keep a country file, by name: removals officers with an open account."""
    found = Person.objects.filter(is_active=True, role=Role.REMOVALS_OFFICER)
    return found.order_by("last_name", "first_name", "username", "id")


def officers_named(ask: Ask) -> QuerySet[Person]:
    """Those who keep a file this person may see, by name, for a filter. One query."""
    kept = all_country_files(ask).filter(officer=OuterRef("pk"))
    return Person.objects.filter(Exists(kept)).order_by("last_name", "username", "id")


def countries_without(person: Any) -> QuerySet[Partner]:
    """Countries and territories for which no file is open, by name."""
    found = partners_policy.visible_to(person).filter(kind__in=(Partner.Kind.COUNTRY, Partner.Kind.TERRITORY))
    return found.exclude(pk__in=CountryFile.objects.values("partner")).order_by(f"sort_{language()}", "id")


def file_of(partner: Partner) -> CountryFile | None:
    """The file of a country, whoever may see it: a second one is refused. One query."""
    return CountryFile.objects.filter(partner=partner).first()


def folded(words: str) -> str:
    """Words as the books of this room know them: without case and accents."""
    return fold(words.strip())


def book(person: Any) -> dict[str, CountryFile]:
    """The files this person may see, by every word that stands for the country. One query."""
    found: dict[str, CountryFile] = {}
    for one in policy.visible_to(person).select_related("partner", "partner__country"):
        code = one.partner.country.code if one.partner.country else ""
        for word in (one.key, one.partner.name_en, one.partner.name_fr, code):
            if word:
                found.setdefault(fold(word), one)
    return found
