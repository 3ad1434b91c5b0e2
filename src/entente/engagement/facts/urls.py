"""Addresses of facts and their values."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "facts"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("new/"), views.new, name="new"),
    path(_("values/"), views.values, name="values"),
    path(_("values/<int:pk>/"), views.value, name="value"),
    path("<slug:key>/", views.fact, name="fact"),
    path(_("<slug:key>/new-value/"), views.new_value, name="new_value"),
]
