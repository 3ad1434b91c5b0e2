import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.framework import actions, rules
from entente.engagement.framework.imports import SHEETS
from entente.foundation.index.models import Record
from entente.foundation.sources.models import Correction
from entente.foundation.sources.queries import corrections_of
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


def sheet_of(thing):
    return next(one for one in SHEETS if one.model is type(thing))


@pytest.fixture
def parts():
    edition = factories.edition()
    one, other = factories.element(edition), factories.element(edition, "theme")
    return [
        (edition, "title_en", "Better"),
        (one, "owner", factories.unit("new-desk").key),
        (factories.linkage(one, other), "note_en", "Better"),
        (factories.region(edition), "issues_fr", "Mieux"),
        (factories.responsibility(edition), "role", "advise"),
        (factories.term(edition=edition), "gender_fr", "f"),
    ]


def test_whatever_was_decided_is_corrected_with_a_reason_and_withdrawn(parts, executive):
    for thing, field, text in parts:
        sheet = sheet_of(thing)
        before = sheet.text(thing, field)

        actions.correct(thing, sheet, field=field, text=text, reason="A slip.", by=executive)
        thing.refresh_from_db()
        assert sheet.text(thing, field) == text

        standing = next(iter(corrections_of([thing]).values()))
        assert (standing.source_value, standing.reason) == (before, "A slip.")

        actions.withdraw(standing, thing, sheet, reason="It was right.", by=executive)
        thing.refresh_from_db()
        assert sheet.text(thing, field) == before


def test_what_is_corrected_is_found_by_its_new_words(executive):
    element = factories.element(factories.edition())

    actions.correct(element, sheet_of(element), field="title_fr", text="Havres", reason="A slip.", by=executive)

    assert Record.objects.get(label="framework.element").title_fr == "Havres"


def test_a_correction_needs_a_reason(desk_officer):
    element = factories.element(factories.edition())

    with pytest.raises(ValidationError):
        actions.correct(element, sheet_of(element), field="title_fr", text="Havres", reason=" ", by=desk_officer)

    assert not Correction.objects.exists()


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_was_not_decided_is_not_corrected(edition_in, executive, state):
    element = edition_in(state).elements.first()

    with pytest.raises(PermissionDenied):
        actions.correct(element, sheet_of(element), field="title_fr", text="Havres", reason="A slip.", by=executive)


def test_readers_and_auditors_correct_nothing(reader, auditor, agreements_officer):
    element = factories.element(factories.edition())

    for person in (reader, auditor, agreements_officer):
        with pytest.raises(PermissionDenied):
            actions.correct(element, sheet_of(element), field="title_fr", text="X", reason="Y.", by=person)


def test_every_correctable_column_is_a_column_of_its_file():
    for model, columns in rules.CORRECTABLE.items():
        sheet = next(one for one in SHEETS if one.model is model)
        assert set(columns) <= set(sheet.columns)
        assert not set(columns) & {"key", "edition", "source", "place", "as_of", "state"}
