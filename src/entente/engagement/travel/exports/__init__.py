"""The registers of travel: one declaration each for the page, the exports and the command."""

from . import reports
from .costs import COSTS as COSTS
from .formalities import FORMALITIES as FORMALITIES
from .proposals import PROPOSALS as PROPOSALS
from .proposals import TRAVELLERS as TRAVELLERS
from .proposals import VERDICTS as VERDICTS
from .quarters import QUARTERS as QUARTERS
from .trips import TRIPS as TRIPS

REGISTERS = (QUARTERS, PROPOSALS, TRAVELLERS, VERDICTS, TRIPS, COSTS, FORMALITIES, *reports.REGISTERS)
