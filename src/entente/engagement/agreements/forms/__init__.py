"""What a person types about instruments."""

from .register import BINDING as BINDING
from .register import CHOOSE as CHOOSE
from .register import ChangedInstrument as ChangedInstrument
from .register import Day as Day
from .register import Instrument as Instrument
from .register import NewCandidate as NewCandidate
from .register import NewInstrument as NewInstrument
from .register import NewLink as NewLink
from .register import NewParty as NewParty
from .register import NewPartyAction as NewPartyAction
from .register import Step as Step
from .register import Upload as Upload
from .register import one_of as one_of
from .register import text as text
