"""Addresses of forums. The dossier of a body, `forums:body`, is gathered in dossiers and named by the root.

So is that of a candidacy, `forums:candidacy`.
"""

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
    path(_("rotation/"), views.rotation, name="rotation"),
    path(_("turns/"), views.turns, name="turns"),
    path(_("turns/<int:pk>/decided/"), views.decide_turn, name="decide_turn"),
    path(_("turns/<int:pk>/drop/"), views.drop_turn, name="drop_turn"),
    path(_("candidacies/"), views.candidacies, name="candidacies"),
    path(_("candidacies/new/"), views.new_candidacy, name="new_candidacy"),
    path(_("candidacies/<slug:key>/proposal/"), views.proposal, name="proposal"),
    path(_("candidacies/<slug:key>/decide/"), views.decide, name="decide"),
    *(
        path(address, views.step, {"name": name}, name=name)
        for name, address in (
            ("propose_candidacy", _("candidacies/<slug:key>/propose/")),
            ("inform_president", _("candidacies/<slug:key>/inform/")),
            ("lodge", _("candidacies/<slug:key>/lodge/")),
            ("win_seat", _("candidacies/<slug:key>/won/")),
            ("lose_seat", _("candidacies/<slug:key>/lost/")),
            ("stand_down", _("candidacies/<slug:key>/withdraw/")),
            ("report_term", _("candidacies/<slug:key>/report/")),
            ("move_closing", _("candidacies/<slug:key>/closing/")),
            ("move_term", _("candidacies/<slug:key>/term/")),
            ("comment", _("candidacies/<slug:key>/comment/")),
        )
    ),
    path(_("committees/<int:pk>/end/"), views.release_committee, name="release_committee"),
    path(_("<slug:key>/new-chapter/"), views.name_committee, name="name_committee"),
    path(_("<slug:key>/new-turns/"), views.expect_turn, name="expect_turn"),
    path(_("<slug:key>/description/"), views.describe, name="describe"),
    path(_("<slug:key>/role/"), views.role, name="role"),
    path(_("<slug:key>/new-membership/"), views.add_membership, name="add_membership"),
    path(_("<slug:key>/new-seat/"), views.add_seat, name="add_seat"),
]
