"""Removals by country, in aggregates: files, figures, rankings, plans, levers. Nothing here is about a person."""

from .figures import COUNTED_IN_DAYS as COUNTED_IN_DAYS
from .figures import FLOWS as FLOWS
from .figures import STOCKS as STOCKS
from .figures import Figure as Figure
from .figures import Measure as Measure
from .figures import Ranked as Ranked
from .figures import Ranking as Ranking
from .files import LONGEST as LONGEST
from .files import CountryFile as CountryFile
from .files import CountryFileQuerySet as CountryFileQuerySet
from .levers import Decision as Decision
from .levers import Kind as Kind
from .levers import Level as Level
from .levers import Lever as Lever
from .levers import Reaction as Reaction
from .levers import Temper as Temper
from .levers import Use as Use
from .plans import LIVING as LIVING
from .plans import Item as Item
from .plans import ItemState as ItemState
from .plans import Plan as Plan
from .plans import State as State
from .plans import Turn as Turn
