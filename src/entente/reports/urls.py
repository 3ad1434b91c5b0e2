"""Addresses of reports."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "reports"
urlpatterns = [
    path(_("coherence/"), views.coherence, name="coherence"),
    path(_("signed-and-used/"), views.signed_and_used, name="used"),
    path(_("editions/"), views.side_by_side, name="editions"),
]
