"""Two people who write the same minutes at one time, for real: two connections to PostgreSQL."""

import pytest
from django.core.exceptions import ValidationError

from entente.engagement.meetings import actions
from entente.engagement.meetings.models import Minutes
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from tests.engagement.racing import at_once

from . import factories

RESTRICTED = {"restricted_en": "In private.", "restricted_marking": Marking.PROTECTED_B}


def account(username, clearance):
    given = {"username": username, "email": f"{username}@example.org", "clearance": clearance}
    return people.open_account(by="tests", password="a passphrase for tests", role=Role.READER, **given)


@pytest.mark.parametrize("seen", [1, None])
def test_the_officer_and_a_delegate_who_write_at_once_lose_no_word(seen, really_written):
    keeper, delegate = factories.officer(), account("delegate", Marking.UNCLASSIFIED)
    meeting = factories.attended(delegate, in_days=-10)
    actions.write_minutes(meeting, by=keeper, text_en="The first version", **RESTRICTED)

    came = at_once(
        lambda: actions.write_minutes(meeting, by=keeper, seen=seen, text_en="Of the officer"),
        lambda: actions.write_minutes(meeting, by=delegate, seen=seen, text_fr="De la délégation"),
    )

    versions = list(Minutes.objects.filter(meeting=meeting).order_by("version"))
    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [one.version for one in versions] == list(range(1, len(versions) + 1))
    assert len(refused) + len(versions) == 3, "whoever is not written down is told"
    assert len(refused) == (1 if seen else 0)
    assert all("MTG-42" in " ".join(one.messages) for one in refused)
    assert {one.restricted_en for one in versions} == {"In private."}, "who does not see it leaves it as it is"
    if not seen:
        assert (versions[-1].text_en, versions[-1].text_fr) == ("Of the officer", "De la délégation")
