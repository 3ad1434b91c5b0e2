"""Addresses of sources, packages and corrections."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "sources"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("packages/"), views.packages, name="packages"),
    path(_("packages/<slug:name>/"), views.package, name="package"),
    path(_("corrections/"), views.corrections, name="corrections"),
    path("<slug:key>/", views.source, name="source"),
]
