"""Questions about facts and their values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models import Value as Fixed
from django.db.models.functions import Coalesce, Substr

from entente.foundation.index import queries as index
from entente.foundation.index.models import Record
from entente.foundation.people.models import Unit
from entente.foundation.people.policy import markings_for
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Source
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from . import policy
from .models import Statistic, StatisticQuerySet, Value, ValueQuerySet, unit_name

PARTNER, BODY = "partners:partner", "forums:body"
"""Names of the addresses under which the index knows what facts may be about."""
PLACES = ("country", "territory")
"""The kinds of partner whose facts are also those of the place."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one fact, for one time and in one unit, that cannot all be so. ``statistic`` is read from the
    first.
    """

    values: tuple[Value, ...]

    @property
    def statistic(self) -> Statistic:
        """The fact the values are of."""
        return self.values[0].statistic

    @property
    def when(self) -> str:
        """The time they speak for, in words."""
        return self.values[0].when


def conflicts_among(values: Iterable[Value]) -> list[Conflict]:
    """The values that contradict each other, grouped; in the order given. Asks nothing of the database.

    Same fact, same unit, same time: the same period, or for a value without one the year its source speaks
    for.
    """
    together: dict[tuple[int, str, str], list[Value]] = {}
    for value in values:
        together.setdefault((value.statistic_id, value.unit, value.period or value.as_of[:4]), []).append(value)
    found = []
    for rivals in together.values():
        if any(one.contradicts(other) for at, one in enumerate(rivals) for other in rivals[at + 1 :]):
            found.append(Conflict(tuple(one for one in rivals if not one.is_silent)))
    return found


def conflicts(person: Any, on: str) -> list[Conflict]:
    """Everywhere the sources known on a day (a full ISO day) contradict each other, by name of the fact. Two
    queries.

    Only facts with several values are read. Each value carries its source and its fact.
    """
    several = _several(person, on).values("statistic")
    rivals = policy.values_for(person).known_on(on).filter(statistic__in=several)
    found = conflicts_among(rivals.select_related("source", "statistic__owner").order_by("statistic_id", "id"))
    return sorted(found, key=lambda one: (fold(str(one.statistic)), one.values[0].pk))


def in_conflict(person: Any, on: str) -> set[int]:
    """Primary keys of the facts about which the sources known on a day disagree. One query."""
    rivals = policy.values_for(person).known_on(on).filter(statistic__in=_several(person, on).values("statistic"))
    return {one.values[0].statistic_id for one in conflicts_among(rivals.order_by("statistic_id", "id"))}


def _several(person: Any, on: str) -> QuerySet[Value, Any]:
    """Facts with more than one value for one time in one unit: the only ones that can hold a conflict."""
    year = Case(When(period="", then=Substr("as_of", 1, 4)), default=F("period"), output_field=CharField())
    rows = policy.values_for(person).known_on(on).order_by().annotate(time=year)
    return rows.values("statistic", "unit", "time").annotate(many=Count("pk")).filter(many__gt=1)


# ── registers ───────────────────────────────────────────────────────────────────────────────────────────────


def statistics(ask: Ask) -> StatisticQuerySet:
    """The facts known on the day asked about, unordered: registers order them. Two queries with their values.

    Each carries ``known`` (its values known by then, newest first), ``latest_until`` and
    ``place_en``/``place_fr`` (text to sort by, never null).
    """
    newest = Value.objects.filter(statistic=OuterRef("pk")).known_on(ask.on).newest_first()
    places = Country.objects.filter(pk=OuterRef("geography"))
    until = Subquery(newest.values("until")[:1], output_field=CharField())  # type: ignore[misc]
    return (
        policy.visible_to(ask.person)
        .known_on(ask.on)
        .annotate(
            latest_until=Coalesce(until, Fixed("")),
            place_en=Coalesce(Subquery(places.values("sort_en")), Fixed("")),
            place_fr=Coalesce(Subquery(places.values("sort_fr")), Fixed("")),
        )
        .select_related("geography", "owner", "source")
        .prefetch_related(
            Prefetch("values", Value.objects.known_on(ask.on).newest_first().select_related("source"), "known")
        )
    )


def all_values(ask: Ask) -> ValueQuerySet:
    """Every value known on the day asked about, unordered. One query. Each carries ``stated_for`` and
    ``until``.
    """
    return policy.values_for(ask.person).known_on(ask.on).dated().select_related("statistic__geography", "source")


def named(rows: Any, words: str, path: str = "") -> Any:
    """Those whose name or statements hold all the words, in either language; case and accents of names do not
    matter.
    """
    for word in fold(words).split():
        names = Q(**{f"{path}sort_en__contains": word}) | Q(**{f"{path}sort_fr__contains": word})
        said = "" if path else "values__"
        texts = Q(**{f"{said}text_en__icontains": word}) | Q(**{f"{said}text_fr__icontains": word})
        within = rows.model.objects.filter(names | texts)
        rows = rows.filter(pk__in=within.values("pk"))
    return rows


def about_place(rows: Any, code: str, path: str = "") -> Any:
    """Those of a country or territory, by its ISO code in any case."""
    return rows.filter(**{f"{path}geography__code": code.upper()})


def with_value(rows: Any, ask: Ask, **like: Any) -> Any:
    """Facts that have a value of this kind among those known on the day asked about."""
    values = policy.values_for(ask.person).known_on(ask.on).filter(**like)
    return rows.filter(pk__in=values.values("statistic"))


def places(ask: Ask) -> QuerySet[Country]:
    """The countries and territories that visible facts are about, by name. One query."""
    facts = policy.visible_to(ask.person).filter(geography=OuterRef("pk"))
    return Country.objects.filter(Exists(facts)).order_by(f"sort_{language()}", "id")


def cited(ask: Ask) -> QuerySet[Source]:
    """The sources that visible values cite, by title. One query."""
    values = policy.values_for(ask.person).filter(source=OuterRef("pk"))
    return Source.objects.filter(Exists(values)).order_by(f"sort_{language()}", "id")


def units_in_use(ask: Ask) -> list[tuple[str, str]]:
    """The units in which visible figures are given, ``(code, name)``, by name. One query."""
    codes = policy.values_for(ask.person).exclude(unit="").order_by().values_list("unit", flat=True).distinct()
    return sorted(((code, unit_name(code)) for code in codes), key=lambda one: fold(one[1]))


def owners(ask: Ask) -> QuerySet[Unit]:
    """The offices that keep visible facts, by name. One query."""
    facts = policy.visible_to(ask.person).filter(owner=OuterRef("pk"))
    return Unit.objects.filter(Exists(facts)).order_by(f"sort_{language()}", "id")


# ── one fact ────────────────────────────────────────────────────────────────────────────────────────────────


def statistic(person: Any, key: str) -> QuerySet[Statistic]:
    """One fact, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key).select_related("geography", "owner", "source")


