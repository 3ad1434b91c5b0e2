"""Pages of clauses: which instruments permit what, one clause to enter or to end, and what will stop."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import export, typed
from entente.kit.days import spoken
from entente.kit.pages import as_file, ask_of

from .. import actions, exports, forms, panels, queries, search
from .register import _about, _above, _asked, _instrument, _list, _tabs


def clauses(request: HttpRequest) -> HttpResponseBase:
    """Clauses of every instrument: what permits a purpose, an element, a direction."""
    return _list(request, exports.CLAUSES)


def add_clause(request: HttpRequest, key: str) -> HttpResponse:
    """Enter one clause of an instrument."""
    agreement = _instrument(request, key, "add_clause")
    form = typed.form(forms.NewClause, request)
    return _asked(
        request,
        form,
        lambda: actions.add_clause(agreement, by=request.user, **form.cleaned_data),
        template="agreements/clause.html",
        done=_("The clause is entered."),
        submit=_("Enter the clause"),
        **_about(agreement, _("Add a clause")),
    )


def end_clause(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a clause count no longer from a day on."""
    agreement = _instrument(request, key, "end_clause")
    clause = get_object_or_404(queries.clause(request.user, agreement, pk))
    form = typed.form(forms.EndedClause, request)
    about = _about(agreement, _("End a clause")) | {"lead_text": str(clause)}
    return _asked(
        request,
        form,
        lambda: actions.end_clause(clause, by=request.user, **form.cleaned_data),
        done=_("The clause no longer counts from that day on."),
        submit=_("End the clause"),
        **about,
    )


def lapses(request: HttpRequest) -> HttpResponseBase:
    """What stops in the next twelve months, and what would stop if one instrument ended on a day."""
    ask = ask_of(request, exports.LAPSES)
    if (form := request.GET.get("format", "")) in export.TYPES:
        trail.note_export(by=request.user, register=exports.LAPSES.name, form=form, asked=request.GET.urlencode())
        return as_file(exports.LAPSES, ask, form)
    asked = request.GET if request.GET.get("instrument") else None
    tomorrow = timezone.localdate() + timedelta(days=1)
    ending = forms.Ending(asked, instruments=queries.choices(request.user), initial={"day": tomorrow})
    context = {
        "page_title": exports.LAPSES.title,
        "breadcrumb": _above(),
        "tabs": _tabs("lapses"),
        "rows": [_row(*one) for one in exports.LAPSES.rows(ask)],
        "form": ending,
        "files": [(kind.upper(), f"?format={kind}") for kind in export.TYPES],
        "preview": _preview(request, ending) if asked and ending.is_valid() else None,
    }
    return render(request, "agreements/lapses.html", context, status=422 if asked and ending.errors else 200)


def _row(lapse: queries.Lapse, partners: list[Any]) -> dict[str, Any]:
    return {
        "day": spoken(lapse.day),
        "title": exports.titled(lapse),
        "url": search.page(search.AGREEMENT, lapse.key),
        "why": exports.CAUSES[lapse.cause],
        "partners": [str(one.name) for one in partners],
        "terms": exports.stopping(lapse.terms),
    }


def _preview(request: HttpRequest, form: forms.Ending) -> dict[str, Any]:
    agreement, day = form.cleaned_data["instrument"], form.cleaned_data["day"]
    found = queries.if_ended(agreement, day, person=request.user)
    return panels.stopping(found) | {"url": reverse("agreements:agreement", args=[agreement.key])}
