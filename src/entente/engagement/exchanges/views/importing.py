"""Automatic exchanges come as a spreadsheet: see what it would write or every bad cell; take all in, or none."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import once, typed, upload

from .. import actions, forms, imports, panels, queries
from ..policy import EXCHANGES, head_behind_sheet
from .opening import above, explain

SENT = "exchanges_sent"  # where a session keeps a sheet between two pages
ERRORS_SHOWN, ROWS_SHOWN = 200, 20


def receive(request: HttpRequest) -> HttpResponse:
    """Send a sheet; nothing is taken in yet. Who may not take it in is told who can, before anything is sent."""
    EXCHANGES.require(request.user, "import")
    person: Any = request.user
    may = head_behind_sheet(person) is not None
    form = typed.form(forms.List, request)
    if may and form.is_bound and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            table = imports.opened(sheet.name, sheet.read(upload.MOST_BYTES + 1))
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            request.session[SENT] = {"name": sheet.name, "table": table}
            return redirect("exchanges:check")
    context = {
        "page_title": _("Take exchanges in from a spreadsheet"),
        "breadcrumb": above(),
        "cancel": above()[0][1],
        "form": form,
        "may": may,
        "office": person.unit,
        "others": [] if may else _who_can(person),
        "waiting": request.session.get(SENT) if may else None,
        "columns": [(imports.LABELS[one], imports.HELP[one], one in imports.NEEDED) for one in imports.COLUMNS],
    }
    status = 422 if may and form.errors else 403 if request.method == "POST" and not may else 200
    return render(request, "exchanges/import.html", context, status=status)


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would write into the ledger, or every cell that stands in the way; then all of it, or nothing."""
    EXCHANGES.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None or head_behind_sheet(request.user) is None:
        return redirect("exchanges:import")
    judged = imports.judge(sent["table"], person=request.user)
    if request.method == "POST" and not judged.errors and typed.SWITCH not in request.POST:
        act = partial(actions.take_in, judged.given, by=request.user, file=sent["name"])
        made = once.enter(request, SENT, act)
        if made is None:
            return redirect("exchanges:check")
        count = len(made)
        said = ngettext("%(count)s exchange is in the ledger.", "%(count)s exchanges are in the ledger.", count)
        messages.success(request, said % {"count": count})
        return redirect("exchanges:index")
    context = {
        "page_title": _("Check the sheet"),
        "breadcrumb": [*above(), (_("From a spreadsheet"), reverse("exchanges:import"))],
        "name": sent["name"],
        "judged": judged,
        "errors": [imports.named(one) for one in judged.errors[:ERRORS_SHOWN]],
        "rows": [one | {"at": panels.moment(one["at"])} for one in imports.shown(judged, ROWS_SHOWN)],
    }
    return render(request, "exchanges/check.html", context, status=422 if judged.errors else 200)


def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with one row that shows how it is filled."""
    EXCHANGES.require(request.user, "import")
    headers = {"Content-Disposition": 'attachment; filename="exchanges.csv"'}
    return HttpResponse(imports.template(), content_type="text/csv; charset=utf-8", headers=headers)


def _who_can(person: Any) -> list[Any]:
    """Who holds the authority for the office of a person today and takes sheets in."""
    if person.unit is None:
        return []
    return [one for one in queries.may_take_in(person.unit, timezone.localdate()) if EXCHANGES.allows(one, "import")]
