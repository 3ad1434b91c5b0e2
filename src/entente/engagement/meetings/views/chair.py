"""Pages about years in the chair: sessions to host, tasks, money, the handover."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import typed

from .. import actions, exports, forms
from ..models import ChairYear, HostTask
from ..panels import chair as shown
from ..policy import CHAIRS, MEETINGS
from ..queries import chair as asked
from .answering import about, above, answer
from .meetings import register_page
from .products import TRAIL_LINES


def chair_years(request: HttpRequest) -> HttpResponseBase:
    """Every year in the chair, the latest first."""
    new = [(_("Record a year in the chair"), reverse("meetings:new_chair_year"))]
    buttons = new if CHAIRS.allows(request.user, "open_chair_year") else []
    return register_page(request, exports.CHAIR_YEARS, "chair_years", may_add=False, buttons=buttons)


def chair_year(request: HttpRequest, key: str) -> HttpResponse:
    """One year in the chair: sessions to host, tasks, themes, money, handover."""
    found = get_object_or_404(asked.chair_year(request.user, key))
    if found.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=found)
    today, known = timezone.localdate(), asked.whole_year(request.user, found)
    visible = {one.pk: MEETINGS.allows(request.user, "view", one.meeting) for one in known.hostings if one.meeting}
    context: dict[str, Any] = {
        "page_title": found.title,
        "year": found,
        "known": known,
        "head": shown.head(found, known, today),
        "hostings": [{"hosting": one, "seen": visible.get(one.pk, False)} for one in known.hostings],
        "tasks": shown.task_rows(request.user, known, today),
        "amounts": shown.amounts(known),
        "may_change": not found.is_over and CHAIRS.allows(request.user, "change_session", found),
        "steps": shown.steps(request.user, found, today),
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES],
        "breadcrumb": [*above(), (_("Years in the chair"), reverse("meetings:chair_years"))],
        "marking": found.marking,
    }
    return render(request, "meetings/chair_year.html", context)


def new_chair_year(request: HttpRequest) -> HttpResponse:
    """Put a year in the chair on record."""
    CHAIRS.require(request.user, "open_chair_year")
    form = typed.form(forms.YearWords, request, person=request.user, initial={"body": request.GET.get("body", "")})
    context: dict[str, Any] = {
        "page_title": _("Record a year in the chair"),
        "submit": _("Put it on record"),
        "breadcrumb": [*above(), (_("Years in the chair"), reverse("meetings:chair_years"))],
        "cancel": reverse("meetings:chair_years"),
    }
    return answer(request, form, actions.open_chair_year, _("The year is on record."), to=_page, **context)


def change_chair_year(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is known of a year."""
    found = _year(request, key, "change_chair_year")
    present = forms.initial_of(found, forms.YearWords)
    form = typed.form(forms.YearWords, request, person=request.user, changing=True, initial=present)
    context = _around(found, _("Change the year in the chair"), _("Save the changes"))
    return answer(
        request, form, about(actions.change_chair_year, found), _("The year is changed."), to=_page, **context
    )


def plan_session(request: HttpRequest, key: str) -> HttpResponse:
    """Put a session to host on record."""
    found = _year(request, key, "plan_session")
    meeting = request.GET.get("meeting", "")
    form = typed.form(forms.SessionWords, request, person=request.user, year=found, initial={"meeting": meeting})
    context = _around(found, _("Add a session to host"), _("Add the session"))
    act = about(actions.plan_session, found)
    return answer(request, form, act, _("The session is on record."), to=lambda made: _page(found), **context)


def change_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session to host: its meeting, its day, what it costs."""
    hosting = get_object_or_404(asked.hosting(request.user, pk))
    CHAIRS.require(request.user, "change_session", hosting)
    year, present = hosting.chair_year, forms.initial_of(hosting, forms.SessionWords)
    form = typed.form(forms.SessionWords, request, person=request.user, year=year, changing=True, initial=present)
    context = _around(year, _("Change a session to host"), _("Save the changes"))
    act = about(actions.change_session, hosting)
    return answer(request, form, act, _("The session is changed."), to=lambda made: _page(year), **context)


def add_task(request: HttpRequest, key: str) -> HttpResponse:
    """Put a task of the host on record."""
    found = _year(request, key, "add_task")
    form = typed.form(forms.TaskWords, request, person=request.user, year=found)
    context = _around(found, _("Add a task"), _("Add the task"))
    act = about(actions.add_task, found)
    return answer(request, form, act, _("The task is on record."), to=lambda made: _page(found), **context)


def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is done."""
    found = _task(request, pk, "finish_task")
    form = typed.form(forms.Finished, request, initial={"done_on": timezone.localdate()})
    return _about_task(request, found, form, actions.finish_task, _("It is done"), _("The task is done."))


def move_task(request: HttpRequest, pk: int) -> HttpResponse:
    """The day of a task moves."""
    found = _task(request, pk, "move_task")
    form = typed.form(forms.MovedDay, request, initial={"due_on": found.due_on})
    return _about_task(request, found, form, actions.move_task, _("Move the day"), _("The day is moved."))


def drop_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is not needed any more."""
    found = _task(request, pk, "drop_task")
    form = typed.form(forms.WhyStruck, request)
    return _about_task(request, found, form, actions.drop_task, _("Drop it"), _("The task is dropped."))


def hand_over_year(request: HttpRequest, key: str) -> HttpResponse:
    """Hand the chair over, with what the next one needs to know."""
    found = _year(request, key, "hand_over_year")
    present = {
        "handover_en": found.handover_en,
        "handover_fr": found.handover_fr,
        "handed_over_on": timezone.localdate(),
    }
    form = typed.form(forms.Handover, request, person=request.user, initial=present)
    context = _around(found, _("Hand the chair over"), _("Hand it over"))
    context["note"] = _("From then on the year changes no more.")
    act = about(actions.hand_over_year, found)
    return answer(request, form, act, _("The chair is handed over."), to=_page, **context)


def _about_task(  # noqa: PLR0913 - one page for three verbs
    request: HttpRequest, found: HostTask, form: Any, act: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    context = _around(found.chair_year, title, title) | {"lead_text": found.title}
    return answer(request, form, about(act, found), done, to=lambda made: _page(found.chair_year), **context)


def _year(request: HttpRequest, key: str, act: str) -> ChairYear:
    found: ChairYear = get_object_or_404(asked.chair_year(request.user, key))
    CHAIRS.require(request.user, act, found)
    return found


def _task(request: HttpRequest, pk: int, act: str) -> HostTask:
    found: HostTask = get_object_or_404(asked.task(request.user, pk))
    CHAIRS.require(request.user, act, found)
    return found


def _around(found: ChairYear, title: str, submit: str) -> dict[str, Any]:
    listed = (_("Years in the chair"), reverse("meetings:chair_years"))
    return {
        "page_title": title,
        "lead_text": found.title,
        "submit": submit,
        "breadcrumb": [*above(), listed, (found.title, found.get_absolute_url())],
        "cancel": found.get_absolute_url(),
        "marking": found.marking,
    }


def _page(found: ChairYear) -> str:
    return found.get_absolute_url()
