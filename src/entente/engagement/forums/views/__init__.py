"""Pages about forums: registers, trees, the matrix, who chairs and who follows, candidacies, and the forms."""

from .bodies import add_membership as add_membership
from .bodies import add_seat as add_seat
from .bodies import chairs as chairs
from .bodies import describe as describe
from .bodies import end_membership as end_membership
from .bodies import hand_over as hand_over
from .bodies import index as index
from .bodies import matrix as matrix
from .bodies import memberships as memberships
from .bodies import new_body as new_body
from .bodies import priorities as priorities
from .bodies import priority_list as priority_list
from .bodies import role as role
from .bodies import seats as seats
from .bodies import tree as tree
from .candidacies import candidacies as candidacies
from .candidacies import new_candidacy as new_candidacy
from .candidacies import proposal as proposal
from .deciding import decide as decide
from .deciding import step as step
from .rotation import decide_turn as decide_turn
from .rotation import drop_turn as drop_turn
from .rotation import expect_turn as expect_turn
from .rotation import rotation as rotation
from .rotation import turns as turns
