"""What removals show of themselves in dossiers and on the landing page."""

from .day import waiting as waiting
from .others import partner_panels as partner_panels
from .own import head as head
from .own import own_events as own_events
from .own import own_panels as own_panels
from .plans import VERBS as VERBS
from .plans import plan_events as plan_events
from .plans import plan_head as plan_head
from .plans import plan_panels as plan_panels
from .words import entered as entered
from .words import formula as formula
from .words import late as late
from .words import sentence as sentence
