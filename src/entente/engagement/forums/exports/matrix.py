"""The matrix of partners by forum as a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Column, Report

from ..queries.matrix import Line, Matrix
from .cells import key_of


def matrix_report(matrix: Matrix) -> Report:
    """The matrix as a list: a row for each partner, a column for each forum, sums at both ends."""
    return Report(
        name="forum-matrix",
        title=_("Partners by forum"),
        rows=lambda ask: _with_sums(matrix),
        columns=(
            Column("partner", _("Partner"), lambda row: row.name),
            Column("key", _("Key"), lambda row: key_of(row.partner)),
            Column("tier", _("Tier"), lambda row: row.tier),
            Column("officer", _("Officer present"), lambda row: row.officer),
            Column("union", _("Member of the European Union"), lambda row: row.union),
            *(_column_of(at, forum) for at, forum in enumerate(matrix.chosen)),
            Column("total", _("Forums"), lambda row: row.total),
        ),
    )


class Sums:
    """A row of the matrix as a file: a partner's, or the sums of the columns at its foot."""

    def __init__(self, line: Line | None, tier: Any, cells: list[Any], total: int):
        standing = line.standing if line else None
        self.partner = standing.partner if standing else None
        self.name = line.name if line else gettext("All partners")
        self.tier, self.cells, self.total = tier, cells, total
        self.officer = standing.officer if standing else None
        self.union = standing.in_union if standing else None


def _with_sums(matrix: Matrix) -> Iterator[Sums]:
    for group in matrix.groups:
        for line in group.lines:
            yield Sums(line, group.name, [cell.word for cell in line.cells], line.total)
    yield Sums(None, "", list(matrix.totals), matrix.total)


def _column_of(at: int, forum: Any) -> Column:
    return Column(forum.key, lazystr(forum.acronym or forum.name), lambda row: row.cells[at])
