"""Writing a draft: the edition, its elements, links, regional pages, responsibilities and terms."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit import typed
from entente.kit.pages import ask_of

from .. import actions, forms, panels, policy, queries
from ..models import Edition, Element, Linkage, Responsibility, Term
from ..policy import FRAMEWORK
from .reading import region_at

EDITION_FIELDS = tuple(forms.EditionFacts.base_fields)
ELEMENT_FIELDS = ("kind", "parent", "owner", "title_en", "title_fr", "text_en", "text_fr")


def _written(
    request: HttpRequest, form: Any, act: Callable[..., Any], to: Callable[[Any], str], **context: Any
) -> HttpResponse:
    """Do what was typed and go on to ``to(thing)``; or show the form, with what was refused."""
    if form.is_bound and form.is_valid():
        try:
            thing = act(**form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(to(thing))
    words = context.pop("words", None)
    context |= {"form": form, "questions": forms.questions(form, words)}
    context["breadcrumb"] = [(_("Framework"), reverse("framework:index")), *context.get("above", [])]
    return render(request, "framework/form.html", context, status=422 if form.errors else 200)


def refuse(form: Any, refusal: ValidationError) -> None:
    """Show a refusal at the questions it is about; what the form does not ask stands at its head."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, problems in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, problems)


def _draft(request: HttpRequest, key: str) -> Edition:
    """The draft a key names. Raises ``PermissionDenied`` when this person may not write it."""
    edition = get_object_or_404(policy.visible_to(request.user), key=key)
    FRAMEWORK.require(request.user, "draft", edition)
    return edition


def _part(request: HttpRequest, model: type[Any], **which: Any) -> Any:
    """A part this person may write. Raises ``PermissionDenied``."""
    rows = policy.parts_visible_to(request.user, model)
    found = get_object_or_404(rows.select_related(*queries.RELATED[model]), **which)
    FRAMEWORK.require(request.user, "draft", found)
    return found


def _page(part: Any) -> str:
    return panels.addresses(part)["page"]


def _edition_page(edition: Edition) -> str:
    return reverse("framework:edition", args=[edition.key])


def _above(edition: Edition | None) -> list[tuple[Any, str]]:
    return [(edition.title, _edition_page(edition))] if edition else []


# ── Editions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def new_edition(request: HttpRequest) -> HttpResponse:
    """Draft a new edition, empty or as a copy of one before it."""
    FRAMEWORK.require(request.user, "draft")
    editions = policy.visible_to(request.user).order_by("-starts_on", "-id")
    form = typed.form(forms.NewEdition, request, editions=editions)
    act = partial(actions.draft_edition, by=request.user)
    cancel = reverse("framework:editions")
    title, verb = _("Draft a new edition"), _("Begin the draft")
    return _written(request, form, act, _edition_page, page_title=title, submit=verb, cancel=cancel)


def change_edition(request: HttpRequest, key: str) -> HttpResponse:
    """Rewrite a draft's title, period, approving office and summary."""
    edition = _draft(request, key)
    form = typed.form(forms.EditionFacts, request, initial=forms.initial_of(edition, EDITION_FIELDS))
    act = partial(actions.change_edition, edition, by=request.user)
    page = _edition_page(edition)
    return _written(
        request, form, act, _edition_page, page_title=_("Edit the draft"), cancel=page, above=_above(edition)
    )


# ── Elements ──────────────────────────────────────────────────────────────────────────────────────────────────────


def add_element(request: HttpRequest, key: str) -> HttpResponse:
    """Add an objective, theme, principle … to a draft."""
    edition = _draft(request, key)
    initial = {"kind": request.GET.get("kind", ""), "parent": request.GET.get("parent", "")}
    given = {"parents": queries.by_title(edition.elements.all()), "units": queries.units()}
    form = typed.form(forms.ElementWords, request, initial=initial, **given)
    act = partial(actions.add_element, edition, by=request.user)
    title, page = _("Add an element"), _edition_page(edition)
    return _written(request, form, act, _page, page_title=title, cancel=page, above=_above(edition))


def change_element(request: HttpRequest, key: str) -> HttpResponse:
    """Rewrite an element of a draft, both languages side by side."""
    element = _part(request, Element, key=key)
    parents = queries.by_title(element.edition.elements.exclude(pk=element.pk))
    initial = forms.initial_of(element, ELEMENT_FIELDS)
    given = {"parents": parents, "units": queries.units()}
    form = typed.form(forms.ElementWords, request, initial=initial, **given)
    act = partial(actions.change_element, element, by=request.user)
    return _written(request, form, act, _page, words=element.words, **_changing(element))


def _changing(part: Any) -> dict[str, Any]:
    title = _("Edit: %(what)s") % {"what": panels.name_of(part)}
    return {"page_title": title, "cancel": _page(part), "above": _above(part.edition)}


def remove_element(request: HttpRequest, key: str) -> HttpResponse:
    return _removed(request, _part(request, Element, key=key))


