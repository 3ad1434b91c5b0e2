"""An officer's own spreadsheet of figures: sent, checked, entered all or none."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit import typed, upload

from .. import actions, forms, imports, panels
from ..policy import REMOVALS
from .answering import above

SENT = "removals-sheet"  # the session's name for a sheet between upload and confirmation
ERRORS_SHOWN, ROWS_SHOWN = 200, 20


def send(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet; nothing is entered yet."""
    REMOVALS.require(request.user, "import")
    form = typed.form(forms.Upload, request)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            table = upload.opened(sent.name, sent.read(), imports.FIGURES)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            request.session[SENT] = {"name": sent.name, "table": table}
            return redirect("removals:check")
    context = {
        "form": form,
        "page_title": _("Figures from a spreadsheet"),
        "breadcrumb": above(),
        "columns": imports.columns(),
        "waiting": request.session.get(SENT),
    }
    return render(request, "removals/import.html", context, status=422 if form.errors else 200)


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would enter, or every cell that stands in the way; then all of it, or nothing."""
    REMOVALS.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        if request.method == "POST":
            messages.info(request, _("No sheet waits to be entered: it was entered already, or none was sent."))
        return redirect("removals:import")
    judged = imports.judge(sent["table"], person=request.user)
    if request.method == "POST" and not judged.errors and judged.figures and typed.SWITCH not in request.POST:
        try:
            made = actions.import_rows(judged.given, by=request.user, file=sent["name"])
        except ValidationError as refusal:
            judged = _judged_again(request, sent["table"], refusal)
        else:
            del request.session[SENT]
            messages.success(request, panels.entered(len(made)))
            return redirect("removals:index")
    context = {
        "page_title": _("Check the sheet"),
        "breadcrumb": [*above(), (_("Figures from a spreadsheet"), reverse("removals:import"))],
        "name": sent["name"],
        "judged": judged,
        "errors": judged.errors[:ERRORS_SHOWN],
        "rows": judged.figures[:ROWS_SHOWN],
    }
    return render(request, "removals/check.html", context, status=422 if judged.errors else 200)


def _judged_again(request: HttpRequest, table: upload.Table, refusal: ValidationError) -> imports.Judged:
    """The sheet against the record as it stands now: somebody entered figures after it was judged fine."""
    said = _(
        "Nothing was entered from your sheet: figures in it were entered a moment ago, and each counts once. "
        "The cells below say which."
    )
    judged = imports.judge(table, person=request.user)
    messages.error(request, said if judged.errors else " ".join(refusal.messages))
    return judged


def template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the headings, and a second sheet that says what each column takes."""
    REMOVALS.require(request.user, "import")
    return _file(
        upload.template(imports.FIGURES, imports.columns()),
        _("removals-figures") + ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def errors(request: HttpRequest) -> HttpResponse:
    """The rows that are wrong as they were sent, with a last column that says why."""
    REMOVALS.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        return redirect("removals:import")
    judged = imports.judge(sent["table"], person=request.user)
    text = upload.with_errors(imports.FIGURES, judged.table, judged.errors)
    return _file(("\ufeff" + text).encode(), _("removals-figures-to-mend") + ".csv", "text/csv; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
