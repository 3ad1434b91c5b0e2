"""Candidacies as a list, a new one, and the proposal while it is written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import pages, typed

from .. import actions, exports, forms
from ..models import Candidacy
from ..policy import CANDIDACIES
from ..queries import candidacies as asked
from .answering import above, answer, explain, tabs


def candidacies(request: HttpRequest) -> HttpResponseBase:
    """Every call we answered or let pass, and the partners’ candidacies we were asked to support."""
    context = {
        "page_title": exports.CANDIDACIES.title,
        "tabs": tabs("candidacies"),
        "breadcrumb": above("candidacies"),
        "may_add": CANDIDACIES.allows(request.user, "open_call"),
    }
    return pages.register_page(
        request, exports.CANDIDACIES, "forums/candidacies.html", exported=trail.note_export, **context
    )


def new_candidacy(request: HttpRequest) -> HttpResponse:
    """Put a call for a seat on record, or a partner’s candidacy."""
    CANDIDACIES.require(request.user, "open_call")
    initial = {"body": request.GET.get("body", ""), "called_on": timezone.localdate()}
    form = typed.form(forms.NewCandidacy, request, person=request.user, initial=initial)
    context = {"page_title": _("Record a call or a candidacy"), "submit": _("Put it on record"), "body": None}
    return answer(request, form, actions.open_call, _("It is on record."), **context)


def proposal(request: HttpRequest, key: str) -> HttpResponse:
    """Write the proposal; what somebody else saved meanwhile is shown beside it and nothing typed is lost."""
    candidacy = get_object_or_404(asked.candidacy(request.user, key))
    CANDIDACIES.require(request.user, "describe_candidacy", candidacy)
    initial = forms.Proposal.initial_for(candidacy)
    form = typed.form(forms.Proposal, request, person=request.user, initial=initial)
    meanwhile: list[tuple[Any, Any]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.describe_candidacy(candidacy, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
            if any(problem.code == "changed" for problem in _each(refusal)):
                meanwhile = _meanwhile(form, asked.candidacy(request.user, key).get())
        else:
            messages.success(request, _("The proposal is saved."))
            return redirect(candidacy)
    context = {
        "page_title": _("Write the proposal") if candidacy.is_ours else _("Change the particulars"),
        "lead_text": _("Anything may still be missing; all of it is asked for when it goes to the vice-president."),
        "submit": _("Save the proposal"),
        "form": form,
        "rows": forms.rows(form),
        "breadcrumb": way_to(candidacy),
        "cancel": candidacy.get_absolute_url(),
        "marking": candidacy.marking,
        "meanwhile": meanwhile,
    }
    return render(request, "forums/proposal.html", context, status=422 if form.errors else 200)


def _each(refusal: ValidationError) -> list[ValidationError]:
    found = getattr(refusal, "error_dict", None)
    return [one for problems in found.values() for one in problems] if found else refusal.error_list


def _meanwhile(form: Any, candidacy: Candidacy) -> list[tuple[Any, Any]]:
    """What stands now where it is not what was typed; the next attempt starts from it."""
    form.data = form.data.copy()
    form.data["seen"] = str(candidacy.revision)
    found = []
    for name, field in form.fields.items():
        stands = getattr(candidacy, name, None) if name != "seen" else None
        if name != "seen" and name in form.cleaned_data and stands != form.cleaned_data[name]:
            found.append((field.label, "" if stands is None else str(stands)))
    return found


def way_to(candidacy: Candidacy) -> list[tuple[str, str]]:
    """The way back from a page about a candidacy."""
    listed = (_("Candidacies"), reverse("forums:candidacies"))
    return [*above(""), listed, (str(candidacy), candidacy.get_absolute_url())]
