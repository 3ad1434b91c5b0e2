"""Pages of agreements: the registers, the matrix, the candidates, and the forms that add, change and decide."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import export, once, typed
from entente.kit.pages import as_file, ask_of, register_page
from entente.kit.table import Ask, Register, check_chosen

from .. import actions, exports, forms, imports, panels, queries, rules, search, workflow
from ..models import Agreement
from ..policy import AGREEMENTS

SENT = "agreements-sheet"  # the session's name for a sheet between upload and confirmation
ERRORS_SHOWN, ROWS_SHOWN, DECISIONS_SHOWN = 200, 20, 3
Steps = list[tuple[Any, str]]

# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────


def _list(request: HttpRequest, register: Register, **context: Any) -> HttpResponseBase:
    return register_page(
        request,
        register,
        context.pop("template", "agreements/register.html"),
        exported=trail.note_export,
        tabs=panels.tabs(register.name),
        **{"page_title": register.title, "breadcrumb": _above()} | context,
    )


def _above(agreement: Agreement | None = None) -> Steps:
    steps: Steps = [(_("Agreements"), reverse("agreements:index"))]
    return [*steps, (agreement.title, search.page(search.AGREEMENT, agreement.key))] if agreement else steps


def index(request: HttpRequest) -> HttpResponseBase:
    """All instruments, narrowed, sorted, as they stood on a day."""
    may = AGREEMENTS.allows
    return _list(
        request,
        exports.AGREEMENTS,
        template="agreements/index.html",
        breadcrumb=[],
        may_register=may(request.user, "register"),
        may_import=may(request.user, "import"),
        may_import_clauses=may(request.user, "import_clauses"),
    )


def conventions(request: HttpRequest) -> HttpResponseBase:
    """Multilateral conventions, and whom they are administered for."""
    return _list(request, exports.CONVENTIONS)


def acts(request: HttpRequest) -> HttpResponseBase:
    """Acts the agency administers, and for which department."""
    return _list(request, exports.ACTS)


def party_actions(request: HttpRequest) -> HttpResponseBase:
    """What single parties did: asked, signed, ratified, notified, withdrew."""
    return _list(request, exports.PARTY_ACTIONS)


def candidates(request: HttpRequest, edition: str = "") -> HttpResponseBase:
    """Partners in line for negotiation under one edition; without one, under the latest that names any."""
    editions = list(queries.editions_with_candidates(request.user))
    if not edition and editions:
        return redirect("agreements:candidates", editions[0].key)
    chosen = next((one for one in editions if one.key == edition), None)
    if edition and chosen is None:
        raise Http404
    ask = ask_of(request, exports.CANDIDATES)
    asked = replace(exports.CANDIDATES, question=lambda ask: queries.candidates(replace(ask, edition=edition)))
    return _list(
        request,
        asked,
        template="agreements/candidates.html",
        page_title=exports.targets_answer(queries.answer(ask, chosen) if chosen else queries.Answer(0, 0)),
        edition=chosen,
        editions=[{"label": one.title, "url": one.key, "current": one == chosen} for one in editions],
        may_nominate=AGREEMENTS.allows(request.user, "nominate") and bool(chosen and not rules.edition_open(chosen)),
    )


def matrix(request: HttpRequest) -> HttpResponseBase:
    """How many instruments of which type with whom, each number a list."""
    ask = ask_of(request, exports.MATRIX)
    try:
        check_chosen(exports.MATRIX, ask)
    except ValidationError as wrong:
        ask = replaced(request, ask, wrong)
    if (form := request.GET.get("format", "")) in export.TYPES:
        asked = request.GET.urlencode()
        trail.note_export(by=request.user, register=exports.MATRIX.name, form=form, asked=asked)
        return as_file(exports.MATRIX, ask, form)
    found = queries.matrix(ask)
    context = {"page_title": exports.matrix_answer(found), "breadcrumb": _above(), "tabs": panels.tabs("matrix")}
    drawn = panels.drawn_matrix(ask, found) | {"ask": ask, "path": request.path}
    return render(request, "agreements/matrix.html", context | drawn)


def replaced(request: HttpRequest, ask: Ask, wrong: ValidationError) -> Ask:
    """What is asked without the conditions that nobody understands, which the page says."""
    messages.error(request, " ".join(wrong.messages))
    return replace(ask, chosen={})


def act(request: HttpRequest, key: str) -> HttpResponse:
    """One act: for whom, and what our part in it is."""
    found, notes = get_object_or_404(queries.act(request.user, key)), Notes()
    context = {
        "page_title": found.title,
        "breadcrumb": [*_above(), (_("Acts"), reverse("agreements:acts"))],
        "facts": panels.act_facts(found, notes, request.user),
        "record": panels.record_page(request.user, found),
        "sources": notes.listed,
    }
    return render(request, "agreements/act.html", context)


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def _asked(request: HttpRequest, form: Form, act: Callable[[], Any], **context: Any) -> HttpResponse:
    """Show a form; when it is good, act on it and go on, or show everything that the rules refuse."""
    done, onward = context.pop("done"), context.pop("onward")
    if form.is_bound and form.is_valid():
        try:
            result = act()
        except ValidationError as refusal:
            context["obstacles"] = _explained(form, refusal, context.get("agreement"))
            forms.warned(form, refusal)
        else:
            if done:
                messages.success(request, done)
            return redirect(onward(result))
    context |= {"form": form, "switched": typed.SWITCH in request.POST}
    wrong = form.errors or context.get("obstacles")
    return render(request, context.pop("template", "patterns/form.html"), context, status=422 if wrong else 200)


def _explained(form: Form, refusal: ValidationError, agreement: Agreement | None) -> list[tuple[str, str]]:
    """Problems at their field where the form has it; the others as obstacles with the place that removes
    them.
    """
    if hasattr(refusal, "error_dict"):
        for name, problems in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, problems)
        return []
    return [(problem.messages[0], panels.where(agreement, problem.code, form.fields)) for problem in refusal.error_list]


def _instrument(request: HttpRequest, key: str, act: str) -> Agreement:
    agreement = get_object_or_404(queries.agreement(request.user, key))
    AGREEMENTS.require(request.user, act, agreement)
    return agreement


def _about(agreement: Agreement, title: str) -> dict[str, Any]:
    """What every form about an instrument shows around itself."""
    here = search.page(search.AGREEMENT, agreement.key) or reverse("agreements:index")
    return {
        "agreement": agreement,
        "page_title": title,
        "lead_text": agreement.title,
        "marking": agreement.marking,
        "breadcrumb": _above(agreement),
        "cancel": here,
        "onward": lambda result: here,
    }


def register(request: HttpRequest) -> HttpResponse:
    """Enter an instrument. A proposed one may be saved with nearly nothing."""
    AGREEMENTS.require(request.user, "register")
    form = typed.form(forms.NewInstrument, request, person=request.user)
    return _asked(
        request,
        form,
        lambda: actions.register(by=request.user, **form.said()),
        template="agreements/instrument.html",
        page_title=_("Register an instrument"),
        breadcrumb=_above(),
        submit=_("Register"),
        cancel=reverse("agreements:index"),
        done=_("The instrument is registered."),
        onward=lambda made: search.page(search.AGREEMENT, made.key) or reverse("agreements:index"),
    )


def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change what the record says of an instrument, its status apart."""
    agreement = _instrument(request, key, "describe")
    initial = forms.ChangedInstrument.initial_for(agreement)
    form = typed.form(forms.ChangedInstrument, request, person=request.user, initial=initial)
    if loaded := queries.is_loaded(agreement):
        form.needs("reason")
    meanwhile = queries.changed_since(request.POST.get("seen", ""), agreement) if form.is_bound else []
    return _asked(
        request,
        form,
        lambda: actions.describe(agreement, by=request.user, **form.cleaned_data),
        template="agreements/instrument.html",
        done=_("The record is changed."),
        submit=_("Change the record"),
        loaded=loaded,
        seen=queries.as_read(agreement) if meanwhile else "",
        meanwhile=panels.stands_now(request.user, agreement, meanwhile),
        **_about(agreement, _("Change the instrument")),
    )


