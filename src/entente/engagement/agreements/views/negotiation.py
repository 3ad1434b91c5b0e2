"""Pages of negotiation: the board of the pipeline, one negotiation, its rounds, points and reviews."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.foundation.files import panels as files
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.kit import export, typed
from entente.kit.pages import as_file, ask_of
from entente.kit.table import check_chosen

from .. import actions, exports, forms, panels, queries, rules, workflow
from ..models import Agreement, Review
from ..policy import AGREEMENTS
from .register import _about, _above, _asked, _instrument, replaced


def pipeline(request: HttpRequest) -> HttpResponseBase:
    """The board: columns by stage, late ones first; narrowed; taken away as a file."""
    ask = ask_of(request, exports.PIPELINE)
    try:
        check_chosen(exports.PIPELINE, ask)
    except ValidationError as wrong:
        ask = replaced(request, ask, wrong)
    if (form := request.GET.get("format", "")) in export.TYPES:
        asked = request.GET.urlencode()
        trail.note_export(by=request.user, register=exports.PIPELINE.name, form=form, asked=asked)
        return as_file(exports.PIPELINE, ask, form)
    columns = panels.board(exports.PIPELINE.narrowed(ask).order_by("id"), today=timezone.localdate())
    context = {
        "page_title": panels.answer(columns),
        "breadcrumb": _above(),
        "tabs": panels.tabs("pipeline"),
        "columns": columns,
        "path": request.path,
        "may_register": AGREEMENTS.allows(request.user, "register"),
    }
    return render(request, "agreements/board.html", context | panels.board_controls(ask))


def negotiation(request: HttpRequest, key: str) -> HttpResponse:
    """One negotiation: where it stands, what may follow, which brackets are open and who moved last."""
    agreement = get_object_or_404(queries.agreement(request.user, key))
    about = _about(agreement, _("Negotiation"))
    return render(request, "agreements/negotiation.html", about | panels.negotiation_page(request.user, agreement))


def _around(agreement: Agreement, title: str) -> dict[str, Any]:
    """What every form of a negotiation shows around itself, and where it leads back."""
    here = reverse("agreements:negotiation", args=[agreement.key])
    about = _about(agreement, title)
    about["breadcrumb"] = [*about["breadcrumb"], (_("Negotiation"), here)]
    return about | {"cancel": here, "onward": lambda result: here}


def stage(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Take one step of a negotiation: what it does, what stands in its way."""
    if move not in workflow.NEGOTIATION.moves:
        raise Http404
    agreement = _instrument(request, key, move)
    row = workflow.NEGOTIATION.moves[move]
    told = {"cites": rules.REFERENCES.get(move, ""), "due_in": actions.DUE.get(move, 0)}
    form = typed.form(forms.StageStep, request, needs_reason=row.needs_reason, **told)
    return _asked(
        request,
        form,
        lambda: actions.move(agreement, move, by=request.user, **form.cleaned_data),
        template="agreements/stage.html",
        done=_("The step is recorded."),
        submit=str(actions.STEPS[move]),
        was=panels.stage_name(agreement.stage_now),
        now=panels.stage_name(str(row.target)),
        possible=agreement.stage_now in row.sources,
        final=row.target in ("terminated", "expired", "abandoned"),
        stops=panels.would_stop(agreement) if row.target in ("terminated", "expired", "suspended") else "",
        **_around(agreement, str(actions.STEPS[move])),
    )


def due(request: HttpRequest, key: str) -> HttpResponse:
    """Give what follows another day, with the reason."""
    agreement = _instrument(request, key, "move_due")
    form = typed.form(forms.NewDue, request)
    return _asked(
        request,
        form,
        lambda: actions.move_due(agreement, by=request.user, **form.cleaned_data),
        done=_("The day is moved; the earlier one is kept."),
        submit=_("Move the day"),
        **_around(agreement, _("Another day for what follows")),
    )


def urgency(request: HttpRequest, key: str) -> HttpResponse:
    """Record that a treaty may go on without the wait of the House."""
    agreement = _instrument(request, key, "except_urgency")
    form = typed.form(forms.Urgency, request)
    return _asked(
        request,
        form,
        lambda: actions.except_urgency(agreement, by=request.user, **form.cleaned_data),
        done=_("The exception is recorded."),
        submit=_("Record the exception"),
        **_around(agreement, _("Urgency exception from tabling")),
    )


