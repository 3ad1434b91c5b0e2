import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.meetings import actions, queries
from entente.engagement.meetings.models import Delegate
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking, Rank, Role
from entente.foundation.trail.models import Entry

from . import factories


@pytest.fixture
def coming(db):
    return factories.meeting()


def test_a_delegate_keeps_the_rank_and_the_office_of_that_day(coming, open_account, branch):
    person = open_account(Role.READER, username="traveller", unit=branch, rank=Rank.MANAGER)
    named = factories.delegate(coming, person=person)

    person.rank, person.unit = Rank.DIRECTOR, Unit.objects.create(key="new", name_en="New", name_fr="Nouveau")
    person.save()

    named.refresh_from_db()
    assert (named.rank, named.unit) == (Rank.MANAGER, branch)


def test_a_delegation_has_one_head(coming, desk_officer, head):
    factories.delegate(coming, person=desk_officer, part="head")

    with pytest.raises(ValidationError, match="MTG-10"):
        factories.delegate(coming, person=head, part="head")
    mexico = factories.partner("mx")
    factories.delegate(coming, partner=mexico, part="head")
    with pytest.raises(ValidationError, match="MTG-10"):
        factories.delegate(coming, partner=mexico, part="head", office_en="Minister")

    second = factories.delegate(coming, person=head)
    with pytest.raises(ValidationError, match="MTG-10"):
        actions.change_delegate(second, by=desk_officer, part="head")


def test_people_with_accounts_are_ours_and_others_are_named_by_office(coming, desk_officer):
    with pytest.raises(ValidationError, match="MTG-11"):
        factories.delegate(coming, person=desk_officer, partner=factories.partner("mx"))
    with pytest.raises(ValidationError, match="MTG-11"):
        factories.delegate(coming, partner=factories.partner("jp"), office_en="")


def test_nobody_sits_twice_at_one_table(coming, desk_officer):
    factories.delegate(coming, person=desk_officer)

    with pytest.raises(ValidationError, match="MTG-14"):
        factories.delegate(coming, person=desk_officer)


def test_who_was_there_is_noted_once_it_has_begun_also_by_a_delegate(coming, desk_officer, open_account):
    with pytest.raises(ValidationError, match="MTG-12"):
        actions.mark_attended(coming, by=desk_officer, there=[])
    over, traveller = factories.meeting(in_days=-3), open_account(Role.READER)
    with pytest.raises(PermissionDenied):
        actions.mark_attended(over, by=traveller, there=[])

    mine, other = factories.delegate(over, person=traveller), factories.delegate(over, partner=factories.partner("mx"))
    actions.mark_attended(over, by=traveller, there=[mine.pk])

    assert dict(Delegate.objects.values_list("pk", "attended")) == {mine.pk: True, other.pk: False}


def test_nothing_is_planned_for_a_cancelled_meeting(coming, desk_officer):
    actions.cancel(coming, by=desk_officer, reason="Strike")

    with pytest.raises(ValidationError, match="MTG-13"):
        factories.delegate(coming, person=desk_officer)


def test_a_delegate_taken_out_stays_in_the_trail(coming, desk_officer):
    named = factories.delegate(coming, person=desk_officer)

    actions.remove_delegate(named, by=desk_officer)

    assert not queries.our_delegates(coming).exists()
    assert Entry.objects.filter(verb="remove_delegate", subject=f"meetings.meeting:{coming.key}").exists()


def test_the_trail_of_a_meeting_does_not_tell_of_a_partner_above_a_clearance(coming, reader):
    hidden = factories.partner("xx", marking=Marking.PROTECTED_B)

    factories.delegate(coming, partner=hidden)

    about = Entry.objects.filter(subject=f"meetings.meeting:{coming.key}", verb="add_delegate")
    assert not about.exists()
    assert not queries.of_meeting(reader, coming).exists()
