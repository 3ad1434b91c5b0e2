"""What people say about visits. Forms ask for exactly what a verb needs and never save."""

from .questions import rows as rows
from .said import Advice as Advice
from .said import Answer as Answer
from .said import Heard as Heard
from .said import Question as Question
from .said import Told as Told
from .steps import Overrule as Overrule
from .steps import PreBrief as PreBrief
from .steps import Reason as Reason
from .steps import Word as Word
from .things import ROWS as ROWS
from .things import CostLine as CostLine
from .things import GiftOf as GiftOf
from .things import Line as Line
from .things import List as List
from .things import NeedOf as NeedOf
from .things import Place as Place
from .things import Subject as Subject
from .things import Visiting as Visiting
from .visits import Days as Days
from .visits import Description as Description
from .visits import NewVisit as NewVisit
