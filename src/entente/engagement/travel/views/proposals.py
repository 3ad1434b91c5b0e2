"""Pages of a proposal: what is asked, who goes, at what cost, what was said about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.meetings import queries as meetings
from entente.foundation.people.roles import highest
from entente.foundation.trail import actions as trail
from entente.kit import pages, typed

from .. import actions, exports, queries
from ..forms import proposals as forms
from ..forms import questions
from ..models import Proposal, Traveller
from ..panels import journeys, promised, seats
from ..panels import proposals as panels
from ..policy import PROPOSALS
from ..rules import proposals as rules
from ..workflow import PROPOSAL
from .answers import answer, crumbs, told
from .cures import cure_of
from .steps import step_of
from .tabs import tabs


def proposals(request: HttpRequest) -> HttpResponseBase:
    """Every proposal."""
    return _register(request, exports.PROPOSALS, "proposals")


def travellers(request: HttpRequest) -> HttpResponseBase:
    """Everybody who would travel."""
    return _register(request, exports.TRAVELLERS, "travellers")


def verdicts(request: HttpRequest) -> HttpResponseBase:
    """Everything that was decided."""
    return _register(request, exports.VERDICTS, "verdicts")


def _register(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    context = {"page_title": register.title, "tabs": tabs(name), "breadcrumb": crumbs()} | context
    return pages.register_page(request, register, "travel/register.html", exported=trail.note_export, **context)


def proposal(request: HttpRequest, key: str) -> HttpResponse:
    """One proposal in one place."""
    one = _one(request, key)
    person = request.user
    may_edit = PROPOSALS.allows(person, "edit", one) and rules.it_is_a_draft(one) is None
    decides = any(PROPOSALS.allows(person, act, one) for act in ("list", "approve", "recommend"))
    owed = promised.at_the_table(person, one.meeting)
    context = panels.whole(person, one, may_edit=may_edit, decides=decides) | {
        "page_title": str(one.meeting.title),
        "breadcrumb": _above(one),
        "marking": highest([one.marking, owed["marking"]]),
        "promised": owed,
        "may_edit": may_edit,
        "may_check": PROPOSALS.allows(person, "check", one) and rules.the_worksheet_is_open(one) is None,
        "missing": _missing(one) if may_edit else [],
        "steps": _steps(person, one),
        "journeys": journeys.of_proposal(person, one),
        "to_seat": seats.of_proposal(person, one),
    }
    return render(request, "travel/proposals/proposal.html", context)


def _steps(person: Any, one: Proposal) -> list[dict[str, Any]]:
    """What this person may do with it now, the main step first."""
    return [step_of(one, move.name) for move in PROPOSAL.open_to(one) if PROPOSALS.allows(person, move.name, one)]


def _missing(one: Proposal) -> list[tuple[str, str]]:
    """Everything between this draft and the list, each with the place that cures it."""
    late = rules.on_the_way(one, "put_forward", today=timezone.localdate())
    obstacles = [*PROPOSAL.obstacles(one, "put_forward"), *late]
    return told(ValidationError(obstacles), cure_of(one)) if obstacles else []


def new_proposal(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a delegation for a quarter; with ``?meeting=`` a copy of last time is offered."""
    quarter = get_object_or_404(queries.quarter(request.user, key))
    if not queries.may_propose(request.user):
        raise PermissionDenied("propose")  # the row asks about a branch, and there is none yet
    chosen = request.GET.get("meeting", "")
    given = {"person": request.user, "quarter": quarter, "initial": {"meeting": chosen}}
    form = typed.form(forms.NewProposal, request, **given)
    session = meetings.meeting(request.user, chosen).first() if chosen else None
    branches = queries.branches_for(request.user)
    earlier = queries.earlier_session(request.user, session, branches[0]) if session and branches else None
    return answer(
        request,
        form,
        lambda **said: actions.propose(quarter=quarter, **said),
        template="travel/proposals/new.html",
        done=_("The draft is saved. Name who goes, estimate the cost, complete the worksheet."),
        to=lambda made: made.get_absolute_url(),
        page_title=_("Propose a delegation"),
        submit=_("Save the draft"),
        cancel=quarter.get_absolute_url(),
        breadcrumb=crumbs((quarter.title, quarter.get_absolute_url())),
        rows=questions.rows(form, forms.PAIRS),
        quarter=quarter,
        session=session,
        earlier=earlier,
    )