def hold_round(request: HttpRequest, key: str) -> HttpResponse:
    """Record a round of negotiation."""
    agreement = _instrument(request, key, "hold_round")
    form = typed.form(forms.NewRound, request)
    return _asked(
        request,
        form,
        lambda: actions.hold_round(agreement, by=request.user, **form.cleaned_data),
        template="agreements/round_form.html",
        done=_("The round is recorded."),
        submit=_("Record the round"),
        **_around(agreement, _("Record a round")),
    )


def add_text(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a version of the text."""
    agreement = _instrument(request, key, "add_text")
    form = typed.form(forms.NewTableText, request, agreement=agreement)
    return _asked(
        request,
        form,
        lambda: actions.add_text(agreement, by=request.user, **form.cleaned_data),
        done=_("The version is kept."),
        submit=_("Keep the version"),
        **_around(agreement, _("Add a version of the text")),
    )


def open_bracket(request: HttpRequest, key: str) -> HttpResponse:
    """Put a point between brackets."""
    agreement = _instrument(request, key, "open_bracket")
    form = typed.form(forms.NewBracket, request, agreement=agreement)
    return _asked(
        request,
        form,
        lambda: actions.open_bracket(agreement, by=request.user, **form.cleaned_data),
        done=_("The point stands between brackets."),
        submit=_("Put it between brackets"),
        **_around(agreement, _("Put a point between brackets")),
    )


def bracket(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One point: both texts, every movement, and the next one."""
    found = get_object_or_404(queries.bracket(request.user, key, number))
    may = AGREEMENTS.allows(request.user, "move_bracket", found.agreement)
    if request.method == "POST":
        AGREEMENTS.require(request.user, "move_bracket", found.agreement)
    seen = found.moves[-1].pk if found.moves else 0
    names = ("our_text", "their_text", "status", "agreed_text")
    initial = {"seen": seen} | {name: getattr(found, name) for name in names}
    form = typed.form(forms.MovedBracket, request, agreement=found.agreement, initial=initial)
    return _asked(
        request,
        form,
        lambda: actions.move_bracket(found, by=request.user, **form.cleaned_data),
        template="agreements/bracket.html",
        done=_("The movement is kept."),
        submit=_("Keep the movement"),
        bracket=found,
        point=panels.point(found, found.agreement),
        may=may,
        **_around(found.agreement, f"{found.article}: {found.topic}"),
    )


def talks_round(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One round, as it prints: days, place, heads, what moved, the texts."""
    found = get_object_or_404(queries.round_of(request.user, key, number))
    agreement = found.agreement
    documents = files.panels_about(ask_of(request), found, Notes()) if agreement.marking == "unclassified" else []
    context = _around(agreement, pgettext("negotiation", "Round %(number)s") % {"number": found.number})
    context |= {
        "round": found,
        "movements": queries.movements_in(found),
        "drafts": queries.drafts_of(found),
        "panels": documents,
    }
    return render(request, "agreements/round.html", context)


def ask_review(request: HttpRequest, key: str) -> HttpResponse:
    """Ask an office for its review."""
    agreement = _instrument(request, key, "ask_review")
    form = typed.form(forms.NewReview, request)
    return _asked(
        request,
        form,
        lambda: actions.ask_review(agreement, by=request.user, **form.cleaned_data),
        done=_("The review is asked for."),
        submit=_("Ask for the review"),
        **_around(agreement, _("Ask for a review")),
    )


def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a reviewing office answered."""
    found = get_object_or_404(queries.review(request.user, pk))
    AGREEMENTS.require(request.user, "give_opinion", found.agreement)
    form = typed.form(forms.Opinion, request)
    if found.kind == Review.PRIVACY:
        form.needs("reference")
    return _asked(
        request,
        form,
        lambda: actions.give_opinion(found, by=request.user, **form.cleaned_data),
        done=_("The opinion is recorded."),
        submit=_("Record the opinion"),
        **_around(found.agreement, f"{found.get_kind_display().capitalize()}, {found.office}"),
    )


def met(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the conditions of a review are met."""
    found = get_object_or_404(queries.review(request.user, pk))
    AGREEMENTS.require(request.user, "meet_conditions", found.agreement)
    form = typed.form(forms.Met, request)
    around = _around(found.agreement, _("Conditions of the review")) | {"lead_text": found.conditions}
    return _asked(
        request,
        form,
        lambda: actions.meet_conditions(found, by=request.user, **form.cleaned_data),
        done=_("It is recorded how the conditions are met."),
        submit=_("The conditions are met"),
        **around,
    )
