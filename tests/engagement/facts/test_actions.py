import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.facts import actions, queries
from entente.engagement.facts.imports import SHEETS
from entente.engagement.facts.models import Statistic, Value
from entente.foundation.index.models import Record
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.models import Correction
from entente.foundation.trail.models import Entry

from . import factories

OF_FACTS, OF_VALUES = SHEETS


def newest():
    return Entry.objects.latest("id")


def test_a_fact_added_by_hand_has_a_key_a_trail_and_can_be_found(desk_officer):
    fact = factories.fact(desk_officer)

    assert fact.key == "ships-seen"
    assert (newest().verb, newest().actor, newest().subject) == (
        "add",
        "desk_officer",
        "facts.statistic:ships-seen",
    )
    assert Record.objects.get(label="facts.statistic").title_fr == "Navires aperçus"


def test_a_second_fact_of_the_same_name_gets_another_key(desk_officer):
    factories.fact(desk_officer)

    assert factories.fact(desk_officer).key == "ships-seen-2"
    assert factories.fact(desk_officer, name_en="New").key == "new-2"
    assert factories.fact(desk_officer, name_en="", name_fr="Été").key == "ete"


def test_a_fact_without_a_name_is_refused(desk_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.add(by=desk_officer, name_en="", name_fr="")

    assert set(refusal.value.error_dict) == {"name_en"}
    assert not Statistic.objects.exists()


def test_nobody_marks_a_fact_above_the_own_clearance(open_account):
    officer = open_account(Role.DESK_OFFICER, username="low", clearance=Marking.PROTECTED_A)

    with pytest.raises(PermissionDenied):
        factories.fact(officer, marking=Marking.PROTECTED_B)

    fact = factories.fact(officer)
    with pytest.raises(PermissionDenied):
        actions.change(fact, by=officer, marking=Marking.PROTECTED_B)


def test_a_value_renews_the_index_and_leaves_a_trail(desk_officer):
    fact = factories.fact(desk_officer, kind="text")

    value = factories.statement(fact, "In harbour", by=desk_officer)

    assert "harbour" in Record.objects.get(label="facts.statistic").stems
    assert newest().verb == "add_value"
    assert newest().changes == {"period": "", "value": "In harbour", "source": "annual-report"}
    assert value.when == "2019"


def test_a_value_without_a_day_speaks_for_the_day_its_source_was_published(desk_officer):
    value = factories.figure(factories.fact(desk_officer), 3, by=desk_officer, as_of="")

    assert value.as_of == "2019"


def test_everything_that_is_missing_is_said_at_once_under_its_field(desk_officer):
    fact = factories.fact(desk_officer)

    with pytest.raises(ValidationError) as refusal:
        actions.add_value(fact, by=desk_officer, period="lately")

    assert set(refusal.value.error_dict) == {"source", "number", "unit", "period"}
    assert not Value.objects.exists()


def test_a_statement_without_words_is_said_under_the_words(desk_officer):
    fact = factories.fact(desk_officer, kind="text")

    with pytest.raises(ValidationError) as refusal:
        actions.add_value(fact, by=desk_officer, source=factories.source())

    assert set(refusal.value.error_dict) == {"text_en"}


def test_a_contradiction_is_taken_in(desk_officer):
    fact = factories.fact(desk_officer)
    factories.figure(fact, 50500, by=desk_officer)
    factories.figure(fact, 50400, by=desk_officer, qualifier="more_than")

    assert len(queries.conflicts(desk_officer, "2026-01-01")) == 1


def test_changing_a_name_is_noted_once_and_found_again(desk_officer):
    fact = factories.fact(desk_officer)
    before = Entry.objects.count()

    actions.change(fact, by=desk_officer, name_en="Ships counted", name_fr=fact.name_fr)
    actions.change(fact, by=desk_officer, name_en="Ships counted")

    assert Entry.objects.count() == before + 1
    assert newest().changes == {"name_en": ["Ships seen", "Ships counted"]}
    assert Record.objects.get(label="facts.statistic").title_en == "Ships counted"
    with pytest.raises(ValidationError):
        actions.change(fact, by=desk_officer, name_en="", name_fr="")


def test_a_correction_keeps_what_the_source_says(executive, desk_officer):
    value = factories.figure(factories.fact(desk_officer), 412, by=desk_officer)

    actions.correct(value, OF_VALUES, field="number", text="421", reason="Digits swapped.", by=executive)

    value.refresh_from_db()
    correction = Correction.objects.get()
    assert (value.plain, correction.source_value, correction.value) == (421, "412", "421")
    assert newest().verb == "correct"
    assert newest().reason == "Digits swapped."


def test_a_correction_renews_what_can_be_found(desk_officer):
    fact = factories.fact(desk_officer)

    actions.correct(
        fact, OF_FACTS, field="name_en", text="Vessels seen", reason="The field’s own word.", by=desk_officer
    )

    assert "vessel" in Record.objects.get(label="facts.statistic").stems


def test_a_figure_may_be_corrected_to_a_mark_and_back(desk_officer):
    value = factories.figure(factories.fact(desk_officer), 412, by=desk_officer)

    actions.correct(value, OF_VALUES, field="number", text="[redacted]", reason="Withheld.", by=desk_officer)
    value.refresh_from_db()
    assert (value.number, value.number_gap) == (None, "[redacted]")

    actions.withdraw(Correction.objects.get(), value, OF_VALUES, reason="Released.", by=desk_officer)
    value.refresh_from_db()
    assert (value.plain, value.number_gap) == (412, "")
    assert newest().verb == "withdraw_correction"


@pytest.mark.parametrize(
    ("field", "text"),
    [("number", ""), ("unit", ""), ("period", "lately"), ("source", ""), ("number", "many"), ("source", "nowhere")],
)
def test_a_correction_that_the_rules_refuse_changes_nothing(desk_officer, field, text):
    value = factories.figure(factories.fact(desk_officer), 412, by=desk_officer)

    with pytest.raises(ValidationError) as refusal:
        actions.correct(value, OF_VALUES, field=field, text=text, reason="A try.", by=desk_officer)

    assert set(refusal.value.error_dict) == {"text"}
    assert not Correction.objects.exists()
    assert Value.objects.get().plain == 412


def test_a_correction_needs_a_reason(desk_officer):
    value = factories.figure(factories.fact(desk_officer), 412, by=desk_officer)

    with pytest.raises(ValidationError):
        actions.correct(value, OF_VALUES, field="number", text="421", reason=" ", by=desk_officer)


def test_a_marking_is_not_a_matter_of_correction(desk_officer):
    with pytest.raises(ValidationError, match="not corrected here"):
        actions.correct(
            factories.fact(desk_officer), OF_FACTS, field="marking", text="protected_b", reason="x", by=desk_officer
        )


def test_a_fact_cannot_be_corrected_out_of_its_name(desk_officer):
    fact = factories.fact(desk_officer, name_fr="")

    with pytest.raises(ValidationError):
        actions.correct(fact, OF_FACTS, field="name_en", text="", reason="A try.", by=desk_officer)


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR, Role.ADMINISTRATOR, Role.AGREEMENTS_OFFICER])
def test_those_who_do_not_keep_facts_are_refused(role, open_account, desk_officer):
    fact = factories.fact(desk_officer)
    value = factories.figure(fact, 1, by=desk_officer)
    person = open_account(role, username="other")
    tries = [
        lambda: factories.fact(person),
        lambda: factories.figure(fact, 2, by=person),
        lambda: actions.change(fact, by=person, name_en="Mine"),
        lambda: actions.correct(value, OF_VALUES, field="number", text="2", reason="x", by=person),
        lambda: actions.withdraw(Correction(), value, OF_VALUES, reason="x", by=person),
    ]

    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
