"""An officer's own spreadsheet of promises: read as it comes, judged cell by cell, entered all or none."""

from .files import blank as blank
from .files import columns as columns
from .files import opened as opened
from .files import with_errors as with_errors
from .judging import Judged as Judged
from .judging import Line as Line
from .judging import judge as judge
