"""Addresses of this room. An instrument's own page stands in the dossiers, under this room's name
(config.urls).
"""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "agreements"
urlpatterns = [
    path("", views.index, name="index"),
    path(_("pipeline/"), views.pipeline, name="pipeline"),
    path(_("reviews/<int:pk>/opinion/"), views.opinion, name="opinion"),
    path(_("reviews/<int:pk>/conditions/"), views.met, name="met"),
    path(_("matrix/"), views.matrix, name="matrix"),
    path(_("candidates/"), views.candidates, name="candidates_now"),
    path(_("candidates/<slug:edition>/"), views.candidates, name="candidates"),
    path(_("candidates/<slug:edition>/new/"), views.nominate, name="nominate"),
    path(_("conventions/"), views.conventions, name="conventions"),
    path(_("acts/"), views.acts, name="acts"),
    path(_("acts/<slug:key>/"), views.act, name="act"),
    path(_("actions/"), views.party_actions, name="party_actions"),
    path(_("clauses/"), views.clauses, name="clauses"),
    path(_("obligations/"), views.obligations, name="obligations"),
    path(_("new/"), views.register, name="register"),
    path(_("import/"), views.send, name="import"),
    path(_("import/check/"), views.check, name="check"),
    path(_("import/template/"), views.template, name="template"),
    path(_("import/errors/"), views.errors, name="errors"),
    path(_("<slug:key>/change/"), views.edit, name="edit"),
    path(_("<slug:key>/party/"), views.add_party, name="add_party"),
    path(_("<slug:key>/clause/"), views.add_clause, name="add_clause"),
    path(_("<slug:key>/clause/<int:pk>/end/"), views.end_clause, name="end_clause"),
    path(_("<slug:key>/amendments/new/"), views.begin_amendment, name="begin_amendment"),
    path(_("<slug:key>/amendments/<int:pk>/"), views.amendment, name="amendment"),
    path(_("<slug:key>/amendments/<int:pk>/clause/"), views.add_draft, name="add_draft"),
    path(_("<slug:key>/amendments/<int:pk>/drop/"), views.drop_amendment, name="drop_amendment"),
    path(_("<slug:key>/amendments/<int:pk>/<int:draft>/"), views.change_draft, name="change_draft"),
    path(_("<slug:key>/amendments/<int:pk>/<int:draft>/choice/"), views.choose_draft, name="choose_draft"),
    path(_("<slug:key>/duty/"), views.add_obligation, name="add_obligation"),
    path(_("<slug:key>/duty/<int:pk>/done/"), views.discharge, name="discharge"),
    path(_("<slug:key>/duty/<int:pk>/waived/"), views.waive_duty, name="waive_duty"),
    path(_("<slug:key>/duty/<int:pk>/again/"), views.take_up_duty, name="take_up_duty"),
    path(_("<slug:key>/chapter/"), views.add_chapter, name="add_chapter"),
    path(_("<slug:key>/chapter/<int:pk>/change/"), views.change_chapter, name="change_chapter"),
    path(_("<slug:key>/chapter/<int:pk>/end/"), views.end_chapter, name="end_chapter"),
    path(_("<slug:key>/chapter/<int:pk>/department/"), views.add_department, name="add_department"),
    path(_("<slug:key>/link/"), views.link, name="link"),
    path(_("<slug:key>/action/"), views.record_party_action, name="record_party_action"),
    path(_("<slug:key>/step/<slug:move>/"), views.step, name="step"),
    path(_("<slug:key>/negotiation/"), views.negotiation, name="negotiation"),
    path(_("<slug:key>/negotiation/step/<slug:move>/"), views.stage, name="stage"),
    path(_("<slug:key>/negotiation/due/"), views.due, name="due"),
    path(_("<slug:key>/negotiation/urgency/"), views.urgency, name="urgency"),
    path(_("<slug:key>/negotiation/round/"), views.hold_round, name="hold_round"),
    path(_("<slug:key>/negotiation/round/<int:number>/"), views.talks_round, name="round"),
    path(_("<slug:key>/negotiation/text/"), views.add_text, name="add_text"),
    path(_("<slug:key>/negotiation/point/"), views.open_bracket, name="open_bracket"),
    path(_("<slug:key>/negotiation/point/<int:number>/"), views.bracket, name="bracket"),
    path(_("<slug:key>/negotiation/review/"), views.ask_review, name="ask_review"),
]
