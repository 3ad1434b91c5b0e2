"""What commitments show of themselves in dossiers, on the landing page and in calendars."""

from .day import occasions as occasions
from .day import waiting as waiting
from .others import agreement_panels as agreement_panels
from .others import body_events as body_events
from .others import body_panels as body_panels
from .others import partner_events as partner_events
from .others import partner_panels as partner_panels
from .own import VERBS as VERBS
from .own import head as head
from .own import own_events as own_events
from .own import own_panels as own_panels
from .words import entered as entered
from .words import preview as preview
from .words import sentence as sentence
