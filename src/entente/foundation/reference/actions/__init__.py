"""Taking reference data in, and keeping the calendar of the House."""

from .house import publish_calendar as publish_calendar
from .house import record_session as record_session
from .places import take_in as take_in
