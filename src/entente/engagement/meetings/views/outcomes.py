"""Pages about what came of meetings: minutes, what is shared of them, decisions, promises, the record of a series."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking, highest
from entente.foundation.trail import actions as trail
from entente.kit import export, pages, typed
from entente.kit.days import PartialDate, in_our_days

from .. import actions, exports, forms, queries
from ..models import Meeting
from ..policy import MEETINGS
from ..queries import outcomes
from .answering import about, above, answer, explain, page
from .meetings import register_page


def _meeting(request: HttpRequest, key: str, act: str) -> Meeting:
    found = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, act, found)
    return found


def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes of a meeting: the last version, or with ``?version=`` an earlier one; the restricted part for the
    cleared.
    """
    meeting = get_object_or_404(queries.meeting(request.user, key))
    versions = outcomes.minutes_of(request.user, meeting)
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.version) == asked), versions[0] if versions else None)
    told = bool(shown and (shown.told_en or shown.told_fr))
    if told and shown and shown.restricted_marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=meeting, version=shown.version)
    allows = {act: MEETINGS.allows(request.user, act, meeting) for act in ("write_minutes", "share_minutes")}
    context: dict[str, Any] = {
        "page_title": _("Minutes: %(title)s") % {"title": meeting.title},
        "meeting": meeting,
        "shown": shown,
        "told": told,
        "versions": versions,
        "is_last": bool(versions) and shown is versions[0],
        "decisions": outcomes.decisions_of(request.user, meeting),
        "items": outcomes.items_of(request.user, meeting),
        "may": allows,
        "breadcrumb": above(meeting),
        "marking": highest([meeting.marking, *((shown.restricted_marking,) if told and shown else ())]),
    }
    return render(request, "meetings/minutes.html", context)


def write_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Write the next version. Who comes second is told, sees both texts and loses nothing typed."""
    meeting = _meeting(request, key, "write_minutes")
    versions = outcomes.minutes_of(request.user, meeting)
    last = versions[0] if versions else None
    initial = forms.MinutesWords.initial_for(last)
    form = typed.form(forms.MinutesWords, request, person=request.user, last=last, initial=initial)
    meanwhile: list[tuple[Any, str]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.write_minutes(meeting, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
            if "meanwhile" in _codes(refusal):
                last = outcomes.minutes_of(request.user, meeting)[0]
                meanwhile = _meanwhile(form, last)
        else:
            messages.success(request, _("The next version of the minutes is saved."))
            return redirect("meetings:minutes", key=meeting.key)
    told = bool(last and (last.told_en or last.told_fr))
    context: dict[str, Any] = {
        "page_title": _("Write the minutes"),
        "lead_text": meeting.title,
        "form": form,
        "rows": forms.rows(form),
        "submit": _("Save version %(number)s") % {"number": last.version + 1 if last else 1},
        "meanwhile": meanwhile,
        "last": last,
        "breadcrumb": above(meeting),
        "cancel": reverse("meetings:minutes", args=[meeting.key]) if last else page(meeting, "minutes"),
        "marking": highest([meeting.marking, *((last.restricted_marking,) if told and last else ())]),
    }
    return render(request, "meetings/write_minutes.html", context, status=422 if form.errors else 200)


def _codes(refusal: ValidationError) -> set[str]:
    found = [one for problems in refusal.error_dict.values() for one in problems]
    return {one.code or "" for one in found}


def _meanwhile(form: Any, last: Any) -> list[tuple[Any, str]]:
    """What stands now where it is not what was typed; the next attempt starts from that version."""
    form.data = form.data.copy()
    form.data["seen"] = str(last.version)
    stands = {"text_en": last.text_en, "text_fr": last.text_fr}
    if "restricted_en" in form.fields:
        stands |= {"restricted_en": last.told_en, "restricted_fr": last.told_fr}
    typed_now = form.cleaned_data
    return [(form.fields[name].label, text) for name, text in stands.items() if text != typed_now.get(name, "")]


def share_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Give the open part of the last version to the other side, after reading what is given."""
    meeting = _meeting(request, key, "share_minutes")
    versions = outcomes.minutes_of(request.user, meeting)
    if not versions:
        raise Http404
    last = versions[0]
    form = typed.form(forms.Sharing, request, initial=forms.Sharing.initial_for(meeting, last))
    decided = [one for one in outcomes.decisions_of(request.user, meeting) if not one.struck_because]
    context: dict[str, Any] = {
        "page_title": _("Share the minutes with the other side"),
        "lead_text": meeting.title,
        "last": last,
        "given": last.given,
        "decisions": [one for one in decided if one.marking == Marking.UNCLASSIFIED],
        "submit": _("Share this text"),
        "breadcrumb": above(meeting),
        "cancel": reverse("meetings:minutes", args=[meeting.key]),
        "marking": meeting.marking,
    }
    done = _("The text is frozen as it was shared. A later version must be shared anew.")
    act = about(actions.share_minutes, meeting)
    return answer(
        request,
        form,
        act,
        done,
        to=lambda made: made.get_absolute_url(),
        template="meetings/share_minutes.html",
        **context,
    )


