"""Questions about sources, packages and corrections."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models import Value as Fixed
from django.db.models.functions import Coalesce
from django.urls import reverse

from entente.foundation.people.models import Unit
from entente.kit.bilingual import language
from entente.kit.table import Ask

from . import policy
from .models import Correction, LoadedRow, Package, PackageFile, Source, label_of

TITLES = ("name", "title", "term")
"""The pairs of columns that name a record, in the order they are looked for."""


@dataclass(slots=True)
class Notes:
    """The numbered sources of one page: the same document, place and day always get the same number.

    ``listed`` is what the foot of the page shows (components/sources_list.html).
    """

    numbers: dict[tuple[int, str, str], int] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)

    def cite(self, thing: Any) -> dict[str, Any] | None:
        """The small number beside a fact (components/citation.html), or ``None`` when the record has no
        source.

        Select ``source`` with the record: it is read here.
        """
        if thing is None or thing.source_id is None:
            return None
        place = (thing.source_id, thing.place, thing.as_of)
        if place not in self.numbers:
            self.numbers[place] = len(self.numbers) + 1
            self.listed.append(
                {
                    "number": self.numbers[place],
                    "title": thing.source.title,
                    "place": thing.place,
                    "as_of": thing.as_of,
                    "url": thing.source.url,
                    "link": reverse("sources:source", args=[thing.source.key]),
                }
            )
        number = self.numbers[place]
        label = f"{thing.source.title}, {thing.place}" if thing.place else str(thing.source.title)
        return {"number": number, "url": f"#source-{number}", "label": label}


def sources() -> QuerySet[Source]:
    """Every source, unordered."""
    return Source.objects.all()


def all_sources(ask: Ask) -> QuerySet[Source]:
    """Every source this person may view, unordered: registers order it. Each carries ``package_name``. One
    query.
    """
    rows = LoadedRow.objects.filter(label=label_of(Source), record=OuterRef("pk")).values("package__name")
    return policy.visible_to(ask.person).annotate(package_name=Coalesce(Subquery(rows[:1]), Fixed("")))


def source(person: Any, key: str) -> QuerySet[Source]:
    """One source, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key)


def is_known(key: str) -> bool:
    """Whether there is a source of this key. One query."""
    return Source.objects.filter(key=key).exists()


def packages() -> QuerySet[Package]:
    """The packages in the order they were first loaded."""
    return Package.objects.order_by("position", "id")


def all_packages(ask: Ask) -> QuerySet[Package]:
    """Every package, unordered: registers order it. Each carries ``many_rows`` and ``many_files``. One query."""
    rows = LoadedRow.objects.filter(package=OuterRef("pk")).order_by().values("package").annotate(n=Count("pk"))
    files = PackageFile.objects.filter(package=OuterRef("pk")).order_by().values("package").annotate(n=Count("pk"))
    return policy.packages_for(ask.person).annotate(
        many_rows=Coalesce(Subquery(rows.values("n")), 0), many_files=Coalesce(Subquery(files.values("n")), 0)
    )


def package(person: Any, name: str) -> QuerySet[Package]:
    """One package, as a queryset of one or none."""
    return policy.packages_for(person).filter(name=name)


def package_numbered(person: Any, number: int) -> Package | None:
    """The package that entries of the trail name by this number, or nothing."""
    return policy.packages_for(person).filter(pk=number).first()


def files_of(one: Package) -> list[PackageFile]:
    """The files of a package by name, each with ``many``: the rows that were loaded from it. Two queries."""
    counts = LoadedRow.objects.filter(package=one).order_by().values_list("file").annotate(n=Count("pk"))
    many = dict(counts)
    found = list(one.files.order_by("name", "id"))
    for file in found:
        file.many = many.get(file.name, 0)  # type: ignore[attr-defined]
    return found


def sources_of(one: Package) -> QuerySet[Source]:
    """The sources a package brought, by title. One query."""
    rows = LoadedRow.objects.filter(package=one, label=label_of(Source)).values("record")
    return Source.objects.filter(pk__in=rows).order_by(f"sort_{language()}", "id")


def carrier(one: Source) -> Package | None:
    """The package that brought a source, or nothing when a person entered it here. One query."""
    row = package_of(one)
    return row.package if row else None


@dataclass(frozen=True, slots=True)
class Citing:
    """How many rows of one kind cite one place of a source."""

    model: type[models.Model]
    place: str
    many: int


def citing(one: Source, person: Any) -> list[Citing]:
    """What this person may see of what cites a source, by kind and place. Two queries, whatever rooms there
    are.
    """
    parts = [
        model._default_manager.filter(policy.readable(model, person), source=one)
        .order_by()
        .annotate(of=Fixed(label_of(model), output_field=CharField()))
        .values("of", "place")
        .annotate(many=Count("pk"))
        for model in policy.citing_models()
    ]
    known = {label_of(model): model for model in policy.citing_models()}
    found = [Citing(known[row["of"]], row["place"], row["many"]) for row in parts[0].union(*parts[1:], all=True)]
    offices = Unit.objects.filter(source=one.key).order_by().values("place").annotate(many=Count("pk"))
    return found + [Citing(Unit, row["place"], row["many"]) for row in offices]


