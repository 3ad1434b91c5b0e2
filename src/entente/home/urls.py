"""The pages that belong to no room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import finding, views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path(_("search/"), finding.search, name="search"),
    path(_("help/"), views.help_page, name="help"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("gallery/"), views.gallery, name="gallery"),
]
