"""Pages about meetings: the catalogue, adding and changing, the steps of a meeting's life."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import pages, typed
from entente.kit.days import spoken

from .. import actions, exports, forms, queries
from ..models import Meeting
from ..policy import MEETINGS
from .answering import about, above, answer, heed, page, stamp


def tabs(current: str) -> list[dict[str, Any]]:
    """The parts of this room, as links; the page one is on is marked."""
    parts = [
        ("index", _("To come")),
        ("all", _("All meetings")),
        ("series_list", _("Series")),
        ("delegates", _("Delegates")),
        ("decisions", _("Decisions")),
        ("products", _("Joint products")),
        ("chair_years", _("Years in the chair")),
    ]
    return [{"label": label, "url": reverse(f"meetings:{name}"), "current": name == current} for name, label in parts]


def register_page(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    """A list of this room."""
    context = {
        "page_title": register.title,
        "tabs": tabs(name),
        "breadcrumb": [] if name == "index" else above(),
        "may_add": MEETINGS.allows(request.user, "register"),
    } | context
    return pages.register_page(request, register, "meetings/list.html", exported=trail.note_export, **context)


def index(request: HttpRequest) -> HttpResponseBase:
    """Meetings to come, the nearest first."""
    return register_page(request, exports.TO_COME, "index")


def all_meetings(request: HttpRequest) -> HttpResponseBase:
    """Every meeting, the latest first."""
    return register_page(request, exports.MEETINGS, "all")


def new_meeting(request: HttpRequest) -> HttpResponse:
    """Put a meeting in the catalogue; ``?after=KEY`` begins from what the recurrence of that one suggests."""
    MEETINGS.require(request.user, "register")
    last = queries.meeting(request.user, request.GET.get("after", "")).first()
    given = _proposed(queries.proposed(last)) if last else _asked(request)
    form = typed.form(forms.NewMeeting, request, person=request.user, on=_today(), initial=given)
    said = {"title": last.title, "day": spoken(last.starts_on)} if last else {}
    context: dict[str, Any] = {
        "page_title": _("Propose the next session") if last else _("Add a meeting"),
        "lead_text": _("After “%(title)s” of %(day)s: what its recurrence suggests.") % said if last else "",
        "submit": _("Add the meeting"),
        "breadcrumb": above(),
        "cancel": reverse("meetings:index"),
    }

    def act(**told: Any) -> Meeting:
        return actions.register(**told, previous=last)

    done = _("The meeting is in the catalogue, as a forecast.")
    return answer(request, form, act, done, to=page, **context)


def _today() -> str:
    return timezone.localdate().isoformat()


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address already says of a new meeting."""
    return {name: request.GET[name] for name in ("body", "partner", "series") if request.GET.get(name)}


def _proposed(values: dict[str, Any]) -> dict[str, Any]:
    """Values of fields as a form's first answers: records by the key their question goes by."""
    keyed = {name: getattr(value, "key", getattr(value, "code", value)) for name, value in values.items()}
    return {name: value for name, value in keyed.items() if name in forms.NewMeeting.base_fields}


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is known of a meeting."""
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, "change", meeting)
    present = forms.initial_of(meeting, forms.ChangedMeeting)
    form = typed.form(forms.ChangedMeeting, request, person=request.user, on=_today(), initial=present)
    context = _of(meeting, _("Change the meeting"), _("Save the changes")) | {"seen": stamp(present)}
    heed(request, form, context["seen"])
    return answer(request, form, about(actions.change, meeting), _("The meeting is changed."), to=page, **context)


def attendance(request: HttpRequest, key: str) -> HttpResponse:
    """Decide whether we go."""
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, "decide_attendance", meeting)
    last = queries.last_attended(request.user, meeting)
    form = typed.form(forms.Decision, request, initial={"attendance": meeting.attendance})
    context = _of(meeting, _("Do we go?"), _("Decide"))
    context |= {
        "last": last,
        "last_delegates": queries.our_delegates(last) if last else [],
        "decided": [one for one in queries.steps_taken(meeting) if one.verb == "decide_attendance"],
    }
    act, done = about(actions.decide_attendance, meeting), _("It is decided, with your name and the reason.")
    return answer(request, form, act, done, to=page, template="meetings/attendance.html", **context)


def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Fix the days."""
    said = _("The days are fixed: from here on it stands in calendars as certain.")
    words = (_("Confirm the meeting"), _("Confirm it"), _("The meeting is confirmed."), said)
    return _step(request, key, "confirm", actions.confirm, forms.Step, words)


def hold(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it took place."""
    said = _("It took place. Note who was there, the decisions and the promises next.")
    words = (_("The meeting was held"), _("It was held"), _("The meeting is noted as held."), said)
    return _step(request, key, "hold", actions.hold, forms.Step, words)


def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it will not take place, and why."""
    said = _("It will not take place. Calendars show it as cancelled; everything written about it stays.")
    words = (_("Cancel the meeting"), _("Cancel the meeting"), _("The meeting is cancelled."), said)
    return _step(request, key, "cancel", actions.cancel, forms.NegativeStep, words)


def reinstate(request: HttpRequest, key: str) -> HttpResponse:
    """Make a cancelled meeting a forecast again, and say why."""
    said = _("It becomes a forecast again, with everything that was written about it.")
    words = (_("Reinstate the meeting"), _("Reinstate it"), _("The meeting is a forecast again."), said)
    return _step(request, key, "reinstate", actions.reinstate, forms.NegativeStep, words)


def _step(request: HttpRequest, key: str, act: str, verb: Any, form_class: Any, words: tuple[str, ...]) -> HttpResponse:
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, act, meeting)
    title, button, done, said = words
    context = _of(meeting, title, button) | {"lead_text": said}
    return answer(request, typed.form(form_class, request), about(verb, meeting), done, to=page, **context)


def _of(meeting: Meeting, title: str, submit: str) -> dict[str, Any]:
    """What every form about one meeting shows around it."""
    return {
        "page_title": title,
        "submit": submit,
        "meeting": meeting,
        "breadcrumb": above(meeting),
        "cancel": meeting.get_absolute_url(),
        "marking": meeting.marking,
    }
