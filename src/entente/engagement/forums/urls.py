"""Addresses of forums. The dossier of a body, `forums:body`, is gathered in dossiers and named by the root."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "forums"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("new/"), views.new_body, name="new"),
    path(_("tree/"), views.tree, name="tree"),
    path(_("priorities/"), views.priorities, name="priorities"),
    path(_("priorities/table/"), views.priority_list, name="priority_list"),
    path(_("matrix/"), views.matrix, name="matrix"),
    path(_("chairs/"), views.chairs, name="chairs"),
    path(_("memberships/"), views.memberships, name="memberships"),
    path(_("memberships/<int:pk>/end/"), views.end_membership, name="end_membership"),
    path(_("seats/"), views.seats, name="seats"),
    path(_("seats/<slug:key>/hand-over/"), views.hand_over, name="hand_over"),
    path(_("<slug:key>/description/"), views.describe, name="describe"),
    path(_("<slug:key>/role/"), views.role, name="role"),
    path(_("<slug:key>/new-membership/"), views.add_membership, name="add_membership"),
    path(_("<slug:key>/new-seat/"), views.add_seat, name="add_seat"),
]
