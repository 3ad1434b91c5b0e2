"""Addresses of removals. The dossier of a country, `removals:file`, is gathered in dossiers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "removals"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("new/"), views.open_file, name="open"),
    path(_("comparison/"), views.comparison, name="comparison"),
    path(_("figures/"), views.figures, name="figures"),
    path(_("figures/<int:pk>/withdraw/"), views.withdraw, name="withdraw"),
    path(_("import/"), views.send, name="import"),
    path(_("import/check/"), views.check, name="check"),
    path(_("import/empty/"), views.template, name="template"),
    path(_("import/errors/"), views.errors, name="errors"),
    path(_("rankings/"), views.rankings, name="rankings"),
    path(_("rankings/new/"), views.rank, name="rank"),
    path(_("rankings/<slug:key>/"), views.ranking, name="ranking"),
    path(_("plans/"), views.plans, name="plans"),
    path(_("plans/<slug:key>/"), views.plan, name="plan"),
    path(_("plans/<slug:key>/change/"), views.change_plan, name="change_plan"),
    path(_("plans/<slug:key>/items/new/"), views.add_item, name="add_item"),
    path(_("plans/<slug:key>/step/<slug:move>/"), views.move, name="move"),
    path(_("items/<int:pk>/done/"), views.finish_item, name="finish_item"),
    path(_("items/<int:pk>/drop/"), views.drop_item, name="drop_item"),
    path(_("levers/<int:pk>/use/"), views.use, name="use"),
    path(_("levers/<int:pk>/gone/"), views.end_lever, name="end_lever"),
    path(_("uses/<int:pk>/reaction/"), views.react, name="react"),
    path(_("<slug:key>/change/"), views.change, name="change"),
    path(_("<slug:key>/figures/new/"), views.enter, name="enter"),
    path(_("<slug:key>/levers/new/"), views.add_lever, name="add_lever"),
    path(_("<slug:key>/decisions/new/"), views.decide, name="decide"),
    path(_("<slug:key>/plans/new/"), views.draft, name="draft"),
]
