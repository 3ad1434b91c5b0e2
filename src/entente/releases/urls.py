"""Addresses of the calendar, and those that calendar programs read without signing in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "releases"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path(_("addresses/"), views.feeds, name="feeds"),
    path(_("addresses/<int:pk>/renew/"), views.renew, name="renew"),
    path(_("addresses/<int:pk>/revoke/"), views.revoke, name="revoke"),
    path(_("feeds/<str:token>.ics"), views.feed, name="feed"),
]
