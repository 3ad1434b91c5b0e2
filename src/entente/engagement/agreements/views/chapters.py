"""Pages of chapters: one to enter, to change, to end, and a department to name for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, forms, queries
from ..models import Agreement, Chapter
from ..policy import AGREEMENTS
from .register import _about, _asked, _instrument


def add_chapter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a chapter of a free trade agreement."""
    agreement = _instrument(request, key, "add_chapter")
    form = typed.form(forms.NewChapter, request)
    return _asked(
        request,
        form,
        lambda: actions.add_chapter(agreement, by=request.user, **form.cleaned_data),
        template="agreements/chapter.html",
        done=_("The chapter is entered."),
        submit=_("Enter the chapter"),
        **_about(agreement, _("Add a chapter")),
    )


def change_chapter(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change what is said of a chapter."""
    agreement, chapter = _chapter(request, key, pk, "change_chapter")
    form = typed.form(forms.ChangedChapter, request, initial=forms.ChangedChapter.initial_for(chapter))
    if queries.is_loaded(chapter):
        form.needs("reason")
    return _asked(
        request,
        form,
        lambda: actions.change_chapter(chapter, by=request.user, **form.cleaned_data),
        template="agreements/chapter.html",
        done=_("The chapter is changed."),
        submit=_("Change the chapter"),
        **_about(agreement, _("Change a chapter")),
    )


def end_chapter(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let a chapter count no longer from a day on."""
    agreement, chapter = _chapter(request, key, pk, "end_chapter")
    form = typed.form(forms.EndedChapter, request)
    return _asked(
        request,
        form,
        lambda: actions.end_chapter(chapter, by=request.user, **form.cleaned_data),
        done=_("The chapter no longer counts from that day on."),
        submit=_("End the chapter"),
        **_about(agreement, _("End a chapter")) | {"lead_text": str(chapter)},
    )


def add_department(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Name another department that works on a chapter."""
    agreement, chapter = _chapter(request, key, pk, "add_department")
    form = typed.form(forms.NewDepartment, request, person=request.user)
    return _asked(
        request,
        form,
        lambda: actions.add_department(chapter, by=request.user, **form.cleaned_data),
        done=_("The department is named."),
        submit=_("Name the department"),
        **_about(agreement, _("Name another department")) | {"lead_text": str(chapter)},
    )


def _chapter(request: HttpRequest, key: str, pk: int, act: str) -> tuple[Agreement, Chapter]:
    agreement = get_object_or_404(queries.agreement(request.user, key))
    chapter = get_object_or_404(queries.chapter(request.user, agreement, pk))
    AGREEMENTS.require(request.user, act, chapter)
    return agreement, chapter
