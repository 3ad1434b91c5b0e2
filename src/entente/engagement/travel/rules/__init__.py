"""What quarters, proposals, worksheets, trips and reports must obey.

Codes: TRV-1 to 39 quarters, proposals and worksheets, 40 to 69 trips and costs, 70 to 99 reports.
"""

from . import reports as reports
from .together import obey as obey
