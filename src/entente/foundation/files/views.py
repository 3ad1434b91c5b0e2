"""Pages that attach, hand out and withdraw documents."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from entente.kit import typed

from . import actions, forms, policy, queries
from .policy import FILES


def attach(request: HttpRequest) -> HttpResponse:
    """Attach a document to a record. The dossier that offers it has signed the record's label into the address."""
    FILES.require(request.user, "attach")
    try:
        subject = signing.loads(request.GET.get("to", ""), salt=queries.SALT)
    except signing.BadSignature as bent:
        raise Http404 from bent
    form = typed.form(forms.Attachment, request)
    if form.is_bound and form.is_valid():
        try:
            document = actions.attach(by=request.user, subject=subject, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("“%(title)s” is attached.") % {"title": document.title})
            return redirect("files:document", pk=document.pk)
    context = {"form": form, "page_title": _("Attach a document"), "submit": _("Attach")}
    return render(request, "files/form.html", context, status=422 if form.errors else 200)


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document with all its versions."""
    found = get_object_or_404(policy.visible_to(request.user).prefetch_related("versions"), pk=pk)
    context = {
        "document": found,
        "page_title": str(found.title),
        "marking": found.marking,
        "versions": sorted(found.versions.all(), key=lambda one: -one.number),
        "may_change": FILES.allows(request.user, "add", found) and not found.withdrawn_at,
    }
    return render(request, "files/document.html", context)


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a newer version."""
    found = get_object_or_404(policy.visible_to(request.user), pk=pk)
    FILES.require(request.user, "add", found)
    form = typed.form(forms.NewVersion, request)
    if form.is_bound and form.is_valid():
        try:
            actions.add(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The new version is kept beside the earlier ones."))
            return redirect("files:document", pk=pk)
    context = {"form": form, "page_title": _("Add a version"), "submit": _("Add"), "marking": found.marking}
    return render(request, "files/form.html", context, status=422 if form.errors else 200)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document off its record, with the reason."""
    found = get_object_or_404(policy.visible_to(request.user), pk=pk)
    FILES.require(request.user, "withdraw", found)
    form = typed.form(forms.Withdrawal, request)
    if form.is_bound and form.is_valid():
        actions.withdraw(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The document no longer stands on the record; its versions are kept."))
        return redirect("files:document", pk=pk)
    context = {
        "form": form,
        "page_title": _("Withdraw a document"),
        "submit": _("Withdraw"),
        "marking": found.marking,
    }
    return render(request, "files/form.html", context, status=422 if form.errors else 200)


def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One version as a file to keep, never shown inside a page."""
    version = get_object_or_404(queries.readable(request.user), pk=pk)
    actions.note_reading(version, by=request.user)
    content = queries.place_of(version.sha256).open("rb")
    return FileResponse(content, as_attachment=True, filename=version.name, content_type=version.content_type)
