"""The forms about one country: opening and changing its file, figures, levers, steps, reactions, decisions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import numerals, typed

from .. import actions, exports, forms, panels, queries
from ..models import CountryFile
from ..policy import REMOVALS
from .answering import about, above, answer


def _file(request: HttpRequest, key: str, act: str) -> CountryFile:
    found = get_object_or_404(queries.file(request.user, key))
    REMOVALS.require(request.user, act, found)
    return found


def open_file(request: HttpRequest) -> HttpResponse:
    """Open the file of a country."""
    REMOVALS.require(request.user, "open_file")
    present = {"officer": request.user.get_username(), "partner": request.GET.get("partner", "")}
    form = typed.form(forms.Opening, request, person=request.user, initial=present)
    return answer(
        request,
        form,
        lambda: actions.open_file(by=request.user, **form.cleaned_data),
        _("The country file is open."),
        page_title=_("Open a country file"),
        breadcrumb=above(),
        submit=_("Open the file"),
        cancel=reverse("removals:index"),
    )


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a country file says of itself."""
    file = _file(request, key, "change")
    present = {name: getattr(file, name) for name in ("standing_en", "standing_fr", "marking")}
    present["officer"] = file.officer and file.officer.username
    form = typed.form(forms.Change, request, person=request.user, initial=present)
    return answer(
        request,
        form,
        lambda: actions.change(file, by=request.user, **form.cleaned_data),
        _("The file is changed. What stood before is in the trail."),
        page_title=_("Change the file"),
        submit=_("Save the change"),
        **about(file),
    )


def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter the figures of one period."""
    file = _file(request, key, "enter")
    first, last = queries.last_quarter(timezone.localdate())
    form = typed.form(forms.FigureSheet, request, initial={"period": exports.period_of(first, last)})
    return answer(
        request,
        form,
        lambda: actions.enter(file, form.figures, by=request.user),
        lambda made: panels.entered(len(made)),
        page_title=_("Enter figures"),
        submit=_("Enter them"),
        sentence=_("Totals of one extract or report. A second source may say otherwise: enter it too, both stand."),
        **about(file),
    )


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a figure that is wrong, with the reason."""
    figure = get_object_or_404(queries.figure(request.user, pk))
    REMOVALS.require(request.user, "withdraw", figure)
    form = typed.form(forms.Ground, request)
    said = {"measure": figure.get_measure_display(), "when": figure.when, "number": numerals.figure(figure.number)}
    return answer(
        request,
        form,
        lambda: actions.withdraw(figure, by=request.user, **form.cleaned_data),
        _("The figure is withdrawn; it stays on record with your reason."),
        page_title=_("Withdraw a figure"),
        submit=_("Withdraw it"),
        sentence=_("%(number)s: %(measure)s, %(when)s.") % said,
        **about(figure.file),
    )


def add_lever(request: HttpRequest, key: str) -> HttpResponse:
    """Put a lever on record."""
    file = _file(request, key, "add_lever")
    form = typed.form(forms.NewLever, request, initial={"available_on": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: actions.add_lever(file, by=request.user, **form.cleaned_data),
        _("The lever is on record."),
        page_title=_("Add a lever"),
        submit=_("Add it"),
        **about(file),
    )


def _lever(request: HttpRequest, pk: int, act: str) -> Any:
    found = get_object_or_404(queries.lever(request.user, pk))
    REMOVALS.require(request.user, act, found)
    return found


def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a lever was used: a demarche made, an offer put."""
    lever = _lever(request, pk, "use")
    present = {"used_on": timezone.localdate()}
    form = typed.form(forms.Step, request, person=request.user, file=lever.file, initial=present)
    return answer(
        request,
        form,
        lambda: actions.use(lever, by=request.user, **form.cleaned_data),
        _("The step is on record. Note the reaction when it comes."),
        page_title=_("A lever was used"),
        submit=_("Put it on record"),
        sentence=str(lever),
        **about(lever.file),
    )


def end_lever(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a lever is there no longer."""
    lever = _lever(request, pk, "end_lever")
    form = typed.form(forms.Gone, request, initial={"gone_on": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: actions.end_lever(lever, by=request.user, **form.cleaned_data),
        _("The lever is gone from that day on; your reason is kept."),
        page_title=_("A lever is gone"),
        submit=_("It is gone"),
        sentence=str(lever),
        **about(lever.file),
    )


def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how the country took a step."""
    step = get_object_or_404(queries.use(request.user, pk))
    REMOVALS.require(request.user, "react", step)
    form = typed.form(forms.Taken, request, initial={"noted_on": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: actions.react(step, by=request.user, **form.cleaned_data),
        _("The reaction is noted."),
        page_title=_("Note the reaction"),
        submit=_("Note it"),
        sentence=str(step),
        **about(step.lever.file),
    )


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what the working group decided."""
    file = _file(request, key, "decide")
    present = {"decided_on": timezone.localdate(), "body": "rwg"}
    form = typed.form(forms.Decided, request, person=request.user, file=file, initial=present)
    return answer(
        request,
        form,
        lambda: actions.decide(file, by=request.user, **form.cleaned_data),
        _("The decision is written down."),
        page_title=_("Write a decision down"),
        submit=_("Write it down"),
        **about(file),
    )


def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Draft an engagement plan."""
    file = _file(request, key, "draft")
    form = typed.form(forms.Draft, request, person=request.user)
    context = about(file) | {"onward": None}
    return answer(
        request,
        form,
        lambda: actions.draft(file, by=request.user, **form.cleaned_data),
        lambda made: _("The plan is drafted as %(key)s. Add its items.") % {"key": made.key},
        page_title=_("Draft an engagement plan"),
        submit=_("Draft it"),
        **context,
    )
