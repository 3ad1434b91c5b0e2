"""Questions about countries, regions, holidays and deadlines."""

from .calendars import Holiday as Holiday
from .calendars import deadline as deadline
from .calendars import holidays as holidays
from .places import DATA as DATA
from .places import countries as countries
from .places import country as country
from .places import find as find
from .places import named as named
from .places import regions as regions
from .places import within as within
from .places import world as world
