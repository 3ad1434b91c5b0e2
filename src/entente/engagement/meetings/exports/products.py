"""The registers of joint products and of the inputs owed to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.kit.table import Column, Filter, Register

from ..models import Product, ProductState
from ..queries import products
from .cells import day, equal, key_of, keyed, listed, name_of, page_of, short


def state_of(one: Any) -> Any:
    """Whether an input is owed, late, delivered or let off, in a word."""
    if one.delivered_on is not None:
        return _("delivered")
    if one.waived_because:
        return _("let off")
    return _("late") if one.late_now else _("owed")


STANDINGS = [("owed", _("owed")), ("late", _("late")), ("delivered", _("delivered")), ("waived", _("let off"))]

PRODUCTS = Register(
    name="products",
    title=_("Joint products"),
    question=products.products,
    order="due_on",
    dated=False,
    columns=(
        Column("title", _("Joint product"), lambda p: p.title, sort="sort_{lang}", url=page_of),
        Column("key", _("Key"), lambda p: p.key, shown=False),
        Column("title_en", _("Title in English"), lambda p: p.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda p: p.title_fr, shown=False),
        Column("body", _("Body"), lambda p: short(p.body), sort="body_sort", url=lambda p: page_of(p.body)),
        Column("body_key", _("Key of the body"), lambda p: key_of(p.body), shown=False),
        Column("state", _("State"), Product.get_state_display, sort="state"),
        Column("due_on", _("Due on"), lambda p: day(p.due_on), sort="due_sort"),
        Column("owed", _("Inputs owed"), lambda p: p.owed, sort="owed"),
        Column("late", _("Of these late"), lambda p: p.late, sort="late"),
        Column("unit", _("Lead office"), lambda p: short(p.unit), sort="unit_sort"),
        Column("lead", _("Lead"), lambda p: str(p.lead or ""), shown=False),
        Column("text", _("What it is to be"), lambda p: p.text, shown=False),
        Column("ended_because", _("Why it was dropped"), lambda p: p.ended_because, shown=False),
        Column("marking", _("Marking"), Product.get_marking_display, shown=False),
    ),
    filters=(
        Filter("q", _("Words of the title"), lambda rows, text, ask: products.called(rows, text), kind="search"),
        Filter("state", _("State"), equal("state"), listed(ProductState.choices)),
        Filter("body", _("Body"), equal("body__key"), keyed(products.bodies_with_products)),
        Filter("open", _("not done yet"), lambda rows, value, ask: rows.filter(state__in=products.OPEN), kind="check"),
        Filter("late", _("with late inputs"), lambda rows, value, ask: rows.filter(late__gt=0), kind="check"),
    ),
    empty=_("No joint product matches. One is put on record here."),
)

INPUTS = Register(
    name="inputs",
    title=_("Inputs to joint products"),
    question=products.inputs,
    order="due_on",
    dated=False,
    columns=(
        Column("title", _("Input"), lambda i: i.title, url=lambda i: i.get_absolute_url()),
        Column("product", _("Joint product"), lambda i: i.product.title, "product_sort", lambda i: page_of(i.product)),
        Column("product_key", _("Key of the product"), lambda i: i.product.key, shown=False),
        Column("owed_by", _("Owed by"), lambda i: name_of(i.partner or i.unit)),
        Column("unit_key", _("Key of the office"), lambda i: key_of(i.unit), shown=False),
        Column("partner_key", _("Key of the partner"), lambda i: key_of(i.partner), shown=False),
        Column("owner", _("Who sees to it"), lambda i: str(i.owner or "")),
        Column("due_on", _("Due on"), lambda i: day(i.due_on), sort="due_sort"),
        Column("state", _("State"), state_of),
        Column("delivered_on", _("Delivered on"), lambda i: day(i.delivered_on), shown=False),
        Column("delivered", _("What was delivered"), lambda i: i.delivered, shown=False),
        Column("waived_because", _("Why it is not needed any more"), lambda i: i.waived_because, shown=False),
    ),
    filters=(
        Filter("state", _("State"), lambda rows, value, ask: products.standing(rows, value), listed(STANDINGS)),
        Filter("partner", _("Owed by the partner"), equal("partner__key"), keyed(products.partners_that_owe)),
        Filter("body", _("Body"), equal("product__body__key"), keyed(products.bodies_with_products)),
        Filter("ours", _("owed by us"), lambda rows, value, ask: rows.filter(unit__isnull=False), kind="check"),
        Filter("mine", _("mine"), lambda rows, value, ask: rows.filter(owner=ask.person), kind="check"),
    ),
    empty=_("No input matches. They are put on record on the page of their joint product."),
)
