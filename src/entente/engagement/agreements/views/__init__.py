"""Pages about instruments."""

from .register import SENT as SENT
from .register import Steps as Steps
from .register import act as act
from .register import acts as acts
from .register import add_party as add_party
from .register import candidates as candidates
from .register import check as check
from .register import conventions as conventions
from .register import edit as edit
from .register import errors as errors
from .register import index as index
from .register import link as link
from .register import matrix as matrix
from .register import nominate as nominate
from .register import party_actions as party_actions
from .register import record_party_action as record_party_action
from .register import register as register
from .register import send as send
from .register import step as step
from .register import template as template