def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Propose again what the branch proposed for an earlier session: its delegation and estimates as a draft."""
    quarter = get_object_or_404(queries.quarter(request.user, key))
    session = get_object_or_404(meetings.meeting(request.user, request.POST.get("meeting", "")))
    earlier = get_object_or_404(queries.proposal(request.user, request.POST.get("earlier", "")))
    try:
        made = actions.propose_again(earlier, by=request.user, quarter=quarter, meeting=session)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(quarter)
    messages.success(request, _("The draft is copied from last time. Check who goes, the cost and the worksheet."))
    return redirect(made)


def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Say why, how urgent, for what purpose."""
    one = _one(request, key)
    PROPOSALS.require(request.user, "edit", one)
    names = ("category", "priority", "rationale_en", "rationale_fr", "exception_reason", "marking")
    present = {name: getattr(one, name) for name in names}
    form = typed.form(forms.Draft, request, person=request.user, quarter=one.quarter, initial=present)
    return answer(
        request,
        form,
        lambda **said: actions.describe(one, **said),
        template="travel/proposals/form.html",
        done=_("The draft is saved."),
        to=lambda made: made.get_absolute_url(),
        page_title=_("Change why we should go"),
        submit=_("Save the draft"),
        cancel=one.get_absolute_url(),
        breadcrumb=_above(one, last=True),
        rows=questions.rows(form, forms.PAIRS),
        marking=one.marking,
    )


def add_traveller(request: HttpRequest, key: str) -> HttpResponse:
    """Put somebody in the delegation."""
    one = _one(request, key)
    PROPOSALS.require(request.user, "edit", one)
    form = typed.form(forms.Going, request, person=request.user, proposal=one)
    return _traveller_form(request, form, one, lambda **said: actions.add_traveller(one, **said), _("Add a traveller"))


def change_traveller(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change who goes, in what rank and why."""
    one, traveller = _member(request, key, pk)
    names = ("office_en", "office_fr", "rank", "is_head", "reason")
    present = {name: getattr(traveller, name) for name in names}
    present["person"] = traveller.person.username if traveller.person else ""
    form = typed.form(forms.Going, request, person=request.user, proposal=one, initial=present)
    act = lambda **said: actions.change_traveller(traveller, **said)  # noqa: E731 - the verb with its thing
    return _traveller_form(request, form, one, act, _("Change a traveller"))


def _traveller_form(request: HttpRequest, form: Any, one: Proposal, act: Any, title: str) -> HttpResponse:
    return answer(
        request,
        form,
        act,
        template="travel/proposals/form.html",
        done=_("The delegation is saved."),
        to=lambda made: f"{one.get_absolute_url()}#delegation",
        page_title=title,
        lead_text=str(one.meeting.title),
        submit=_("Save the traveller"),
        cancel=one.get_absolute_url(),
        breadcrumb=_above(one, last=True),
        rows=questions.rows(form, forms.PAIRS, short=("rank",)),
        marking=one.marking,
    )


def remove_traveller(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Ask once, then take somebody out of a draft: the estimate goes with them."""
    one, traveller = _member(request, key, pk)
    return answer(
        request,
        typed.form(Form, request),
        lambda by: actions.remove_traveller(traveller, by=by),
        template="travel/proposals/remove.html",
        done=_("%(name)s is out of the delegation.") % {"name": traveller},
        to=lambda made: f"{one.get_absolute_url()}#delegation",
        page_title=_("Take a traveller out"),
        lead_text=str(one.meeting.title),
        traveller=traveller,
        money=panels.asked_for(traveller),
        cancel=one.get_absolute_url(),
        breadcrumb=_above(one, last=True),
        marking=one.marking,
    )


def costs(request: HttpRequest, key: str) -> HttpResponse:
    """The estimate of the whole delegation: a table for each traveller."""
    one = _one(request, key)
    PROPOSALS.require(request.user, "edit", one)
    asked = [
        typed.form(forms.Estimate, request, traveller=traveller, prefix=str(traveller.pk))
        for traveller in rules.going(one)
    ]
    obstacles: list[tuple[str, str]] = []
    sent = bool(asked) and all(form.is_bound for form in asked)
    if sent and not [form for form in asked if not form.is_valid()]:
        try:
            actions.estimate_all(one, by=request.user, lines={form.traveller: form.lines for form in asked})
        except ValidationError as refusal:
            obstacles = told(refusal, cure_of(one))
        else:
            messages.success(request, _("The estimate is saved."))
            return redirect(f"{one.get_absolute_url()}#costs")
    for form in asked:
        obstacles += [
            (str(error), f"#{form[name].id_for_label}") for name, errors in form.errors.items() for error in errors
        ]
    context = {
        "page_title": _("Estimate the cost"),
        "lead_text": str(one.meeting.title),
        "estimates": asked,
        "obstacles": obstacles,
        "proposal": one,
        "submit": _("Save the estimate"),
        "cancel": one.get_absolute_url(),
        "breadcrumb": _above(one, last=True),
        "marking": one.marking,
    }
    return render(request, "travel/proposals/estimate.html", context, status=422 if obstacles else 200)


def _one(request: HttpRequest, key: str) -> Proposal:
    found: Proposal = get_object_or_404(queries.proposal(request.user, key))
    return found


def _member(request: HttpRequest, key: str, pk: int) -> tuple[Proposal, Traveller]:
    one = _one(request, key)
    PROPOSALS.require(request.user, "edit", one)
    return one, get_object_or_404(one.travellers.all(), pk=pk)


def _above(one: Proposal, *, last: bool = False) -> list[tuple[Any, str]]:
    steps = [(one.quarter.title, one.quarter.get_absolute_url())]
    return crumbs(*steps, (one.meeting.title, one.get_absolute_url())) if last else crumbs(*steps)
