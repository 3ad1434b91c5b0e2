"""What joint products and the inputs owed to them must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

from ..models import Input, Product


def product_of_somebody(product: Product) -> ValidationError | None:
    """MTG-51. A joint product belongs to a body or to the meeting that decided on it.

    Source: engagement, joint products (each partner owes inputs to one product).
    """
    if product.body_id or product.meeting_id:
        return None
    return ValidationError(
        {"body": _("MTG-51: say of which body, or at which meeting it was decided.")}, code="homeless"
    )


def product_is_open(product: Product) -> ValidationError | None:
    """MTG-52. What is done or dropped changes no more; it must be taken up again first.

    Source: design, nothing decided is overwritten.
    """
    if product.is_open:
        return None
    said = _("MTG-52: it is closed (%(state)s). Take it up again first.")
    return ValidationError(said, code="closed", params={"state": product.get_state_display()})


def nothing_is_owed(owed: Iterable[Input]) -> ValidationError | None:
    """MTG-53. A product is done when nothing is owed to it: each input is delivered, or let off with the reason.

    Source: engagement, joint products.
    """
    names = [str(one.title) for one in owed]
    if not names:
        return None
    said = _("MTG-53: still owed: %(inputs)s. Record them as delivered, or let them off with the reason.")
    return ValidationError(said, code="owed", params={"inputs": "; ".join(names)})


def input_is_owed(one: Input) -> ValidationError | None:
    """MTG-54. What was delivered or let off is not delivered again. Source: what a record is."""
    if one.is_owed:
        return None
    return ValidationError(_("MTG-54: this input is not owed any more."), code="not_owed")


def day_has_come(day: date | None, field: str, today: date) -> ValidationError | None:
    """MTG-55. What was done was not done tomorrow. Source: what a record is."""
    if day is None or day <= today:
        return None
    return ValidationError({field: _("MTG-55: this day is still to come.")}, code="future")


def due_within_the_product(one: Input, product: Product) -> ValidationError | None:
    """MTG-56. An input is due no later than the product it goes into. Source: what an input is."""
    if one.due_on is None or product.due_on is None or one.due_on <= product.due_on:
        return None
    said = _("MTG-56: the product is due on %(day)s; its inputs are due before.")
    return ValidationError({"due_on": said}, code="too_late", params={"day": spoken(product.due_on)})


def owed_by_one_side(one: Input) -> ValidationError | None:
    """MTG-57. An input is owed by one of our offices or by one partner. Source: engagement, joint products."""
    if (one.unit_id is None) != (one.partner_id is None):
        return None
    said = _("MTG-57: say which of our offices owes it, or which partner: one of the two.")
    return ValidationError({"unit": said}, code="whose")