def value(person: Any, pk: int) -> QuerySet[Value]:
    """One value with its fact, as a queryset of one or none."""
    return policy.values_for(person).filter(pk=pk).select_related("statistic")


def values_of(fact: Statistic, on: str) -> list[Value]:
    """The values of a fact known on a day, newest first, each with its source. One query."""
    found = list(fact.values.known_on(on).newest_first().select_related("source"))
    for one in found:
        one.statistic = fact
    return found


def series(values: Iterable[Value]) -> list[tuple[str, list[Value]]]:
    """The values of a fact by unit, never mixed, oldest time first: ``[(unit, values)]``. Statements have no
    unit.
    """
    units: dict[str, list[Value]] = {}
    for one in sorted(values, key=lambda one: one.pk):
        units.setdefault(one.unit, []).append(one)
    return [(unit, sorted(rows, key=_time)) for unit, rows in units.items()]


def _time(value: Value) -> tuple[str, int]:
    return (value.period or value.as_of, value.pk)


# ── facts about other things ────────────────────────────────────────────────────────────────────────────────


def about_partner(ask: Ask, partner: Any) -> StatisticQuerySet:
    """Facts about a partner: those that name it; for a country or territory also those of the place. Two
    queries.
    """
    named_so = Q(partner=partner.key)
    if partner.kind in PLACES and partner.country_id:
        named_so |= Q(geography=partner.country_id)
    return statistics(ask).filter(named_so).order_by(f"sort_{language()}", "id")


def about_body(ask: Ask, body: Any) -> StatisticQuerySet:
    """Facts about a forum or body. Two queries."""
    return statistics(ask).filter(body=body.key).order_by(f"sort_{language()}", "id")


def is_key_taken(key: str) -> bool:
    """Whether a fact has this key already, whoever may see it."""
    return Statistic.objects.filter(key=key).exists()


def rivals_of(value: Value) -> QuerySet[Value]:
    """Other values of the same fact from the same place of the same source, for one time and unit."""
    same = {name: getattr(value, name) for name in ("statistic_id", "period", "unit", "source_id", "place")}
    return Value.objects.filter(**same).exclude(pk=value.pk)


# ── what a form offers ──────────────────────────────────────────────────────────────────────────────────────


def countries() -> QuerySet[Country]:
    """Every country and territory, by name in the active language. One query."""
    return Country.objects.order_by(f"sort_{language()}", "id")


def units() -> QuerySet[Unit]:
    """Every office, by name in the active language. One query."""
    return Unit.objects.order_by(f"sort_{language()}", "id")


def every_source() -> QuerySet[Source]:
    """Every source, by title in the active language. One query."""
    return Source.objects.order_by(f"sort_{language()}", "id")


def named_partners(person: Any) -> list[tuple[str, str]]:
    """Partners this person may see, ``(key, name)``: from the index, because partners stand above facts."""
    return [(one.address.split()[-1], str(one.title)) for one in index.with_address(PARTNER, person=person)]


def named_bodies(person: Any) -> list[tuple[str, str]]:
    """Forums and bodies this person may see, ``(key, name)``: from the index, as partners are."""
    return [(one.address.split()[-1], str(one.title)) for one in index.with_address(BODY, person=person)]


def subjects(person: Any, fact: Statistic) -> dict[str, Record]:
    """The index entries of the partner and the body a fact is about, as far as this person may see them.

    ``{"partner": …, "body": …}``; what is not known is absent. One query at most.
    """
    asked = {"partner": f"{PARTNER} {fact.partner}", "body": f"{BODY} {fact.body}"}
    if not (fact.partner or fact.body):
        return {}
    known = {one.address: one for one in index.at_addresses(asked.values(), person=person)}
    return {what: known[address] for what, address in asked.items() if address in known}


def may_mark(person: Any) -> list[str]:
    """The markings a person may give a fact: those it may read."""
    return markings_for(person)
