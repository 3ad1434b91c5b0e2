"""Forms about the chapters that a body looks after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, forms, queries
from ..policy import FORUMS
from .answering import about, answer


def name_committee(request: HttpRequest, key: str) -> HttpResponse:
    """Record that a body is the committee of a chapter."""
    body = get_object_or_404(queries.body(request.user, key))
    FORUMS.require(request.user, "name_committee", body)
    form = typed.form(forms.NewCommittee, request, person=request.user, body=body)
    context = {"page_title": _("Name a chapter it looks after"), "submit": _("Name the chapter"), "body": body}
    return answer(request, form, about(actions.name_committee, body), _("The chapter is named."), **context)


def release_committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a body looks after a chapter no more."""
    found = get_object_or_404(queries.committee(request.user, pk))
    FORUMS.require(request.user, "release_committee", found)
    form = typed.form(forms.ReleasedCommittee, request)
    said = {"body": found.body.name, "chapter": found.chapter}
    context = {
        "page_title": _("A chapter it looks after no more"),
        "lead_text": _("%(body)s looked after: %(chapter)s.") % said,
        "submit": _("Record the end"),
        "body": found.body,
    }
    return answer(request, form, about(actions.release_committee, found), _("The end is recorded."), **context)
