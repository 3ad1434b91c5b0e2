"""An amendment and the stage of its instrument go together where a stage is kept, and nowhere else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.engagement.agreements import actions
from entente.engagement.agreements.models import Amendment, Clause
from entente.foundation.trail.models import Entry

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
WHY = "Both sides agreed"


@pytest.fixture
def standing():
    """An instrument in force with one clause, its stage kept or not: ``standing("in_force")``."""

    def build(stage=""):
        known = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}
        made = factories.agreement(factories.partner("mx"), key="mx-mou", stage=stage, **known)
        Clause.objects.create(agreement=made, kind="purpose", code="revenue", answer="permitted", as_of="2008")
        return made

    return build


def begun(of, by, title="Amendment"):
    return actions.begin_amendment(of, by=by, title_en=title, taken_on=date(2020, 1, 1))


def merged(amendment, by, reason=WHY):
    tomorrow = timezone.localdate() + timedelta(days=1)
    return actions.merge_amendment(amendment, by=by, counts_from=tomorrow, reason=reason)


def dropped(amendment, by, reason=WHY):
    return actions.drop_amendment(amendment, by=by, reason=reason)


def stage(of):
    of.refresh_from_db()
    return of.stage


def steps(of):
    return list(of.steps.order_by("id").values_list("move", "reason"))


@pytest.mark.parametrize("stage_before", ["in_force", "implemented", "under_review"])
def test_beginning_an_amendment_is_a_step_of_its_instrument(agreements_officer, standing, stage_before):
    one = standing(stage_before)

    begun(one, agreements_officer)

    assert (stage(one), one.status) == ("being_amended", "in_force")
    assert steps(one) == [("amend", "Amendment")]
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"begin_amendment", "amend"}


@pytest.mark.parametrize("close", [merged, dropped])
def test_the_instrument_is_put_to_use_again_when_its_amendment_is_over(agreements_officer, standing, close):
    one = standing("implemented")

    close(begun(one, agreements_officer), agreements_officer)

    assert stage(one) == "implemented"
    assert steps(one) == [("amend", "Amendment"), ("close_amendment", WHY)]


@pytest.mark.parametrize("close", [merged, dropped])
def test_it_is_being_amended_until_the_last_of_its_amendments_is_over(agreements_officer, standing, close):
    one = standing("implemented")
    first, second = begun(one, agreements_officer), begun(one, agreements_officer, "Second")

    close(first, agreements_officer)
    assert stage(one) == "being_amended"
    close(second, agreements_officer)

    assert stage(one) == "implemented"
    assert [name for name, _reason in steps(one)] == ["amend", "close_amendment"]


@pytest.mark.parametrize("close", [merged, dropped])
@pytest.mark.parametrize("kept", ["", "dormant", "renegotiated"])
def test_an_instrument_without_such_a_stage_stays_where_it_stands(agreements_officer, standing, close, kept):
    one = standing(kept)

    close(begun(one, agreements_officer), agreements_officer)

    assert stage(one) == kept
    assert steps(one) == []


def test_a_stage_of_another_status_is_not_believed(agreements_officer, standing):
    one = standing("tabled")

    begun(one, agreements_officer)

    assert stage(one) == "tabled"


def test_an_amendment_closed_by_hand_before_its_merge_moves_nothing_twice(agreements_officer, standing):
    one = standing("implemented")
    amendment = begun(one, agreements_officer)
    actions.move(one, "close_amendment", by=agreements_officer)

    merged(amendment, agreements_officer)

    assert [name for name, _reason in steps(one)] == ["amend", "close_amendment"]


@pytest.mark.parametrize("close", [merged, dropped])
def test_what_is_refused_moves_neither_the_amendment_nor_the_stage(agreements_officer, standing, close):
    one = standing("implemented")
    amendment = begun(one, agreements_officer)

    with pytest.raises(ValidationError):
        close(amendment, agreements_officer, reason=" ")

    assert (stage(one), Amendment.objects.get().state) == ("being_amended", "draft")


def test_the_page_of_the_negotiation_tells_the_steps_of_the_amendment(as_person, agreements_officer, standing):
    one = standing("implemented")
    client = as_person(agreements_officer)

    client.post(reverse("agreements:begin_amendment", args=[one.key]), {"title_en": "New purposes", "title_fr": ""})

    page = client.get(reverse("agreements:negotiation", args=[one.key])).content.decode()
    assert stage(one) == "being_amended"
    assert "New purposes" in page
