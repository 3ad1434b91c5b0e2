"""What exchanges show of themselves: in dossiers, on the landing page."""

from .days import owed as owed
from .days import waiting as waiting
from .others import agreement_panels as agreement_panels
from .others import open_page as open_page
from .others import open_under as open_under
from .others import partner_panels as partner_panels
from .own import head as head
from .own import own_events as own_events
from .own import own_panels as own_panels
from .words import MOVES as MOVES
from .words import NEXT as NEXT
from .words import VERDICTS as VERDICTS
from .words import moment as moment
from .words import reasons as reasons
from .words import steps as steps
from .words import taken as taken
