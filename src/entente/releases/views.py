"""The calendar of the year, and the addresses at which calendar programs read it."""

import hashlib
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entente import __version__
from entente.foundation.people.roles import Marking, highest
from entente.foundation.trail import actions as trail
from entente.kit import typed
from entente.kit.bilingual import language
from entente.kit.days import MONTHS, spoken
from entente.kit.numerals import figure
from entente.kit.occasion import Occasion
from entente.kit.pages import as_file
from entente.kit.table import Ask

from . import actions, exports, forms, kinds, months, queries
from .models import Feed, Scope
from .policy import FEEDS, visible_to

MONTH = re.compile(r"(\d{4})-(\d{2})")
FILTERS = ("partner", "body", "unit")
ICAL = "text/calendar; charset=utf-8"

# ── The page of the year ──────────────────────────────────────────────────────────────────────────


def calendar(request: HttpRequest) -> HttpResponseBase:
    """A month: meetings, trips, visits and what is due, with the holidays of the places concerned."""
    today = timezone.localdate()
    first = _month_asked(request, today)
    asked = _asked(request)
    start, end = months.bounds(first)
    everything = queries.occasions(request.user, start, end, asked["kinds"])
    scoped = queries.within(everything, request.user, asked["scope"])
    found = [one for one in scoped if all(getattr(one, name) == asked[name] for name in FILTERS if asked[name])]
    form = request.GET.get("format", "")
    if form in ("ics", "csv"):
        return _taken_away(request, found, first, form)
    codes = {one.country for one in found if one.country} | {queries.HOME}
    holidays, names = queries.holidays(codes, start, end), queries.country_names(codes)
    shown = months.month(first, found, today=today, address=_page, holidays=holidays, countries=names)
    context = {
        "page_title": _("Calendar"),
        "month": shown,
        "title": _month_words(first),
        "today": today,
        "count": len([one for one in found if one.last >= first and one.first <= _last_of(first)]),
        "as_list": request.GET.get("view") == "list",
        "weekdays": _weekdays(),
        "before": _address(request, month=_code(queries.months_from(first, -1))),
        "after": _address(request, month=_code(queries.months_from(first, 1))),
        "before_words": _month_words(queries.months_from(first, -1)),
        "after_words": _month_words(queries.months_from(first, 1)),
        "now": _address(request, month=""),
        "is_now": first == today.replace(day=1),
        "views": (_address(request, view=""), _address(request, view="list")),
        "files": [("iCalendar", _address(request, format="ics")), ("CSV", _address(request, format="csv"))],
        "month_code": _code(first),
        "kinds": [(code, label, code in asked["kinds"]) for code, label in kinds.KINDS.items()],
        "scopes": [(one.value, one.label, one.value == asked["scope"]) for one in reversed(Scope)],
        "choices": _choices(request, scoped, asked),
        "narrowed": any(asked[name] for name in ("kinds", *FILTERS)) or asked["scope"] != Scope.ALL,
        "feeds": _feeds(request),
        "marking": highest(one.marking for one in found),
    }
    return render(request, "releases/calendar.html", context)


def _month_asked(request: HttpRequest, today: date) -> date:
    text = request.GET.get("month", "").strip()
    if not text:
        return today.replace(day=1)
    parts = MONTH.fullmatch(text)
    if parts and 1 <= int(parts[2]) <= 12 and 1900 <= int(parts[1]) <= 2999:
        return date(int(parts[1]), int(parts[2]), 1)
    messages.error(
        request, _("“%(text)s” is no month. Write it as yyyy-mm, for example 2026-11.") % {"text": text[:20]}
    )
    return today.replace(day=1)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the reader narrows the month by; what nobody knows is left out and said so."""
    unknown = [code for code in request.GET.getlist("kind") if code not in kinds.KINDS]
    if unknown:
        messages.error(request, _("No kind is called: %(codes)s.") % {"codes": ", ".join(unknown)[:80]})
    scope = request.GET.get("scope", Scope.ALL)
    return {
        "kinds": [code for code in kinds.KINDS if code in request.GET.getlist("kind")],
        "scope": scope if scope in Scope.values else Scope.ALL.value,
        **{name: request.GET.get(name, "")[:80] for name in FILTERS},
    }


def _choices(request: HttpRequest, found: list[Occasion], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Partners, forums and offices that the month is about, to choose from."""
    labels = {"partner": _("Partner"), "body": _("Forum"), "unit": _("Office")}
    made = []
    for name, model in queries.CHOICES.items():
        keys = {getattr(one, name) for one in found} - {""}
        options = queries.named(model, keys, request.user)
        if asked[name] and asked[name] not in keys:
            options.append((asked[name], asked[name]))
        if options:
            made.append({"name": name, "label": labels[name], "options": options, "value": asked[name]})
    return made


