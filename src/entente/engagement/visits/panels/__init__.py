"""What visits show of themselves in dossiers, on the landing page and in calendars."""

from .days import occasions as occasions
from .days import waiting as waiting
from .others import body_events as body_events
from .others import body_panels as body_panels
from .others import commitment_panels as commitment_panels
from .others import partner_events as partner_events
from .others import partner_panels as partner_panels
from .own import head as head
from .own import own_events as own_events
from .own import own_panels as own_panels
from .words import MOVES as MOVES
from .words import NEXT as NEXT
from .words import tests as tests
