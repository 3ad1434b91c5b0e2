"""Absences: the list, one's own, and a spreadsheet of many."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import once, typed
from entente.kit.pages import register_page

from .. import actions, exports, forms, imports, queries
from ..policy import ABSENCES
from .tabs import tabs

SENT = "absences_sent"  # where a session keeps a sheet between two pages
ERRORS_SHOWN, ROWS_SHOWN = 200, 20


def absences(request: HttpRequest) -> HttpResponseBase:
    """Every absence this person may see: all for those who keep or audit, else the own ones."""
    return register_page(
        request,
        exports.ABSENCES,
        "people/absences.html",
        exported=trail.note_export,
        page_title=exports.ABSENCES.title,
        tabs=tabs(request.user, "absences"),
        may_import=ABSENCES.allows(request.user, "import"),
    )


def record(request: HttpRequest) -> HttpResponse:
    """Note days away: one's own, or for an administrator anybody's."""
    person: Any = request.user
    anyone = ABSENCES.allows(person, "import")
    first = {"initial": {"starts_on": timezone.localdate()}} if request.method != "POST" else {}
    form = typed.form(forms.Away, request, anyone=anyone, **first)
    back = "people:absences" if anyone else "people:me"
    if form.is_bound and form.is_valid():
        said = {"person": person} | form.cleaned_data
        try:
            actions.record_absence(by=person, **said)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The absence is recorded."))
            return redirect(back)
    title = _("Record an absence")
    context = {
        "form": form,
        "page_title": title,
        "submit": title,
        "lead_text": _("While a head is away, approvals go to who holds the delegation, else one office higher."),
        "breadcrumb": _above(),
        "cancel": reverse(back),
    }
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """One absence, and taking it back with the reason."""
    found = get_object_or_404(queries.absence(request.user, pk))
    form = typed.form(forms.Reason, request)
    if request.method == "POST":
        ABSENCES.require(request.user, "withdraw", found)
    if form.is_bound and form.is_valid():
        try:
            actions.withdraw_absence(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The absence is taken back; the trail keeps it."))
            return redirect("people:absences" if ABSENCES.allows(request.user, "import") else "people:me")
    context = {
        "absence": found,
        "facts": exports.about_absence(found),
        "may_withdraw": ABSENCES.allows(request.user, "withdraw", found),
        "form": form,
        "page_title": _("Absence of %(person)s") % {"person": found.person},
        "breadcrumb": _above(),
    }
    return render(request, "people/absence.html", context, status=422 if form.errors else 200)


# ── A spreadsheet ─────────────────────────────────────────────────────────────────────────────────


def send(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet of absences; what each column takes stands below."""
    ABSENCES.require(request.user, "import")
    form = typed.form(forms.Upload, request)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            table = imports.opened(sent.name, sent.read())
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            request.session[SENT] = {"name": sent.name, "table": table}
            return redirect("people:check_absences")
    context = {
        "form": form,
        "page_title": _("Record absences from a spreadsheet"),
        "breadcrumb": _above(),
        "columns": imports.columns(),
        "waiting": request.session.get(SENT),
    }
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would record, what is there already, and every cell that is wrong; then record, or not."""
    ABSENCES.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        return redirect("people:import_absences")
    if "forget" in request.POST:
        del request.session[SENT]
        return redirect("people:import_absences")
    judged = imports.judge(sent["table"])
    if request.method == "POST" and typed.SWITCH not in request.POST and not judged.errors and judged.rows:
        found = [one for _row, one in judged.rows]
        act = partial(actions.import_absences, found, by=request.user, file=sent["name"])
        made = once.enter(request, SENT, act)
        if made is None:
            return redirect("people:check_absences")
        messages.success(request, _("Absences recorded: %(count)s.") % {"count": len(made)})
        return redirect("people:absences")
    context = {
        "page_title": _("Check the spreadsheet"),
        "breadcrumb": [*_above(), (_("Record absences from a spreadsheet"), reverse("people:import_absences"))],
        "name": sent["name"],
        "judged": judged,
        "errors": judged.errors[:ERRORS_SHOWN],
        "rows": judged.rows[:ROWS_SHOWN],
    }
    return render(request, "people/check.html", context)


def template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the right headings, to fill."""
    ABSENCES.require(request.user, "import")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="{_("absences-to-fill")}.xlsx"'}
    return HttpResponse(imports.template(), content_type=kind, headers=headers)


def errors(request: HttpRequest) -> HttpResponse:
    """The wrong rows with why, to mend and send again."""
    ABSENCES.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        raise Http404
    text = imports.with_errors(imports.judge(sent["table"]))
    headers = {"Content-Disposition": f'attachment; filename="{_("to-mend")}.csv"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)


def _above() -> list[tuple[Any, str]]:
    return [(exports.ABSENCES.title, reverse("people:absences"))]
