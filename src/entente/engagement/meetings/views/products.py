"""Pages about joint products and the inputs owed to them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import typed

from .. import actions, exports, forms
from ..models import Input, Product
from ..panels import products as shown
from ..policy import PRODUCTS
from ..queries import products as asked
from ..workflow import PRODUCT
from .answering import about, above, answer
from .meetings import register_page

TRAIL_LINES = 12
STEPS: dict[str, Callable[..., Product]] = {
    "begin_product": actions.begin_product,
    "finish_product": actions.finish_product,
    "drop_product": actions.drop_product,
    "take_up_product": actions.take_up_product,
}


def products(request: HttpRequest) -> HttpResponseBase:
    """Every joint product, what is due first on top."""
    new = [(_("Record a joint product"), reverse("meetings:new_product"))]
    also = [(_("Inputs owed, one by one"), f"{reverse('meetings:inputs')}?state=owed")]
    buttons = (new if PRODUCTS.allows(request.user, "open_product") else []) + also
    return register_page(request, exports.PRODUCTS, "products", may_add=False, buttons=buttons)


def inputs(request: HttpRequest) -> HttpResponseBase:
    """Every input to a joint product: due, delivered, late."""
    back = [*above(), (_("Joint products"), reverse("meetings:products"))]
    return register_page(request, exports.INPUTS, "products", may_add=False, breadcrumb=back)


def product(request: HttpRequest, key: str) -> HttpResponse:
    """One joint product: what it is to be, what is owed to it, what was done."""
    found = get_object_or_404(asked.product(request.user, key))
    if found.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=found)
    today = timezone.localdate()
    owed = asked.inputs_of(request.user, found)
    moves = {move.name for move in PRODUCT.open_to(found)}
    head = shown.head(found, owed, today)
    context: dict[str, Any] = {
        "page_title": found.title,
        "product": found,
        "head": head,
        "rows": shown.rows(request.user, found, owed, today),
        "meeting": shown.decided_at(request.user, found),
        "steps": shown.steps(request.user, found, moves),
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES],
        "breadcrumb": [*above(), (_("Joint products"), reverse("meetings:products"))],
        "marking": found.marking,
    }
    return render(request, "meetings/product.html", context)


def new_product(request: HttpRequest) -> HttpResponse:
    """Put a joint product on record."""
    PRODUCTS.require(request.user, "open_product")
    given = {name: request.GET[name] for name in ("body", "meeting") if request.GET.get(name)}
    form = typed.form(forms.ProductWords, request, person=request.user, initial=given)
    context: dict[str, Any] = {
        "page_title": _("Record a joint product"),
        "submit": _("Put it on record"),
        "breadcrumb": [*above(), (_("Joint products"), reverse("meetings:products"))],
        "cancel": reverse("meetings:products"),
    }
    return answer(request, form, actions.open_product, _("The joint product is on record."), to=_page, **context)


def change_product(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is known of a joint product."""
    found = _product(request, key, "change_product")
    present = forms.initial_of(found, forms.ProductWords)
    form = typed.form(forms.ProductWords, request, person=request.user, changing=True, initial=present)
    context = _around(found, _("Change the joint product"), _("Save the changes"))
    act = about(actions.change_product, found)
    return answer(request, form, act, _("The joint product is changed."), to=_page, **context)


def step_product(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Begin it, finish it, drop it, take it up again."""
    found = _product(request, key, name)
    titles = {
        "begin_product": _("Work has begun"),
        "finish_product": _("It is done"),
        "drop_product": _("Drop it"),
        "take_up_product": _("Take it up again"),
    }
    form = typed.form(forms.StepWords, request)
    context = _around(found, titles[name], titles[name])
    return answer(request, form, about(STEPS[name], found), _("The step is recorded."), to=_page, **context)


def owe_input(request: HttpRequest, key: str) -> HttpResponse:
    """Put on record what somebody owes to a joint product."""
    found = _product(request, key, "owe_input")
    form = typed.form(forms.InputWords, request, person=request.user, initial={"due_on": found.due_on})
    context = _around(found, _("Add an input"), _("Add the input"))
    act = about(actions.owe_input, found)
    return answer(request, form, act, _("The input is on record."), to=lambda made: _page(found), **context)


def deliver_input(request: HttpRequest, pk: int) -> HttpResponse:
    """An input was delivered."""
    found = _input(request, pk, "deliver_input")
    form = typed.form(forms.Delivery, request, initial={"delivered_on": timezone.localdate()})
    return _about_input(
        request, found, form, actions.deliver_input, _("It is delivered"), _("The delivery is recorded.")
    )


def move_input(request: HttpRequest, pk: int) -> HttpResponse:
    """The day of an input moves."""
    found = _input(request, pk, "move_input")
    form = typed.form(forms.MovedDay, request, initial={"due_on": found.due_on})
    return _about_input(request, found, form, actions.move_input, _("Move the day"), _("The day is moved."))


def waive_input(request: HttpRequest, pk: int) -> HttpResponse:
    """An input is not needed any more."""
    found = _input(request, pk, "waive_input")
    form = typed.form(forms.WhyStruck, request)
    return _about_input(request, found, form, actions.waive_input, _("Let it off"), _("The input is let off."))


def _about_input(  # noqa: PLR0913 - one page for three verbs
    request: HttpRequest, found: Input, form: Any, act: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    context = _around(found.product, title, title) | {"lead_text": found.title}
    return answer(request, form, about(act, found), done, to=lambda made: _page(found.product), **context)


def _product(request: HttpRequest, key: str, act: str) -> Product:
    found: Product = get_object_or_404(asked.product(request.user, key))
    PRODUCTS.require(request.user, act, found)
    return found


def _input(request: HttpRequest, pk: int, act: str) -> Input:
    found: Input = get_object_or_404(asked.an_input(request.user, pk))
    PRODUCTS.require(request.user, act, found)
    return found


def _around(found: Product, title: str, submit: str) -> dict[str, Any]:
    listed = (_("Joint products"), reverse("meetings:products"))
    return {
        "page_title": title,
        "lead_text": found.title,
        "submit": submit,
        "breadcrumb": [*above(), listed, (found.title, found.get_absolute_url())],
        "cancel": found.get_absolute_url(),
        "marking": found.marking,
    }


def _page(found: Product) -> str:
    return found.get_absolute_url()
