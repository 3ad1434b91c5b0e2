"""Pages of clauses: which instruments permit what, one clause to enter or to end."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, exports, forms, queries
from ..policy import AGREEMENTS
from .register import _about, _asked, _instrument, _list


def clauses(request: HttpRequest) -> HttpResponseBase:
    """Clauses of every instrument: what permits a purpose, an element, a direction."""
    return _list(
        request,
        exports.CLAUSES,
        template="agreements/clauses.html",
        may_import=AGREEMENTS.allows(request.user, "import_clauses"),
    )


def add_clause(request: HttpRequest, key: str) -> HttpResponse:
    """Enter one clause of an instrument."""
    agreement = _instrument(request, key, "add_clause")
    form = typed.form(forms.NewClause, request, initial={"from_on": timezone.localdate().isoformat()})
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
