"""What the room lists and what goes out as files: accounts, offices, heads, delegations, absences."""

from .accounts import OFFICES as OFFICES
from .accounts import PEOPLE as PEOPLE
from .accounts import about as about
from .accounts import about_office as about_office
from .chart import ABSENCES as ABSENCES
from .chart import DELEGATIONS as DELEGATIONS
from .chart import HEADS as HEADS
from .chart import about_absence as about_absence
from .chart import about_delegation as about_delegation
from .chart import state as state

REGISTERS = (PEOPLE, OFFICES, HEADS, DELEGATIONS, ABSENCES)
