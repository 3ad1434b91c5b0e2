"""Questions about joint products and what is owed to them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from entente.engagement.forums import policy as forums
from entente.engagement.forums.models import Body
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import WORKING, Role
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import Input, Meeting, Product, ProductState

OPEN = (ProductState.PLANNED, ProductState.UNDER_WAY)
SOON = timedelta(days=14)  # from then on an input waits for who owes it
OWED = Q(delivered_on__isnull=True, waived_because="")
FAR = Value(date.max, DateField())


def products(ask: Ask) -> QuerySet[Any]:
    """Joint products. Unordered, one query. Each carries ``owed`` and ``late`` (inputs), and what it is sorted by."""
    owed = _owed_inputs(ask.person)
    late = owed & Q(inputs__due_on__lt=ask.on)
    found: QuerySet[Any] = policy.products_visible_to(ask.person).annotate(
        owed=Count("inputs", filter=owed),
        late=Count("inputs", filter=late),
        due_sort=Coalesce("due_on", FAR),
        body_sort=Coalesce(F(f"body__sort_{language()}"), Value("")),
        unit_sort=Coalesce(F(f"unit__sort_{language()}"), Value("")),
    )
    return found.select_related("body", "unit", "lead", "meeting")


def inputs(ask: Ask) -> QuerySet[Any]:
    """Inputs to joint products. Unordered, one query. Each carries ``late_now``: late on the day asked about."""
    late = OWED & Q(due_on__lt=ask.on)
    found: QuerySet[Any] = policy.inputs_visible_to(ask.person).annotate(
        due_sort=Coalesce("due_on", FAR),
        product_sort=F(f"product__sort_{language()}"),
        late_now=Exists(Input.objects.filter(late, pk=OuterRef("pk"))),
    )
    return found.select_related("product__body", "unit", "partner", "owner")


def called(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Joint products whose title in either language holds every word."""
    for word in fold(text).split():
        rows = rows.filter(Q(sort_en__contains=word) | Q(sort_fr__contains=word))
    return rows


def standing(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Inputs that are ``owed``, ``late``, ``delivered`` or ``waived``."""
    kinds = {"delivered": Q(delivered_on__isnull=False), "waived": ~Q(waived_because=""), "late": Q(late_now=True)}
    return rows.filter(kinds.get(value, OWED))


def product(person: Any, key: str) -> QuerySet[Product]:
    """One joint product with what its page needs, as a queryset of one or none."""
    related = ("body", "unit", "lead", "meeting__body", "meeting__partner")
    return policy.products_visible_to(person).filter(key=key).select_related(*related)


def inputs_of(person: Any, one: Product) -> list[Any]:
    """The inputs owed to a product: what is due first on top, what was delivered or let off last. One query."""
    rows = policy.inputs_visible_to(person).filter(product=one).select_related("unit", "partner", "owner")
    found = list(rows.order_by(Coalesce("due_on", FAR), "id"))
    for each in found:
        each.product = one
    return sorted(found, key=lambda each: not each.is_owed)


def an_input(person: Any, pk: int) -> QuerySet[Input]:
    """One input with its product, as a queryset of one or none."""
    return policy.inputs_visible_to(person).filter(pk=pk).select_related("product__body", "unit", "partner", "owner")


def owed_to(one: Product) -> QuerySet[Input]:
    """What is still owed to a product, whoever may see it: rules ask, not people."""
    return Input.objects.filter(OWED, product=one).order_by(Coalesce("due_on", FAR), "id")


def of_body(person: Any, body: Body) -> list[Any]:
    """The joint products of a body, open ones first. One query."""
    rows = (
        policy.products_visible_to(person).filter(body=body).annotate(owed=Count("inputs", filter=_owed_inputs(person)))
    )
    found = rows.select_related("unit").order_by(Coalesce("due_on", FAR), "id")
    return sorted(found, key=lambda one: not one.is_open)


def decided_at(person: Any, meeting: Meeting) -> QuerySet[Any]:
    """The joint products on which a meeting decided. One query."""
    rows = policy.products_visible_to(person).filter(meeting=meeting)
    return rows.annotate(owed=Count("inputs", filter=_owed_inputs(person))).select_related("unit").order_by("id")


def _owed_inputs(person: Any) -> Q:
    """Inputs owed that this person may see, of the product in question."""
    seen = Q(inputs__partner__isnull=True) | Q(inputs__partner__marking__in=markings_for(person))
    return seen & Q(inputs__pk__isnull=False, inputs__delivered_on__isnull=True, inputs__waived_because="")


def owed_by(person: Any, partner: Partner) -> list[Input]:
    """What a partner and its parts still owe to joint products. One query."""
    own = Q(partner=partner) | Q(partner__parent=partner)
    rows = policy.inputs_visible_to(person).filter(OWED, own, product__state__in=OPEN)
    return list(rows.select_related("product", "partner").order_by(Coalesce("due_on", FAR), "id"))


def waiting_for(person: Any, today: date) -> list[Input]:
    """Inputs due soon or late that this person sees to, or whose office owes them with nobody named. One query."""
    mine = Q(owner=person)
    if person.unit_id and person.role in (Role.DESK_OFFICER, Role.TRAVEL_PLANNER, Role.EXECUTIVE):
        mine |= Q(owner__isnull=True, unit=person.unit_id)
    chased = Q(product__lead=person, partner__isnull=False, due_on__lt=today)
    rows = policy.inputs_visible_to(person).filter(OWED, mine | chased, product__state__in=OPEN)
    return list(
        rows.filter(due_on__lte=today + SOON).select_related("product", "unit", "partner").order_by("due_on", "id")
    )


def led_by(person: Any, today: date) -> list[Product]:
    """Open products that this person leads and that are due soon or late. One query."""
    rows = policy.products_visible_to(person).filter(lead=person, state__in=OPEN, due_on__lte=today + SOON)
    return list(rows.select_related("body").order_by("due_on", "id"))


def to_remind(until: date) -> Iterable[Input]:
    """Inputs owed and due by a day to products that are open, whoever may see them: the nightly task asks."""
    rows = Input.objects.filter(OWED, due_on__lte=until, product__state__in=OPEN)
    return rows.select_related("product__lead", "product__body", "unit", "partner", "owner").order_by("id")


def bodies_with_products(ask: Ask) -> QuerySet[Body]:
    """The bodies that have a joint product, by name, for a filter. One query."""
    seen = policy.products_visible_to(ask.person).order_by().values("body")
    return forums.visible_to(ask.person).filter(pk__in=seen).order_by(f"sort_{language()}", "id")


def partners_that_owe(ask: Ask) -> QuerySet[Partner]:
    """The partners that owe or owed an input, by name, for a filter. One query."""
    owed = policy.inputs_visible_to(ask.person).order_by().filter(partner=OuterRef("pk"))
    return partners.choices(ask.person).filter(Exists(owed))


def working() -> QuerySet[Person]:
    """Who may lead or see to something, by name: open accounts that work on the record."""
    found = Person.objects.filter(is_active=True, role__in=WORKING)
    return found.order_by("last_name", "first_name", "username", "id")