def add_party(request: HttpRequest, key: str) -> HttpResponse:
    agreement = _instrument(request, key, "add_party")
    form = typed.form(forms.NewParty, request, person=request.user)
    return _asked(
        request,
        form,
        lambda: actions.add_party(agreement, by=request.user, **form.cleaned_data),
        done=_("The party is added."),
        submit=_("Add the party"),
        **_about(agreement, _("Add a party")),
    )


def link(request: HttpRequest, key: str) -> HttpResponse:
    agreement = _instrument(request, key, "link")
    form = typed.form(forms.NewLink, request, person=request.user, agreement=agreement)
    return _asked(
        request,
        form,
        lambda: actions.link(agreement, by=request.user, **form.cleaned_data),
        template="agreements/link.html",
        done=_("The instruments are linked."),
        submit=_("Link"),
        **_about(agreement, _("Link an instrument")),
    )


def record_party_action(request: HttpRequest, key: str) -> HttpResponse:
    agreement = _instrument(request, key, "record_party_action")
    form = typed.form(forms.NewPartyAction, request, person=request.user)
    return _asked(
        request,
        form,
        lambda: actions.record_party_action(agreement, by=request.user, **form.cleaned_data),
        template="agreements/party_action.html",
        done=_("The action is recorded."),
        submit=_("Record the action"),
        **_about(agreement, _("Record what a party did")),
    )


