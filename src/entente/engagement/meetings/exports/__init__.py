"""The registers of the room, found by the page, the exports and the command."""

from . import meetings
from .chair import CHAIR_YEARS as CHAIR_YEARS
from .meetings import DELEGATES as DELEGATES
from .meetings import MEETINGS as MEETINGS
from .meetings import SERIES as SERIES
from .meetings import TO_COME as TO_COME
from .outcomes import DECISIONS as DECISIONS
from .outcomes import record_report as record_report
from .products import INPUTS as INPUTS
from .products import PRODUCTS as PRODUCTS

REGISTERS = (*meetings.REGISTERS, DECISIONS, PRODUCTS, INPUTS, CHAIR_YEARS)
