"""What can happen to a quarter, a proposal, a trip and a report."""

from .proposals import PROPOSAL as PROPOSAL
from .quarters import QUARTER as QUARTER
from .reports import REPORT as REPORT
from .trips import TRIP as TRIP
