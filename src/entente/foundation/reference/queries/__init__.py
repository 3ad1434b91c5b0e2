"""Questions about countries, regions, holidays, deadlines and the sitting days of the House."""

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
from .sittings import TABLING as TABLING
from .sittings import Calendar as Calendar
from .sittings import Wait as Wait
from .sittings import house_session as house_session
from .sittings import house_sessions as house_sessions
from .sittings import months as months
from .sittings import sitting_calendars as sitting_calendars
from .sittings import sitting_day_after as sitting_day_after
from .sittings import sitting_days as sitting_days
from .sittings import weekdays as weekdays
from .sittings import years as years
