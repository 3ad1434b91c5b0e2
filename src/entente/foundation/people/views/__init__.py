"""Pages about accounts, the organisation chart, delegations and absences."""

from . import absences as absences
from . import accounts as accounts
from . import chart as chart
from . import delegations as delegations
