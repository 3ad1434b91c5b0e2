"""The lists of this room: one declaration each for the page, the exports and the command."""

from .cells import day as day
from .cells import latest as latest
from .cells import months as months
from .cells import period_of as period_of
from .cells import scored as scored
from .cells import told as told
from .comparison import COMPARISON as COMPARISON
from .comparison import PARTS as PARTS
from .comparison import Country as Country
from .comparison import asked_span as asked_span
from .comparison import compared as compared
from .registers import FIGURES as FIGURES
from .registers import FILES as FILES
from .registers import KINDS as KINDS
from .registers import PLANS as PLANS
from .registers import RANKINGS as RANKINGS

REGISTERS = (FILES, FIGURES, PLANS, RANKINGS, COMPARISON)
