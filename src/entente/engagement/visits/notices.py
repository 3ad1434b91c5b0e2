"""What people are told about visits."""

from django.utils.translation import gettext_lazy as _

from entente.kit.notice import Word

REQUESTED = Word(
    "visits.requested",
    _("A visit is asked for: %(title)s"),
    _("A delegation of %(partner)s asks to come from %(first)s to %(last)s. Take the request in and say who leads."),
)
COORDINATES = Word(
    "visits.coordinates",
    _("You coordinate a visit: %(title)s"),
    _("The visit from %(first)s to %(last)s falls to your office. Its page shows why."),
)
PASSED_ON = Word(
    "visits.passed_on",
    _("Another office coordinates a visit: %(title)s"),
    _("The facts changed or the routing was overruled; the page of the visit shows why. Hand over what you prepared."),
)
ASKED = Word(
    "visits.asked",
    _("Your office is asked about a visit: %(title)s"),
    _("%(question)s Answer on the page of the visit."),
)
ANSWERED = Word(
    "visits.answered",
    _("%(office)s has answered about a visit: %(title)s"),
    _("The answer stands on the page of the visit and is kept there."),
)
PRE_BRIEF_DUE = Word(
    "visits.pre_brief_due",
    _("Pre-brief due on %(due)s: %(title)s"),
    _("The visit begins on %(first)s. Hold the pre-brief and record the day on which it was held."),
)
FEEDBACK_DUE = Word(
    "visits.feedback_due",
    _("Feedback due on %(due)s: %(title)s"),
    _("The visit ended on %(last)s. Ask visitors and hosts, and record what they say; where nothing comes, say why."),
)
