"""Automatic exchanges come as a spreadsheet: all of them, or none."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import typed, upload

from .. import actions, forms, imports
from ..policy import EXCHANGES
from .opening import above, explain


def receive(request: HttpRequest) -> HttpResponse:
    """Take a sheet in, or name every bad cell by row, column and reason."""
    EXCHANGES.require(request.user, "import")
    form, errors = typed.form(forms.List, request), []
    if form.is_bound and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            judged = imports.judge(sheet.name, sheet.read(upload.MOST_BYTES + 1), person=request.user)
            errors = judged.errors
            made = [] if errors else actions.take_in(judged.given, by=request.user, file=sheet.name)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            if not errors:
                count = len(made)
                said = ngettext("%(count)s exchange is in the ledger.", "%(count)s exchanges are in the ledger.", count)
                messages.success(request, said % {"count": count})
                return redirect("exchanges:index")
    context = {
        "page_title": _("Take exchanges in from a spreadsheet"),
        "breadcrumb": above(),
        "cancel": above()[0][1],
        "form": form,
        "errors": [imports.named(one) for one in errors],
        "columns": [(imports.LABELS[one], imports.HELP[one], one in imports.NEEDED) for one in imports.COLUMNS],
    }
    return render(request, "exchanges/import.html", context, status=422 if errors or form.errors else 200)


def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with one row that shows how it is filled."""
    EXCHANGES.require(request.user, "import")
    headers = {"Content-Disposition": 'attachment; filename="exchanges.csv"'}
    return HttpResponse(imports.template(), content_type="text/csv; charset=utf-8", headers=headers)
