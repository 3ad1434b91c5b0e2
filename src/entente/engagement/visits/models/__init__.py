"""A foreign delegation at home: who comes and why, who coordinates and by which rule, what comes of it."""

from .delegation import Language as Language
from .delegation import Part as Part
from .delegation import Visitor as Visitor
from .outcomes import Consultation as Consultation
from .outcomes import Feedback as Feedback
from .outcomes import Promised as Promised
from .outcomes import Report as Report
from .programme import Item as Item
from .programme import Site as Site
from .protocol import Cost as Cost
from .protocol import Gift as Gift
from .protocol import Need as Need
from .routing import Routing as Routing
from .routing import Topic as Topic
from .visits import AHEAD as AHEAD
from .visits import BEGUN as BEGUN
from .visits import ENDED as ENDED
from .visits import FEEDBACK_DAYS as FEEDBACK_DAYS
from .visits import PRE_BRIEF_DAYS as PRE_BRIEF_DAYS
from .visits import Coordinator as Coordinator
from .visits import State as State
from .visits import Step as Step
from .visits import Visit as Visit
