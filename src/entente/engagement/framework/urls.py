"""Addresses of the framework. Those of single things carry their key; the edition and the day are questions."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "framework"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("one-page/"), views.placemat, name="placemat"),
    path(_("links/"), views.links, name="links"),
    path(_("links/list/"), views.linkages, name="linkages"),
    path(_("links/<int:pk>/remove/"), views.unlink, name="unlink"),
    path(_("regions/"), views.regions, name="regions"),
    path(_("regions/<slug:address>/"), views.region, name="region"),
    path(_("regions/<slug:address>/change/"), views.change_region, name="change_region"),
    path(_("regions/<slug:address>/remove/"), views.remove_region, name="remove_region"),
    path(_("responsibilities/"), views.responsibilities, name="responsibilities"),
    path(_("responsibilities/list/"), views.responsibility_list, name="responsibility_list"),
    path(_("responsibilities/<int:pk>/"), views.responsibility, name="responsibility"),
    path(_("responsibilities/<int:pk>/change/"), views.change_responsibility, name="change_responsibility"),
    path(_("responsibilities/<int:pk>/remove/"), views.remove_responsibility, name="remove_responsibility"),
    path(_("glossary/"), views.glossary, name="glossary"),
    path(_("glossary/new/"), views.add_term, name="add_term"),
    path(_("glossary/<slug:key>/"), views.term, name="term"),
    path(_("glossary/<slug:key>/change/"), views.change_term, name="change_term"),
    path(_("glossary/<slug:key>/remove/"), views.remove_term, name="remove_term"),
    path(_("missing-words/"), views.missing_words, name="missing_words"),
    path(_("elements/"), views.elements, name="elements"),
    path(_("elements/<slug:key>/"), views.element, name="element"),
    path(_("elements/<slug:key>/change/"), views.change_element, name="change_element"),
    path(_("elements/<slug:key>/remove/"), views.remove_element, name="remove_element"),
    path(_("editions/"), views.editions, name="editions"),
    path(_("editions/new/"), views.new_edition, name="new_edition"),
    path(_("editions/<slug:key>/"), views.edition, name="edition"),
    path(_("editions/<slug:key>/change/"), views.change_edition, name="change_edition"),
    path(_("editions/<slug:key>/add-an-element/"), views.add_element, name="add_element"),
    path(_("editions/<slug:key>/add-a-region/"), views.add_region, name="add_region"),
    path(_("editions/<slug:key>/add-a-responsibility/"), views.add_responsibility, name="add_responsibility"),
    path(_("editions/<slug:key>/link/"), views.link, name="link"),
    path(_("editions/<slug:key>/submit/"), views.move, {"name": "submit"}, name="submit"),
    path(_("editions/<slug:key>/send-back/"), views.move, {"name": "send_back"}, name="send_back"),
    path(
        _("editions/<slug:key>/bring-into-effect/"),
        views.move,
        {"name": "bring_into_effect"},
        name="bring_into_effect",
    ),
    path(_("editions/<slug:key>/supersede/"), views.move, {"name": "supersede"}, name="supersede"),
]