def _taken_away(request: HttpRequest, found: list[Occasion], first: date, form: str) -> HttpResponseBase:
    """The month as a file, without the days of its neighbours; a calendar file holds the unclassified entries only."""
    found = [one for one in found if one.last >= first and one.first <= _last_of(first)]
    trail.note_export(by=request.user, register="calendar", form=form, asked=request.GET.urlencode())
    if form == "csv":
        offered: dict[str, Any] = {"occasions": found}  # the report reads what the page worked out
        ask = Ask(request.user, _code(first), offered=offered)
        return as_file(exports.CALENDAR, ask, form)
    plain = [one for one in found if one.marking == Marking.UNCLASSIFIED]
    name = _("Entente: %(month)s") % {"month": _month_words(first)}
    content = exports.calendar(plain, name=name, first=first, last=_last_of(first), address=_absolute(request))
    headers = {"Content-Disposition": f'attachment; filename="calendar-{_code(first)}.ics"'}
    return HttpResponse(content, content_type=ICAL, headers=headers)


def _page(one: Occasion) -> str:
    name, argument = one.address
    return reverse(name, args=[argument] if argument else [])


def _absolute(request: HttpRequest) -> Callable[[Occasion], str]:
    """The pages of entries under the address that was asked, each worked out once a kind."""
    root, known = f"{request.scheme}://{request.get_host()}", {}

    def address(one: Occasion) -> str:
        name, argument = one.address
        if name not in known:
            known[name] = reverse(name, args=[STAND_IN]) if argument else reverse(name)
        return root + known[name].replace(STAND_IN, argument)

    return address


STAND_IN = "stand-in"


def _address(request: HttpRequest, **changes: str) -> str:
    asked = request.GET.copy()
    for name, value in changes.items():
        asked[name] = value
    kept = [(name, value) for name, values in asked.lists() for value in values if value and name != "format"]
    kept += [("format", changes["format"])] if changes.get("format") else []
    query = "&".join(f"{name}={value}" for name, value in kept)
    return f"?{query}" if query else request.path


def _last_of(first: date) -> date:
    return queries.months_from(first, 1) - timedelta(days=1)


def _code(first: date) -> str:
    return f"{first.year:04}-{first.month:02}"


def _month_words(first: date) -> str:
    return f"{MONTHS[language()][first.month - 1]}\u00a0{first.year}"


