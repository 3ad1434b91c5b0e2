"""The questions behind the lists of figures, plans and rankings, and behind the comparison of countries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import CountryFile, Figure, Plan, Ranked, Ranking, Reaction
from .files import latest_ranking, standing_figures


def all_figures(ask: Ask) -> QuerySet[Figure]:
    """The rows of ``figures`` without what its columns read."""
    return standing_figures(ask.on).filter(file__in=policy.visible_to(ask.person))


def figures(ask: Ask) -> QuerySet[Any]:
    """Every figure that stood on the day asked about, with ``name_sort`` of its country. Unordered, one query."""
    rows = all_figures(ask).annotate(name_sort=F(f"file__partner__sort_{language()}"))
    return rows.select_related("file", "file__partner", "source", "by")


def all_plans(ask: Ask) -> QuerySet[Plan]:
    """The rows of ``plans`` without what its columns read."""
    return policy.plans_visible_to(ask.person)


def plans(ask: Ask) -> QuerySet[Any]:
    """Every engagement plan, with ``name_sort`` of its country. Unordered, one query."""
    rows = all_plans(ask).annotate(name_sort=F(f"file__partner__sort_{language()}"))
    return rows.select_related("file", "file__partner", "lead")


def rankings(ask: Ask) -> QuerySet[Any]:
    """Every ranking, with ``many``: the countries on it. Unordered, one query."""
    return policy.rankings_visible_to(ask.person).annotate(many=Count("places")).select_related("source")


def countries_named(ask: Ask) -> QuerySet[CountryFile]:
    """The files this person may see, by name of the country, for a filter. One query."""
    return policy.visible_to(ask.person).select_related("partner").order_by(f"partner__sort_{language()}", "id")


def spans(person: Any, on: str) -> list[tuple[date, date, int]]:
    """The periods for which there are figures, each with the number of countries, the latest first. One query.

    Of two that end together the shorter one comes first.
    """
    found = standing_figures(on).filter(file__in=policy.visible_to(person).opened_by(on))
    rows = found.values("starts_on", "ends_on").annotate(many=Count("file", distinct=True))
    return list(rows.order_by("-ends_on", "-starts_on").values_list("starts_on", "ends_on", "many"))


def compared(
    person: Any, on: str, first: date, last: date
) -> Iterable[tuple[CountryFile, list[Figure], list[Reaction], int | None]]:
    """Each country with its figures of one period, the reactions noted in it, and its rank. Four queries."""
    files = list(
        policy.visible_to(person).opened_by(on).select_related("partner").order_by(f"partner__sort_{language()}")
    )
    told = standing_figures(on).filter(file__in=files, starts_on=first, ends_on=last).order_by("measure", "id")
    noted = Reaction.objects.filter(use__lever__file__in=files, noted_on__range=(first, last)).select_related(
        "use__lever"
    )
    ranking = latest_ranking(person, on)
    ranks = dict(Ranked.objects.filter(ranking=ranking).values_list("file", "rank")) if ranking else {}
    figures_of: dict[int, list[Figure]] = {}
    for one in told:
        figures_of.setdefault(one.file_id, []).append(one)
    reactions_of: dict[int, list[Reaction]] = {}
    for one_noted in noted:
        reactions_of.setdefault(one_noted.use.lever.file_id, []).append(one_noted)
    return [(one, figures_of.get(one.pk, []), reactions_of.get(one.pk, []), ranks.get(one.pk)) for one in files]


def in_ranking(rows: QuerySet[Any], ranking: Ranking | None) -> QuerySet[Any]:
    """Those files that stand on a ranking."""
    return rows.filter(Exists(Ranked.objects.filter(ranking=ranking, file=OuterRef("pk"))))


def figures_of(files: Iterable[CountryFile]) -> QuerySet[Figure]:
    """The figures of some countries that stand. One query."""
    return Figure.objects.filter(file__in=list(files), withdrawn_at__isnull=True)
