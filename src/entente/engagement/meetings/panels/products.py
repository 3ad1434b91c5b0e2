"""Joint products: on their own page, on those of bodies and partners, and in My day."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import highest
from entente.kit.days import spoken
from entente.kit.panel import Head, Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from ..models import Input, Product
from ..policy import MEETINGS, PRODUCTS
from ..queries import products
from . import sentences
from .outcomes import PRODUCT_KINDS


def body_panels(ask: Ask, body: Any) -> list[Panel]:
    """The joint products of a body. One query."""
    found = products.of_body(ask.person, body)
    if not found:
        return []
    may = not ask.past and PRODUCTS.allows(ask.person, "open_product")
    to = (_("Record a joint product"), f"{reverse('meetings:new_product')}?body={body.key}") if may else None
    panel = Panel(
        "products",
        _("Joint products"),
        "meetings/panels/products.html",
        {"products": found, "kinds": PRODUCT_KINDS},
        count=len(found),
        action=to,
        marking=highest(one.marking for one in found),
    )
    return [panel]


def partner_panels(ask: Ask, partner: Any) -> list[Panel]:
    """What a partner still owes to joint products. One query."""
    found = products.owed_by(ask.person, partner)
    if not found:
        return []
    today = date.fromisoformat(ask.on)
    rows = [{"input": one, "late": sentences.lateness(one.due_on, today)} for one in found]
    panel = Panel(
        "inputs",
        _("Inputs it owes to joint products"),
        "meetings/panels/inputs.html",
        {"rows": rows},
        count=len(rows),
        open=True,
        marking=highest(one.product.marking for one in found),
    )
    return [panel]


# ── Its own page ──────────────────────────────────────────────────────────────────────────────────

STEPS = ("begin_product", "finish_product", "drop_product", "take_up_product")


def head(product: Product, inputs: list[Any], today: date) -> Head:
    """The title, the state, by when, and what is still owed in one sentence."""
    owed = [one for one in inputs if one.is_owed]
    late = [one for one in owed if one.is_late(today)]
    badges = [(PRODUCT_KINDS[product.state], product.get_state_display())]
    if product.is_open and product.due_on is not None and product.due_on < today:
        badges.append(("danger", _("late")))
    return Head(
        name=product.title,
        kind=f"{_('joint product')}, {product.key}",
        sentence=_sentence(product, owed, late),
        badges=tuple(badges),
        marking=product.marking,
    )


def _sentence(product: Product, owed: list[Any], late: list[Any]) -> str:
    said = []
    if product.due_on is not None:
        said.append(_("Due %(day)s.") % {"day": spoken(product.due_on.isoformat())})
    if owed:
        said.append(_("Inputs still owed: %(many)s, of these late: %(late)s.") % {"many": len(owed), "late": len(late)})
    elif product.is_open:
        said.append(_("Nothing is owed to it."))
    return " ".join(said)


def steps(person: Any, product: Product, moves: set[str]) -> list[tuple[str, str]]:
    """What this person may do with a product now, as label and address."""
    labels = {
        "begin_product": _("Work has begun"),
        "finish_product": _("It is done"),
        "drop_product": _("Drop it"),
        "take_up_product": _("Take it up again"),
    }
    found = []
    if product.is_open and PRODUCTS.allows(person, "owe_input", product):
        found.append((_("Add an input"), reverse("meetings:owe_input", args=[product.key])))
    for name in STEPS:
        if name in moves and PRODUCTS.allows(person, name, product):
            found.append((labels[name], reverse(f"meetings:{name}", args=[product.key])))
    if product.is_open and PRODUCTS.allows(person, "change_product", product):
        found.append((_("Change it"), reverse("meetings:change_product", args=[product.key])))
    return found


def rows(person: Any, product: Product, inputs: list[Input], today: date) -> list[dict[str, Any]]:
    """The inputs as the page shows them, each with what this person may do."""
    may = {act: product.is_open and PRODUCTS.allows(person, act, product) for act in ("move_input", "waive_input")}
    return [
        {
            "input": one,
            "late": sentences.lateness(one.due_on, today) if one.is_owed else "",
            "is_late": one.is_late(today),
            "may_deliver": product.is_open and one.is_owed and PRODUCTS.allows(person, "deliver_input", one),
            "may": one.is_owed and may["move_input"],
        }
        for one in inputs
    ]


def decided_at(person: Any, product: Product) -> Any:
    """The meeting that decided on it, for who may see it."""
    meeting = product.meeting
    return meeting if meeting is not None and MEETINGS.allows(person, "view", meeting) else None


# ── My day ────────────────────────────────────────────────────────────────────────────────────────


def waiting(person: Any, today: date) -> list[Debt]:
    """Inputs that are due soon or late, and products this person leads. Two queries."""
    found = []
    for one in products.waiting_for(person, today):
        why = _("An input to “%(product)s”") % {"product": one.product.title}
        if one.partner is not None:
            why = _("%(who)s owes it to “%(product)s”: ask for it") % {
                "who": one.partner.name,
                "product": one.product.title,
            }
        found.append(Debt(one.title, one.get_absolute_url(), why, due=one.due_on))
    for product in products.led_by(person, today):
        found.append(Debt(product.title, product.get_absolute_url(), _("A joint product you lead"), due=product.due_on))
    return found
