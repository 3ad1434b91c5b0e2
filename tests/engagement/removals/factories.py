"""Country files for tests, made as they are for real."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from entente.engagement.partners.models import Partner
from entente.engagement.removals import actions
from entente.engagement.removals.models import CountryFile, Figure, Lever, Measure, Plan, Use
from tests.engagement.forums.factories import body as body
from tests.engagement.forums.factories import partner as partner
from tests.engagement.forums.factories import source as source

REASON = "The embassy asked for time"
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
BEFORE = (date(2026, 4, 1), date(2026, 6, 30))


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def country(key: str = "verdania") -> Partner:
    return Partner.objects.filter(key=key).first() or partner(key)


def file(key: str = "verdania", *, by: Any, **given: Any) -> CountryFile:
    opened = {"opened_on": date(2026, 1, 5), "marking": "unclassified"}
    return actions.open_file(country(key), by=by, **(opened | given))


def figure(of: CountryFile, measure: str, number: Any, *, by: Any, span: Any = QUARTER, **given: Any) -> Figure:
    first, last = span
    words = {"place": "Monthly extract, table 3", "as_of": "2026-10-05"}
    one = {"measure": measure, "number": Decimal(str(number)), "starts_on": first, "ends_on": last}
    return actions.enter(of, [one | words | given], by=by)[0]


def all_figures(of: CountryFile, *, by: Any, span: Any = QUARTER) -> None:
    for at, measure in enumerate(Measure):
        figure(of, measure, 100 - at, by=by, span=span)


def lever(of: CountryFile, *, by: Any, kind: str = "demarche", **given: Any) -> Lever:
    words = {"text_en": "Through the embassy", "available_on": date(2026, 1, 5)}
    return actions.add_lever(of, by=by, kind=kind, **(words | given))


def use(of: Lever, *, by: Any, **given: Any) -> Use:
    return actions.use(of, by=by, **({"used_on": date(2026, 8, 3), "text_en": "Asked for a focal point"} | given))


def plan(of: CountryFile, *, by: Any, items: int = 1, **given: Any) -> Plan:
    words = {"title_en": "Plan for the year", "title_fr": "Plan de l’année", "aim_en": "Documents within 30 days"}
    made = actions.draft(of, by=by, **(words | given))
    for number in range(items):
        actions.add_item(made, by=by, text_en=f"Item {number}", lead=made.lead, due_on=in_days(30))
    return made


def plan_in(state: str, of: CountryFile, *, by: Any, boss: Any, **given: Any) -> Plan:
    """A plan in a state, walked there: ``by`` drafts and leads it, ``boss`` approves."""
    one = plan(of, by=by, **given)
    if state == "given_up":
        return actions.give_up(one, by=boss, reason=REASON)
    steps = {
        "consulted": lambda: actions.consult(one, by=by),
        "approved": lambda: actions.approve(one, by=boss),
        "active": lambda: actions.activate(one, by=by, review_on=in_days(180)),
        "reviewed": lambda: reviewed(one, by=by),
    }
    for name, take in steps.items():
        if state == "drafted":
            break
        one = take()
        if name == state:
            break
    return one


def reviewed(one: Plan, *, by: Any) -> Plan:
    for item in one.items.all():
        actions.finish_item(item, by=by, ended_on=in_days(0), result_en="Done")
    return actions.review(one, by=by, outcome_en="Documents come within 40 days.")
