"""Every address begins here; those of people in both languages, those of machines in none."""

from importlib import import_module
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from entente.config import accounts, health
from entente.dossiers import views as dossiers
from entente.releases.api import PREFIX
from entente.reports import views as reports

# A dossier gathers rooms above its own, so its page stands in `dossiers`; its address stays the room's. So it is with
# what will stop: the exchanges open under an instrument are not its room's to know.
DOSSIERS = {
    "entente.engagement.partners": [
        path(_("<slug:key>/thread/"), dossiers.partner_thread, name="thread"),
        path("<slug:key>/", dossiers.partner, name="partner"),
    ],
    "entente.engagement.agreements": [
        path(_("lapses/"), reports.will_stop, name="lapses"),
        path(_("free-trade/"), reports.free_trade, name="free_trade"),
        path("<slug:key>/", dossiers.agreement, name="agreement"),
    ],
    "entente.engagement.forums": [
        path(_("<slug:key>/thread/"), dossiers.body_thread, name="thread"),
        path(_("candidacies/<slug:key>/"), dossiers.candidacy, name="candidacy"),
        path("<slug:key>/", dossiers.body, name="body"),
    ],
    "entente.engagement.commitments": [path("<slug:key>/", dossiers.commitment, name="commitment")],
    "entente.engagement.meetings": [path("<slug:key>/", dossiers.meeting, name="meeting")],
    "entente.engagement.travel": [path(_("trips/<slug:key>/"), dossiers.trip, name="trip")],
    "entente.engagement.removals": [path("<slug:key>/", dossiers.country_file, name="file")],
    "entente.engagement.visits": [path("<slug:key>/", dossiers.visit, name="visit")],
    "entente.engagement.exchanges": [path("<slug:key>/", dossiers.exchange, name="exchange")],
}

ROOMS: list[tuple[Any, str]] = [
    (_("partners/"), "entente.engagement.partners"),
    (_("agreements/"), "entente.engagement.agreements"),
    (_("forums/"), "entente.engagement.forums"),
    (_("commitments/"), "entente.engagement.commitments"),
    (_("meetings/"), "entente.engagement.meetings"),
    (_("travel/"), "entente.engagement.travel"),
    (_("visits/"), "entente.engagement.visits"),
    (_("removals/"), "entente.engagement.removals"),
    (_("exchanges/"), "entente.engagement.exchanges"),
    (_("framework/"), "entente.engagement.framework"),
    (_("facts/"), "entente.engagement.facts"),
    (_("reports/"), "entente.reports"),
    (_("calendar/"), "entente.releases"),
    (_("notices/"), "entente.foundation.notices"),
    (_("files/"), "entente.foundation.files"),
    (_("sources/"), "entente.foundation.sources"),
    (_("countries/"), "entente.foundation.reference"),
    (_("people/"), "entente.foundation.people"),
    (_("trail/"), "entente.foundation.trail"),
    ("", "entente.dossiers"),
    ("", "entente.home"),
]


def addresses(room: str) -> tuple[list[Any], str]:
    """A room's own addresses, then that of its dossier, under the room's name."""
    urls = import_module(f"{room}.urls")
    return [*urls.urlpatterns, *DOSSIERS.get(room, [])], urls.app_name


handler400 = "entente.home.views.bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
    path(PREFIX, include("entente.releases.api.urls")),
    *i18n_patterns(
        path(_("account/"), include([path("email/", accounts.no_page), path("", include("allauth.urls"))])),
        *[path(prefix, include(addresses(room))) for prefix, room in ROOMS],
    ),
]
