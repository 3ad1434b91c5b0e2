"""Pages on which a visit and its rows are written down, changed and taken out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit import typed

from .. import actions, forms, queries
from ..actions.rows import ACTS
from ..models import Cost, Gift, Item, Need, Site, Topic, Visit, Visitor
from ..policy import VISITS
from .opening import answered, opened

MODELS: dict[str, Any] = {
    "visitor": Visitor,
    "topic": Topic,
    "site": Site,
    "item": Item,
    "need": Need,
    "gift": Gift,
    "cost": Cost,
}
TITLES: dict[str, tuple[Any, Any, Any]] = {
    "visitor": (gettext_lazy("Add a visitor"), gettext_lazy("Change a visitor"), gettext_lazy("Take a visitor out")),
    "topic": (gettext_lazy("Add a topic"), gettext_lazy("Change a topic"), gettext_lazy("Take a topic out")),
    "site": (gettext_lazy("Add a site"), gettext_lazy("Change a site"), gettext_lazy("Take a site out")),
    "item": (
        gettext_lazy("Add an item to the programme"),
        gettext_lazy("Change an item of the programme"),
        gettext_lazy("Take an item out of the programme"),
    ),
    "need": (
        gettext_lazy("Add a line to the protocol checklist"),
        gettext_lazy("Change a line of the protocol checklist"),
        gettext_lazy("Take a line out of the protocol checklist"),
    ),
    "gift": (gettext_lazy("Add a gift"), gettext_lazy("Change a gift"), gettext_lazy("Take a gift out")),
    "cost": (gettext_lazy("Add a cost line"), gettext_lazy("Change a cost line"), gettext_lazy("Take a cost line out")),
}
"""Titles of the pages on which a row is added, changed and taken out."""


def new(request: HttpRequest) -> HttpResponse:
    """Write down that a delegation asks to come."""
    VISITS.require(request.user, "register")
    asked = {name: request.GET[name] for name in ("partner",) if name in request.GET}
    form = typed.form(forms.NewVisit, request, person=request.user, **_initial(request, asked))
    context = {"page_title": _("Record a request"), "submit": _("Record the request")}
    return answered(request, form, actions.register, _("The request is recorded."), visit=None, **context)


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is said of a visit."""
    visit = opened(request, key)
    VISITS.require(request.user, "change", visit)
    form = typed.form(
        forms.Description,
        request,
        person=request.user,
        visit=visit,
        **_initial(request, _present(visit, forms.Description)),
    )
    context = {"page_title": _("Change what is said of it"), "submit": _("Save")}
    done = _("The visit is changed.")
    return answered(request, form, _about(actions.change, visit), done, visit=visit, **context)


def move_dates(request: HttpRequest, key: str) -> HttpResponse:
    """Move a visit to other days, with the reason."""
    visit = opened(request, key)
    VISITS.require(request.user, "move_dates", visit)
    form = typed.form(forms.Days, request, **_initial(request, _present(visit, forms.Days)))
    context = {"page_title": _("Move it to other days"), "submit": _("Move the visit")}
    done = _("The visit is moved; the old days are kept.")
    return answered(request, form, _about(actions.move_dates, visit), done, visit=visit, **context)


def add_row(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Add a visitor, topic, site, item, protocol line, gift or cost line."""
    visit, model = opened(request, key), MODELS[kind]
    VISITS.require(request.user, ACTS[model], visit)
    first = {"on": visit.starts_on} if model is Item else {}
    form = typed.form(forms.ROWS[model], request, person=request.user, visit=visit, **_initial(request, first))
    title = TITLES[kind][0]

    def act(**given: Any) -> Any:
        return actions.add(visit, model, **given)

    context = {"page_title": title, "submit": title}
    return answered(request, form, act, _("It is added."), visit=visit, **context)


def change_row(request: HttpRequest, key: str, pk: int, kind: str) -> HttpResponse:
    """Change one of them."""
    visit, model = opened(request, key), MODELS[kind]
    row = get_object_or_404(queries.part(request.user, visit, model, pk))
    VISITS.require(request.user, ACTS[model], row)
    present = _present(row, forms.ROWS[model])
    form = typed.form(forms.ROWS[model], request, person=request.user, visit=visit, **_initial(request, present))
    remove = (TITLES[kind][2], reverse(f"visits:remove_{kind}", args=[key, pk]))
    context = {"page_title": TITLES[kind][1], "submit": _("Save"), "remove": remove}
    return answered(request, form, _about(actions.change_row, row), _("It is changed."), visit=visit, **context)


def remove_row(request: HttpRequest, key: str, pk: int, kind: str) -> HttpResponse:
    """Take one of them out, with the reason."""
    visit, model = opened(request, key), MODELS[kind]
    row = get_object_or_404(queries.part(request.user, visit, model, pk))
    VISITS.require(request.user, ACTS[model], row)
    form = typed.form(forms.Reason, request)
    title = TITLES[kind][2]
    context = {"page_title": title, "submit": title, "lead_text": str(row)}
    return answered(request, form, _about(actions.remove, row), _("It is taken out."), visit=visit, **context)


def _about(act: Any, thing: Any) -> Any:
    return lambda **given: act(thing, **given)


def _initial(request: HttpRequest, present: dict[str, Any]) -> dict[str, Any]:
    """What a form holds first; what was typed comes before it."""
    return {} if request.method == "POST" else {"initial": present}


def _present(thing: Visit | Any, form: Any) -> dict[str, Any]:
    """What a record says now, as its form asks for it."""
    found: dict[str, Any] = {}
    many = {one.name for one in thing._meta.many_to_many}
    for name, asked in form.base_fields.items():
        if not hasattr(thing, name):
            continue
        value = getattr(thing, name)
        key = getattr(asked, "to_field_name", "") or ""
        if name in many:
            found[name] = [getattr(one, key) for one in value.all()]
        elif key and value is not None:
            found[name] = getattr(value, key)
        else:
            found[name] = value.split("|") if name == "languages" else value
    return found
