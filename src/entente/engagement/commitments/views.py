"""Pages of commitments: the register, the forms that write, change and decide, and an officer's own spreadsheet."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import once, pages, typed

from . import actions, exports, forms, imports, panels, queries
from .models import Commitment
from .policy import COMMITMENTS

SENT = "commitments-sheet"  # the session's name for a sheet between upload and confirmation
ERRORS_SHOWN, ROWS_SHOWN, DECISIONS_SHOWN = 200, 20, 4
DECIDED = ("report_done", "send_back", "slip", "pass_on", "drop", "reopen", "verify", "keep")
Steps = list[tuple[Any, str]]


# ── The register ──────────────────────────────────────────────────────────────────────────────────


def index(request: HttpRequest) -> HttpResponseBase:
    """Every promise, ours and theirs: what is due first on top."""
    return pages.register_page(
        request,
        exports.COMMITMENTS,
        "commitments/index.html",
        exported=trail.note_export,
        page_title=_("Commitments"),
        tabs=_tabs(request),
        may_add=COMMITMENTS.allows(request.user, "promise"),
        may_import=COMMITMENTS.allows(request.user, "import"),
    )


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The questions most often asked of the register, as links."""
    asked = [
        (_("Still owed"), "state=standing"),
        (_("Late"), "overdue=1"),
        (_("Due within 30 days"), "soon=1"),
        (_("Mine"), "state=standing&mine=1"),
        (_("To verify"), "state=reported"),
        (_("All"), ""),
    ]
    here, now = reverse("commitments:index"), request.GET.urlencode()
    return [
        {"label": label, "url": f"{here}?{query}" if query else here, "current": now == query} for label, query in asked
    ]


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def _above(one: Commitment | None = None) -> Steps:
    steps: Steps = [(_("Commitments"), reverse("commitments:index"))]
    return [*steps, (one.title, one.get_absolute_url())] if one else steps


def _one(request: HttpRequest, key: str, act: str) -> Commitment:
    found = get_object_or_404(queries.commitment(request.user, key))
    COMMITMENTS.require(request.user, act, found)
    return found


def _explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for name, problems in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]}).items():
        form.add_error(name if name in form.fields else None, problems)


def _answer(request: HttpRequest, form: Form, act: Callable[[], Any], done: Any, **context: Any) -> HttpResponse:
    """Do what the form asks and go to the promise, or show the form with everything that stands in the way."""
    if form.is_bound and form.is_valid():
        try:
            made = act()
        except ValidationError as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, done(made) if callable(done) else done)
            return redirect(context.pop("onward", None) or made)
    context.pop("onward", None)
    template = context.pop("template", "commitments/form.html")
    context = {"form": form, "rows": forms.rows(form)} | context
    return render(request, template, context, status=422 if form.errors else 200)


def _about(one: Commitment, title: str) -> dict[str, Any]:
    """What every page about one promise shows around its form."""
    return {
        "page_title": title,
        "one": one,
        "sentence": panels.sentence(queries.whole(one), timezone.localdate()),
        "breadcrumb": _above(one),
        "cancel": one.get_absolute_url(),
        "marking": one.bears,
        "onward": one.get_absolute_url(),
    }


def new(request: HttpRequest) -> HttpResponse:
    """Write a promise down by hand; a dossier that leads here has named the partner, forum or instrument."""
    COMMITMENTS.require(request.user, "promise")
    form = typed.form(forms.Promise, request, person=request.user, initial=_asked_for(request))
    return _answer(
        request,
        form,
        lambda: actions.promise(by=request.user, **form.cleaned_data),
        lambda made: _("The promise is written down as %(key)s.") % {"key": made.key},
        page_title=_("Write a promise down"),
        breadcrumb=_above(),
        submit=_("Write it down"),
        cancel=reverse("commitments:index"),
    )


def _said(request: HttpRequest, key: str, act: Callable[..., Any], asked: type[Form], **words: Any) -> HttpResponse:
    """The page of a verb that takes what its form asks and nothing else; ``words`` are its title, button and answer.

    The verb is named in the policy as in ``actions``.
    """
    one = _one(request, key, act.__name__)
    form = typed.form(asked, request)
    return _answer(
        request,
        form,
        lambda: act(one, by=request.user, **form.cleaned_data),
        words.pop("done"),
        submit=words.pop("submit"),
        **_about(one, words.pop("title")),
    )


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    named = {name: request.GET[name] for name in ("partner", "body", "agreement", "side") if request.GET.get(name)}
    return {"made_on": timezone.localdate(), "marking": "unclassified"} | named


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a promise says."""
    one = _one(request, key, "change")
    present = {name: getattr(one, name) for name in forms.Change.base_fields if hasattr(one, name)}
    form = typed.form(forms.Change, request, person=request.user, initial=present)
    return _answer(
        request,
        form,
        lambda: actions.change(one, by=request.user, **form.cleaned_data),
        _("The promise is changed. What stood before is in the trail."),
        submit=_("Save the change"),
        **_about(one, _("Change what it says")),
    )


def slip(request: HttpRequest, key: str) -> HttpResponse:
    """Give a promise another day; the old one is kept with the reason."""
    return _said(
        request,
        key,
        actions.slip,
        forms.Slip,
        title=_("Give another day"),
        submit=_("Give this day"),
        done=_("The new day stands; the old one is kept with your reason."),
    )


def pass_on(request: HttpRequest, key: str) -> HttpResponse:
    """Pass a promise to another owner."""
    one = _one(request, key, "pass_on")
    form = typed.form(forms.PassingOn, request, person=request.user)
    return _answer(
        request,
        form,
        lambda: actions.pass_on(one, by=request.user, **form.cleaned_data),
        lambda made: _("It is passed on to %(owner)s, who is told.") % {"owner": made.owner},
        submit=_("Pass it on"),
        **_about(one, _("Pass the promise on")),
    )


def give_evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Add what shows that a promise was kept, without closing it yet."""
    return _said(
        request,
        key,
        actions.give_evidence,
        forms.Shown,
        title=_("Add what shows it"),
        submit=_("Add it"),
        done=_("The evidence is kept. The promise is still open."),
    )


