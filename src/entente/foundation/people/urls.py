"""Addresses of accounts and offices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("me/"), views.me, name="me"),
    path(_("new/"), views.new, name="new"),
    path(_("offices/"), views.offices, name="offices"),
    path(_("offices/<slug:key>/"), views.unit, name="unit"),
    path("<int:pk>/", views.account, name="account"),
    path(_("<int:pk>/change/"), views.change, name="change"),
    path(_("<int:pk>/close/"), views.close, name="close"),
    path(_("<int:pk>/reopen/"), views.reopen, name="reopen"),
]
