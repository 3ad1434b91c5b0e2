"""Addresses of visits. The dossier of one, `visits:visit`, is gathered in dossiers and named by the root."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

VISITOR, TOPIC, SITE, ITEM = {"kind": "visitor"}, {"kind": "topic"}, {"kind": "site"}, {"kind": "item"}
NEED, GIFT, COST = {"kind": "need"}, {"kind": "gift"}, {"kind": "cost"}

app_name = "visits"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("new/"), views.new, name="new"),
    path(_("gifts/"), views.gifts, name="gifts"),
    path(_("costs/"), views.costs, name="costs"),
    path(_("<slug:key>/change/"), views.change, name="change"),
    path(_("<slug:key>/dates/"), views.move_dates, name="move_dates"),
    path(_("<slug:key>/steps/<slug:name>/"), views.step, name="step"),
    path(_("<slug:key>/overrule/"), views.overrule, name="overrule"),
    path(_("<slug:key>/programme/"), views.programme, name="programme"),
    path(_("<slug:key>/visitors-copy/"), views.guests, name="guests"),
    path(_("<slug:key>/questions/new/"), views.ask, name="ask"),
    path(_("<slug:key>/advice/"), views.advice, name="advice"),
    path(_("<slug:key>/questions/<int:pk>/answer/"), views.answer, name="answer"),
    path(_("<slug:key>/questions/<int:pk>/waive/"), views.waive, name="waive"),
    path(_("<slug:key>/feedback/"), views.feedback, name="feedback"),
    path(_("<slug:key>/report/"), views.report, name="report"),
    path(_("<slug:key>/commitments/new/"), views.promise, name="promise"),
    path(_("<slug:key>/visitors/list/"), views.receive, name="list"),
    path(_("<slug:key>/visitors/list/empty/"), views.template, name="template"),
    path(_("<slug:key>/visitors/new/"), views.add_row, VISITOR, name="add_visitor"),
    path(_("<slug:key>/visitors/<int:pk>/"), views.change_row, VISITOR, name="change_visitor"),
    path(_("<slug:key>/visitors/<int:pk>/remove/"), views.remove_row, VISITOR, name="remove_visitor"),
    path(_("<slug:key>/topics/new/"), views.add_row, TOPIC, name="add_topic"),
    path(_("<slug:key>/topics/<int:pk>/"), views.change_row, TOPIC, name="change_topic"),
    path(_("<slug:key>/topics/<int:pk>/remove/"), views.remove_row, TOPIC, name="remove_topic"),
    path(_("<slug:key>/sites/new/"), views.add_row, SITE, name="add_site"),
    path(_("<slug:key>/sites/<int:pk>/"), views.change_row, SITE, name="change_site"),
    path(_("<slug:key>/sites/<int:pk>/remove/"), views.remove_row, SITE, name="remove_site"),
    path(_("<slug:key>/programme/new/"), views.add_row, ITEM, name="add_item"),
    path(_("<slug:key>/programme/<int:pk>/"), views.change_row, ITEM, name="change_item"),
    path(_("<slug:key>/programme/<int:pk>/remove/"), views.remove_row, ITEM, name="remove_item"),
    path(_("<slug:key>/protocol/new/"), views.add_row, NEED, name="add_need"),
    path(_("<slug:key>/protocol/<int:pk>/"), views.change_row, NEED, name="change_need"),
    path(_("<slug:key>/protocol/<int:pk>/remove/"), views.remove_row, NEED, name="remove_need"),
    path(_("<slug:key>/gifts/new/"), views.add_row, GIFT, name="add_gift"),
    path(_("<slug:key>/gifts/<int:pk>/"), views.change_row, GIFT, name="change_gift"),
    path(_("<slug:key>/gifts/<int:pk>/remove/"), views.remove_row, GIFT, name="remove_gift"),
    path(_("<slug:key>/costs/new/"), views.add_row, COST, name="add_cost"),
    path(_("<slug:key>/costs/<int:pk>/"), views.change_row, COST, name="change_cost"),
    path(_("<slug:key>/costs/<int:pk>/remove/"), views.remove_row, COST, name="remove_cost"),
]
