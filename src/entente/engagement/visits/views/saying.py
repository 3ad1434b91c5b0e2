"""Pages on which questions, answers, feedback, reports and promises are written down."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.commitments import forms as commitments
from entente.foundation.people import queries as people
from entente.kit import typed

from .. import actions, forms, queries
from ..models import Consultation
from ..policy import VISITS
from .opening import answered, opened


def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask an office for its views."""
    visit = opened(request, key)
    VISITS.require(request.user, "ask", visit)
    form = typed.form(forms.Question, request, person=request.user, visit=visit)
    context = {"page_title": _("Ask an office"), "submit": _("Ask")}
    done = _("The question is asked; who may answer is told.")
    return answered(request, form, _about(actions.ask, visit), done, visit=visit, **context)


def advice(request: HttpRequest, key: str) -> HttpResponse:
    """Ask International Affairs for advice."""
    visit = opened(request, key)
    VISITS.require(request.user, "ask", visit)
    form = typed.form(forms.Advice, request, person=request.user, visit=visit)
    office = people.international_affairs()

    def act(**given: Any) -> Any:
        if office is None:
            raise ValidationError(_("The chart of offices does not say who coordinates international affairs."))
        return actions.ask(visit, unit=office, kind=Consultation.Kind.ADVICE, **given)

    context = {
        "page_title": _("Ask International Affairs for advice"),
        "submit": _("Ask"),
        "lead_text": _("The lead branch arranges the visit; International Affairs advises when it is asked."),
    }
    done = _("The question is asked; who may answer is told.")
    return answered(request, form, act, done, visit=visit, **context)


def answer(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Answer for the office that was asked."""
    visit = opened(request, key)
    asked = get_object_or_404(queries.part(request.user, visit, Consultation, pk).select_related("unit", "asked_by"))
    VISITS.require(request.user, "answer", asked)
    form = typed.form(forms.Answer, request)
    context = {"page_title": _("Answer"), "submit": _("Answer"), "lead_text": asked.question}
    done = _("The answer is kept; who asked is told.")
    return answered(request, form, _about(actions.answer, asked), done, visit=visit, **context)


def waive(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Go on without an answer, with the reason."""
    visit = opened(request, key)
    asked = get_object_or_404(queries.part(request.user, visit, Consultation, pk).select_related("unit", "asked_by"))
    VISITS.require(request.user, "waive", asked)
    form = typed.form(forms.Reason, request)
    context = {"page_title": _("Go on without an answer"), "submit": _("Go on without it"), "lead_text": asked.question}
    done = _("The reason is kept with the question.")
    return answered(request, form, _about(actions.waive, asked), done, visit=visit, **context)


def feedback(request: HttpRequest, key: str) -> HttpResponse:
    """Record what visitors or hosts say."""
    visit = opened(request, key)
    VISITS.require(request.user, "give_feedback", visit)
    form = typed.form(forms.Heard, request)
    context = {"page_title": _("Record feedback"), "submit": _("Record it")}
    done = _("The feedback is recorded.")
    return answered(request, form, _about(actions.give_feedback, visit), done, visit=visit, **context)


def report(request: HttpRequest, key: str) -> HttpResponse:
    """Write what came of a visit."""
    visit = opened(request, key)
    VISITS.require(request.user, "write_report", visit)
    last = visit.reports.order_by("-number").first()
    present = {name: getattr(last, name) for name in ("text_en", "text_fr")} if last else {}
    initial = {} if request.method == "POST" else {"initial": present}
    form = typed.form(forms.Told, request, person=request.user, visit=visit, **initial)
    title = _("Write a new version") if last else _("Write the report")
    context = {"page_title": title, "submit": _("Keep this version")}
    done = _("The report is kept.")
    return answered(request, form, _about(actions.write_report, visit), done, visit=visit, **context)


def promise(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what was promised in a visit; what the record knows is filled in."""
    visit = opened(request, key)
    VISITS.require(request.user, "promise", visit)
    known = {
        "partner": visit.partner.key,
        "made_on": min(visit.ends_on, timezone.localdate()),
        "unit": visit.unit.key if visit.unit else "",
        "marking": visit.kept_as,
    }
    initial = {} if request.method == "POST" else {"initial": known}
    form = typed.form(commitments.Promise, request, person=request.user, **initial)
    context = {
        "page_title": _("Add a commitment"),
        "submit": _("Add the commitment"),
        "rows": commitments.rows(form),
    }
    done = _("The commitment is added; it stands in the register and on the partner’s page.")
    return answered(request, form, _about(actions.promise, visit), done, visit=visit, **context)


def _about(act: Any, thing: Any) -> Any:
    return lambda **given: act(thing, **given)
