"""One page for each step of an edition: what is asked, on what grounds, what happens next."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, exports, forms, panels, policy, queries
from ..models import Edition
from ..policy import FRAMEWORK
from ..workflow import EDITION
from .opening import badge

VERBS: dict[str, Callable[..., Edition]] = {
    "submit": actions.submit,
    "send_back": actions.send_back,
    "bring_into_effect": actions.bring_into_effect,
    "supersede": actions.supersede,
}


def move(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take one step of an edition's life, or say everything that stands in its way."""
    edition = get_object_or_404(policy.visible_to(request.user).select_related("previous"), key=key)
    FRAMEWORK.require(request.user, name, edition)
    step = EDITION.moves[name]
    form = typed.form(forms.Grounds if step.needs_reason else forms.Sure, request)
    if form.is_bound and form.is_valid():
        try:
            VERBS[name](edition, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            return _asked(request, edition, name, form, refusal.error_list)
        messages.success(request, done(name))
        return redirect("framework:edition", key=key)
    problems = [one for one in EDITION.obstacles(edition, name) if one.code != "reason_missing"]
    return _asked(request, edition, name, form, problems)


def _asked(
    request: HttpRequest, edition: Edition, name: str, form: Any, problems: list[ValidationError]
) -> HttpResponse:
    context = {
        "page_title": panels.MOVES[name],
        "breadcrumb": [
            (_("Framework"), reverse("framework:index")),
            (edition.title, reverse("framework:edition", args=[edition.key])),
        ],
        "edition": edition,
        "badge": badge(edition),
        "period": exports.period(edition),
        "form": form,
        "obstacles": panels.obstacles(problems, edition),
        "asked": asked(name) % {"edition": edition.title},
        "next": following(name),
        "present": queries.present(edition) if name == "bring_into_effect" else [],
        "needs_reason": EDITION.moves[name].needs_reason,
        "open_now": edition.state in EDITION.moves[name].sources,
        "verb": panels.MOVES[name],
        "parts": panels.parts(queries.counts(edition), edition),
        "history": queries.history(edition).filter(verb__in=VERBS)[:5],
        "cancel": reverse("framework:edition", args=[edition.key]),
    }
    return render(request, "framework/move.html", context, status=422 if form.is_bound else 200)


def asked(name: str) -> str:
    """The question, in a sentence."""
    return {
        "submit": _("Is “%(edition)s” ready for decision?"),
        "send_back": _("Does “%(edition)s” need more work?"),
        "bring_into_effect": _("Does “%(edition)s” take effect?"),
        "supersede": _("Does “%(edition)s” end, without another edition taking its place?"),
    }[name]


def following(name: str) -> str:
    """What the step brings about, in a sentence."""
    return {
        "submit": _("Nobody can change it while it is in review. An executive sends it back or brings it into effect."),
        "send_back": _("It becomes a draft again; the desk sees the reason and goes on with it."),
        "bring_into_effect": _(
            "From now on it changes only by correction, with a reason. The edition in effect so far is superseded in "
            "the same step."
        ),
        "supersede": _("It stays on record as superseded, and no edition is in effect until another one takes effect."),
    }[name]


def done(name: str) -> str:
    """What happened, in a sentence."""
    return {
        "submit": _("The edition is in review."),
        "send_back": _("The edition is a draft again."),
        "bring_into_effect": _("The edition is in effect."),
        "supersede": _("The edition is superseded."),
    }[name]
