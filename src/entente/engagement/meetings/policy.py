"""Who may do what with meetings. What is not here is refused."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.utils import timezone

from entente.engagement.commitments import policy as commitments
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority
from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import (
    Born,
    ChairYear,
    Clearance,
    Decision,
    DecisionQuerySet,
    Delegate,
    Hosting,
    HostTask,
    Input,
    Item,
    Meeting,
    MeetingQuerySet,
    Minutes,
    MinutesQuerySet,
    Position,
    Product,
    Series,
    Share,
    Stance,
)


def line_of(thing: Any) -> list[Any]:
    """The thing, and what it belongs to: its position, its item, its meeting."""
    found = [thing]
    if isinstance(found[-1], Clearance):
        found.append(found[-1].position)
    if isinstance(found[-1], Share):
        found.append(found[-1].minutes)
    if isinstance(found[-1], (Position, Stance)):
        found.append(found[-1].item)
    if (meeting := getattr(found[-1], "meeting", None)) is not None:
        found.append(meeting)
    return found


def may_see(person: Any, thing: Any) -> bool:
    """Anyone cleared for its marking, for those of its meeting, and for the body and the partner it is held with."""
    if thing is None:
        return True
    line = line_of(thing)
    beside = [getattr(one, name, None) for one in line for name in ("body", "partner")]
    return all(cleared(person, one) for one in (*line, *beside) if one is not None)


def desk_officer(person: Any, thing: Any) -> bool:
    """A desk officer cleared for the meeting."""
    return person.role == Role.DESK_OFFICER and may_see(person, thing)


def planner(person: Any, thing: Any) -> bool:
    """A travel planner cleared for the meeting."""
    return person.role == Role.TRAVEL_PLANNER and may_see(person, thing)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the meeting."""
    return person.role == Role.EXECUTIVE and may_see(person, thing)


def delegate(person: Any, thing: Any) -> bool:
    """A member of our delegation to the meeting."""
    if thing is None or not may_see(person, thing):
        return False
    meeting = line_of(thing)[-1]
    if not isinstance(meeting, Meeting):
        return False
    seated = meeting.__dict__.get("_seated")  # kept by a page that gathered our delegation: it asks many times
    if seated is not None:
        return person.pk in seated
    return Delegate.objects.filter(meeting=meeting, person=person, partner__isnull=True).exists()


def head_of_the_branch(person: Any, thing: Any) -> bool:
    """Who heads the branch that was asked, or holds the authority to clear positions in the head’s name."""
    if not isinstance(thing, Clearance) or not may_see(person, thing):
        return False
    today = timezone.localdate()
    return people.may_exercise(person, Authority.CLEAR_POSITION, over=thing.unit, on=today) is not None


def within(person: Any, thing: Any) -> bool:
    """Anyone cleared for the joint product or the year in the chair, for its body, and for the partner that owes."""
    whole = getattr(thing, "product", None) or getattr(thing, "chair_year", None) or thing
    others = [getattr(whole, "body", None), getattr(thing, "partner", None)]
    return cleared(person, whole) and all(cleared(person, one) for one in others if one is not None)


def keeper(person: Any, thing: Any) -> bool:
    """A desk officer cleared for it."""
    return person.role == Role.DESK_OFFICER and within(person, thing)


def lead(person: Any, thing: Any) -> bool:
    """Who leads the joint product or the year in the chair, whatever the role."""
    whole = getattr(thing, "product", None) or getattr(thing, "chair_year", None) or thing
    return whole is not None and whole.lead_id == person.pk and within(person, thing)


def who_owes(person: Any, thing: Any) -> bool:
    """Who sees to the input or the task, or works in the office that owes it."""
    if thing is None or not within(person, thing) or person.role in (Role.READER, Role.AUDITOR, Role.ADMINISTRATOR):
        return False
    own = thing.owner_id == person.pk
    return own or (thing.unit_id is not None and thing.unit_id == person.unit_id)


# fmt: off
MEETINGS = Policy({
    # act                who
    "view":              (may_see,),
    "register":          (desk_officer, planner),
    "change":            (desk_officer, planner),
    "confirm":           (desk_officer, planner),
    "hold":              (desk_officer, planner),
    "cancel":            (desk_officer, planner),
    "reinstate":         (desk_officer, planner),
    "decide_attendance": (desk_officer, planner, executive),
    "import":            (desk_officer, planner),
    "keep_series":       (desk_officer, planner),
    "add_delegate":      (desk_officer, planner),
    "change_delegate":   (desk_officer, planner),
    "remove_delegate":   (desk_officer, planner),
    "mark_attended":     (desk_officer, planner, delegate),
    "keep_agenda":       (desk_officer,),
    "discuss":           (desk_officer, delegate),
    "drop":              (desk_officer, delegate),
    "carry":             (desk_officer, delegate),
    "take_up_again":     (desk_officer, delegate),
    "write_position":    (desk_officer,),
    "note_stance":       (desk_officer, delegate),
    "circulate":         (desk_officer,),
    "replace":           (desk_officer,),
    "clear":             (head_of_the_branch,),
    "object":            (head_of_the_branch,),
    "write_minutes":     (desk_officer, delegate),
    "share_minutes":     (desk_officer,),
    "add_decision":      (desk_officer, delegate),
    "word_anew":         (desk_officer, delegate),
    "strike_out":        (desk_officer,),
    "bear_promise":      (desk_officer, delegate),
})

PRODUCTS = Policy({
    # act               who
    "view":             (within,),
    "open_product":     (keeper,),
    "change_product":   (keeper, lead),
    "begin_product":    (keeper, lead),
    "finish_product":   (keeper, lead),
    "drop_product":     (keeper, lead),
    "take_up_product":  (keeper, lead),
    "owe_input":        (keeper, lead),
    "move_input":       (keeper, lead),
    "deliver_input":    (keeper, lead, who_owes),
    "waive_input":      (keeper, lead),
})

