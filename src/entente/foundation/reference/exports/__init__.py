"""The registers of this room, and what its pages say."""

from .house import SITTING_DAYS as SITTING_DAYS
from .house import drawn_month as drawn_month
from .house import drawn_session as drawn_session
from .house import told_until as told_until
from .house import wait_sentence as wait_sentence
from .places import COUNTRIES as COUNTRIES
from .places import facts as facts
from .places import names as names
from .places import sentence as sentence
from .places import when as when

REGISTERS = (COUNTRIES, SITTING_DAYS)
