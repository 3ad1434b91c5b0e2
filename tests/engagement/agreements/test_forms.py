"""What the forms of the room say of themselves: no question that the rules ask for is called optional."""

import pytest

from entente.engagement.agreements import forms

STEP = {"days": ("ended_on",), "needs_reason": True}
STAGE = {"needs_reason": True, "cites": "the memorandum", "due_in": 0}


@pytest.mark.parametrize(
    ("form", "given", "needed"),
    [
        (forms.EndedClause, {}, {"to_on", "reason"}),
        (forms.EndedChapter, {}, {"to_on", "reason"}),
        (forms.Discharged, {}, {"text"}),
        (forms.Because, {}, {"reason"}),
        (forms.Merging, {}, {"counts_from", "reason"}),
        (forms.Step, STEP, {"ended_on", "reason"}),
        (forms.Step, STEP | {"needs_reason": False}, {"ended_on"}),
        (forms.StageStep, STAGE, {"reason", "reference"}),
        (forms.StageStep, STAGE | {"needs_reason": False, "cites": ""}, set()),
    ],
)
def test_what_the_rules_ask_is_marked_as_needed_and_left_to_them(form, given, needed):
    shown = form(**given)
    sent = form({"counts_from": "2026-07-01"}, **given)

    assert {name for name, field in shown.fields.items() if field.required} == needed
    assert sent.is_valid()
    assert {name for name, field in sent.fields.items() if field.required} == needed
