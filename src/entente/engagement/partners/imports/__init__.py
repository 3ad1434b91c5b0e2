"""Sheets that come in: the files of an edition package, and an officer's own spreadsheet of partners."""

from .own import OWN, Judged, columns, judge, opened, template, with_errors
from .package import SHEET_OF, SHEETS

__all__ = ["OWN", "SHEETS", "SHEET_OF", "Judged", "columns", "judge", "opened", "template", "with_errors"]
