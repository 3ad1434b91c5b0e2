"""Pages of amendments: one begun, set against what counts, changed clause by clause, merged or dropped."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entente.kit import typed

from .. import actions, forms, panels, queries
from ..models import Agreement, Amending, Amendment
from ..policy import AGREEMENTS
from .register import _about, _above, _asked, _explained, _instrument


def begin_amendment(request: HttpRequest, key: str) -> HttpResponse:
    """Copy the clauses of a day as a draft."""
    agreement = _instrument(request, key, "begin_amendment")
    form = typed.form(forms.NewAmendment, request)
    about = _about(agreement, _("Begin an amendment"))
    about["onward"] = lambda made: reverse("agreements:amendment", args=[key, made.pk])
    return _asked(
        request,
        form,
        lambda: actions.begin_amendment(agreement, by=request.user, **form.cleaned_data),
        done=_("The clauses are copied as a draft."),
        submit=_("Begin the amendment"),
        **about,
    )


def amendment(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """An amendment against what counts now; with POST it is merged on a day."""
    agreement, found = _found(request, key, pk)
    may = AGREEMENTS.allows(request.user, "merge_amendment", agreement) and found.state == Amending.DRAFT
    form, obstacles = typed.form(forms.Merging, request), []
    if request.method == "POST" and form.is_bound:
        AGREEMENTS.require(request.user, "merge_amendment", agreement)
        if form.is_valid():
            try:
                actions.merge_amendment(found, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                obstacles = _explained(form, refusal, None)
                if any(one.code == "AGR-117" for one in refusal.error_list):
                    form.show_the_day()
            else:
                messages.success(request, _("The amendment counts from that day on."))
                return redirect(request.path)
    context = {
        "page_title": found.title,
        "breadcrumb": _above(agreement),
        "marking": agreement.marking,
        "agreement": agreement,
        "amendment": found,
        "form": form,
        "obstacles": obstacles,
        "may": may,
        **panels.difference(found, may=may),
    }
    wrong = form.is_bound and (form.errors or obstacles)
    return render(request, "agreements/amendment.html", context, status=422 if wrong else 200)


def add_draft(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write a new clause into a draft."""
    agreement, found = _found(request, key, pk, "change_draft")
    form = typed.form(forms.AddedDraft, request)
    return _asked(
        request,
        form,
        lambda: actions.add_draft(found, by=request.user, **form.cleaned_data),
        template="agreements/draft.html",
        done=_("The clause stands in the draft."),
        submit=_("Write it into the draft"),
        **_within(agreement, found, _("A new clause of the amendment")),
    )


def change_draft(request: HttpRequest, key: str, pk: int, draft: int) -> HttpResponse:
    """Give one clause of a draft other words, or take it out."""
    agreement, found = _found(request, key, pk, "change_draft")
    one = get_object_or_404(queries.draft(found, draft))
    form = typed.form(forms.ChangedDraft, request, initial=forms.ChangedDraft.initial_for(one))
    return _asked(
        request,
        form,
        lambda: actions.change_draft(one, by=request.user, **form.cleaned_data),
        template="agreements/draft.html",
        done=_("The draft is changed."),
        submit=_("Change the draft"),
        one=one,
        stale=form.is_bound and form.data.get("revision") != str(one.revision),
        **_within(agreement, found, _("Change a clause of the amendment")),
    )


@require_POST
def choose_draft(request: HttpRequest, key: str, pk: int, draft: int) -> HttpResponse:
    """Decide which counts where a clause changed meanwhile."""
    agreement, found = _found(request, key, pk, "change_draft")
    one = get_object_or_404(queries.draft(found, draft))
    try:
        actions.choose_draft(one, by=request.user, chosen=request.POST.get("chosen", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The choice is kept; the other words stay readable."))
    return redirect("agreements:amendment", agreement.key, pk)


def drop_amendment(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Give a draft up."""
    agreement, found = _found(request, key, pk, "change_draft")
    form = typed.form(forms.Because, request)
    return _asked(
        request,
        form,
        lambda: actions.drop_amendment(found, by=request.user, **form.cleaned_data),
        done=_("The amendment is dropped; its words stay readable."),
        submit=_("Drop the amendment"),
        **_within(agreement, found, _("Drop the amendment")),
    )


def _found(request: HttpRequest, key: str, pk: int, act: str = "") -> tuple[Agreement, Amendment]:
    agreement = get_object_or_404(queries.agreement(request.user, key))
    found = get_object_or_404(queries.amendment(request.user, agreement, pk))
    if act:
        AGREEMENTS.require(request.user, act, agreement)
    return agreement, found


def _within(agreement: Agreement, found: Amendment, title: str) -> dict[str, object]:
    here = reverse("agreements:amendment", args=[agreement.key, found.pk])
    steps = [*_above(agreement), (found.title, here)]
    return _about(agreement, title) | {
        "breadcrumb": steps, "cancel": here, "onward": lambda done: here, "lead_text": found.title,
    }  # fmt: skip
