"""What the pages of a source and of a package show."""

from collections import defaultdict
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.kit.days import spoken
from entente.kit.gaps import kind as mark_kind

from . import queries
from .models import Package, Source

# Lists that can be narrowed to one source: the name of the address, by the label of the table.
LISTS = {"facts.statistic": "facts:index", "facts.value": "facts:values"}


def record(source: Source, carrier: Package | None) -> list[dict[str, Any]]:
    """What is known of the document, in the order a reader looks for it; what is not known is left out."""
    package = reverse("sources:package", args=[carrier.name]) if carrier else ""
    said: list[tuple[Any, Any, str]] = [
        (_("Kind"), capfirst(source.get_kind_display()), ""),
        (_("Publisher"), source.publisher, ""),
        (_("Published"), spoken(source.published_on), ""),
        (_("Language"), source.get_language_display(), ""),
        (_("Published text"), source.url, source.url),
        (_("Note"), source.note, ""),
        (_("Package"), carrier.title if carrier else "", package),
        (_("Key"), source.key, ""),
    ]
    return [
        {"label": label, "value": value, "url": url, "kind": mark_kind(value)} for label, value, url in said if value
    ]


def by_kind(source: Source, found: list[queries.Citing]) -> list[dict[str, Any]]:
    """How many rows of which kind cite a source, most first, with the list that shows them where there is
    one.
    """
    counts: dict[Any, int] = defaultdict(int)
    for one in found:
        counts[one.model] += one.many
    rows = [
        {
            "kind": capfirst(model._meta.verbose_name_plural),
            "many": many,
            "url": _list(model._meta.label_lower, source.key),
        }
        for model, many in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row["many"], str(row["kind"])))


def by_place(found: list[queries.Citing]) -> list[dict[str, Any]]:
    """How many rows cite each place of a source, in the order of the places' names."""
    counts: dict[str, int] = defaultdict(int)
    for one in found:
        counts[one.place] += one.many
    return [{"place": place, "many": many} for place, many in sorted(counts.items())]


def files(package: Package) -> list[dict[str, Any]]:
    """The files of a package: how many rows were loaded, or that no room reads the file and it is kept as it
    came.
    """
    return [
        {
            "name": file.name,
            "many": file.many,  # type: ignore[attr-defined]
            "kept": not file.is_read,
        }
        for file in queries.files_of(package)
    ]


def about_package(package: Package) -> list[dict[str, Any]]:
    """What is known of the package itself."""
    said = [
        (_("Name"), package.name),
        (_("Last loaded"), _day_of(package)),
        (_("Digest"), f"{package.digest[:12]}…"),
    ]
    return [{"label": label, "value": value} for label, value in said]


def _day_of(package: Package) -> str:
    """The local day on which a package was last loaded, in words."""
    return spoken(timezone.localtime(package.loaded_at).date())


def _list(label: str, key: str) -> str:
    try:
        return f"{reverse(LISTS[label])}?source={key}" if label in LISTS else ""
    except NoReverseMatch:
        return ""
