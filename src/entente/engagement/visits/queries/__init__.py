"""Questions about visits: the register and the choices of forms; beside it the routing, the dossier and the days."""

from datetime import timedelta
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from entente.engagement.forums import queries as forums
from entente.engagement.forums.models import Body
from entente.engagement.framework import queries as framework
from entente.engagement.framework.models import Edition, Element, RegionalPage
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import ABROAD, Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit, Work
from entente.foundation.people.roles import LADDER, Marking, Rank, Role, up_to
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import AHEAD, FEEDBACK_DAYS, Consultation, Cost, Feedback, Gift, Item, Routing, State, Visit
from .addressees import asked_of as asked_of
from .addressees import in_charge as in_charge
from .addressees import leading as leading
from .addressees import receiving as receiving
from .days import BEFORE_BRIEF as BEFORE_BRIEF
from .days import around as around
from .days import born_in as born_in
from .days import coming as coming
from .days import due_feedback as due_feedback
from .days import due_pre_briefs as due_pre_briefs
from .days import expected as expected
from .days import falling as falling
from .days import in_the_hands_of as in_the_hands_of
from .days import last_with as last_with
from .days import to_answer as to_answer
from .days import to_decide as to_decide
from .dossier import Whole as Whole
from .dossier import whole as whole
from .facts import RoutingFacts as RoutingFacts
from .facts import TopicFacts as TopicFacts
from .routing import edition_for as edition_for
from .routing import facts_of as facts_of

PRIORITIES = (Element.Kind.OBJECTIVE, Element.Kind.THEME, Element.Kind.ISSUE, Element.Kind.CORPORATE_PRIORITY)
"""Elements of an edition that a topic may serve."""

# ── The register ──────────────────────────────────────────────────────────────────────────────────


def visits(ask: Ask) -> QuerySet[Any]:
    """Every visit this person may see, unordered. One query. Each carries ``partner_sort`` and ``unit_sort``."""
    return (
        policy.visible_to(ask.person)
        .annotate(
            partner_sort=F(f"partner__sort_{language()}"),
            unit_sort=Coalesce(F(f"unit__sort_{language()}"), Value("")),
        )
        .select_related("partner", "unit", "officer")
    )


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose title, partner or key holds every word, in either language."""
    for word in text.split():
        said = fold(word)
        found = Q(sort_en__contains=said) | Q(sort_fr__contains=said) | Q(key__icontains=word)
        found |= Q(partner__sort_en__contains=said) | Q(partner__sort_fr__contains=said)
        rows = rows.filter(found)
    return rows


def with_partner(rows: QuerySet[Any], key: str, path: str = "") -> QuerySet[Any]:
    """Visits of a partner and of its administrations. ``path`` leads to the visit (``visit__``)."""
    return rows.filter(Q(**{f"{path}partner__key": key}) | Q(**{f"{path}partner__parent__key": key}))


def at_least(rows: QuerySet[Any], rank: str) -> QuerySet[Any]:
    """Visits led at a rank or above."""
    return rows.filter(level_place__gt=LADDER.index(Rank(rank)))


def in_year(rows: QuerySet[Any], year: str) -> QuerySet[Any]:
    """Visits of which a day falls in a calendar year."""
    return rows.filter(starts_on__lte=f"{year}-12-31", ends_on__gte=f"{year}-01-01")


def years(ask: Ask) -> list[int]:
    """The calendar years in which visits begin, the latest first. One query."""
    return [one.year for one in policy.visible_to(ask.person).dates("starts_on", "year", order="DESC")]


def hosts(ask: Ask) -> QuerySet[Partner]:
    """The partners who visit, by name. One query."""
    came = policy.visible_to(ask.person).filter(partner=OuterRef("pk"))
    return partners.choices(ask.person).filter(Exists(came))


def leads(ask: Ask) -> QuerySet[Unit]:
    """The branches that lead a visit, by name. One query."""
    led = policy.visible_to(ask.person).filter(unit=OuterRef("pk"))
    return people.every_office().filter(Exists(led))


def still_ahead(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """Visits that will take place from a day on."""
    return rows.filter(state__in=AHEAD, ends_on__gte=day)


def unheard(rows: QuerySet[Any], day: Any) -> QuerySet[Any]:
    """Visits whose feedback is late on a day: a side has not been heard and the ten days are over."""
    said = Feedback.objects.filter(visit=OuterRef("pk"))
    silent = ~Exists(said.filter(side=Feedback.Side.VISITORS)) | ~Exists(said.filter(side=Feedback.Side.HOSTS))
    return rows.filter(silent, state=State.FEEDBACK, ends_on__lt=day - timedelta(days=FEEDBACK_DAYS))


def overruled(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Visits of which the standing routing is an overrule."""
    last = Routing.objects.filter(visit=OuterRef("pk")).order_by("-id")
    return rows.annotate(by_hand=last.values("overruled")[:1]).filter(by_hand=True)