def corrections_of(things: Iterable[models.Model]) -> dict[tuple[str, int, str], Correction]:
    """The standing corrections of some records: ``{(label, record, field): correction}``. One query."""
    by_label: dict[str, list[int]] = {}
    for thing in things:
        by_label.setdefault(label_of(thing), []).append(thing.pk)
    if not by_label:
        return {}
    wanted = reduce(or_, (Q(label=label, record__in=records) for label, records in by_label.items()))
    return {(one.label, one.record, one.field): one for one in standing_corrections().filter(wanted)}


def standing_corrections() -> QuerySet[Correction]:
    """All corrections that stand, unordered."""
    return Correction.objects.filter(withdrawn_at__isnull=True).select_related("package", "source")


def corrected_by_packages(model: type[models.Model]) -> dict[int, dict[str, str]]:
    """What sources say where later packages correct them: ``{record: {field: text}}`` of a model. One query."""
    found: dict[int, dict[str, str]] = {}
    for one in standing_corrections().filter(label=label_of(model), package__isnull=False):
        found.setdefault(one.record, {})[one.field] = one.source_value
    return found


def last_correction(thing: models.Model, field: str) -> Correction | None:
    """The newest correction of a field, whether it stands or was withdrawn. One query."""
    found = Correction.objects.filter(label=label_of(thing), record=thing.pk, field=field)
    return found.order_by("-id").first()


STANDING, WITHDRAWN = "standing", "withdrawn"


def corrections(ask: Ask) -> QuerySet[Correction]:
    """Corrections this person may see, unordered: those that stand, or with ``show`` the withdrawn ones or
    all.

    Each carries ``title_en`` and ``title_fr``: what the corrected record is called, or hangs on. One query.
    """
    shown = ask.chosen.get("show", STANDING)
    rows = policy.corrections_for(ask.person).select_related("package", "source")
    if shown in (STANDING, WITHDRAWN):
        rows = rows.filter(withdrawn_at__isnull=shown == STANDING)
    return rows.annotate(title_en=_titles("en"), title_fr=_titles("fr"))


def corrected_kinds() -> list[str]:
    """The labels of the tables in which something was ever corrected. One query."""
    return list(Correction.objects.order_by("label").values_list("label", flat=True).distinct())


def _titles(lang: str) -> Case:
    """The title of the corrected record, whatever table it is in: one subquery a table, run for its own rows
    only.
    """
    whens = [
        When(
            label=label_of(model),
            then=Subquery(model._default_manager.filter(pk=OuterRef("record")).values(path)[:1]),
        )
        for model in policy.citing_models()
        if (path := title_path(model, lang))
    ]
    return Case(*whens, default=Fixed(""), output_field=CharField())


def title_path(model: type[models.Model], lang: str, depth: int = 2) -> str:
    """The column that holds a record's title in a language: its own, else that of the first record it hangs
    on, or of the first that one hangs on (a figure, its country file, the country).
    """
    names = {field.name for field in model._meta.concrete_fields}
    for name in TITLES:
        if f"{name}_{lang}" in names:
            return f"{name}_{lang}"
    parents = [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey) and not one.null]
    for parent in parents if depth else []:
        if path := title_path(parent.related_model, lang, depth - 1):
            return f"{parent.name}__{path}"
    return ""


def package_rows(package: Package, file: str) -> QuerySet[LoadedRow]:
    """The rows a package brought in one file, in the file's order."""
    return LoadedRow.objects.filter(package=package, file=file).order_by("position", "id")


def identities(package: str, file: str) -> set[tuple[str, ...]]:
    """The identities of the rows a package brought in one file. One query."""
    rows = LoadedRow.objects.filter(package__name=package, file=file).values_list("identity", flat=True)
    return {tuple(json.loads(identity)) for identity in rows}


def digest_of(package: str) -> str:
    """The digest under which a package was last loaded, or nothing."""
    return Package.objects.filter(name=package).values_list("digest", flat=True).first() or ""


def records_loaded(model: type[models.Model]) -> QuerySet[LoadedRow, Any]:
    """Primary keys of the model's records that came from a package, as a subquery."""
    return LoadedRow.objects.filter(label=label_of(model)).values_list("record", flat=True)


def package_of(thing: models.Model) -> LoadedRow | None:
    """The row a record came from, or nothing when a person entered it here."""
    return LoadedRow.objects.filter(label=label_of(thing), record=thing.pk).select_related("package").first()