def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what the other side was given: to read, to print, with ``?format=txt`` as a plain file."""
    found = get_object_or_404(outcomes.share(request.user, pk))
    meeting = found.minutes.meeting
    if request.GET.get("format") == "txt":
        trail.note_export(by=request.user, register=f"share-{found.pk}", form="txt", asked=meeting.key)
        return HttpResponse(
            _plain(found.paper),
            content_type="text/plain; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{meeting.key.lower()}-{found.minutes.version}.txt"'
            },
        )
    context: dict[str, Any] = {
        "page_title": _("Minutes as shared with %(to)s") % {"to": found.to},
        "share": found,
        "meeting": meeting,
        "papers": list(found.paper.items()),
        "breadcrumb": [*above(meeting), (_("Minutes"), reverse("meetings:minutes", args=[meeting.key]))],
        "later": outcomes.later_versions(found),
    }
    return render(request, "meetings/share.html", context)


def _plain(paper: dict[str, Any]) -> str:
    """What was shared as plain text, one language after the other."""
    parts = []
    for said in paper.values():
        where = [said["when"], *([said["where"]] if said["where"] else [])]
        lines = [said["title"], ", ".join(where), "", said["text"]]
        lines += [f"{number}. {text}" for number, text in said["decisions"]] if said["decisions"] else []
        parts.append("\n".join(lines).strip())
    return "\n\n\n".join(parts) + "\n"


# ── Decisions and promises ────────────────────────────────────────────────────────────────────────


def decisions(request: HttpRequest) -> HttpResponseBase:
    """Every decision of every meeting, to search and to take away."""
    return register_page(request, exports.DECISIONS, "decisions")


def add_decision(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what the meeting decided."""
    meeting = _meeting(request, key, "add_decision")
    initial = {"item": request.GET.get("item", ""), "marking": Marking.UNCLASSIFIED}
    form = typed.form(forms.DecisionWords, request, person=request.user, meeting=meeting, initial=initial)
    context = _around(meeting, _("Write down a decision"), _("Write it down"), "decisions")
    act = about(actions.add_decision, meeting)
    return answer(request, form, act, _("The decision is written down."), to=_to(meeting, "decisions"), **context)


def word_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a decision a new wording; the one before is kept."""
    found = get_object_or_404(outcomes.decision(request.user, pk))
    MEETINGS.require(request.user, "word_anew", found)
    meeting = found.meeting
    present = {"item": found.item_id, "text_en": found.text_en, "text_fr": found.text_fr, "marking": found.marking}
    form = typed.form(
        forms.DecisionWords, request, person=request.user, meeting=meeting, changing=True, initial=present
    )
    context = _around(
        meeting, _("Word decision %(number)s anew") % {"number": found.position}, _("Save it"), "decisions"
    )
    context["marking"] = highest([meeting.marking, found.marking])
    act = about(actions.word_anew, found)
    return answer(request, form, act, _("The decision is worded anew."), to=_to(meeting, "decisions"), **context)


def strike_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike a decision out, with the reason."""
    found = get_object_or_404(outcomes.decision(request.user, pk))
    MEETINGS.require(request.user, "strike_out", found)
    meeting = found.meeting
    form = typed.form(forms.WhyStruck, request)
    title = _("Strike out decision %(number)s") % {"number": found.position}
    context = _around(meeting, title, _("Strike it out"), "decisions")
    context |= {"lead_text": found.text, "marking": highest([meeting.marking, found.marking])}
    act = about(actions.strike_out, found)
    return answer(request, form, act, _("The decision is struck out."), to=_to(meeting, "decisions"), **context)


def bear_promise(request: HttpRequest, key: str) -> HttpResponse:
    """Write down a promise made in a meeting, with what the meeting knows already filled in."""
    meeting = _meeting(request, key, "bear_promise")
    initial = forms.BornPromise.initial_for(meeting) | {"item": request.GET.get("item", "")}
    form = typed.form(forms.BornPromise, request, person=request.user, meeting=meeting, initial=initial)
    context = _around(meeting, _("Write down a promise"), _("Write it down"), "born")
    act = about(actions.bear_promise, meeting)
    return answer(request, form, act, _("The promise is written down."), to=_to(meeting, "born"), **context)


def _around(meeting: Meeting, title: str, submit: str, anchor: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "lead_text": meeting.title,
        "submit": submit,
        "breadcrumb": above(meeting),
        "cancel": page(meeting, anchor),
        "marking": meeting.marking,
    }


def _to(meeting: Meeting, anchor: str) -> Any:
    return lambda made: page(meeting, anchor)


# ── The record of a series ────────────────────────────────────────────────────────────────────────


def record(request: HttpRequest, key: str) -> HttpResponseBase:
    """Minutes, decisions and promises of a series on one page, session by session; as a file with ``?format=``."""
    series = get_object_or_404(queries.series(request.user, key))
    words, first, last = request.GET.get("q", "").strip()[:200], _day(request, "from"), _day(request, "to")
    sessions = outcomes.record_of(
        request.user, series, first=first.first if first else None, last=last.last if last else None, words=words
    )
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register=f"record-{series.key}", form=form, asked=request.GET.urlencode())
        return pages.as_file(exports.record_report(sessions), pages.ask_of(request), form)
    shown = [one for session in sessions for one in session.decisions]
    context: dict[str, Any] = {
        "page_title": _("Minutes and decisions: %(title)s") % {"title": series.title},
        "series": series,
        "sessions": sessions,
        "words": words,
        "first": request.GET.get("from", ""),
        "last": request.GET.get("to", ""),
        "narrowed": bool(words or first or last),
        "files": _files(request),
        "path": request.path,
        "breadcrumb": [*above(), (series.title, series.get_absolute_url())],
        "marking": highest([series.marking, *(s.meeting.marking for s in sessions), *(one.marking for one in shown)]),
    }
    return render(request, "meetings/record.html", context)


def _day(request: HttpRequest, name: str) -> PartialDate | None:
    """A day, month or year in the address; one that is none is said so."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        day = in_our_days(text)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return None
    return day


def _files(request: HttpRequest) -> list[tuple[str, str]]:
    asked, links = request.GET.copy(), []
    for form in ("csv", "xlsx", "json"):
        asked["format"] = form
        links.append((form.upper(), f"{request.path}?{asked.urlencode()}"))
    return links
