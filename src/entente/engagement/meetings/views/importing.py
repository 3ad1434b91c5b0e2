"""Pages that take in a spreadsheet: send it, see every wrong cell or what would be entered, enter all or nothing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import once, typed

from .. import actions, forms, imports, queries
from ..imports.sheets import Heading, Judged
from ..models import Meeting
from ..policy import MEETINGS
from .answering import above, explain, page

ERRORS_SHOWN, ROWS_SHOWN = 200, 20
HEADED = {
    "meetings": ("starts_on", "ends_on", "title_en", "body", "partner", "country"),
    "delegates": ("partner", "person", "office_en", "rank", "part"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What is taken in, by whom, for which meeting."""

    what: str
    person: Any
    meeting: Meeting | None

    @property
    def title(self) -> str:
        return _("Bring in a yearly list") if self.what == "meetings" else _("Bring in delegates")

    @property
    def back(self) -> str:
        return page(self.meeting, "delegations") if self.meeting else reverse("meetings:index")

    @property
    def sent(self) -> str:
        """The session's name for a sheet between upload and confirmation."""
        return f"meetings-{self.what}-{self.meeting.key if self.meeting else ''}"

    def address(self, step: str) -> str:
        """The address of a step: import, check, template, wrong."""
        if self.meeting is None:
            return reverse(f"meetings:{step}")
        return reverse(f"meetings:{step}_delegates", args=[self.meeting.key])

    @property
    def headings(self) -> list[Heading]:
        return (imports.meetings if self.what == "meetings" else imports.delegates).headings(self.person)

    def judged(self, table: Any, headings: list[Heading]) -> Judged:
        if self.meeting is None:
            return imports.meetings.judge(table, headings, person=self.person)
        return imports.delegates.judge(table, headings, self.meeting, person=self.person)

    def enter(self, judged: Judged) -> int:
        if self.meeting is None:
            return len(actions.import_rows(judged.given, by=self.person))
        return len(actions.import_delegates(self.meeting, judged.given, by=self.person))


def _desk(request: HttpRequest, what: str, key: str) -> Desk:
    """Who takes in what. Raises ``Http404`` or ``PermissionDenied``."""
    if what == "meetings":
        MEETINGS.require(request.user, "import")
        return Desk(what, request.user, None)
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, "add_delegate", meeting)
    return Desk(what, request.user, meeting)


def import_sheet(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """Send a spreadsheet; nothing is entered yet."""
    desk = _desk(request, what, key)
    form, headings = typed.form(forms.Upload, request), desk.headings
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            table = imports.sheets.opened(sent.name, sent.read(), headings)
        except ValidationError as refusal:
            explain(form, ValidationError({"sheet": refusal.error_list}))
        else:
            request.session[desk.sent] = {"name": sent.name, "rows": table}
            return redirect(desk.address("check"))
    context = _around(desk) | {"form": form, "columns": headings, "submit": _("Check the sheet")}
    return render(request, "meetings/import.html", context, status=422 if form.errors else 200)


def check(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """What the sheet would enter, or every cell that stands in the way; then enter all of it, or none."""
    desk = _desk(request, what, key)
    sent = request.session.get(desk.sent)
    if not sent:
        return redirect(desk.address("import"))
    headings = desk.headings
    judged = desk.judged(sent["rows"], headings)
    if request.method == "POST" and not judged.errors and typed.SWITCH not in request.POST:
        count = once.enter(request, desk.sent, lambda: desk.enter(judged))
        if count is None:
            return redirect(desk.address("check"))
        said = ngettext("%(count)s row is entered.", "%(count)s rows are entered.", count) % {"count": count}
        messages.success(request, said)
        return redirect(desk.back)
    labels = {one.name: one.label for one in headings}
    context = _around(desk) | {
        "page_title": _("Check the sheet"),
        "name": sent["name"],
        "judged": judged,
        "errors": judged.errors[:ERRORS_SHOWN],
        "headings": [labels[name] for name in HEADED[what]],
        "rows": [
            (number, [_said(values[name]) for name in HEADED[what]]) for number, values in judged.rows[:ROWS_SHOWN]
        ],
    }
    return render(request, "meetings/check.html", context)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def template(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """An empty sheet with the headings that are understood."""
    desk = _desk(request, what, key)
    return _file(imports.sheets.blank(desk.headings), f"{what}.csv")


def wrong(request: HttpRequest, what: str, key: str = "") -> HttpResponse:
    """The sheet as it was sent, with a last column that says what is wrong."""
    desk = _desk(request, what, key)
    sent = request.session.get(desk.sent)
    if not sent:
        return redirect(desk.address("import"))
    headings = desk.headings
    return _file(imports.sheets.with_errors(desk.judged(sent["rows"], headings), headings), f"{what}-wrong.csv")


def _around(desk: Desk) -> dict[str, Any]:
    return {
        "page_title": desk.title,
        "breadcrumb": above(desk.meeting),
        "cancel": desk.back,
        "template_url": desk.address("template"),
        "wrong_url": desk.address("wrong"),
        "import_url": desk.address("import"),
        "marking": desk.meeting.marking if desk.meeting else "",
    }


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