def _weekdays() -> list[str]:
    return [_("Sunday"), _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday")]


# ── Addresses of calendars ────────────────────────────────────────────────────────────────────────


def feeds(request: HttpRequest) -> HttpResponse:
    """My calendar addresses: open one, renew it, revoke it."""
    FEEDS.require(request.user, "open")
    form = typed.form(forms.NewFeed, request)
    if form.is_bound and form.is_valid():
        actions.open_feed(by=request.user, **form.cleaned_data)
        messages.success(request, _("The address is open. Paste it into your calendar program."))
        return redirect("releases:feeds")
    context = {
        "page_title": _("My calendar addresses"),
        "breadcrumb": [(_("Calendar"), reverse("releases:calendar"))],
        "form": form,
        "feeds": _feeds(request),
        "many": figure(queries.MONTHS_AHEAD),
    }
    return render(request, "releases/feeds.html", context, status=422 if form.errors else 200)


def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of my addresses a new secret."""
    words = (
        _("Renew the address"),
        _("The address gets a new secret. Programs that read the old one read nothing any more."),
        _("The address is renewed. Paste the new one into your calendar program."),
    )
    return _step(request, pk, "renew", actions.renew, words)


def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of my addresses."""
    words = (
        _("Revoke the address"),
        _("The address stops working at once. It cannot be opened again; a new one can."),
        _("The address is revoked."),
    )
    return _step(request, pk, "revoke", actions.revoke, words)


def _step(request: HttpRequest, pk: int, act: str, action: Any, words: tuple[str, str, str]) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user), pk=pk)
    FEEDS.require(request.user, act, found)
    title, lead, done = words
    if request.method == "POST" and typed.SWITCH not in request.POST:
        action(found, by=request.user)
        messages.success(request, done)
        return redirect("releases:feeds")
    above = [(_("Calendar"), reverse("releases:calendar")), (_("My calendar addresses"), reverse("releases:feeds"))]
    context = {
        "page_title": title,
        "lead_text": lead,
        "submit": title,
        "cancel": above[-1][1],
        "breadcrumb": above,
        "form": forms.Sure(),
    }
    return render(request, "releases/step.html", context)


def _feeds(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "feed": one,
            "address": request.build_absolute_uri(reverse("releases:feed", args=[queries.token(one)])),
            "kinds": [kinds.KINDS[code] for code in one.kind_codes if code in kinds.KINDS],
            "opened": spoken(timezone.localtime(one.opened_at).date()),
        }
        for one in queries.own(request.user)
    ]


# ── What a calendar program reads ─────────────────────────────────────────────────────────────────


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The unclassified entries of one address, in the language of the address; 304 when nothing changed."""
    found = queries.feed(token)
    if found is None:
        raise Http404
    if found.revoked_at or not found.person.is_active:
        return HttpResponse(_("This address was revoked."), status=410, content_type="text/plain; charset=utf-8")
    first, last = queries.window(timezone.localdate())
    source, at = _source(request, found, first), http_date((found.stamped_at or found.opened_at).timestamp())  # type: ignore[attr-defined]
    named, dated = request.headers.get("If-None-Match", ""), request.headers.get("If-Modified-Since", "")
    known = [one.removeprefix("W/").strip('"').partition("-") for one in parse_etags(named)]
    same = next((content for began, _line, content in known if began == source), "")
    if same or (not named and dated == at):
        return _headed(HttpResponseNotModified(), source, same, at)
    written = _written(request, found, first, last)
    content = hashlib.sha256(written).hexdigest()[:24]
    if content in [one for _began, _line, one in known]:  # the trail moved on, and this calendar did not
        return _headed(HttpResponseNotModified(), source, content, at)
    headers = {"Content-Disposition": 'inline; filename="entente.ics"', "X-Robots-Tag": "noindex"}
    return _headed(HttpResponse(written, content_type=ICAL, headers=headers), source, content, at)


def _source(request: HttpRequest, found: Feed, first: date) -> str:
    """What the file is built from, in short: while it is the same, so is the file, and nothing need be built."""
    person: Any = found.person
    parts = (found.stamp, first, person.unit_id, person.role, request.get_host(), request.scheme, __version__)  # type: ignore[attr-defined]
    return hashlib.sha256(" ".join(str(part) for part in (*parts, language())).encode()).hexdigest()[:24]


def _written(request: HttpRequest, found: Feed, first: date, last: date) -> bytes:
    person = found.person
    entries = queries.occasions(person, first, last, found.kind_codes or kinds.USUAL, outside=True)
    name = _("Entente: %(scope)s") % {"scope": found.get_scope_display()}
    scoped = queries.within(entries, person, found.scope)
    return exports.calendar(scoped, name=name, first=first, last=last, address=_absolute(request))


def _headed(answer: Any, source: str, content: str, at: str) -> HttpResponse:
    """The version of a file: what it is built from, and what it holds."""
    if content:
        answer["ETag"] = f'"{source}-{content}"'
    answer["Last-Modified"], answer["Cache-Control"] = at, "private, no-cache"
    found: HttpResponse = answer
    return found
