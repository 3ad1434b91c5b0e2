"""Addresses of commitments. The dossier of a promise, `commitments:commitment`, is gathered in dossiers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "commitments"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("new/"), views.new, name="new"),
    path(_("import/"), views.send, name="import"),
    path(_("import/check/"), views.check, name="check"),
    path(_("import/empty/"), views.template, name="template"),
    path(_("import/errors/"), views.errors, name="errors"),
    path(_("<slug:key>/change/"), views.change, name="change"),
    path(_("<slug:key>/another-day/"), views.slip, name="slip"),
    path(_("<slug:key>/pass-on/"), views.pass_on, name="pass_on"),
    path(_("<slug:key>/evidence/"), views.give_evidence, name="give_evidence"),
    path(_("<slug:key>/remark/"), views.remark, name="remark"),
    path(_("<slug:key>/kept/"), views.close, name="close"),
    path(_("<slug:key>/verify/"), views.verify, name="verify"),
    path(_("<slug:key>/drop/"), views.drop, name="drop"),
    path(_("<slug:key>/reopen/"), views.reopen, name="reopen"),
]
