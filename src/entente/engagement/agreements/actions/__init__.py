"""What can be done with instruments, by noun."""

from .register import DAYS as DAYS
from .register import INSTRUMENT as INSTRUMENT
from .register import RESERVED as RESERVED
from .register import SERIES as SERIES
from .register import VERBS as VERBS
from .register import add_party as add_party
from .register import bring_into_force as bring_into_force
from .register import correct as correct
from .register import describe as describe
from .register import end as end
from .register import import_rows as import_rows
from .register import link as link
from .register import negotiate as negotiate
from .register import nominate as nominate
from .register import record_party_action as record_party_action
from .register import register as register
from .register import resume as resume
from .register import sign as sign
from .register import suspend as suspend
from .register import take as take
from .register import withdraw as withdraw
