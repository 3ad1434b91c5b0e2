"""What goes out of this room: registers and the two reports."""

from .cells import BADGES as BADGES
from .registers import BASELINES as BASELINES
from .registers import ENTRIES as ENTRIES
from .registers import EXCHANGES as EXCHANGES
from .registers import OUTCOMES as OUTCOMES
from .registers import REGISTERS as REGISTERS
from .reviews import RETURN as RETURN
from .reviews import returned as returned
from .reviews import reviewed as reviewed
