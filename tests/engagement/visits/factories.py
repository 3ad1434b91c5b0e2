"""Visits for tests, walked to their state as they are for real."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.framework.models import Element
from entente.engagement.partners.models import Partner
from entente.engagement.visits import actions
from entente.engagement.visits.models import Cost, Gift, Item, Need, Site, Topic, Visit, Visitor
from entente.foundation.people.models import Headship, Person, Unit, Work
from tests.engagement.forums.factories import body as body
from tests.engagement.forums.factories import edition as edition
from tests.engagement.forums.factories import partner as partner
from tests.engagement.forums.factories import priority as priority
from tests.engagement.forums.factories import source as source
from tests.engagement.forums.factories import standing as standing

WALK = (
    "requested", "triage", "accepted", "consultation", "programme", "pre_briefed", "under_way", "feedback",
    "follow_up", "closed",
)  # fmt: skip
WHY = "The facts ask for it"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def unit(key: str, **given: Any) -> Unit:
    words = {"name_en": f"Office {key}", "name_fr": f"Bureau {key}"}
    return Unit.objects.get_or_create(key=key, defaults=words | given)[0]


def chart() -> dict[str, Unit]:
    """A small agency: the President, two branches, International Affairs under one of them."""
    top = unit("president", name_en="President", name_fr="Présidence", work=Work.HEAD_OF_AGENCY)
    policy = unit("policy", name_en="Strategic Policy Branch", name_fr="DG de la politique stratégique", parent=top)
    return {
        "president": top,
        "policy": policy,
        "iad": unit(
            "iad",
            name_en="International Affairs Directorate",
            name_fr="Direction des affaires internationales",
            parent=policy,
            work=Work.INTERNATIONAL_AFFAIRS,
        ),
        "commercial": unit("commercial", name_en="Commercial Branch", name_fr="DG du secteur commercial", parent=top),
        "travellers": unit("travellers", name_en="Travellers Branch", name_fr="DG des voyageurs", parent=top),
    }


def head(of: Unit, person: Person, rank: str = "director_general") -> Headship:
    return Headship.objects.create(unit=of, person=person, rank=rank, starts_on=date(2020, 1, 1))


def placed(person: Person, at: Unit) -> Person:
    """The person, in an office."""
    person.unit = at
    person.save()
    return person


def objective(of: Any, key: str = "secure-trade") -> Element:
    words = {"title_en": "Secure trade", "title_fr": "Sécuriser le commerce", "kind": "objective", "as_of": "2008"}
    return Element.objects.get_or_create(key=key, defaults={"edition": of, "source": source()} | words)[0]


def some_partner(key: str = "mx", **given: Any) -> Partner:
    words = {"name_en": "Mexico", "name_fr": "Mexique"} if key == "mx" else {}
    return Partner.objects.filter(key=key).first() or partner(key, **words | given)


def requested(*, by: Any, **given: Any) -> Visit:
    words = {"title_en": "Mexican customs", "title_fr": "Douanes mexicaines"}
    words |= {"starts_on": in_days(20), "ends_on": in_days(22), "requested_on": in_days(-5)}
    given.setdefault("partner", None)
    given["partner"] = given["partner"] or some_partner()
    given.setdefault("unit", unit("commercial"))
    return actions.register(by=by, **words | given)


def comes(visit: Visit, *, by: Any, rank: str = "director_general", **given: Any) -> Visitor:
    words = {"office_en": "Director General, Customs", "office_fr": "Directeur général des douanes", "part": "head"}
    return actions.add(visit, Visitor, by=by, rank=rank, **words | given)


def about(visit: Visit, *, by: Any, wide: bool = True, linked: bool = True, **given: Any) -> Topic:
    """A topic: of two branches when ``wide``, serving an objective of the edition in effect when ``linked``."""
    units = [unit("commercial"), unit("travellers")] if wide else [unit("commercial")]
    found = Element.objects.filter(kind="objective").first()
    elements = [found or objective(edition())] if linked else []
    words = {"title_en": "Container security", "title_fr": "Sécurité des conteneurs"}
    return actions.add(visit, Topic, by=by, units=units, elements=elements, bodies=[], regions=[], **words | given)


def shown(visit: Visit, *, by: Any, **given: Any) -> Item:
    words = {"on": visit.starts_on, "starts_at": time(9), "ends_at": time(10, 30), "title_en": "Welcome"}
    return actions.add(visit, Item, by=by, **words | {"title_fr": "Accueil", "people": []} | given)


def site(visit: Visit, *, by: Any, **given: Any) -> Site:
    return actions.add(visit, Site, by=by, **{"name_en": "Port of Halifax", "name_fr": "Port d’Halifax"} | given)


def gift(visit: Visit, *, by: Any, **given: Any) -> Gift:
    words = {"way": "received", "what_en": "A book", "what_fr": "Un livre", "value": 45}
    return actions.add(visit, Gift, by=by, **words | given)


def cost(visit: Visit, *, by: Any, **given: Any) -> Cost:
    return actions.add(visit, Cost, by=by, **{"line": "hospitality", "estimate": 800} | given)


def settled(visit: Visit, *, by: Any) -> None:
    """Every line of the protocol checklist done."""
    for need in visit.needs.filter(state="to_do"):
        actions.change_row(need, by=by, state=Need.State.DONE)


def visit_in(state: str, *, by: Any, **given: Any) -> Visit:
    """A visit in a state, walked there by a visits officer."""
    visit = requested(by=by, **given)
    if state == "declined":
        return actions.decline(visit, by=by, reason=WHY)
    stop = WALK.index("accepted" if state == "cancelled" else state)
    comes(visit, by=by)
    about(visit, by=by)
    for now in WALK[1 : stop + 1]:
        visit = _walk(visit, now, by=by)
    return actions.cancel(visit, by=by, reason=WHY) if state == "cancelled" else visit


def _walk(visit: Visit, state: str, *, by: Any) -> Visit:
    today = timezone.localdate()
    if state == "triage":
        return actions.triage(visit, by=by)
    if state == "accepted":
        return actions.accept(visit, by=by)
    if state == "consultation":
        return actions.consult(visit, by=by)
    if state == "programme":
        return actions.draft_programme(visit, by=by)
    if state == "pre_briefed":
        shown(visit, by=by)
        return actions.pre_brief(visit, by=by, on=min(today, visit.starts_on))
    if state == "under_way":
        settled(visit, by=by)
        return actions.begin(visit, by=by, today=max(today, visit.starts_on))
    if state == "feedback":
        return actions.end(visit, by=by)
    if state == "follow_up":
        for side in ("visitors", "hosts"):
            actions.give_feedback(visit, by=by, side=side, kept="The welcome")
        return actions.follow_up(visit, by=by)
    actions.write_report(visit, by=by, text_en="Both sides will exchange lists.")
    return actions.close(visit, by=by)
