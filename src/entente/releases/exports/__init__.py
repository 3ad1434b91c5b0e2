"""What leaves the house: a calendar as a file, in the form calendar programs read or as a table."""

from .ical import calendar as calendar
from .table import CALENDAR as CALENDAR
