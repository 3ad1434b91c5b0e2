"""Sheets that come in: the files of an edition package, and an officer's own of agreements and of clauses."""

from . import clause_sheet, clauses
from .own import CHOICES, COLUMNS, HELP, Judged, blank, judge, opened, with_errors
from .package import SHEET_OF, SHEETS

__all__ = [
    "CHOICES",
    "COLUMNS",
    "HELP",
    "SHEETS",
    "SHEET_OF",
    "Judged",
    "blank",
    "clause_sheet",
    "clauses",
    "judge",
    "opened",
    "with_errors",
]
