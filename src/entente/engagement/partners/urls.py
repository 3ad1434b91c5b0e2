"""Addresses of this room. A partner's own page stands in the dossiers, under this room's name (config.urls)."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "partners"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("standings/"), views.standings, name="standings"),
    path(_("standings/<slug:edition>/"), views.edition, name="edition"),
    path(_("map/"), views.world, name="map"),
    path("map/land.svg", views.land, name="land"),
    path(_("map/<slug:edition>/"), views.world, name="map_of"),
    path(_("contacts/"), views.contacts, name="contacts"),
    path(_("successions/"), views.successions, name="successions"),
    path(_("aims/"), views.aims, name="aims"),
    path(_("new/"), views.register, name="register"),
    path(_("import/"), views.send, name="import"),
    path(_("import/check/"), views.check, name="check"),
    path(_("import/template/"), views.template, name="template"),
    path(_("import/errors/"), views.errors, name="errors"),
    path(_("<slug:key>/change/"), views.change, name="change"),
    path(_("<slug:key>/contact/"), views.add_office, name="add_office"),
    path(_("<slug:key>/succession/"), views.record_succession, name="record_succession"),
    path(_("<slug:key>/standing/"), views.set_standing, name="set_standing"),
    path(_("<slug:key>/aim/"), views.add_aim, name="add_aim"),
]
