"""Who may do what with instruments, and which of them a person may see. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Marking, Role
from entente.kit.policy import Policy

from .models import (
    Act,
    Agreement,
    AgreementQuerySet,
    Amendment,
    Candidate,
    Chapter,
    ChapterDepartment,
    Clause,
    Link,
    Obligation,
    Party,
    PartyAction,
)

# What a record may name that carries a marking of its own.
NAMED = ("agreement", "from_agreement", "to_agreement", "partner", "department")


def agreements_officer(person: Any, thing: Any) -> bool:
    """An agreements officer cleared for the record."""
    return person.role == Role.AGREEMENTS_OFFICER and cleared_for_all(person, thing)


def of_the_office_in_the_lead(person: Any, thing: Any) -> bool:
    """Anyone who works in the office that leads the duty or chapter and is cleared for it, but no reader or auditor."""
    works_there = person.unit_id is not None and person.unit_id == getattr(thing, "owner_id", None)
    return works_there and person.role not in (Role.READER, Role.AUDITOR) and cleared_for_all(person, thing)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the record."""
    return person.role == Role.EXECUTIVE and cleared_for_all(person, thing)


def cleared_for_all(person: Any, thing: Any) -> bool:
    """Anyone cleared for the record and for every instrument and partner it names."""
    named = [getattr(thing, name, None) for name in NAMED]
    return all(cleared(person, one) for one in [thing, *named])


# fmt: off
AGREEMENTS = Policy({
    # act                  who
    "view":                (cleared_for_all,),
    "register":            (agreements_officer,),
    "describe":            (agreements_officer,),
    "add_party":           (agreements_officer,),
    "link":                (agreements_officer,),
    "add_chapter":         (agreements_officer,),
    "change_chapter":      (agreements_officer, of_the_office_in_the_lead),
    "end_chapter":         (agreements_officer,),
    "add_department":      (agreements_officer,),
    "add_clause":          (agreements_officer,),
    "import_clauses":      (agreements_officer,),
    "end_clause":          (agreements_officer,),
    "begin_amendment":     (agreements_officer,),
    "change_draft":        (agreements_officer,),
    "merge_amendment":     (agreements_officer,),
    "add_obligation":      (agreements_officer,),
    "discharge":           (agreements_officer, of_the_office_in_the_lead),
    "waive_duty":          (agreements_officer,),
    "take_up_duty":        (agreements_officer,),
    "record_party_action": (agreements_officer,),
    "nominate":            (agreements_officer,),
    "import":              (agreements_officer,),
    "negotiate":           (agreements_officer,),
    "sign":                (agreements_officer,),
    "bring_into_force":    (agreements_officer,),
    "suspend":             (agreements_officer,),
    "resume":              (agreements_officer,),
    "end":                 (agreements_officer,),
    # how a negotiation goes on
    "ask":                 (agreements_officer,),
    "receive":             (agreements_officer,),
    "screen":              (agreements_officer,),
    "prioritise":          (agreements_officer,),
    "mandate":             (agreements_officer,),
    "set_aside":           (agreements_officer,),
    "revive":              (agreements_officer,),
    "open_rounds":         (agreements_officer,),
    "initial":             (agreements_officer,),
    "reopen_text":         (agreements_officer,),
    "send_for_review":     (agreements_officer,),
    "conclude":            (agreements_officer,),
    "table_treaty":        (agreements_officer,),
    "ratify":              (agreements_officer,),
    "notify_sides":        (agreements_officer,),
    "enter_into_force":    (agreements_officer,),
    "take_effect":         (agreements_officer,),
    "implement":           (agreements_officer,),
    "begin_review":        (agreements_officer,),
    "close_review":        (agreements_officer,),
    "amend":               (agreements_officer,),
    "close_amendment":     (agreements_officer,),
    "renegotiate":         (agreements_officer,),
    "close_renegotiation": (agreements_officer,),
    "lay_dormant":         (agreements_officer,),
    "wake":                (agreements_officer,),
    "stop_applying":       (agreements_officer,),
    "apply_again":         (agreements_officer,),
    "terminate":           (agreements_officer,),
    "expire":              (agreements_officer,),
    "abandon":             (agreements_officer,),
    "move_due":            (agreements_officer,),
    "except_urgency":      (agreements_officer,),
    "hold_round":          (agreements_officer,),
    "add_draft":           (agreements_officer,),
    "add_text":            (agreements_officer,),
    "open_bracket":        (agreements_officer,),
    "move_bracket":        (agreements_officer,),
    "ask_review":          (agreements_officer,),
    "give_opinion":        (agreements_officer,),
    "meet_conditions":     (agreements_officer,),
    # what a source gave
    "correct":             (agreements_officer, executive),
    "withdraw":            (agreements_officer, executive),
})
# fmt: on


def visible_to(person: Any) -> AgreementQuerySet:
    """Every instrument this person may view: the "view" row, asked of many at once."""
    return Agreement.objects.filter(marking__in=markings_for(person))


def visible_parties(person: Any) -> QuerySet[Party]:
    """Parties of instruments this person may view, less the partners the person may not know of."""
    known = markings_for(person)
    return Party.objects.filter(agreement__marking__in=known, partner__marking__in=known)


def visible_clauses(person: Any) -> QuerySet[Clause]:
    """Clauses of instruments this person may view."""
    return Clause.objects.filter(agreement__marking__in=markings_for(person))


def visible_chapters(person: Any) -> QuerySet[Chapter]:
    """Chapters of instruments this person may view."""
    return Chapter.objects.filter(agreement__marking__in=markings_for(person))


def visible_chapter_departments(person: Any) -> QuerySet[ChapterDepartment]:
    """The departments of chapters, less those the person may not know of."""
    known = markings_for(person)
    return ChapterDepartment.objects.filter(chapter__agreement__marking__in=known, department__marking__in=known)


def visible_amendments(person: Any) -> QuerySet[Amendment]:
    """Amendments of instruments this person may view."""
    return Amendment.objects.filter(agreement__marking__in=markings_for(person))


def visible_obligations(person: Any) -> QuerySet[Obligation]:
    """Duties under instruments this person may view."""
    return Obligation.objects.filter(agreement__marking__in=markings_for(person))


def visible_links(person: Any) -> QuerySet[Link]:
    """Links whose two instruments this person may view."""
    known = markings_for(person)
    return Link.objects.filter(from_agreement__marking__in=known, to_agreement__marking__in=known)


def visible_party_actions(person: Any) -> QuerySet[PartyAction]:
    """What parties did about instruments this person may view."""
    known = markings_for(person)
    return PartyAction.objects.filter(agreement__marking__in=known, partner__marking__in=known)


def visible_candidates(person: Any) -> QuerySet[Candidate]:
    """Candidates whose partner this person may know of, and the instrument too where one is named."""
    known = markings_for(person)
    named = Candidate.objects.filter(partner__marking__in=known)
    return named.exclude(agreement__isnull=False, agreement__marking__in=hidden_from(person))


def visible_acts(person: Any) -> QuerySet[Act]:
    """Acts are public law: everyone's, less those done for a partner the person may not know of."""
    return Act.objects.exclude(department__isnull=False, department__marking__in=hidden_from(person))


def hidden_from(person: Any) -> list[str]:
    """The markings this person may not read."""
    known = markings_for(person)
    return [marking.value for marking in Marking if marking.value not in known]
