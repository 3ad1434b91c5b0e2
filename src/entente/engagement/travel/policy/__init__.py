"""Who may do what with travel: a table each for quarters, proposals, trips and reports. What is not here is refused."""

from .formalities import FORMALITIES as FORMALITIES
from .formalities import formalities_visible_to as formalities_visible_to
from .proposals import PROPOSALS as PROPOSALS
from .proposals import proposals_visible_to as proposals_visible_to
from .proposals import travellers_visible_to as travellers_visible_to
from .proposals import verdicts_visible_to as verdicts_visible_to
from .quarters import QUARTERS as QUARTERS
from .quarters import quarters_visible_to as quarters_visible_to
from .reports import REPORTS as REPORTS
from .reports import public_reports_visible_to as public_reports_visible_to
from .reports import reports_visible_to as reports_visible_to
from .trips import TRIPS as TRIPS
from .trips import answering_for as answering_for
from .trips import planned_by as planned_by
from .trips import turn_of as turn_of
from .trips import visible_to as visible_to
