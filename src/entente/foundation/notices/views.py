"""One's own notices: the list, one of them, marking them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.people.roles import highest
from entente.foundation.trail import actions as trail
from entente.kit import typed
from entente.kit.pages import register_page

from . import actions, exports, queries


def index(request: HttpRequest) -> HttpResponseBase:
    """What I was told: unread first, the oldest debt on top; then what I have read."""
    if request.method == "POST" and typed.SWITCH not in request.POST:
        return _mark(request)
    waiting = queries.unread(request.user)
    return register_page(
        request,
        exports.NOTICES,
        "notices/index.html",
        exported=trail.note_export,
        page_title=exports.NOTICES.title,
        unread=queries.unread_count(request.user),
        oldest=waiting.first(),
        marking=highest(queries.markings(request.user)),
    )


def _mark(request: HttpRequest) -> HttpResponse:
    """Mark one as read, or all."""
    if "all" in request.POST:
        count = actions.read_all(by=request.user)
        said = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count)
        messages.success(request, said % {"count": count})
    else:
        wanted = request.POST.get("read", "")
        if not wanted.isdigit():
            raise Http404
        actions.read(get_object_or_404(queries.notice(request.user, int(wanted))), by=request.user)
        messages.success(request, _("The notice is marked as read."))
    return redirect(request.get_full_path())


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, and the way to what it is about. Opening it marks it as read."""
    found = get_object_or_404(queries.notice(request.user, pk))
    if request.method == "POST":
        actions.keep_unread(found, by=request.user)
        messages.success(request, _("The notice waits again."))
        return redirect("notices:index")
    if request.method == "GET":
        found = actions.read(found, by=request.user)
    subject, text = found.said
    facts: list[dict[str, Any]] = [
        {"label": _("Due"), "value": exports.due(found)},
        {"label": _("Told on"), "value": exports.told_on(found).spoken()},
    ]
    context = {
        "notice": found,
        "text": text,
        "facts": [fact for fact in facts if fact["value"]],
        "page_title": subject,
        "marking": found.marking,
        "breadcrumb": [(exports.NOTICES.title, reverse("notices:index"))],
    }
    return render(request, "notices/notice.html", context)
