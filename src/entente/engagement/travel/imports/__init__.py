"""Sheets of travel that come in."""

from .actuals import Judged as Judged
from .actuals import blank as blank
from .actuals import columns as columns
from .actuals import judge as judge
from .actuals import opened as opened
from .actuals import with_errors as with_errors
