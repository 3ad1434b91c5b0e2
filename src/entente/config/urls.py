"""Every address begins here; those of people in both languages, those of machines in none."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from entente.config import health
from entente.config.settings import is_built

ROOMS: list[tuple[Any, str]] = [
    (_("partners/"), "entente.engagement.partners"),
    (_("agreements/"), "entente.engagement.agreements"),
    (_("forums/"), "entente.engagement.forums"),
    (_("framework/"), "entente.engagement.framework"),
    (_("facts/"), "entente.engagement.facts"),
    (_("reports/"), "entente.reports"),
    (_("files/"), "entente.foundation.files"),
    (_("sources/"), "entente.foundation.sources"),
    (_("people/"), "entente.foundation.people"),
    (_("trail/"), "entente.foundation.trail"),
    ("", "entente.dossiers"),
    ("", "entente.home"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
    *i18n_patterns(
        path(_("account/"), include("allauth.urls")),
        *[path(prefix, include(f"{room}.urls")) for prefix, room in ROOMS if is_built(f"{room}.urls")],
    ),
]
