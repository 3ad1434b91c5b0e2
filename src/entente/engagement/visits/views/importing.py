"""A delegation comes as a spreadsheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import typed

from .. import actions, forms, imports
from ..policy import VISITS
from .opening import above, explain, opened


def receive(request: HttpRequest, key: str) -> HttpResponse:
    """Add the visitors of a list, all or none; every bad cell is told by row, column and reason."""
    visit = opened(request, key)
    VISITS.require(request.user, "compose", visit)
    form, errors = typed.form(forms.List, request), []
    if form.is_bound and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            judged = imports.judge(sheet.name, sheet.read(imports.MOST_BYTES + 1))
            errors = judged.errors
            if not errors:
                made = actions.receive_list(visit, by=request.user, rows=judged.rows)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            if not errors:
                count = len(made)
                said = ngettext("%(count)s visitor is added.", "%(count)s visitors are added.", count)
                messages.success(request, said % {"count": count})
                return redirect(visit)
    context = {
        "page_title": _("Add a list from a spreadsheet"),
        "breadcrumb": above(visit),
        "cancel": visit.get_absolute_url(),
        "marking": visit.kept_as,
        "visit": visit,
        "form": form,
        "errors": errors,
        "columns": [(column, imports.LIST.fields[column].verbose_name) for column in imports.LIST.columns],
    }
    return render(request, "visits/list_in.html", context, status=422 if errors or form.errors else 200)


def template(request: HttpRequest, key: str) -> HttpResponse:
    """An empty list with the headings in the reader’s language."""
    visit = opened(request, key)
    VISITS.require(request.user, "compose", visit)
    name = f"{visit.key}-delegation.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(imports.template(), content_type="text/csv; charset=utf-8", headers=headers)
