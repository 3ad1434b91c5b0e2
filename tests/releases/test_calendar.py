from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from entente.engagement.visits import actions as visits
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking, Role
from entente.foundation.reference.models import Country
from entente.foundation.trail.models import Entry
from entente.kit.occasion import Occasion
from entente.releases import months, queries
from tests.engagement.visits import factories

AT = "releases:calendar"


def at(**asked):
    query = "&".join(f"{name}={value}" for name, values in asked.items() for value in _listed(values))
    return f"{reverse(AT)}?{query}"


def _listed(values):
    return values if isinstance(values, list) else [values]


@pytest.fixture
def visit(db, visits_officer):
    factories.chart()
    Country.objects.get_or_create(code="CA", defaults={"name_en": "Canada", "name_fr": "Canada"})
    days = {"starts_on": date(2027, 7, 1), "ends_on": date(2027, 7, 2)}
    return factories.visit_in("accepted", by=visits_officer, officer=visits_officer, **days)


def test_a_month_is_whole_weeks_from_sunday():
    assert months.bounds(date(2026, 11, 1)) == (date(2026, 11, 1), date(2026, 12, 5))
    assert months.bounds(date(2027, 2, 1)) == (date(2027, 1, 31), date(2027, 3, 6))


@pytest.mark.parametrize(
    ("day", "count", "then"), [((2026, 11), 3, (2027, 2)), ((2026, 1), -1, (2025, 12)), ((2026, 5), 12, (2027, 5))]
)
def test_months_are_counted_over_the_year(day, count, then):
    assert queries.months_from(date(*day, 15), count) == date(*then, 1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["Mexican customs", "July", "Canada Day (Canada)"]),
        ("fr", ["Douanes mexicaines", "Juillet", "Fête du Canada (Canada)"]),
    ],
)
def test_the_month_speaks_both_languages_and_names_holidays(lang, said, visit, reader, as_person, db):
    with translation.override(lang):
        page = as_person(reader).get(at(month="2027-07")).content.decode()

    for words in said:
        assert words in page
    assert page.count('scope="col"') >= 7


def test_a_visit_that_falls_on_a_holiday_says_so(visit, reader, as_person):
    page = as_person(reader).get(at(month="2027-07", view="list")).content.decode()

    assert "Falls on a holiday of its place: Canada Day" in page


def test_what_was_called_off_and_what_is_only_due_clashes_with_nothing():
    words = {
        "uid": "x", "revision": 0, "title_en": "X", "title_fr": "X", "first": date(2027, 7, 1),
        "last": date(2027, 7, 1), "address": ("x", ""), "changed_at": timezone.now(), "country": "CA",
    }  # fmt: skip
    holidays = queries.holidays(["CA"], date(2027, 7, 1), date(2027, 7, 31))

    def clashes(**given):
        return months.clashing(Occasion(**words | given), holidays, {"CA": "Canada"})

    assert clashes(kind="meeting") == ["Canada Day (Canada)"]
    assert clashes(kind="meeting", cancelled=True) == []
    assert clashes(kind="commitment") == []
    assert clashes(kind="meeting", country="MX") == []


def test_a_visit_of_two_days_stands_on_both(visit, reader, as_person):
    page = as_person(reader).get(at(month="2027-07", view="list")).content.decode()

    assert page.count("Mexican customs") == 2
    assert page.count("goes on") == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "visit"}, True),
        ({"kind": ["meeting", "trip"]}, False),
        ({"scope": "mine"}, False),
        ({"partner": "mx"}, True),
        ({"partner": "fr"}, False),
        ({"unit": "commercial"}, True),
        ({"body": "wco"}, False),
    ],
)
def test_the_month_is_narrowed(asked, found, visit, reader, as_person):
    page = as_person(reader).get(at(month="2027-07", view="list", **asked)).content.decode()

    assert ("Mexican customs" in page) == found


@pytest.mark.parametrize("text", ["soon", "2027-13", "2027", "x" * 500])
def test_a_month_that_is_none_is_said_so(text, reader, as_person, db):
    page = as_person(reader).get(at(month=text)).content.decode()

    assert "is no month" in page