CHAIRS = Policy({
    # act                who
    "view":              (within,),
    "open_chair_year":   (keeper,),
    "change_chair_year": (keeper, lead),
    "plan_session":      (keeper, lead),
    "change_session":    (keeper, lead),
    "add_task":          (keeper, lead),
    "move_task":         (keeper, lead),
    "finish_task":       (keeper, lead, who_owes),
    "drop_task":         (keeper, lead),
    "hand_over_year":    (keeper, lead),
})
# fmt: on


def readable(person: Any, path: str = "") -> Q:
    """What the "view" row says of meetings and series, asked of many at once. ``path`` leads there (``meeting__``)."""
    markings = markings_for(person)
    shown = Q(**{f"{path}marking__in": markings})
    for name in ("body", "partner"):
        shown &= Q(**{f"{path}{name}__isnull": True}) | Q(**{f"{path}{name}__marking__in": markings})
    return shown


def visible_to(person: Any) -> MeetingQuerySet:
    """Every meeting this person may view: the "view" row, asked of many at once."""
    found: MeetingQuerySet = Meeting.objects.filter(readable(person))
    return found


def series_visible_to(person: Any) -> QuerySet[Series]:
    """Every series this person may view."""
    return Series.objects.filter(readable(person))


def delegates_visible_to(person: Any) -> QuerySet[Delegate]:
    """Delegates of the meetings this person may view, but not those of a partner above the clearance."""
    seen = Q(partner__isnull=True) | Q(partner__marking__in=markings_for(person))
    return Delegate.objects.filter(readable(person, "meeting__") & seen)


def items_visible_to(person: Any) -> QuerySet[Item]:
    """Agenda items this person may view."""
    return Item.objects.filter(readable(person, "meeting__"), marking__in=markings_for(person))


def positions_visible_to(person: Any) -> QuerySet[Position]:
    """Positions this person may view."""
    markings = markings_for(person)
    found = Position.objects.filter(readable(person, "item__meeting__"))
    return found.filter(marking__in=markings, item__marking__in=markings)


def clearances_visible_to(person: Any) -> QuerySet[Clearance]:
    """Clearances of the positions this person may view."""
    markings = markings_for(person)
    found = Clearance.objects.filter(readable(person, "position__item__meeting__"))
    return found.filter(position__marking__in=markings, position__item__marking__in=markings)


def stances_visible_to(person: Any) -> QuerySet[Stance]:
    """Known positions of the partners this person may view."""
    markings = markings_for(person)
    found = Stance.objects.filter(readable(person, "item__meeting__"), partner__marking__in=markings)
    return found.filter(marking__in=markings, item__marking__in=markings)


# ── What came of meetings ─────────────────────────────────────────────────────────────────────────


def minutes_visible_to(person: Any) -> MinutesQuerySet:
    """Versions of minutes this person may view; a restricted part above the clearance never leaves the database.

    Read ``told_en`` and ``told_fr`` for the restricted part: empty for who is not cleared for its marking.
    """
    cleared_for = Q(restricted_marking__in=markings_for(person))
    told = {
        f"told_{lang}": Case(
            When(cleared_for, then=F(f"restricted_{lang}")), default=Value(""), output_field=TextField()
        )
        for lang in ("en", "fr")
    }
    found: MinutesQuerySet = Minutes.objects.filter(readable(person, "meeting__"))
    return found.annotate(**told).defer("restricted_en", "restricted_fr")


def shares_visible_to(person: Any) -> QuerySet[Share]:
    """What was shared of the meetings this person may view."""
    found = Share.objects.filter(readable(person, "minutes__meeting__"))
    return found.defer("minutes__restricted_en", "minutes__restricted_fr")


def decisions_visible_to(person: Any) -> DecisionQuerySet:
    """Decisions this person may view, of the meetings this person may view."""
    found: DecisionQuerySet = Decision.objects.filter(readable(person, "meeting__"), marking__in=markings_for(person))
    return found


def born_visible_to(person: Any) -> QuerySet[Born]:
    """Promises this person may view, by the meeting in which they were made."""
    shown = commitments.visible_to(person).order_by().values("pk")
    return Born.objects.filter(readable(person, "meeting__"), commitment__in=shown)


def _within(person: Any, path: str = "") -> Q:
    """What the "view" rows of products and years say, asked of many. ``path`` leads there (``product__``)."""
    markings = markings_for(person)
    of_body = Q(**{f"{path}body__isnull": True}) | Q(**{f"{path}body__marking__in": markings})
    return Q(**{f"{path}marking__in": markings}) & of_body


def products_visible_to(person: Any) -> QuerySet[Product]:
    """Joint products this person may view."""
    return Product.objects.filter(_within(person))


def inputs_visible_to(person: Any) -> QuerySet[Input]:
    """Inputs to the joint products this person may view, but not those of a partner above the clearance."""
    seen = Q(partner__isnull=True) | Q(partner__marking__in=markings_for(person))
    return Input.objects.filter(_within(person, "product__") & seen)


def chair_years_visible_to(person: Any) -> QuerySet[ChairYear]:
    """Years in the chair this person may view."""
    return ChairYear.objects.filter(_within(person))


def hostings_visible_to(person: Any) -> QuerySet[Hosting]:
    """Sessions to host in the years this person may view."""
    return Hosting.objects.filter(_within(person, "chair_year__"))


def tasks_visible_to(person: Any) -> QuerySet[HostTask]:
    """Tasks of the host in the years this person may view."""
    return HostTask.objects.filter(_within(person, "chair_year__"))
