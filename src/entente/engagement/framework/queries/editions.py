"""Which edition stands on a day, and the list of editions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from entente.foundation.people.models import Unit
from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import subject_of
from entente.foundation.trail.models import Entry
from entente.kit.days import UNKNOWN
from entente.kit.table import Ask

from .. import policy
from ..models import DECIDED, Edition, Linkage, State, Term


def in_effect_on(day: str, *, agency: str = "") -> Edition | None:
    """The edition that rules on a full ISO day, among those that are or were in effect. One query.

    Its period holds the day; when several do, the one that starts last. Between two editions, and after the last one:
    the last that was in effect; ask ``edition.covers(day)`` to say so. Nothing before the first edition.
    ``agency`` is a partner's key, for an installation with the editions of several.
    """
    editions = Edition.objects.decided().select_related("source", "previous")
    return covering(editions.filter(agency=agency) if agency else editions, day)


def ruling(ask: Ask) -> Edition | None:
    """The edition that rules on the day asked about. One query the first time a page asks, none after."""
    found: Edition | None = ask.once("ruling edition", lambda: in_effect_on(ask.on))
    return found


def covering(editions: Iterable[Edition], day: str) -> Edition | None:
    """``in_effect_on`` among editions at hand."""
    begun = [one for one in editions if one.is_decided and one.begins and one.begins <= day]
    begun.sort(key=lambda one: (one.begins, one.pk))
    last = {one.agency: one for one in begun}
    # A superseded edition whose end nobody wrote down ended, at the latest, when the next one began.
    open_ended = [one for one in begun if one.state == State.SUPERSEDED and not one.ends and one != last[one.agency]]
    closed = [one for one in begun if one not in open_ended]
    if holding := [one for one in closed if one.covers(day)]:
        return holding[-1]
    return max(closed, key=lambda one: (one.ends, one.begins, one.pk), default=None)


def editions(ask: Ask) -> QuerySet[Edition]:
    """The editions a person may see, unordered: registers order them. Of another day: those decided that had begun."""
    rows = policy.visible_to(ask.person).select_related("source", "previous")
    return rows.filter(begun_by(ask.on)) if ask.past else rows


def begun_by(day: str, path: str = "") -> Q:
    """Editions in effect by a full ISO day, or what belongs to them. ``path`` leads to the edition: ``edition__``."""
    known = ~Q(**{f"{path}starts_on__in": UNKNOWN}) & Q(**{f"{path}starts_on__lte": day})
    vouched = Q(**{f"{path}starts_on__in": UNKNOWN, f"{path}as_of__lte": day})
    return Q(**{f"{path}state__in": DECIDED}) & (known | vouched)


def in_order(person: Any) -> list[Edition]:
    """Every edition a person may see, the latest first, drafts before all. One query."""
    found = policy.visible_to(person).select_related("source", "previous").order_by("-starts_on", "-id")
    return sorted(found, key=lambda one: one.is_decided)


def present(edition: Edition) -> QuerySet[Edition]:
    """The agency's editions in effect that this one would supersede."""
    return Edition.objects.in_effect().filter(agency=edition.agency).exclude(pk=edition.pk).order_by("id")


def following(edition: Edition) -> QuerySet[Edition]:
    """Editions that followed this one and were decided, in order."""
    return edition.followers.decided().order_by("starts_on", "id")


def history(edition: Edition) -> QuerySet[Entry]:
    """What was done to an edition, newest first."""
    return trail.about(subject_of(edition))


def units() -> QuerySet[Unit]:
    """The agency's offices, by name."""
    return Unit.objects.order_by("sort_en", "id")


def counts(edition: Edition) -> dict[str, int]:
    """How many elements, linkages, regional pages, responsibilities and terms an edition holds. Five queries."""
    return {
        "elements": edition.elements.count(),
        "linkages": Linkage.objects.filter(from_element__edition=edition).count(),
        "regions": edition.regions.count(),
        "responsibilities": edition.responsibilities.count(),
        "terms": Term.objects.filter(edition=edition).count(),
    }
