"""Pages about visits."""

from .importing import receive as receive
from .importing import template as template
from .listing import costs as costs
from .listing import gifts as gifts
from .listing import index as index
from .printing import guests as guests
from .printing import programme as programme
from .saying import advice as advice
from .saying import answer as answer
from .saying import ask as ask
from .saying import feedback as feedback
from .saying import promise as promise
from .saying import report as report
from .saying import waive as waive
from .stepping import overrule as overrule
from .stepping import step as step
from .writing import add_row as add_row
from .writing import change as change
from .writing import change_row as change_row
from .writing import move_dates as move_dates
from .writing import new as new
from .writing import remove_row as remove_row