def _removed(request: HttpRequest, part: Any) -> HttpResponse:
    """Ask once, then take a part out of its draft."""
    form = typed.form(forms.Sure, request)
    if form.is_bound and form.is_valid():
        try:
            actions.remove(part, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Removed. The trail keeps what it said."))
            return redirect(_edition_page(part.edition) if part.edition else reverse("framework:glossary"))
    context = {
        "page_title": _("Remove: %(what)s") % {"what": panels.name_of(part)},
        "breadcrumb": [(_("Framework"), reverse("framework:index")), *_above(part.edition)],
        "thing": part,
        "form": form,
        "cancel": _page(part),
    }
    return render(request, "framework/remove.html", context, status=422 if form.errors else 200)


# ── Links ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def link(request: HttpRequest, key: str) -> HttpResponse:
    """Say that one element of a draft serves another."""
    edition = _draft(request, key)
    initial = {name: request.GET.get(name, "") for name in ("from_element", "to_element")}
    elements = queries.by_title(edition.elements.all())
    form = typed.form(forms.Tie, request, initial=initial, elements=elements)
    page = f"{reverse('framework:links')}?edition={edition.key}"
    act = partial(actions.link, by=request.user)
    title, verb = _("Link two elements"), _("Link")
    return _written(
        request, form, act, lambda _link: page, page_title=title, submit=verb, cancel=page, above=_above(edition)
    )


def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take a link out of its draft."""
    found = _part(request, Linkage, pk=pk)
    edition = found.from_element.edition
    page = f"{reverse('framework:links')}?edition={edition.key}"
    form = typed.form(forms.Sure, request)
    if form.is_bound and form.is_valid():
        actions.unlink(found, by=request.user)
        messages.success(request, _("Removed. The trail keeps what it said."))
        return redirect(page)
    context = {
        "page_title": _("Remove the link"),
        "breadcrumb": [(_("Framework"), reverse("framework:index")), *_above(edition)],
        "thing": found,
        "form": form,
        "cancel": page,
    }
    return render(request, "framework/remove.html", context)


# ── Regional pages, responsibilities, terms ───────────────────────────────────────────────────────────────────────


def add_region(request: HttpRequest, key: str) -> HttpResponse:
    edition = _draft(request, key)
    act = partial(actions.add_region, edition, by=request.user)
    title, page = _("Add a regional page"), _edition_page(edition)
    form = typed.form(forms.RegionWords, request)
    return _written(request, form, act, _page, page_title=title, cancel=page, above=_above(edition))


def change_region(request: HttpRequest, address: str) -> HttpResponse:
    page = region_at(request, address)
    FRAMEWORK.require(request.user, "draft", page)
    initial = forms.initial_of(page, forms.RegionWords.base_fields)
    act = partial(actions.change_region, page, by=request.user)
    form = typed.form(forms.RegionWords, request, initial=initial)
    return _written(request, form, act, _page, **_changing(page))


def remove_region(request: HttpRequest, address: str) -> HttpResponse:
    page = region_at(request, address)
    FRAMEWORK.require(request.user, "draft", page)
    return _removed(request, page)


def add_responsibility(request: HttpRequest, key: str) -> HttpResponse:
    edition = _draft(request, key)
    act = partial(actions.add_responsibility, edition, by=request.user)
    title, page = _("Add a responsibility"), _edition_page(edition)
    form = typed.form(forms.ResponsibilityWords, request, units=queries.units())
    return _written(request, form, act, _page, page_title=title, cancel=page, above=_above(edition))


def change_responsibility(request: HttpRequest, pk: int) -> HttpResponse:
    found = _part(request, Responsibility, pk=pk)
    initial = forms.initial_of(found, forms.ResponsibilityWords.base_fields)
    act = partial(actions.change_responsibility, found, by=request.user)
    form = typed.form(forms.ResponsibilityWords, request, initial=initial, units=queries.units())
    return _written(request, form, act, _page, **_changing(found))


def remove_responsibility(request: HttpRequest, pk: int) -> HttpResponse:
    return _removed(request, _part(request, Responsibility, pk=pk))


def add_term(request: HttpRequest) -> HttpResponse:
    """Add a term to the glossary; to a draft's own terms when the address names the draft."""
    key = ask_of(request).edition
    edition = _draft(request, key) if key else None
    FRAMEWORK.require(request.user, "draft", edition)
    act = partial(actions.add_term, by=request.user, edition=edition)
    form = typed.form(forms.TermWords, request)
    cancel = reverse("framework:glossary")
    return _written(request, form, act, _page, page_title=_("Add a term"), cancel=cancel, above=_above(edition))


def change_term(request: HttpRequest, key: str) -> HttpResponse:
    found = _part(request, Term, key=key)
    initial = forms.initial_of(found, forms.TermWords.base_fields)
    act = partial(actions.change_term, found, by=request.user)
    form = typed.form(forms.TermWords, request, initial=initial)
    return _written(request, form, act, _page, **_changing(found))


def remove_term(request: HttpRequest, key: str) -> HttpResponse:
    return _removed(request, _part(request, Term, key=key))
