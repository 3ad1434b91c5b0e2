"""Pages of countries, and of the calendar of the House."""

from .house import house as house
from .house import publish as publish
from .house import session as session
from .house import sitting_days as sitting_days
from .places import country as country
from .places import index as index
