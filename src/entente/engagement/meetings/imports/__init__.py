"""What comes in from spreadsheets: the yearly list of meetings, the delegations to one."""

from . import delegates as delegates
from . import meetings as meetings
from . import sheets as sheets
