"""This room's addresses on their own, with stand-ins for the pages of rooms above it that it links to."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.urls import urlpatterns as own
from entente.home.urls import urlpatterns as home


def stand_in(request, **said):
    return HttpResponse("elsewhere")


partners = [*own, path("<slug:key>/", stand_in, name="partner")]
sources = [path("<slug:key>/", stand_in, name="source")]
dossiers = [path("<str:label>/<int:pk>/", stand_in, name="record")]
urlpatterns = i18n_patterns(
    path(_("account/"), include("allauth.urls")),
    path(_("partners/"), include((partners, "partners"))),
    path(_("sources/"), include((sources, "sources"))),
    path(_("records/"), include((dossiers, "dossiers"))),
    path("", include((home, "home"))),
)
