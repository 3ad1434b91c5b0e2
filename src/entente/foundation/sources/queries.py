"""Questions about sources, packages and corrections."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from .models import Correction, LoadedRow, Package, Source, label_of


@dataclass(slots=True)
class Notes:
    """The numbered sources of one page: the same document, place and day always get the same number.

    ``listed`` is what the foot of the page shows (components/sources_list.html).
    """

    numbers: dict[tuple[int, str, str], int] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)

    def cite(self, thing: Any) -> dict[str, Any] | None:
        """The small number beside a fact (components/citation.html), or ``None`` when the record has no source.

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
    """Every source, unordered: registers order it."""
    return Source.objects.all()


def packages() -> QuerySet[Package]:
    """The packages in the order they were first loaded."""
    return Package.objects.order_by("position", "id")


def corrections_of(things: Iterable[models.Model]) -> dict[tuple[str, int, str], Correction]:
    """The standing corrections of some records: ``{(label, record, field): correction}``. One query a model."""
    by_label: dict[str, list[int]] = {}
    for thing in things:
        by_label.setdefault(label_of(thing), []).append(thing.pk)
    found: dict[tuple[str, int, str], Correction] = {}
    for label, records in by_label.items():
        for one in Correction.objects.filter(label=label, record__in=records, withdrawn_at__isnull=True):
            found[label, one.record, one.field] = one
    return found


def standing_corrections() -> QuerySet[Correction]:
    """All corrections that stand, unordered."""
    return Correction.objects.filter(withdrawn_at__isnull=True)


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