def test_an_unknown_kind_is_said_so_and_left_out(visit, reader, as_person):
    page = as_person(reader).get(at(month="2027-07", kind="dragon", view="list")).content.decode()

    assert "dragon" in page
    assert "Mexican customs" in page


def test_the_month_marks_what_it_shows_and_hides_the_rest(visit, visits_officer, reader, as_person):
    days = {"starts_on": date(2027, 7, 5), "ends_on": date(2027, 7, 5)}
    factories.visit_in("accepted", by=visits_officer, title_en="Secret talks", marking=Marking.PROTECTED_B, **days)

    cleared = as_person(visits_officer).get(at(month="2027-07")).content.decode()
    other = as_person(reader).get(at(month="2027-07")).content.decode()

    assert "Secret talks" in cleared
    assert "protected_b" in cleared
    assert "Secret talks" not in other


def test_the_month_is_taken_away_and_its_calendar_file_is_unclassified(visit, visits_officer, as_person):
    days = {"starts_on": date(2027, 7, 5), "ends_on": date(2027, 7, 5)}
    factories.visit_in("accepted", by=visits_officer, title_en="Secret talks", marking=Marking.PROTECTED_B, **days)
    client = as_person(visits_officer)

    table = b"".join(client.get(at(month="2027-07", format="csv")).streaming_content).decode("utf-8-sig")
    file = client.get(at(month="2027-07", format="ics"))

    assert "Secret talks" in table
    assert "2027-07-01,2027-07-02" in table
    assert [str(one["SUMMARY"]) for one in Calendar.from_ical(file.content).walk("VEVENT")] == ["Mexican customs"]
    assert Entry.objects.filter(verb="export", subject="register:calendar").count() == 2


def test_the_table_of_a_month_holds_no_day_of_its_neighbours(visit, visits_officer, as_person):
    days = {"starts_on": date(2027, 6, 28), "ends_on": date(2027, 6, 28)}
    factories.visit_in("accepted", by=visits_officer, title_en="In June", **days)
    client = as_person(visits_officer)

    assert "In June" in client.get(at(month="2027-07")).content.decode(), "the first week of July begins in June"
    table = b"".join(client.get(at(month="2027-07", format="csv")).streaming_content).decode("utf-8-sig")

    assert "In June" not in table
    assert "2027-07-01,2027-07-02" in table


@pytest.mark.parametrize(("office", "found"), [("ca", False), ("commercial", True), ("below", True), ("iad", False)])
def test_the_own_office_is_itself_and_what_it_is_part_of(office, found, visit, open_account, as_person):
    commercial = Unit.objects.get(key="commercial")
    Unit.objects.get_or_create(key="below", defaults={"name_en": "Below", "name_fr": "Dessous", "parent": commercial})
    top = Unit.objects.get_or_create(key="ca", defaults={"name_en": "Top", "name_fr": "Haut"})[0]
    Unit.objects.filter(pk=commercial.pk).update(parent=top)
    somebody = open_account(Role.READER, username="somebody", unit=Unit.objects.get(key=office))

    page = as_person(somebody).get(at(month="2027-07", scope="office", view="list")).content.decode()

    assert ("Mexican customs" in page) == found


def test_an_empty_month_says_what_would_fill_it(reader, as_person, db):
    page = as_person(reader).get(at(month="1999-05")).content.decode()

    assert "Nothing falls in this month" in page or "Victoria" in page


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_the_month_at_few_queries(role, visit, open_account, as_person):
    client = as_person(factories.placed(open_account(role, username="somebody"), visit.unit))

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(at(month="2027-07"))

    assert answer.status_code == 200
    assert len(asked) <= 18, [one["sql"][:100] for one in asked]


def test_the_page_offers_its_addresses(visit, reader, as_person):
    from entente.releases import actions

    before = as_person(reader).get(at(month="2027-07")).content.decode()
    feed = actions.open_feed(by=reader, scope="all")
    after = as_person(reader).get(at(month="2027-07")).content.decode()

    assert "Open an address" in before
    assert queries.token(feed) in after


def test_a_cancelled_visit_is_struck_out_in_words(visit, visits_officer, reader, as_person):
    visits.cancel(visit, by=visits_officer, reason="A strike")

    page = as_person(reader).get(at(month="2027-07", view="list")).content.decode()

    assert "cancelled" in page
