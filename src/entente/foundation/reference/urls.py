from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "reference"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("house/"), views.house, name="house"),
    path(_("house/days/"), views.sitting_days, name="sitting_days"),
    path(_("house/calendar/"), views.publish, name="publish"),
    path(_("house/session/"), views.session, name="session"),
    path(_("house/session/<int:parliament>-<int:number>/"), views.session, name="change_session"),
    path("<slug:code>/", views.country, name="country"),
]
