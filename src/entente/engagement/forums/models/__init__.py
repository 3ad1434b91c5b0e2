"""Forums and bodies at home and abroad: who sits where, who chairs and who follows, and where we stand for a seat."""

from .bodies import Body as Body
from .bodies import DatedQuerySet as DatedQuerySet
from .bodies import Goal as Goal
from .bodies import Kind as Kind
from .bodies import Membership as Membership
from .bodies import Movement as Movement
from .bodies import Part as Part
from .bodies import Priority as Priority
from .bodies import Recurrence as Recurrence
from .bodies import Seat as Seat
from .candidacies import Candidacy as Candidacy
from .candidacies import CandidacyState as CandidacyState
from .candidacies import Side as Side
from .candidacies import Step as Step
from .committees import Committee as Committee
from .turns import Turn as Turn
from .turns import TurnState as TurnState
