"""Sheets that come in: the offices of an edition package, and a spreadsheet of absences."""

from .absences import OWN as OWN
from .absences import Judged as Judged
from .absences import columns as columns
from .absences import judge as judge
from .absences import opened as opened
from .absences import template as template
from .absences import with_errors as with_errors
from .package import SHEETS as SHEETS
