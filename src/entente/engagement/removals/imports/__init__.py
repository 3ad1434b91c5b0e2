"""Sheets that come in: the rankings of an edition package, and an officer's own spreadsheet of figures."""

from .own import FIGURES as FIGURES
from .own import Judged as Judged
from .own import columns as columns
from .own import judge as judge
from .package import SHEETS as SHEETS
