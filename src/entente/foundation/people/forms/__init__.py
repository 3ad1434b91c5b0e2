"""What people say about accounts, offices, delegations and absences. Forms never save."""

from .accounts import Change as Change
from .accounts import Opening as Opening
from .accounts import Preferences as Preferences
from .accounts import Reason as Reason
from .accounts import roles as roles
from .chart import Away as Away
from .chart import ChangedHead as ChangedHead
from .chart import Delegating as Delegating
from .chart import NewHead as NewHead
from .chart import Upload as Upload
from .chart import Work as Work
from .tokens import NewToken as NewToken
from .tokens import Sure as Sure
