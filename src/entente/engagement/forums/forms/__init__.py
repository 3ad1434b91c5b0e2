"""What people say about forums. Forms ask for exactly what a verb needs and never save."""

from .bodies import Description as Description
from .bodies import EndOfMembership as EndOfMembership
from .bodies import Handover as Handover
from .bodies import NewBody as NewBody
from .bodies import NewMembership as NewMembership
from .bodies import NewSeat as NewSeat
from .bodies import OurRole as OurRole
from .candidacies import Closing as Closing
from .candidacies import Comment as Comment
from .candidacies import Decision as Decision
from .candidacies import EndOfTerm as EndOfTerm
from .candidacies import Informed as Informed
from .candidacies import Lodging as Lodging
from .candidacies import Loss as Loss
from .candidacies import NewCandidacy as NewCandidacy
from .candidacies import Proposal as Proposal
from .candidacies import Report as Report
from .candidacies import Submission as Submission
from .candidacies import Why as Why
from .candidacies import Win as Win
from .committees import NewCommittee as NewCommittee
from .committees import ReleasedCommittee as ReleasedCommittee
from .questions import rows as rows
from .turns import DecidedTurn as DecidedTurn
from .turns import DroppedTurn as DroppedTurn
from .turns import NewTurns as NewTurns
