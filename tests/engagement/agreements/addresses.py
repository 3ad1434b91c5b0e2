"""The product's addresses, with a plain page for each dossier this room is shown in, so that its panels are
drawn.
"""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from entente.config.urls import urlpatterns as product
from entente.engagement.agreements import panels, queries, urls
from entente.engagement.partners import policy as partners
from entente.foundation.sources.queries import Notes
from entente.kit.pages import ask_of
from entente.kit.panel import Head


def agreement(request, key):
    thing, ask, notes = get_object_or_404(queries.agreement(request.user, key)), ask_of(request), Notes()
    head = panels.head(ask, thing, notes)
    shown = [
        *panels.own_panels(ask, thing, notes),
        *panels.chapter_panels(ask, thing, notes),
        *panels.term_panels(ask, thing, notes),
        *panels.duty_panels(ask, thing, notes),
        *panels.amendment_panels(ask, thing, notes),
    ]
    return drawn(request, ask, head, shown, panels.agreement_events(ask, thing, notes), notes)


def partner(request, key):
    thing = get_object_or_404(partners.visible_to(request.user).select_related("parent"), key=key)
    ask, notes = ask_of(request), Notes()
    shown = panels.partner_panels(ask, thing, notes)
    return drawn(request, ask, Head(thing.name, ""), shown, panels.partner_events(ask, thing, notes), notes)


def drawn(request, ask, head, shown, events, notes):
    context = {"ask": ask, "head": head, "panels": shown, "events": events, "sources": notes.listed}
    return render(request, "patterns/dossier.html", context)


def other(request, **named):
    return HttpResponse("another room")


# The list of what will stop gathers a higher room: its page is another's, its tab is in every list of this one.
shown_elsewhere = [
    path("lapses/", other, name="lapses"),
    path("free-trade/", other, name="free_trade"),
    path("<slug:key>/", agreement, name="agreement"),
]
urlpatterns = [
    *i18n_patterns(
        path(
            "agreements/",
            include(([*urls.urlpatterns, *shown_elsewhere], "agreements")),
        ),
        path("partners/", include(([path("<slug:key>/", partner, name="partner")], "partners"))),
        path("sources/", include(([path("<slug:key>/", other, name="source")], "sources"))),
        path("records/", include(([path("<str:label>/<int:pk>/", other, name="record")], "dossiers"))),
    ),
    *product,
]
