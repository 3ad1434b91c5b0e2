"""Addresses of accounts, offices, heads, delegations, absences and access tokens."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import absences, accounts, chart, delegations, tokens

app_name = "people"
urlpatterns = [
    path("", accounts.index, name="index"),
    path(_("me/"), accounts.me, name="me"),
    path(_("me/tokens/"), tokens.tokens, name="tokens"),
    path(_("tokens/<int:pk>/revoke/"), tokens.revoke, name="revoke_token"),
    path(_("new/"), accounts.new, name="new"),
    path(_("chart/"), chart.chart, name="chart"),
    path(_("offices/"), chart.offices, name="offices"),
    path(_("offices/<slug:key>/"), chart.unit, name="unit"),
    path(_("offices/<slug:key>/work/"), chart.work, name="work"),
    path(_("heads/"), chart.heads, name="heads"),
    path(_("heads/new/"), chart.name_head, name="name_head"),
    path(_("heads/<int:pk>/change/"), chart.change_head, name="change_head"),
    path(_("heads/<int:pk>/withdraw/"), chart.withdraw_head, name="withdraw_head"),
    path(_("delegations/"), delegations.delegations, name="delegations"),
    path(_("delegations/new/"), delegations.delegate, name="delegate"),
    path(_("delegations/<int:pk>/"), delegations.delegation, name="delegation"),
    path(_("absences/"), absences.absences, name="absences"),
    path(_("absences/new/"), absences.record, name="record_absence"),
    path(_("absences/import/"), absences.send, name="import_absences"),
    path(_("absences/import/check/"), absences.check, name="check_absences"),
    path(_("absences/import/template/"), absences.template, name="template_absences"),
    path(_("absences/import/errors/"), absences.errors, name="errors_absences"),
    path(_("absences/<int:pk>/"), absences.absence, name="absence"),
    path("<int:pk>/", accounts.account, name="account"),
    path(_("<int:pk>/change/"), accounts.change, name="change"),
    path(_("<int:pk>/close/"), accounts.close, name="close"),
    path(_("<int:pk>/reopen/"), accounts.reopen, name="reopen"),
]
