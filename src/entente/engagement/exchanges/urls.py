"""Addresses of exchanges. The page of one, `exchanges:exchange`, is gathered in dossiers and named by the root."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "exchanges"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("call/"), views.call, name="call"),
    path(_("new/"), views.new, name="new"),
    path(_("owed/"), views.owed, name="owed"),
    path(_("ledger/"), views.ledger, name="ledger"),
    path(_("ledger/lines/"), views.entries, name="entries"),
    path(_("outcomes/"), views.outcomes, name="outcomes"),
    path(_("spreadsheet/"), views.receive, name="import"),
    path(_("spreadsheet/check/"), views.check, name="check"),
    path(_("spreadsheet/empty/"), views.template, name="template"),
    path(_("mistreatment/"), views.baselines, name="baselines"),
    path(_("mistreatment/new/"), views.assess, name="assess"),
    path(_("mistreatment/returns/"), views.returns, name="returns"),
    path(_("mistreatment/returns/<int:year>/"), views.yearly_return, name="return"),
    path(_("mistreatment/returns/<int:year>/send/"), views.send, name="send_return"),
    path(_("<slug:key>/change/"), views.change, name="change"),
    path(_("<slug:key>/elements/new/"), views.ask_for, name="ask_for"),
    path(_("<slug:key>/elements/<int:pk>/remove/"), views.drop, name="drop"),
    path(_("<slug:key>/confirmation/"), views.confirm, name="confirm"),
    path(_("<slug:key>/legal-basis/"), views.match, name="match"),
    path(_("<slug:key>/decision/"), views.decide, name="decide"),
    path(_("<slug:key>/steps/<slug:name>/"), views.step, name="step"),
    path(_("<slug:key>/higher-level/"), views.escalate, name="escalate"),
    path(_("<slug:key>/higher-level/<int:pk>/"), views.answer, name="answer"),
    path(_("<slug:key>/measures/new/"), views.mitigate, name="mitigate"),
    path(_("<slug:key>/release/"), views.release, name="release"),
    path(_("<slug:key>/sheet/"), views.sheet, name="sheet"),
    path(_("<slug:key>/receipt/"), views.acknowledge, name="acknowledge"),
    path(_("<slug:key>/use/"), views.report_use, name="report_use"),
    path(_("<slug:key>/retention/"), views.settle, name="settle"),
    path(_("<slug:key>/onward/new/"), views.ask_onward, name="ask_onward"),
    path(_("<slug:key>/onward/<int:pk>/answer/"), views.answer_onward, name="answer_onward"),
    path(_("<slug:key>/outcomes/new/"), views.outcome, name="outcome"),
    path(_("<slug:key>/identifiers/"), views.identifiers, name="identifiers"),
]
