"""What every action on a visit shares: the row held, problems told at once, calendars and routing kept in step."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.notices import actions as notices
from entente.foundation.people.roles import LADDER, Marking, Rank, highest
from entente.foundation.trail import actions as trail
from entente.kit.notice import Word, day, pair

from .. import notices as words
from .. import queries, rules, search
from ..models import AHEAD, Need, Routing, State, Visit

COORDINATED = (*AHEAD, State.UNDER_WAY, State.FEEDBACK, State.FOLLOW_UP)
"""States in which somebody is at work on a visit, and hears when the coordination passes on."""


def _locked(visit: Visit) -> Visit:
    """The visit as it stands now, held until the transaction ends, with what it points at."""
    held = Visit.objects.select_for_update(of=("self",)).select_related("partner", "unit", "officer")
    return held.get(pk=visit.pk)


def _row(thing: Any) -> Any:
    """A row of a visit as it stands now, with its visit held."""
    visit = _locked(thing.visit)
    found = type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    found.visit = visit
    return found


def _keep(thing: models.Model, *problems: ValidationError | None) -> None:
    """Save a thing, or raise everything that stands in the way at once: rules and fields together."""
    said = _by_field(problems)
    try:
        thing.full_clean()
    except ValidationError as wrong:
        for name, found in wrong.error_dict.items():
            said.setdefault(name, []).extend(found)
    if said:
        raise ValidationError(said)
    thing.save()


def _obey(*problems: ValidationError | None) -> None:
    """Raises every problem at once: those of a field under its name, the others under none."""
    if said := _by_field(problems):
        raise ValidationError(said)


def _by_field(problems: Any) -> dict[str, list[ValidationError]]:
    said: dict[str, list[ValidationError]] = {}
    for one in problems:
        if one is not None:
            for name, found in getattr(one, "error_dict", {NON_FIELD_ERRORS: [one]}).items():
                said.setdefault(name, []).extend(found)
    return said


def _open_part(thing: Any, changes: dict[str, Any]) -> dict[str, Any]:
    """What the trail may hold: values of unclassified records, of protected ones only which fields moved."""
    visit = getattr(thing, "visit", thing)
    if highest([visit.kept_as, getattr(thing, "marking", Marking.UNCLASSIFIED)]) == Marking.UNCLASSIFIED:
        return changes
    return {"fields": sorted(changes)}


def _touched(visit: Visit) -> None:
    """Calendars must hear of this change."""
    visit.revision += 1
    visit.changed_at = timezone.now()


def _found(visit: Visit) -> None:
    """The index finds it as it is now."""
    index.put([search.entry(visit)])


def _tell(people: Any, word: Word, visit: Visit, *, key: str, **values: Any) -> None:
    """Tell people about a visit; what the words hold is the same for all of them."""
    known = {
        "title": pair(visit),
        "partner": pair(visit.partner, "name"),
        "first": day(visit.starts_on),
        "last": day(visit.ends_on),
    }
    address = ("visits:visit", visit.key)
    due = values.pop("due_on", None)
    notices.tell(people, word, key=key, address=address, due_on=due, marking=visit.kept_as, **known | values)


def _route(visit: Visit, *, by: Any) -> Routing | None:
    """Ask the three tests again. What they say is kept beside what they said before; an overrule stands.

    Nothing is decided while nobody is known to come or nothing to be talked about.
    """
    edition = queries.edition_for(visit)
    facts = queries.facts_of(visit, edition)
    visit.level, visit.level_place = facts.rank, LADDER.index(Rank(facts.rank)) + 1 if facts.rank else 0
    _follow_rank(visit)
    last = visit.routings.order_by("-id").first()
    if not facts.complete:
        visit.save()
        return last
    found = rules.route(facts)
    tests = {"senior": found.senior, "crosscutting": found.crosscutting, "linked": found.linked}
    same = last and all(getattr(last, name) == met for name, met in tests.items())
    if last and same and last.evidence == found.evidence and last.edition_id == (edition.pk if edition else None):
        visit.save()
        return last
    stands = last if last and last.overruled else None
    routing = Routing(
        visit=visit,
        edition=edition,
        evidence=found.evidence,
        coordinator=stands.coordinator if stands else found.coordinator,
        overruled=bool(stands),
        reason=stands.reason if stands else "",
        by=str(by.username),
        at=timezone.now(),
        **tests,
    )
    _keep(routing)
    _coordinated_by(visit, routing)
    moved = [last.coordinator if last else "", routing.coordinator]
    trail.record(by=by, verb="route_visit", subject=visit, coordinator=moved, **tests)
    return routing


def _coordinated_by(visit: Visit, routing: Routing) -> None:
    """The routing stands; where the coordination passes on while somebody is at work, both are told."""
    before, visit.coordinator = visit.coordinator, routing.coordinator
    visit.save()
    if before and before != visit.coordinator and visit.state in COORDINATED:
        today, key = timezone.localdate(), f"{visit.key}:{routing.pk}"
        _tell(queries.leading(visit, visit.coordinator, on=today), words.COORDINATES, visit, key=key)
        _tell(queries.leading(visit, before, on=today), words.PASSED_ON, visit, key=key)


def _follow_rank(visit: Visit) -> None:
    """Put what the highest rank asks for on the protocol checklist, once. What is there already is let be."""
    heard = any(one.needs_interpreter for one in visit.visitors.all())
    wanted = rules.needs_of(visit.level, interpretation=heard)
    there = set(visit.needs.values_list("kind", flat=True))
    Need.objects.bulk_create([Need(visit=visit, kind=kind, from_rank=True) for kind in wanted if kind not in there])
