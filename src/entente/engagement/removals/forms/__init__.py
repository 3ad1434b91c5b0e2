"""What people say about removals. Forms ask for exactly what a verb needs and never save."""

from .figures import FigureSheet as FigureSheet
from .figures import Ground as Ground
from .figures import RankingSheet as RankingSheet
from .figures import Upload as Upload
from .files import Change as Change
from .files import Opening as Opening
from .levers import Decided as Decided
from .levers import Gone as Gone
from .levers import NewLever as NewLever
from .levers import Step as Step
from .levers import Taken as Taken
from .plans import Beginning as Beginning
from .plans import Draft as Draft
from .plans import Finished as Finished
from .plans import NewItem as NewItem
from .plans import Nothing as Nothing
from .plans import Review as Review
from .plans import TakenUp as TakenUp
from .plans import Verdict as Verdict
from .questions import rows as rows
