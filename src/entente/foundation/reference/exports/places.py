"""The register of countries and territories: one list for the page, the exports and the command."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Text
from entente.kit.days import PartialDate, spoken
from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import Country, Region

DAY = len("2018-04-19")  # a partial date of this length is a whole day


def address(country: Any) -> str:
    """The page of a country, at the day asked about when that is not today."""
    page = reverse("reference:country", args=[country.code.lower()])
    return f"{page}?on={country.asked_on}" if country.asked_past else page


def other_names(country: Country) -> list[Text]:
    """Former and official names and aliases in the reader's language, each once, without the present one."""
    known = {str(one.name): one.name for one in country.names.all()}
    return [name for words, name in known.items() if words != str(country.name)]


def groups(country: Country) -> list[Text]:
    """The engagement regions a country belongs to."""
    return [one.name for one in country.groups.all()]


def day(text: str) -> str:
    """A date the register can draw as people write it; nothing for none."""
    return PartialDate(text) if text else ""


def regions(ask: Ask) -> Iterable[tuple[str, str]]:
    for one in queries.regions():
        yield (
            one.key,
            _("%(region)s (United Nations)") % {"region": one.name} if one.kind == "un" else one.name,
        )


def kinds(ask: Ask) -> Iterable[tuple[str, Any]]:
    return Country.KINDS


def of_kind(rows: QuerySet[Country], value: str, ask: Ask) -> QuerySet[Country]:
    return rows.filter(kind=value)


COUNTRIES = Register(
    name="countries",
    title=_("Countries and territories"),
    question=queries.countries,
    order="name",
    columns=(
        Column("name", _("Name"), lambda c: c.name_on(c.asked_on), sort="sort_{lang}", url=address),
        Column("code", _("Code"), lambda c: c.code, sort="code"),
        Column("name_en", _("Name in English"), lambda c: c.name_en, shown=False),
        Column("name_fr", _("Name in French"), lambda c: c.name_fr, shown=False),
        Column("other_names", _("Other names"), other_names, shown=False),
        Column("kind", _("Kind"), lambda c: c.get_kind_display(), sort="kind"),
        Column("alpha3", _("Three-letter code"), lambda c: c.alpha3, shown=False),
        Column("m49", _("United Nations number"), lambda c: c.m49, shown=False),
        Column("region", _("United Nations region"), lambda c: c.region.name if c.region else "", shown=False),
        Column("sub_region", _("Part of the world"), lambda c: c.sub_region.name if c.sub_region else ""),
        Column("groups", _("Engagement regions"), groups),
        Column("starts_on", _("Since"), lambda c: day(c.starts_on), shown=False),
        Column("ends_on", _("Until"), lambda c: day(c.ends_on), shown=False),
    ),
    filters=(
        Filter("q", _("Code or name"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter("region", _("Region"), lambda rows, key, ask: queries.within(rows, key), regions),
        Filter("kind", _("Kind"), of_kind, kinds),
    ),
    empty=_("No country or territory matches. Past entities show on a day when they stood."),
)


# ── The page of one country ──────────────────────────────────────────────────────────────────────


def sentence(country: Country, ask: Ask) -> str:
    """What a reader must know first: that the name was another one, or that the country is no more."""
    if country.ends_on and country.ends_on < ask.on:
        return _("It stood until %(day)s.") % {"day": spoken(country.ends_on)}
    if str(country.name_on(ask.on)) != str(country.name):
        return _("Its name today is %(name)s.") % {"name": country.name}
    return ""


def facts(country: Country) -> list[dict[str, Any]]:
    """What the record says, in the order a reader looks for it; what is not known is left out."""
    said = [
        (_("Kind"), country.get_kind_display()),
        (_("Codes"), ", ".join(code for code in (country.code, country.alpha3, country.m49) if code)),
        (_("United Nations region"), " › ".join(str(one.name) for one in path(country))),
        (_("Engagement regions"), ", ".join(map(str, groups(country)))),
        (_("Since"), spoken(country.starts_on)),
        (_("Until"), spoken(country.ends_on)),
    ]
    return [{"label": label, "value": value} for label, value in said if value]


def path(country: Country) -> list[Region]:
    """The regions of the United Nations a country lies in, widest first."""
    steps: list[Region] = []
    at = country.sub_region or country.region
    while at:
        steps.insert(0, at)
        at = at.parent
    return steps


def names(country: Country, ask: Ask) -> list[dict[str, Any]]:
    """The name in use first, then official names, former ones (latest first), and what else it is called.

    On a past day, only names that had begun by then.
    """
    order = ["official", "former", "alias"]
    others = sorted(country.names.all(), key=lambda one: one.ends_on, reverse=True)
    others.sort(key=lambda one: order.index(one.kind))
    present = {"kind": _("name in use"), "name_en": country.name_en, "name_fr": country.name_fr}
    listed = [present | {"when": when(took_over(country), "")}] if had_begun(took_over(country), ask) else []
    return listed + [
        {
            "kind": one.get_kind_display(),
            "name_en": one.name_en,
            "name_fr": one.name_fr,
            "when": when(one.starts_on, one.ends_on),
            "note": one.note,
        }
        for one in others
        if had_begun(one.starts_on, ask)
    ]


def had_begun(starts_on: str, ask: Ask) -> bool:
    """Whether something had begun by the day asked about; what has no known beginning had."""
    return not starts_on or PartialDate(starts_on).first.isoformat() <= ask.on


def took_over(country: Country) -> str:
    """The day the present name took over from the last one; nothing when that day is not known."""
    ends = [one.ends_on for one in country.names.all() if one.kind == "former"]
    last = max(ends, default="")
    return (date.fromisoformat(last) + timedelta(days=1)).isoformat() if len(last) == DAY else ""


def when(starts_on: str, ends_on: str) -> str:
    """Since when and until when, in words; nothing when neither is known."""
    said = []
    if starts_on:
        since = _("since %(day)s") if len(starts_on) == DAY else _("since %(period)s")
        said.append(since % {"day": spoken(starts_on), "period": spoken(starts_on)})
    if ends_on:
        until = _("until %(day)s") if len(ends_on) == DAY else _("until the end of %(period)s")
        said.append(until % {"day": spoken(ends_on), "period": spoken(ends_on)})
    return ", ".join(said)
