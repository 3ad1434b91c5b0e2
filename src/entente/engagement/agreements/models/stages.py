"""How far a negotiation and the life after it have come: the fine stages, and the one status each belongs to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    IDEA = "idea", _("idea")
    REQUESTED = "requested", _("requested")
    SCREENED = "screened", _("screened")
    PRIORITISED = "prioritised", _("prioritised")
    MANDATED = "mandated", _("mandate given")
    SET_ASIDE = "set_aside", _("set aside")
    NEGOTIATING = "negotiating", _("in negotiation")
    INITIALLED = "initialled", _("initialled")
    IN_REVIEW = "in_review", _("in legal and privacy review")
    SIGNED = "signed", _("signed")
    TABLED = "tabled", _("tabled in the House")
    RATIFIED = "ratified", _("ratified")
    NOTIFIED = "notified", _("notified by each side")
    IN_FORCE = "in_force", _("in force")
    IMPLEMENTED = "implemented", _("implemented")
    UNDER_REVIEW = "under_review", _("under review")
    BEING_AMENDED = "being_amended", _("being amended")
    RENEGOTIATED = "renegotiated", _("being renegotiated")
    DORMANT = "dormant", _("dormant")
    SUSPENDED = "suspended", _("suspended")
    TERMINATED = "terminated", _("terminated")
    EXPIRED = "expired", _("expired")
    ABANDONED = "abandoned", _("abandoned")


S = Stage
# Every stage has exactly one status. The first stage of a status is what a status alone implies.
STAGES_OF: dict[str, tuple[Stage, ...]] = {
    "proposed": (S.IDEA, S.REQUESTED, S.SCREENED, S.PRIORITISED, S.MANDATED, S.SET_ASIDE),
    "negotiating": (S.NEGOTIATING, S.INITIALLED, S.IN_REVIEW),
    "signed": (S.SIGNED, S.TABLED, S.RATIFIED, S.NOTIFIED),
    "in_force": (S.IN_FORCE, S.IMPLEMENTED, S.UNDER_REVIEW, S.BEING_AMENDED, S.RENEGOTIATED, S.DORMANT),
    "suspended": (S.SUSPENDED,),
    "ended": (S.TERMINATED, S.EXPIRED, S.ABANDONED),
}
STATUS_OF: dict[str, str] = {stage: status for status, stages in STAGES_OF.items() for stage in stages}

# The columns of the pipeline: which stages stand together, in the order an instrument passes them.
GROUPS: tuple[tuple[str, object, tuple[Stage, ...]], ...] = (
    ("ideas", _("Ideas and requests"), (S.IDEA, S.REQUESTED, S.SCREENED, S.PRIORITISED)),
    ("mandate", _("Mandate given"), (S.MANDATED,)),
    ("table", _("At the table"), (S.NEGOTIATING, S.INITIALLED)),
    ("review", _("In review"), (S.IN_REVIEW,)),
    ("signed", _("Signed"), (S.SIGNED,)),
    ("house", _("Before the House and after"), (S.TABLED, S.RATIFIED, S.NOTIFIED)),
    ("life", _("In force, with work under way"), (S.UNDER_REVIEW, S.BEING_AMENDED, S.RENEGOTIATED, S.SUSPENDED)),
    ("aside", _("Set aside or dormant"), (S.SET_ASIDE, S.DORMANT)),
)


def stage_of(stage: str, status: str) -> str:
    """The stage an instrument stands at: the one kept, as long as it belongs to the status, else what that implies.

    A status may change without a step: a package is loaded again, a correction is taken back. The stage that was
    kept then speaks of something that is no more. Empty for a status that no source tells.
    """
    if STATUS_OF.get(stage) == status:
        return stage
    return STAGES_OF[status][0] if status in STAGES_OF else ""
