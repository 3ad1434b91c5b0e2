"""What people say about exchanges. Forms ask for exactly what a verb needs and never save."""

from .following import Arrived as Arrived
from .following import Assessed as Assessed
from .following import CameOf as CameOf
from .following import Consented as Consented
from .following import Kept as Kept
from .following import List as List
from .following import Onward as Onward
from .following import Sent as Sent
from .following import Used as Used
from .questions import rows as rows
from .recording import Call as Call
from .recording import Confirmed as Confirmed
from .recording import Described as Described
from .recording import Dropped as Dropped
from .recording import Identified as Identified
from .recording import Wanted as Wanted
from .recording import Written as Written
from .steps import Answered as Answered
from .steps import Decided as Decided
from .steps import Matched as Matched
from .steps import Measured as Measured
from .steps import PutBefore as PutBefore
from .steps import Reason as Reason
from .steps import Word as Word
