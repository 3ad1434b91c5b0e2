"""Instruments of every kind: what was agreed, between whom, since when, what it permits, and what stands in line."""

from .register import NOT_YET_SIGNED as NOT_YET_SIGNED
from .register import Act as Act
from .register import Agreement as Agreement
from .register import AgreementQuerySet as AgreementQuerySet
from .register import Candidate as Candidate
from .register import Kind as Kind
from .register import Link as Link
from .register import Party as Party
from .register import PartyAction as PartyAction
from .register import Reason as Reason
from .register import Status as Status
from .register import abroad as abroad
from .register import is_known as is_known
from .register import reached as reached
from .register import still_ahead as still_ahead
