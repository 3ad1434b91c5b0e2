"""Addresses of single records and their corrections. The dossiers' own addresses are their rooms' (config.urls)."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "dossiers"
urlpatterns = [
    path(_("handover/"), views.handover_pack, name="handover"),
    path(_("records/<str:label>/<int:pk>/"), views.record, name="record"),
    path(_("records/<str:label>/<int:pk>/<slug:field>/"), views.correct, name="correct"),
    path(_("records/<str:label>/<int:pk>/<slug:field>/withdraw/"), views.withdraw, name="withdraw"),
]
