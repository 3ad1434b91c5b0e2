"""The reviewer's one export: how much, how often, to whom, under what, in three years."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Ask, Column, Report

from .. import queries


def reviewed(ask: Ask) -> Report:
    """The report for the years that are asked for; its columns are those years."""
    columns = [
        Column("partner", _("Partner"), lambda row: row.partner.name),
        Column("partner_key", _("Key of the partner"), lambda row: row.partner.key),
        Column("agreement", _("Instrument"), lambda row: row.agreement.title),
        Column("agreement_key", _("Key of the instrument"), lambda row: row.agreement.key),
    ]
    for year in queries.years_of(ask):
        columns += [
            Column(f"often_{year}", _t("Releases in %(year)s") % {"year": year}, _of("often", year)),
            Column(f"much_{year}", _t("Records in %(year)s") % {"year": year}, _of("much", year)),
        ]
    columns += [
        Column("often", _("Releases"), lambda row: row.times),
        Column("much", _("Records"), lambda row: row.records),
        Column("elements", _("Elements"), lambda row: row.element_words),
        Column("purposes", _("Purposes"), lambda row: row.purpose_words),
    ]
    return Report(
        name="exchanges-reviewed",
        title=_("How much, how often, to whom, under what"),
        rows=queries.reviewed,
        columns=tuple(columns),
    )


def _of(name: str, year: int) -> Any:
    return lambda row: getattr(row, name).get(year, 0)


RETURN = (
    ("disclosures", _("Disclosures of information about people")),
    ("requests", _("Requests for information about people")),
    ("received", _("Information about people that came to us")),
    ("escalated", _("Questions put before a higher level because of the risk")),
    ("authorised", _("of these, authorised")),
    ("refused_above", _("of these, refused")),
    ("pending", _("of these, not answered")),
    ("refused", _("Exchanges with an element refused because of the risk")),
    ("mitigated", _("Exchanges in which measures were taken")),
    ("assessed", _("Baselines assessed in the year")),
)
"""The figures of the yearly return, in the order they are told."""


def returned(year: int, figures: dict[str, Any]) -> Report:
    """The figures of the yearly return on a year: names no country."""
    rows = [(label, figures.get(name, 0)) for name, label in RETURN]
    return Report(
        name=f"mistreatment-return-{year}",
        title=_("Yearly return"),
        rows=lambda ask: rows,
        columns=(
            Column("what", _("What was counted"), lambda row: str(row[0])),
            Column("number", str(year), lambda row: row[1]),
        ),
    )