def nominate(request: HttpRequest, edition: str) -> HttpResponse:
    """Put a partner in line for negotiation under an edition."""
    chosen = get_object_or_404(queries.editions(request.user), key=edition)
    AGREEMENTS.require(request.user, "nominate")
    form, back = typed.form(forms.NewCandidate, request, person=request.user), reverse("agreements:candidates_now")
    return _asked(
        request,
        form,
        lambda: actions.nominate(chosen, by=request.user, **form.cleaned_data),
        template="agreements/candidate.html",
        page_title=_("Add a negotiation candidate"),
        lead_text=chosen.title,
        breadcrumb=[*_above(), (_("Candidates"), back)],
        submit=_("Add the candidate"),
        cancel=back,
        done=_("The candidate is added."),
        onward=lambda made: reverse("agreements:candidates", args=[edition]),
    )


def step(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Decide on one step: what is asked, on what grounds, what happens next, what stands in the way."""
    if move not in workflow.INSTRUMENT.moves:
        raise Http404
    agreement = _instrument(request, key, move)
    row, fields = workflow.INSTRUMENT.moves[move], workflow.DATES.get(move, ())
    initial = {name: getattr(agreement, name) for name in fields}
    moment = workflow.MOMENTS.get(move, "")
    form = typed.form(forms.Step, request, days=fields, needs_reason=row.needs_reason, moment=moment, initial=initial)
    last = trail_queries.about(trail.subject_of(agreement)).filter(verb__in=actions.VERBS)
    return _asked(
        request,
        form,
        lambda: actions.take(agreement, move, by=request.user, **form.cleaned_data),
        template="agreements/step.html",
        done=_("The step is recorded."),
        possible=row in workflow.INSTRUMENT.open_to(agreement),
        last=[(one, actions.VERBS[one.verb]) for one in last[:DECISIONS_SHOWN]],
        needs_reason=row.needs_reason,
        final=move == "end",
        stops=panels.would_stop(agreement) if move in ("end", "suspend") else "",
        loaded=queries.is_loaded(agreement),
        **panels.decision(agreement, move, fields),
        **_about(agreement, str(actions.VERBS[move])),
    )


# ── An officer's own spreadsheet ──────────────────────────────────────────────────────────────────


def send(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet; nothing is entered yet."""
    AGREEMENTS.require(request.user, "import")
    form = typed.form(forms.Upload, request)

    def keep() -> None:
        sent = form.cleaned_data["file"]
        request.session[SENT] = {"name": sent.name, "rows": imports.opened(sent.name, sent.read())}

    return _asked(
        request,
        form,
        keep,
        template="agreements/import.html",
        page_title=_("Register from a spreadsheet"),
        breadcrumb=_above(),
        columns=panels.columns(),
        submit=_("Check the sheet"),
        cancel=reverse("agreements:index"),
        done="",
        onward=lambda result: reverse("agreements:check"),
    )


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would enter, or every cell that stands in the way; then enter all of it, or none."""
    AGREEMENTS.require(request.user, "import")
    sent = request.session.get(SENT)
    if not sent:
        return redirect("agreements:import")
    judged = imports.judge(sent["rows"], person=request.user)
    if request.method == "POST" and not judged.errors and typed.SWITCH not in request.POST:
        added = once.enter(request, SENT, lambda: actions.import_rows(judged.given, by=request.user))
        if added is None:
            return redirect("agreements:check")
        messages.success(request, panels.entered(len(added)))
        return redirect("agreements:index")
    context = {
        "page_title": _("Check the sheet"),
        "breadcrumb": [*_above(), (_("Register from a spreadsheet"), reverse("agreements:import"))],
        "name": sent["name"],
        "judged": judged,
        "errors": judged.errors[:ERRORS_SHOWN],
        "rows": panels.preview(judged.rows[:ROWS_SHOWN]),
    }
    return render(request, "agreements/check.html", context)


def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings that are understood."""
    AGREEMENTS.require(request.user, "import")
    return _file(imports.blank(), "agreements.csv")


def errors(request: HttpRequest) -> HttpResponse:
    """The sheet as it was sent, with a last column that says what is wrong."""
    AGREEMENTS.require(request.user, "import")
    sent = request.session.get(SENT)
    if not sent:
        return redirect("agreements:import")
    judged = imports.judge(sent["rows"], person=request.user)
    return _file(imports.with_errors(judged), "agreements-errors.csv")


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
