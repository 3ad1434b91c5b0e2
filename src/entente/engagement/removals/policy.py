"""Who may do what with country files on removals. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Marking, Role
from entente.kit.policy import Policy

from .models import CountryFile, CountryFileQuerySet, Plan, Ranking


def file_of(thing: Any) -> CountryFile | None:
    """The country file that a plan, figure, lever or the file itself belongs to; nothing for what has none."""
    while thing is not None and not isinstance(thing, CountryFile):
        thing = next((getattr(thing, name) for name in ("file", "lever", "use", "plan") if hasattr(thing, name)), None)
    return thing


def cleared_for_file(person: Any, thing: Any) -> bool:
    """Anyone cleared for the file and for its country."""
    file = file_of(thing)
    if file is None:
        return cleared(person, thing)
    return cleared(person, file) and cleared(person, file.partner)


def removals_officer(person: Any, thing: Any) -> bool:
    """A removals officer cleared for the file and for its country."""
    return person.role == Role.REMOVALS_OFFICER and cleared_for_file(person, thing)


def desk_officer(person: Any, thing: Any) -> bool:
    """A desk officer cleared for the file and for its country."""
    return person.role == Role.DESK_OFFICER and cleared_for_file(person, thing)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the file and for its country."""
    return person.role == Role.EXECUTIVE and cleared_for_file(person, thing)


def lead(person: Any, thing: Any) -> bool:
    """Who leads the plan or the item, while cleared for the file."""
    named = {getattr(thing, "lead_id", None), getattr(getattr(thing, "plan", None), "lead_id", None)}
    return person.pk is not None and person.pk in named and cleared_for_file(person, thing)


# fmt: off
REMOVALS = Policy({
    # act           who
    "view":         (cleared_for_file,),
    "open_file":    (removals_officer,),
    "change":       (removals_officer,),
    "enter":        (removals_officer,),
    "import":       (removals_officer,),
    "withdraw":     (removals_officer,),
    "rank":         (removals_officer,),
    "add_lever":    (removals_officer,),
    "end_lever":    (removals_officer,),
    "use":          (removals_officer, desk_officer),
    "react":        (removals_officer, desk_officer),
    "decide":       (removals_officer,),
    "draft":        (removals_officer,),
    "change_plan":  (removals_officer, lead),
    "add_item":     (removals_officer, lead),
    "finish_item":  (removals_officer, lead),
    "drop_item":    (removals_officer, lead),
    "consult":      (removals_officer, lead),
    "send_back":    (removals_officer, executive),
    "approve":      (executive,),
    "take_back":    (executive,),
    "activate":     (removals_officer, executive),
    "redraft":      (executive,),
    "review":       (removals_officer, executive),
    "reopen":       (removals_officer, executive),
    "give_up":      (executive,),
})
# fmt: on


def visible_to(person: Any) -> CountryFileQuerySet:
    """Every country file this person may view: the "view" row, asked of many at once."""
    readable = markings_for(person)
    found: CountryFileQuerySet = CountryFile.objects.all()
    if len(readable) == len(Marking):
        return found
    return found.filter(marking__in=readable, partner__marking__in=readable)


def plans_visible_to(person: Any) -> QuerySet[Plan]:
    """The engagement plans of the files this person may view."""
    readable = markings_for(person)
    return Plan.objects.filter(file__marking__in=readable, file__partner__marking__in=readable)


def rankings_visible_to(person: Any) -> QuerySet[Ranking]:
    """The rankings this person is cleared for."""
    return Ranking.objects.filter(marking__in=markings_for(person))
