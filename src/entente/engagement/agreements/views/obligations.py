"""Pages of duties: all of them, one to enter, to record as done, to waive, to take up again."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, exports, forms, queries
from ..models import Agreement, Obligation
from ..policy import AGREEMENTS
from .register import _about, _asked, _instrument, _list


def obligations(request: HttpRequest) -> HttpResponseBase:
    """Duties under every instrument, narrowed and sorted."""
    return _list(request, exports.OBLIGATIONS, template="agreements/obligations.html")


def add_obligation(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a duty under an instrument, or a line of its work plan."""
    agreement = _instrument(request, key, "add_obligation")
    form = typed.form(forms.NewObligation, request)
    return _asked(
        request,
        form,
        lambda: actions.add_obligation(agreement, by=request.user, **form.cleaned_data),
        template="agreements/obligation.html",
        done=_("The duty is entered."),
        submit=_("Enter the duty"),
        **_about(agreement, _("Add a duty")),
    )


def discharge(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Record that a duty was done, with what shows it."""
    agreement, duty = _duty(request, key, pk, "discharge")
    form = typed.form(forms.Discharged, request)
    return _asked(
        request,
        form,
        lambda: actions.discharge(duty, by=request.user, **form.cleaned_data),
        done=_("The duty is recorded as done."),
        submit=_("Record it as done"),
        **_about(agreement, _("Done")) | {"lead_text": duty.title},
    )


def waive_duty(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a duty go this time, with the reason."""
    agreement, duty = _duty(request, key, pk, "waive_duty")
    form = typed.form(forms.Because, request)
    return _asked(
        request,
        form,
        lambda: actions.waive(duty, by=request.user, **form.cleaned_data),
        done=_("The duty is waived."),
        submit=_("Waive the duty"),
        **_about(agreement, _("Waive a duty")) | {"lead_text": duty.title},
    )


def take_up_duty(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Open a duty again that was done or waived."""
    agreement, duty = _duty(request, key, pk, "take_up_duty")
    form = typed.form(forms.Because, request)
    return _asked(
        request,
        form,
        lambda: actions.take_up(duty, by=request.user, **form.cleaned_data),
        done=_("The duty is open again."),
        submit=_("Take it up again"),
        **_about(agreement, _("Take up a duty again")) | {"lead_text": duty.title},
    )


def _duty(request: HttpRequest, key: str, pk: int, act: str) -> tuple[Agreement, Obligation]:
    agreement = get_object_or_404(queries.agreement(request.user, key))
    duty = get_object_or_404(queries.obligation(request.user, agreement, pk))
    AGREEMENTS.require(request.user, act, duty)
    return agreement, duty
