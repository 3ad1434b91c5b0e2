"""What is done with country files. Each verb asks the policy, writes in one transaction, and leaves its trail.

Whatever is done to one country is done in turn: every verb holds its file first.
"""

from .figures import enter as enter
from .figures import import_rows as import_rows
from .figures import rank as rank
from .figures import withdraw as withdraw
from .files import change as change
from .files import open_file as open_file
from .levers import add_lever as add_lever
from .levers import decide as decide
from .levers import end_lever as end_lever
from .levers import react as react
from .levers import use as use
from .plans import PLAN as PLAN
from .plans import activate as activate
from .plans import add_item as add_item
from .plans import approve as approve
from .plans import change_plan as change_plan
from .plans import consult as consult
from .plans import draft as draft
from .plans import drop_item as drop_item
from .plans import finish_item as finish_item
from .plans import give_up as give_up
from .plans import redraft as redraft
from .plans import reopen as reopen
from .plans import review as review
from .plans import send_back as send_back
from .plans import take_back as take_back
