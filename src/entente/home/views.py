"""Pages that belong to no room: today, help, the accessibility statement, the gallery of components."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import defaults

from entente.kit import days
from entente.kit.bilingual import language

from . import gallery as examples
from . import queries

STATED_ON = date(2026, 11, 22)  # renewed every twelve months (SOR/2025-255, s. 19.6)


def today(request: HttpRequest) -> HttpResponse:
    """What waits, what changed, and the ways into the record."""
    now = timezone.localdate()
    return render(
        request,
        "home/today.html",
        {
            "page_title": _("Today"),
            "day": days.spoken(now),
            "greeting": queries.greeting(request.user, timezone.localtime().hour),
            "sentence": queries.calling(request.user),
            "today": now,
            "waiting": queries.waiting(request.user, now),
            "coming": queries.coming(request.user, now),
            "calendar": queries.page("releases:calendar"),
            "tools": queries.tools(request.user),
            "entries": queries.entries(request.user),
            "recent": queries.recent(request.user),
        },
    )


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "home/help.html", {"page_title": _("Help")})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement the regulations ask for; the two contacts come from the institution's settings."""
    contacts = getattr(settings, "ENTENTE_ACCESSIBILITY_CONTACTS", {}).get(language(), [])
    return render(
        request,
        "home/accessibility.html",
        {
            "page_title": _("Accessibility statement"),
            "stated_on": STATED_ON,
            "contacts": [{"label": label, "value": value} for label, value in contacts],
        },
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with an example; also what the accessibility test opens."""
    return render(request, "home/gallery.html", {"page_title": _("Gallery of components"), **examples.examples()})


MOST_SENT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024  # MB of text that one form may send
MOST_SWALLOWED = 200 * 1024 * 1024  # bytes read and thrown away, so that the browser hears the answer


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What could not be read, in words. More text than the house takes has a page of its own, with the way back."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    swallowed = 0
    try:  # a browser that is still sending would hear nothing
        while swallowed < MOST_SWALLOWED and (part := request.read(65536)):
            swallowed += len(part)
    except (OSError, UnreadablePostError):
        pass
    context = {"page_title": _("This is more than one page can take"), "most": MOST_SENT}
    return render(request, "too_long.html", context, status=413)
