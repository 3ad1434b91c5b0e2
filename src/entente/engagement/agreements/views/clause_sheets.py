"""Clauses from an officer's own spreadsheet: sent, checked, entered all or none."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, forms, imports, panels
from ..policy import AGREEMENTS
from .register import ERRORS_SHOWN, ROWS_SHOWN, Steps, _above, _asked, _file

CLAUSES_SENT = "clauses-sheet"  # the session's name for a sheet between upload and confirmation
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _over() -> Steps:
    return [*_above(), (_("Clauses"), reverse("agreements:clauses"))]


def import_clauses(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet of clauses; nothing is entered yet."""
    AGREEMENTS.require(request.user, "import_clauses")
    form = typed.form(forms.ClauseSheet, request)

    def keep() -> None:
        sent = form.cleaned_data["file"]
        try:
            lines = imports.clause_sheet.opened(sent.name, sent.read())
        except ValidationError as refusal:
            raise ValidationError({"file": refusal}) from refusal
        request.session[CLAUSES_SENT] = {"name": sent.name, "lines": lines}

    return _asked(
        request,
        form,
        keep,
        template="agreements/clause_sheet.html",
        page_title=_("Clauses from a spreadsheet"),
        breadcrumb=_over(),
        columns=imports.clause_sheet.columns(),
        waiting=request.session.get(CLAUSES_SENT),
        submit=_("Check the sheet"),
        cancel=reverse("agreements:clauses"),
        done="",
        onward=lambda result: reverse("agreements:check_clauses"),
    )


def check_clauses(request: HttpRequest) -> HttpResponse:
    """What the sheet would enter, or every cell that stands in the way; then all of it, or nothing."""
    AGREEMENTS.require(request.user, "import_clauses")
    sent = request.session.get(CLAUSES_SENT)
    if sent is None:
        return redirect("agreements:import_clauses")
    judged, refused = imports.clauses.judge(sent["lines"], person=request.user), []
    if request.method == "POST" and not judged.errors and judged.clauses and typed.SWITCH not in request.POST:
        try:
            made = actions.import_clauses(judged.given, by=request.user)
        except ValidationError as refusal:  # somebody entered one of them a moment ago
            refused = refusal.messages
        else:
            del request.session[CLAUSES_SENT]
            messages.success(request, panels.clauses_entered(len(made)))
            return redirect("agreements:clauses")
    context: dict[str, Any] = {
        "page_title": _("Check the sheet"),
        "breadcrumb": [*_over(), (_("Clauses from a spreadsheet"), reverse("agreements:import_clauses"))],
        "name": sent["name"],
        "judged": judged,
        "refused": refused,
        "errors": judged.errors[:ERRORS_SHOWN],
        "rows": panels.clause_rows(judged.clauses[:ROWS_SHOWN]),
    }
    return render(request, "agreements/clause_check.html", context, status=422 if judged.errors or refused else 200)


def clauses_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the headings of this language, and a second sheet that says what each column takes."""
    AGREEMENTS.require(request.user, "import_clauses")
    name = _("clauses-to-fill") + ".xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(imports.clause_sheet.blank(), content_type=WORKBOOK, headers=headers)


def clauses_errors(request: HttpRequest) -> HttpResponse:
    """The sheet as it was sent, with a last column that says what is wrong."""
    AGREEMENTS.require(request.user, "import_clauses")
    sent = request.session.get(CLAUSES_SENT)
    if sent is None:
        return redirect("agreements:import_clauses")
    judged = imports.clauses.judge(sent["lines"], person=request.user)
    return _file(imports.clause_sheet.with_errors(judged.lines, judged.errors), _("clauses-to-mend") + ".csv")
