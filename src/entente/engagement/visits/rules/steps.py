"""What must be settled before a visit takes its next step. Each answers with all that is missing, in one sentence."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from entente.foundation.people.roles import Rank, at_least
from entente.kit.days import spoken

from ..models import Feedback, Need, Visit

# What the highest rank of a delegation asks for, beside what lower ranks ask for. The framework of 2008 names an
# International Visits and Protocol Policy and does not give its text: this list is ours, and each line may be dropped
# for a reason.
BY_RANK = {
    Rank.EXPERT: (Need.Kind.WELCOME, Need.Kind.DIET, Need.Kind.ACCESS, Need.Kind.BADGES),
    Rank.DIRECTOR: (Need.Kind.HOST,),
    Rank.DIRECTOR_GENERAL: (Need.Kind.PRECEDENCE, Need.Kind.GIFTS),
    Rank.VICE_PRESIDENT: (Need.Kind.RECEPTION, Need.Kind.TRANSPORT),
    Rank.HEAD_OF_AGENCY: (Need.Kind.FLAGS, Need.Kind.PICTURE),
    Rank.MINISTER: (Need.Kind.ARRIVAL, Need.Kind.PROTECTION),
}


def needs_of(rank: str, *, interpretation: bool = False) -> list[str]:
    """The protocol checklist that follows from the highest rank; interpretation where somebody needs it."""
    found = [kind.value for least, kinds in BY_RANK.items() if rank and at_least(rank, least) for kind in kinds]
    return [*found, Need.Kind.INTERPRETERS.value] if interpretation else found


def every_question_answered(visit: Visit) -> ValidationError | None:
    """VIS-16. The programme is drawn up once every office that was asked has answered, or it is said why not.

    Source: framework 2008, section 4 (the internal consultation process).
    """
    waiting = [str(one.unit) for one in visit.consultations.select_related("unit") if one.is_open]
    if not waiting:
        return None
    return ValidationError(
        _("VIS-16: not answered yet: %(offices)s. Wait, or say why you go on without an answer."),
        code="unanswered",
        params={"offices": ", ".join(waiting)},
    )


def programme_stands(visit: Visit) -> ValidationError | None:
    """VIS-17. Senior management is briefed on a programme: at least one item, and every day of it within the visit.

    Source: framework 2008, section 4A (agendas, pre-briefings).
    """
    items = list(visit.items.all())
    if not items:
        return ValidationError(_("VIS-17: the programme has no item yet."), code="no_programme")
    outside = [one for one in items if not visit.starts_on <= one.on <= visit.ends_on]
    if not outside:
        return None
    return ValidationError(
        _("VIS-17: these items do not fall in the visit: %(items)s."),
        code="outside",
        params={"items": ", ".join(f"{one} ({spoken(one.on)})" for one in outside)},
    )


def protocol_settled(visit: Visit) -> ValidationError | None:
    """VIS-18. When the guests arrive, each line of the protocol checklist is done, or is not needed for a reason.

    Source: framework 2008, section 4A (protocol; International Visits and Protocol Policy).
    """
    left = [str(one) for one in visit.needs.all() if one.state == Need.State.TO_DO]
    if not left:
        return None
    return ValidationError(
        ngettext_lazy(
            "VIS-18: one line of the protocol checklist is still to do: %(lines)s.",
            "VIS-18: %(count)s lines of the protocol checklist are still to do: %(lines)s.",
            len(left),
        ),
        code="protocol",
        params={"count": len(left), "lines": ", ".join(left)},
    )


def not_before_its_day(visit: Visit, today: date) -> ValidationError | None:
    """VIS-19. A visit is under way from its first day on. Source: what a visit is."""
    if visit.starts_on <= today:
        return None
    return ValidationError(
        _("VIS-19: the visit begins on %(day)s. If it begins earlier, move its dates."),
        code="too_early",
        params={"day": spoken(visit.starts_on)},
    )


def both_sides_heard(visit: Visit) -> ValidationError | None:
    """VIS-20. Visitors and hosts are heard after every visit; where nothing came, it is said why.

    Source: framework 2008, section 4A (feedback and reporting processes for foreign delegation visits).
    """
    heard = {one.side for one in visit.feedback.all()}
    left = [str(side.label) for side in Feedback.Side if side not in heard]
    if not left:
        return None
    return ValidationError(
        _("VIS-20: feedback is missing from: %(sides)s. Record it, or say why none was given."),
        code="not_heard",
        params={"sides": ", ".join(left)},
    )


def report_written(visit: Visit) -> ValidationError | None:
    """VIS-21. A visit is closed with a report of what came of it. Source: framework 2008, section 4A (reporting)."""
    if visit.reports.exists():
        return None
    return ValidationError(_("VIS-21: the report on what came of it is missing."), code="no_report")


def costs_known(visit: Visit) -> ValidationError | None:
    """VIS-22. A visit is closed when every cost line says what it came to.

    Source: framework 2008, section 3B (the annual report accounts for what was spent).
    """
    left = [str(one) for one in visit.costs.all() if one.actual is None]
    if not left:
        return None
    return ValidationError(
        _("VIS-22: what it came to is missing for: %(lines)s."), code="no_actual", params={"lines": ", ".join(left)}
    )
