"""What is done with joint products and the inputs owed to them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.notices import actions as notices
from entente.foundation.numbers.actions import take
from entente.foundation.trail import actions as trail
from entente.kit.notice import day, pair

from .. import notices as words
from .. import rules, search
from ..models import Input, Product
from ..policy import PRODUCTS
from ..queries import products as asked
from ..workflow import PRODUCT
from .meetings import _locked, _obey

SERIES = "PRD"
RELATED = ("body", "meeting", "unit", "lead")


@transaction.atomic
def open_product(*, by: Any, **given: Any) -> Product:
    """Put a joint product on record: what is made, with whom, by when, who leads.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or not cleared.
        ValidationError: a value cannot stand, or MTG-4 or MTG-51 refuses.
    """
    product = Product(**given)
    PRODUCTS.require(by, "open_product", product)
    product.key = take(SERIES, year=timezone.localdate().year)
    _obey(rules.product_of_somebody(product), rules.within_own_clearance(product, by), thing=product)
    product.save()
    trail.record(by=by, verb="open_product", subject=product, due_on=product.due_on, marking=product.marking)
    index.put([search.product_entry(product)])
    return product


@transaction.atomic
def change_product(product: Product, *, by: Any, reason: str = "", **given: Any) -> Product:
    """Change what is known of a product. When its day moves the reason is needed, and the trail keeps the old one.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, or MTG-4, MTG-7 or MTG-50 to MTG-52 refuse.
    """
    product = _locked(product, *RELATED)
    PRODUCTS.require(by, "change_product", product)
    before = {name: getattr(product, name) for name in given if getattr(product, name) != given[name]}
    for name in before:
        setattr(product, name, given[name])
    _obey(
        rules.something_changes(before),
        rules.product_is_open(product),
        rules.product_of_somebody(product),
        rules.within_own_clearance(product, by),
        rules.reason_given(reason) if before.get("due_on") is not None else None,
        thing=product,
    )
    product.save()
    said = {name: [value, getattr(product, name)] for name, value in before.items() if not name.startswith("text")}
    trail.record(by=by, verb="change_product", subject=product, reason=reason, **said)
    index.put([search.product_entry(product)])
    return product


@transaction.atomic
def begin_product(product: Product, *, by: Any, reason: str = "") -> Product:
    """Work on it has begun."""
    return _move(product, "begin_product", by=by, reason=reason)


@transaction.atomic
def finish_product(product: Product, *, by: Any, reason: str = "") -> Product:
    """It is done. Raises ``ValidationError`` by MTG-53 while something is owed to it."""
    return _move(product, "finish_product", rules.nothing_is_owed(asked.owed_to(product)), by=by, reason=reason)


@transaction.atomic
def drop_product(product: Product, *, by: Any, reason: str) -> Product:
    """It will not be made, and why."""
    return _move(product, "drop_product", by=by, reason=reason)


@transaction.atomic
def take_up_product(product: Product, *, by: Any, reason: str) -> Product:
    """It is taken up again, and why."""
    return _move(product, "take_up_product", by=by, reason=reason)


@transaction.atomic
def owe_input(product: Product, *, by: Any, **given: Any) -> Input:
    """Put on record what one of our offices or a partner owes to a product, and by when.

    Raises:
        PermissionDenied: ``by`` may not, or is not cleared for the partner.
        ValidationError: a value cannot stand, or MTG-4, MTG-52, MTG-56 or MTG-57 refuses.
    """
    product = _locked(product, *RELATED)
    made = Input(product=product, **given)
    PRODUCTS.require(by, "owe_input", made)
    _obey(
        rules.product_is_open(product),
        rules.owed_by_one_side(made),
        rules.due_within_the_product(made, product),
        thing=made,
    )
    made.save()
    trail.record(by=by, verb="owe_input", subject=product, input=made.title_en or made.title_fr, due_on=made.due_on)
    if made.owner is not None and made.owner.pk != by.pk and made.due_on is not None:
        notices.tell(
            [made.owner],
            words.INPUT_OWED,
            key=f"{product.key}:{made.pk}",
            address=("meetings:product", product.key),
            due_on=made.due_on,
            marking=product.marking,
            input=pair(made),
            product=pair(product),
            due=day(made.due_on),
        )
    return made


@transaction.atomic
def move_input(one: Input, *, by: Any, due_on: date | None, reason: str) -> Input:
    """Move the day on which an input is due; the trail keeps the old one, with the reason."""
    one = _input(one)
    PRODUCTS.require(by, "move_input", one)
    before, one.due_on = one.due_on, due_on
    _obey(
        rules.something_changes(before != due_on),
        rules.input_is_owed(one),
        rules.reason_given(reason),
        rules.due_within_the_product(one, one.product),
    )
    one.save(update_fields=["due_on"])
    trail.record(by=by, verb="move_input", subject=one.product, reason=reason, input=one.pk, due_on=[before, due_on])
    return one


@transaction.atomic
def deliver_input(one: Input, *, by: Any, delivered_on: date, delivered: str = "") -> Input:
    """Record that an input was delivered, on what day and as what.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: MTG-52, MTG-54 or MTG-55 refuses.
    """
    one = _input(one)
    PRODUCTS.require(by, "deliver_input", one)
    _obey(
        rules.product_is_open(one.product),
        rules.input_is_owed(one),
        rules.day_has_come(delivered_on, "delivered_on", timezone.localdate()),
    )
    one.delivered_on, one.delivered = delivered_on, delivered
    one.full_clean()
    one.save()
    trail.record(
        by=by, verb="deliver_input", subject=one.product, reason=delivered, input=one.pk, delivered_on=delivered_on
    )
    return one


@transaction.atomic
def waive_input(one: Input, *, by: Any, reason: str) -> Input:
    """Let an input off, with the reason. Raises ``ValidationError`` by MTG-50, MTG-52 or MTG-54."""
    one = _input(one)
    PRODUCTS.require(by, "waive_input", one)
    _obey(rules.product_is_open(one.product), rules.input_is_owed(one), rules.reason_given(reason))
    one.waived_because = reason
    one.full_clean()
    one.save()
    trail.record(by=by, verb="waive_input", subject=one.product, reason=reason, input=one.pk)
    return one


def _input(one: Input) -> Input:
    found: Input = _locked(one, "product__body", "unit", "partner", "owner")
    return found


def _move(product: Product, name: str, *problems: Any, by: Any, reason: str) -> Product:
    product = _locked(product, *RELATED)
    PRODUCTS.require(by, name, product)
    before = product.state
    _obey(*PRODUCT.obstacles(product, name, reason=reason), *problems)
    PRODUCT.take(product, name, reason=reason)
    product.ended_because = reason if name == "drop_product" else ""
    product.save()
    trail.record(by=by, verb=name, subject=product, reason=reason, state=[before, product.state])
    return product
