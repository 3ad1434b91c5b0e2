"""What a page costs in a house full of work, whoever asks: what few rows hide, many show."""

from datetime import date
from itertools import chain

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.config.commands.export import registers
from entente.config.synthetic import invent
from entente.config.synthetic.sizes import YEAR
from entente.engagement.agreements.policy import visible_to as agreements
from entente.engagement.commitments.policy import visible_to as commitments
from entente.engagement.forums.policy import candidacies_visible_to as candidacies
from entente.engagement.forums.policy import visible_to as bodies
from entente.engagement.meetings.policy import visible_to as meetings
from entente.engagement.partners.policy import visible_to as partners
from entente.engagement.removals.policy import visible_to as country_files
from entente.engagement.travel.policy import visible_to as trips
from entente.engagement.visits.policy import visible_to as visits
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Role
from entente.kit.table import Ask, Register, read
from tests.house.test_addresses import MOST_QUERIES

TODAY = date(2026, 11, 27)
# What is reached, so that nothing asks more. The goal is 15: docs/reference/performance.md says what falls short.
MOST_OF_A_DOSSIER = {
    "agreements:agreement": (agreements, 23),
    "forums:candidacy": (candidacies, 19),
    "commitments:commitment": (commitments, 16),
    "forums:body": (bodies, 24),
    "meetings:meeting": (meetings, 32),
    "partners:partner": (partners, 40),
    "removals:file": (country_files, 15),
    "travel:trip": (trips, 20),
    "visits:visit": (visits, 37),
}
LOOKED_AT = 1  # of each kind and each role: the first, and the last


pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="as many questions are asked on both: the quicker one counts",
)


@pytest.fixture
def people(loaded, open_account) -> list[Person]:
    """One of each role, in its office where the invented year has one."""
    invent(YEAR, today=TODAY)
    known = {one.role: one for one in Person.objects.filter(is_active=True, unit__isnull=False).order_by("-id")}
    return [known.get(role) or open_account(role, username=f"a-{role.value}") for role in Role]


def test_lists_and_dossiers_cost_few_queries_for_every_role(people, client):
    """One test for both: an invented year takes longer to make than to look at."""
    assert costly_lists(people) == {}
    assert costly_dossiers(people, client) == {}


def costly_lists(people) -> dict[tuple[str, str], int]:
    found = {}
    for person in people:
        for name, register in registers().items():
            if not isinstance(register, Register):
                continue
            reset_queries()
            with CaptureQueriesContext(connection) as queries:
                read(register, Ask(person, TODAY.isoformat()), {})
            if len(queries) > MOST_QUERIES:
                found[name, person.role] = len(queries)
    return found


def costly_dossiers(people, client) -> dict[str, int]:
    """Kinds whose dossier cost more than its limit; a kind that nobody could open counts too."""
    found, opened = {}, dict.fromkeys(MOST_OF_A_DOSSIER, 0)
    for person in people:
        client.force_login(person)
        for kind, (visible, most) in MOST_OF_A_DOSSIER.items():
            rows = visible(person)
            for one in chain(rows.order_by("id")[:LOOKED_AT], rows.order_by("-id")[:LOOKED_AT]):
                reset_queries()  # the log of a connection holds the last 9,000
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(reverse(kind, args=[one.key]))
                assert answer.status_code == 200, one
                opened[kind] += 1
                if len(queries) > max(most, found.get(kind, most)):
                    found[kind] = len(queries)
    return found | {kind: 0 for kind, many in opened.items() if not many}