def gifts(ask: Ask) -> QuerySet[Any]:
    """The gifts of every visit this person may see, unordered. One query."""
    return Gift.objects.filter(visit__in=policy.visible_to(ask.person)).select_related("visit__partner")


def costs(ask: Ask) -> QuerySet[Any]:
    """The cost lines of every visit this person may see, unordered; ``known`` sorts the actual. One query."""
    rows = Cost.objects.filter(visit__in=policy.visible_to(ask.person)).select_related("visit__partner")
    return rows.annotate(known=Coalesce(F("actual"), Value(0), output_field=DecimalField()))


# ── One visit, and what forms choose from ─────────────────────────────────────────────────────────


def visit(person: Any, key: str) -> QuerySet[Visit]:
    """One visit with what its pages need, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key).select_related("partner__country", "unit", "officer")


def part(person: Any, visit: Visit, model: Any, pk: int) -> QuerySet[Any]:
    """One row of a visit that this person may see, as a queryset of one or none."""
    visible = {Item: policy.items_visible_to, Consultation: policy.consultations_visible_to}
    rows = visible[model](person) if model in visible else model._default_manager.all()
    found: QuerySet[Any] = rows.filter(visit=visit, pk=pk).select_related("visit__partner")
    return found


def delegations(person: Any) -> QuerySet[Partner]:
    """Partners that may send a delegation, by name."""
    return partners.choices(person, *ABROAD)


def offices() -> QuerySet[Unit]:
    """Offices of the agency, by name."""
    return people.every_office()


def branches() -> QuerySet[Unit]:
    """The branches of the agency, by name: offices that stand under none, or under the one that heads it."""
    top = Q(parent__isnull=True) | Q(parent__work=Work.HEAD_OF_AGENCY)
    return people.every_office().filter(top).exclude(work=Work.HEAD_OF_AGENCY)


def officers(marking: str) -> QuerySet[Person]:
    """Who may be in charge of a visit marked so: visits officers and desk officers cleared for it, by name."""
    able = [one.value for one in Marking if marking in up_to(one.value)]
    found = Person.objects.filter(is_active=True, role__in=(Role.VISITS_OFFICER, Role.DESK_OFFICER), clearance__in=able)
    return found.order_by("last_name", "first_name", "username", "id")


def colleagues(marking: str) -> QuerySet[Person]:
    """Who may attend an item marked so, by name."""
    able = [one.value for one in Marking if marking in up_to(one.value)]
    return Person.objects.filter(is_active=True, clearance__in=able).order_by(
        "last_name", "first_name", "username", "id"
    )


def elements(person: Any, edition: Edition | None) -> QuerySet[Element]:
    """The objectives and priorities of an edition, in its order."""
    rows = framework.elements(Ask(person, "")).filter(edition=edition, kind__in=PRIORITIES)
    return rows.order_by("kind", "position", "id")


def bodies(person: Any, edition: Edition | None) -> QuerySet[Body]:
    """The priority forums of an edition that this person may see, by rank: its multilateral priorities."""
    return forums.choices(person).filter(priorities__edition=edition).order_by("priorities__position", "id")


def regions(person: Any, edition: Edition | None) -> QuerySet[RegionalPage]:
    """The regional pages of an edition, in its order: its regional priorities."""
    return RegionalPage.objects.filter(edition=edition).order_by("position", "id")