def remark(request: HttpRequest, key: str) -> HttpResponse:
    """Note something on the way."""
    return _said(
        request,
        key,
        actions.remark,
        forms.Remark,
        title=_("Add a remark"),
        submit=_("Add the remark"),
        done=_("The remark is kept."),
    )


def close(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a promise was kept, and what shows it."""
    one = _one(request, key, "close")
    form = typed.form(forms.Shown, request)
    verified = actions.must_be_verified(one, request.user)
    return _answer(
        request,
        form,
        lambda: actions.close(one, by=request.user, **form.cleaned_data),
        _("Noted. It counts as kept once somebody else has verified it.") if verified else _("The promise is kept."),
        lead_text=_("Somebody else will verify it before it counts as kept.") if verified else "",
        submit=_("It was kept"),
        **_about(one, _("Say that it was kept")),
    )


def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Agree that a promise was kept, or send it back."""
    one = _one(request, key, "verify")
    form = typed.form(forms.Verdict, request)
    back = request.POST.get("verdict") == "send_back"

    def decide() -> Commitment:
        if back:
            return actions.send_back(one, by=request.user, reason=form.cleaned_data["reason"])
        return actions.verify(one, by=request.user)

    history = trail_queries.about(trail.subject_of(one)).filter(verb__in=DECIDED)
    whole = queries.whole(one)
    return _answer(
        request,
        form,
        decide,
        _("It is open again; its owner is told why.") if back else _("Verified: the promise is kept."),
        template="commitments/verify.html",
        possible=actions.PROMISE.moves["verify"] in actions.PROMISE.open_to(one),
        rows=[{"given": given} for given in whole.evidence],
        last=history[:DECISIONS_SHOWN],
        **_about(one, _("Verify a promise")),
    )


def drop(request: HttpRequest, key: str) -> HttpResponse:
    """Give a promise up, with the reason."""
    return _said(
        request,
        key,
        actions.drop,
        forms.Ground,
        title=_("Drop the promise"),
        submit=_("Drop it"),
        done=_("The promise is dropped; your reason is kept."),
    )


def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a promise again, with the reason."""
    return _said(
        request,
        key,
        actions.reopen,
        forms.Ground,
        title=_("Reopen the promise"),
        submit=_("Reopen it"),
        done=_("The promise is open again; something new must show that it was kept."),
    )


# ── An officer's own spreadsheet ──────────────────────────────────────────────────────────────────


def send(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet; nothing is written down yet."""
    COMMITMENTS.require(request.user, "import")
    form = typed.form(forms.Upload, request)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            request.session[SENT] = {"name": sent.name, "table": imports.opened(sent.name, sent.read())}
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("commitments:check")
    context = {
        "form": form,
        "page_title": _("Write promises down from a spreadsheet"),
        "breadcrumb": _above(),
        "columns": imports.columns(),
        "waiting": request.session.get(SENT),
    }
    return render(request, "commitments/import.html", context, status=422 if form.errors else 200)


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would write down, or every cell that stands in the way; then all of it, or nothing."""
    COMMITMENTS.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        return redirect("commitments:import")
    judged = imports.judge(sent["table"], person=request.user)
    if request.method == "POST" and not judged.errors and judged.lines and typed.SWITCH not in request.POST:
        act = partial(actions.import_rows, judged.given, by=request.user, file=sent["name"])
        made = once.enter(request, SENT, act)
        if made is None:
            return redirect("commitments:check")
        messages.success(request, panels.entered(len(made)))
        return redirect("commitments:index")
    context = {
        "page_title": _("Check the sheet"),
        "breadcrumb": [*_above(), (_("From a spreadsheet"), reverse("commitments:import"))],
        "name": sent["name"],
        "judged": judged,
        "errors": judged.errors[:ERRORS_SHOWN],
        "rows": [panels.preview(line) for line in judged.lines[:ROWS_SHOWN]],
    }
    return render(request, "commitments/check.html", context, status=422 if judged.errors else 200)


def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings that are understood."""
    COMMITMENTS.require(request.user, "import")
    return _file(imports.blank(), _("commitments-to-fill"))


def errors(request: HttpRequest) -> HttpResponse:
    """The sheet as it was sent, with a last column that says what is wrong."""
    COMMITMENTS.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        return redirect("commitments:import")
    judged = imports.judge(sent["table"], person=request.user)
    return _file(imports.with_errors(judged.table, judged.errors), _("commitments-to-mend"))


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
