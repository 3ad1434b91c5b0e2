"""Addresses of documents."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "files"
urlpatterns = [
    path(_("attach/"), views.attach, name="attach"),
    path("<int:pk>/", views.document, name="document"),
    path(_("<int:pk>/new-version/"), views.add, name="add"),
    path(_("<int:pk>/withdraw/"), views.withdraw, name="withdraw"),
    path(_("version/<int:pk>/"), views.download, name="download"),
]
