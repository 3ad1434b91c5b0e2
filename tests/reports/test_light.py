"""Every instrument in force says when it last served, and from which day that is counted (needs study F2)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements.models import Agreement, Suspension
from entente.engagement.exchanges import actions as exchanges
from entente.engagement.meetings.models import Meeting
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry as TrailEntry
from entente.kit.table import Ask, records
from entente.reports import exports, light, panels
from tests.engagement.agreements import factories as agreements
from tests.engagement.exchanges.conftest import cmaa, desk, exchange_in  # noqa: F401 - fixtures
from tests.engagement.forums.factories import body
from tests.engagement.meetings import factories as meetings


def asked(person, on="", **chosen):
    return Ask(person, on or timezone.localdate().isoformat(), bool(on), chosen=chosen)


def row(person, agreement, on=""):
    return light.used(asked(person, on)).get(pk=agreement.pk)


def lit(person, agreement, on=""):
    """The light, and the day from which it is counted."""
    found = row(person, agreement, on)
    return light.light(found).value, found.counted_from


@pytest.fixture
def japan(db):
    return agreements.partner("jp", name_en="Japan", name_fr="Japon")


@pytest.fixture
def accord(japan):
    """An instrument in force since 2010."""
    agreements.home()
    made = agreements.agreement(
        japan, status="in_force", in_force_on="2010-05-01", title_en="Accord", title_fr="Entente"
    )
    agreements.party(made, agreements.partner("ca"))
    return made


def held(days, **given):
    """A meeting that was held so many days ago."""
    return meetings.attended(in_days=-days, **given)


def day(days):
    return (timezone.localdate() - timedelta(days)).isoformat()


# ── The light ─────────────────────────────────────────────────────────────────────────────────────


def test_an_instrument_of_which_nothing_is_recorded_was_never_used_since_it_came_into_force(accord, auditor):
    found = row(auditor, accord)

    assert (light.light(found).value, found.counted_from) == ("never", "2010-05-01")
    assert panels.sentence(found) == "Never used: nothing is recorded since it came into force (May\u00a01, 2010)."


def test_an_instrument_that_only_a_source_vouches_for_is_not_called_never_used(japan, auditor):
    agreements.home()
    vouched = agreements.agreement(japan, status="in_force", as_of="2008")
    agreements.party(vouched, agreements.partner("ca"))

    found = row(auditor, vouched)

    assert (light.light(found).value, found.counted_from, light.vouched(found)) == ("unknown", "2008", True)


def test_a_release_under_it_is_the_last_exchange(exchange_in, cmaa, auditor):  # noqa: F811
    exchange = exchange_in("released")

    found = row(auditor, cmaa)

    assert light.light(found) == "used"
    assert light.trace(found.last_exchange) == light.Trace(day(0), exchange.key, exchange.kept_as)
    assert (found.last_meeting, found.last_benefit) == ("", "")


def test_a_request_that_was_only_recorded_is_no_use(exchange_in, cmaa, auditor):  # noqa: F811
    exchange_in("assessed")

    assert lit(auditor, cmaa)[0] == "never"


def test_what_came_of_an_exchange_is_the_last_benefit(exchange_in, cmaa, desk, auditor):  # noqa: F811
    exchange = exchange_in("released")
    exchanges.tell_outcome(
        exchange, by=desk.officer, what="seizure", on=timezone.localdate(), told_by="Customs of Japan"
    )

    assert light.trace(row(auditor, cmaa).last_benefit).key == exchange.key


def test_a_session_of_the_body_that_rests_on_it_is_a_meeting_under_it(accord, auditor):
    committee = body("joint-committee", agreement=accord)
    session = held(100, body=committee)

    found = row(auditor, accord)

    assert (light.light(found).value, found.counted_from) == ("used", day(100))
    assert light.trace(found.last_meeting).key == session.key


@pytest.mark.parametrize("with_agency", [False, True])
def test_a_meeting_with_a_party_or_one_of_its_agencies_is_a_meeting_under_it(accord, japan, auditor, with_agency):
    agency = agreements.partner("jp-customs", "administration", parent=japan)

    session = held(40, partner=agency if with_agency else japan)

    assert light.trace(row(auditor, accord).last_meeting).key == session.key


def test_the_latest_of_all_meetings_counts(accord, japan, auditor):
    held(90, body=body("joint-committee", agreement=accord))
    later = held(50, partner=japan)

    assert light.trace(row(auditor, accord).last_meeting).key == later.key


def test_a_meeting_that_was_not_held_or_not_attended_is_no_use(accord, japan, auditor):
    meetings.meeting(in_days=-10, partner=japan)
    skipped = meetings.meeting(in_days=-20, partner=japan)
    meetings.actions.decide_attendance(skipped, by=meetings.officer(), attendance="skip", reason="No money")
    meetings.actions.hold(skipped, by=meetings.officer())

    assert row(auditor, accord).last_meeting == ""


def test_a_meeting_before_it_came_into_force_is_no_use(japan, auditor):
    agreements.home()
    young = agreements.agreement(japan, status="in_force", in_force_on=day(30))
    agreements.party(young, agreements.partner("ca"))
    held(60, partner=japan)

    assert lit(auditor, young)[0] == "never"


def test_a_meeting_with_somebody_else_is_no_use(accord, auditor):
    held(10, partner=agreements.partner("kr"))

    assert lit(auditor, accord)[0] == "never"


@pytest.mark.parametrize(("ago", "said"), [(365, "used"), (367, "unused")])
def test_after_a_year_an_instrument_is_long_unused(accord, japan, auditor, ago, said):
    held(ago, partner=japan)

    found = row(auditor, accord)

    assert (light.light(found).value, found.counted_from) == (said, day(ago))


def test_a_year_before_a_leap_day_ends_on_the_28th():
    assert light.a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)


# ── In force, on this day ─────────────────────────────────────────────────────────────────────────


def test_only_what_the_switch_calls_in_force_is_listed(accord, japan, auditor):
    Suspension.objects.create(agreement=accord, from_at=timezone.now() - timedelta(hours=1), reason="War")
    agreements.agreement(japan, status="signed", signed_on="2020")

    assert list(light.used(asked(auditor))) == []
    assert list(light.used(asked(auditor, day(3)))) == [accord]


def test_a_past_day_knows_nothing_of_what_came_later(accord, japan, auditor):
    held(800, partner=japan)
    held(20, partner=japan)

    then, now = row(auditor, accord, on=day(300)), row(auditor, accord)

    assert (light.light(then).value, then.counted_from) == ("unused", day(800))
    assert (light.light(now).value, now.counted_from) == ("used", day(20))


# ── Who may know ──────────────────────────────────────────────────────────────────────────────────


def test_who_may_not_read_the_ledger_is_told_that_it_is_not_known(exchange_in, cmaa, desk_officer):  # noqa: F811
    exchange_in("released")

    found = row(desk_officer, cmaa)

    assert (light.light(found).value, found.last_exchange, found.counted_from) == ("unknown", "", "2010-01-01")


def test_whose_clearance_hides_something_never_reads_never_used(accord, open_account):
    low = open_account(Role.AUDITOR, username="low", clearance=Marking.UNCLASSIFIED)

    assert lit(low, accord)[0] == "unknown"


def test_an_instrument_above_the_clearance_is_not_listed(accord, reader):
    accord.marking = Marking.PROTECTED_B
    accord.save()

    assert not light.used(asked(reader)).exists()


def test_a_meeting_above_the_clearance_does_not_shine_through(accord, japan, reader, auditor):
    Meeting.objects.filter(pk=held(10, partner=japan).pk).update(marking=Marking.PROTECTED_B)

    assert lit(auditor, accord)[0] == "used"
    assert (lit(reader, accord)[0], row(reader, accord).last_meeting) == ("unknown", "")


# ── The page ──────────────────────────────────────────────────────────────────────────────────────


def page(as_person, person, lang="en", **asked):
    with translation.override(lang):
        return as_person(person).get(reverse("reports:used"), asked)


def text(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_the_page_lists_each_use_with_a_link_to_what_tells_of_it(exchange_in, cmaa, as_person, auditor):  # noqa: F811
    exchange = exchange_in("released")

    said = text(page(as_person, auditor))

    assert f'href="{exchange.get_absolute_url()}"' in said
    assert "used within a year" in said


def test_the_summary_says_in_words_how_used_the_portfolio_is_and_each_number_leads_to_its_rows(
    accord, japan, as_person, auditor
):
    agreements.agreement(japan, status="signed", signed_on="2020")
    answer = page(as_person, auditor)

    said = [words for words, _url in answer.context["said"]]
    assert said == [
        "1 instrument is in force", "0 were used within a year", "0 are long unused", "1 was never used",
        "of 0 it is not known", "1 more is only signed",
    ]  # fmt: skip
    counts = [as_person(auditor).get(url).context["listing"].count for _words, url in answer.context["said"]]
    assert counts == [1, 0, 0, 1, 0, 1]


def test_the_summary_of_a_past_day_leads_to_the_rows_of_that_day(accord, as_person, auditor):
    answer = page(as_person, auditor, on="2009-12-31")

    assert answer.context["said"][0] == ("0 instruments are in force", f"{reverse('reports:used')}?on=2009-12-31")
    assert all("on=2009-12-31" in url for _words, url in answer.context["said"])


def test_the_list_is_narrowed_to_a_light_a_partner_and_words(accord, as_person, auditor):
    for chosen, count in (
        ({"use": "never"}, 1), ({"use": "used"}, 0), ({"partner": "jp"}, 1), ({"q": "accord"}, 1),
        ({"q": "nothing"}, 0), ({"kind": "cmaa"}, 1), ({"kind": "mra"}, 0),
    ):  # fmt: skip
        assert page(as_person, auditor, **chosen).context["listing"].count == count, chosen


@pytest.mark.parametrize("column", [one.key for one in exports.USED.columns if one.sort])
def test_every_column_sorts_both_ways(accord, japan, as_person, auditor, column):
    other = agreements.agreement(japan, status="in_force", in_force_on="2015")
    agreements.party(other, agreements.partner("ca"))

    for order in (column, f"-{column}"):
        assert page(as_person, auditor, sort=order).context["listing"].shown == 2


def test_what_has_served_nobody_for_longest_stands_first(accord, auditor):
    agreements.home()
    korea = agreements.partner("kr")
    for whom, since in ((korea, "2005-01-01"), (agreements.partner("fr"), "2000-01-01"), (korea, "1999-01-01")):
        made = agreements.agreement(whom, status="in_force", in_force_on=since)
        agreements.party(made, agreements.partner("ca"))
    held(10, partner=korea)

    found = [(one["light"], one["counted_from"]) for one in records(exports.USED, asked(auditor))]

    assert found == [
        ("never used", "2000-01-01"),
        ("never used", "2010-05-01"),
        ("used within a year", day(10)),
        ("used within a year", day(10)),
    ]


def test_an_empty_list_says_where_to_look(db, as_person, auditor):
    assert "The register says where each one stands" in text(page(as_person, auditor))


def test_a_reader_is_told_that_not_everything_is_seen(accord, as_person, reader, auditor):
    assert "You may not see everything" in text(page(as_person, reader))
    assert "You may not see everything" not in text(page(as_person, auditor))


def test_the_page_speaks_french(accord, as_person, auditor):
    said = text(page(as_person, auditor, lang="fr"))

    assert "jamais utilisé" in said
    assert "/fr/rapports/" in page(as_person, auditor, lang="fr").request["PATH_INFO"]


def test_the_list_can_be_taken_away_and_that_is_noted(accord, as_person, auditor):
    answer = page(as_person, auditor, format="csv")

    assert "never used" in b"".join(answer.streaming_content).decode()
    assert TrailEntry.objects.filter(verb="export").count() == 1


def test_the_page_asks_as_often_for_many_instruments_as_for_one(accord, japan, as_person, auditor):
    client = as_person(auditor)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:used"))
        return len(queries)

    asked()
    one = asked()
    for _number in range(12):
        agreements.party(agreements.agreement(japan, status="in_force", in_force_on="2012"), agreements.partner("ca"))
    held(10, partner=japan)

    assert asked() == one
    assert one <= 11


# ── The dossier ───────────────────────────────────────────────────────────────────────────────────


def dossier(as_person, person, agreement, **asked):
    return text(as_person(person).get(reverse("agreements:agreement", args=[agreement.key]), asked))


@pytest.mark.parametrize("since", ["2012", "2500", "[lost]"])
def test_the_dossier_and_the_list_find_the_same_last_meeting(accord, japan, auditor, since):
    """The dossier asks of one instrument, the list of all partners and bodies at once."""
    for at in (10, 400, 400):
        held(at, partner=japan)
        held(at, body=body(f"of-{at}-{Meeting.objects.count()}", agreement=accord))
    accord.in_force_on = since
    accord.save()

    asked = Ask(auditor, timezone.localdate().isoformat())
    listed = {row.pk: (row.last_exchange, row.last_meeting, row.last_benefit) for row in light.used(asked)}

    alone = {pk: light.light_of(asked, Agreement(pk=pk)) for pk in listed}
    assert {pk: (row.last_exchange, row.last_meeting, row.last_benefit) for pk, row in alone.items()} == listed


def test_the_dossier_says_when_the_instrument_was_last_used_and_by_what(accord, japan, as_person, auditor):
    session = held(20, partner=japan)

    said = dossier(as_person, auditor, accord)

    assert "Used within a year: last on" in said
    assert session.get_absolute_url() in said


def test_the_dossier_of_what_is_not_in_force_says_nothing_of_use(japan, as_person, auditor):
    signed = agreements.agreement(japan, status="signed", signed_on="2020")

    assert "Signed and used" not in dossier(as_person, auditor, signed).partition("<main")[2]


def test_the_dossier_bears_the_marking_of_the_exchange_it_tells_of(exchange_in, cmaa, auditor):  # noqa: F811
    exchange_in("released", marking=Marking.PROTECTED_B)

    (panel,) = panels.agreement_panels(asked(auditor), cmaa, None)

    assert panel.marking == Marking.PROTECTED_B


@pytest.mark.parametrize(
    ("ago", "who", "words"),
    [
        (500, "auditor", "Long unused: last on"),
        (500, "reader", "Not known whether it is used: the last use you may see is of"),
        (None, "reader", "Not known whether it is used: you may see no use since it came into force"),
    ],
)
def test_the_sentence_says_what_the_reader_may_know(accord, japan, request, ago, who, words):
    if ago:
        held(ago, partner=japan)

    assert panels.sentence(row(request.getfixturevalue(who), accord)).startswith(words)


def test_the_sentence_says_that_only_a_source_vouches_for_it(japan, auditor):
    agreements.home()
    vouched = agreements.agreement(japan, status="in_force", as_of="2008")
    agreements.party(vouched, agreements.partner("ca"))

    assert "a source vouches for it (2008)" in panels.sentence(row(auditor, vouched))
