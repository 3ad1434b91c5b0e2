"""The reviewer's question agrees with counting by hand, costs three queries, and knows no more than its reader."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entente.engagement.exchanges import actions, queries
from entente.engagement.exchanges.models import Entry
from entente.foundation.people.roles import Marking, Role
from entente.kit.table import Ask

from . import factories

MOST = 3


def released(desk, agreement, elements, **given):
    exchange = factories.recorded(by=desk.officer, elements=elements, **given)
    exchange = factories.assessed(exchange, agreement, by=desk.officer)
    return actions.release(actions.decide(exchange, by=desk.decider), by=desk.officer)


def this_year(person, **chosen):
    return Ask(person, timezone.localdate().isoformat(), chosen=chosen)


def test_it_agrees_with_counting_by_hand_in_three_queries(desk, cmaa, auditor):
    france = factories.partner("fr", name_en="France", name_fr="France")
    theirs = factories.instrument(france, title_en="French agreement")
    released(desk, cmaa, {"cargo_manifest": 7, "company": 2})
    released(desk, cmaa, {"cargo_manifest": 1})
    released(desk, theirs, {"company": 40}, partner=france)

    with CaptureQueriesContext(connection) as asked:
        rows = queries.reviewed(this_year(auditor))

    assert len(asked) <= MOST
    told = {row.partner.key: (row.times, row.records, dict(row.elements), dict(row.purposes)) for row in rows}
    assert told == {
        "fr": (1, 40, {"company": 40}, {"customs_enforcement": 40}),
        "jp": (2, 10, {"cargo_manifest": 8, "company": 2}, {"customs_enforcement": 10}),
    }
    assert sum(row.records for row in rows) == sum(Entry.objects.values_list("count", flat=True))
    assert [row.partner.key for row in queries.reviewed(this_year(auditor, partner="jp"))] == ["jp"]
    assert [row.agreement for row in queries.reviewed(this_year(auditor, agreement=theirs.key))] == [theirs]
    assert queries.reviewed(this_year(auditor, flow="to_us")) == []
    assert queries.reviewed(this_year(auditor, year=str(timezone.localdate().year + 3))) == []


def test_what_a_reader_is_not_cleared_for_is_neither_shown_nor_counted(desk, cmaa, open_account):
    released(desk, cmaa, {"cargo_manifest": 7})
    released(desk, cmaa, {"cargo_manifest": 5}, marking=Marking.PROTECTED_B)

    for clearance, much in ((Marking.UNCLASSIFIED, 0), (Marking.PROTECTED_A, 7), (Marking.PROTECTED_B, 12)):
        person = open_account(Role.AUDITOR, username=f"auditor-{clearance}", clearance=clearance)
        assert sum(row.records for row in queries.reviewed(this_year(person))) == much


def test_what_was_released_is_told_as_it_was_then_whatever_is_renamed_or_moved_later(desk, cmaa, auditor):
    release = released(desk, cmaa, {"cargo_manifest": 7})
    caveat = release.caveat_en
    cmaa.title_en = "Another title"
    cmaa.save()
    cmaa.clauses.all().delete()

    release.refresh_from_db()

    assert release.caveat_en == caveat
    assert release.entries.get().article == "art. 4(1)"
    assert "art. 4(1)" in str(release.exchange.lines.get().reasons)
