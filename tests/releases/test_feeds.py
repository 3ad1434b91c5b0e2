from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar, Event

from entente.engagement.visits import actions as visits
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail import actions as trail
from entente.foundation.trail.models import Entry
from entente.kit.occasion import Occasion
from entente.releases import actions, exports, queries
from entente.releases.exports.ical import escaped, folded
from entente.releases.models import Feed
from tests.engagement.meetings import factories as meetings
from tests.engagement.visits import factories

CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def address(feed, lang="en"):
    with translation.override(lang):
        return reverse("releases:feed", args=[queries.token(feed)])


def read(feed, lang="en", **headers):
    """What a calendar program gets, without signing in."""
    return Client(headers=headers).get(address(feed, lang))


def events(answer):
    return {str(one["UID"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def occasion(**given):
    words = {
        "uid": "meeting-1", "revision": 3, "kind": "meeting", "title_en": "Talks", "title_fr": "Entretiens",
        "first": date(2026, 11, 27), "last": date(2026, 11, 27), "address": ("meetings:meeting", "m-1"),
        "changed_at": CHANGED,
    }  # fmt: skip
    return Occasion(**words | given)


def written(*found):
    content = exports.calendar(
        found, name="Test", first=date(2026, 1, 1), last=date(2027, 1, 1), address=lambda one: "https://example.org/x"
    )
    return content.decode(), Calendar.from_ical(content)


# ── The form of the file ──────────────────────────────────────────────────────────────────────────


def test_an_entry_carries_what_calendar_programs_need():
    text, whole = written(occasion(place_en="Brussels"))

    entry = whole.walk("VEVENT")[0]
    assert entry["UID"] == "meeting-1@entente"
    assert int(entry["SEQUENCE"]) == 3
    assert entry.decoded("LAST-MODIFIED") == CHANGED
    assert entry["STATUS"] == "CONFIRMED"
    assert (entry["SUMMARY"], entry["LOCATION"]) == ("Talks", "Brussels")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert text.endswith("END:VCALENDAR\r\n")


def test_several_days_are_whole_days_and_the_end_is_the_day_after():
    text, _whole = written(occasion(last=date(2026, 11, 29), starts_at=time(9)))

    assert "DTSTART;VALUE=DATE:20261127\r\n" in text
    assert "DTEND;VALUE=DATE:20261130\r\n" in text
    assert "VTIMEZONE" not in text


def test_hours_carry_the_zone_of_the_place_and_the_file_describes_it():
    text, whole = written(occasion(starts_at=time(9, 30), ends_at=time(17), zone="Europe/Brussels"))

    assert "DTSTART;TZID=Europe/Brussels:20261127T093000\r\n" in text
    assert "DTEND;TZID=Europe/Brussels:20261127T170000\r\n" in text
    assert [str(one["TZID"]) for one in whole.walk("VTIMEZONE")] == ["Europe/Brussels"]
    assert whole.walk("VEVENT")[0].decoded("DTSTART").utcoffset() == timedelta(hours=1)


def test_what_is_only_foreseen_is_not_said_to_be_settled():
    _text, whole = written(occasion(tentative=True), occasion(tentative=True, cancelled=True))

    assert [one["STATUS"] for one in whole.walk("VEVENT")] == ["TENTATIVE", "CANCELLED"]


def test_what_was_called_off_says_so():
    text, whole = written(occasion(cancelled=True))

    assert whole.walk("VEVENT")[0]["STATUS"] == "CANCELLED"
    assert "SUMMARY:Cancelled: Talks\r\n" in text


def test_long_and_strange_titles_are_folded_and_escaped():
    title = "Lines, with; commas\nand breaks " + "é" * 100

    text, whole = written(occasion(title_en=title))

    assert whole.walk("VEVENT")[0]["SUMMARY"] == title
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize(
    "text",
    ["plain", "a; b, c\\d", "two\nlines", "é" * 90, "x" * 400, "日本" * 60, "a\r\nb\rc", "\u00a0«\u00a0Douanes\u00a0»"],
)
def test_texts_and_lines_are_written_as_the_library_writes_them(text):
    entry = Event()
    entry.add("summary", text)

    ours = folded(f"SUMMARY:{escaped(text)}")

    theirs = entry.to_ical().decode().split("\r\nEND:VEVENT")[0].removeprefix("BEGIN:VEVENT\r\n")
    assert ours.replace("\r\n ", "") == theirs.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in ours.split("\r\n"))


# ── What an address holds ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def visit(db, visits_officer):
    factories.chart()
    return factories.visit_in(
        "accepted", by=visits_officer, officer=visits_officer, city_en="Halifax", city_fr="Halifax"
    )


@pytest.fixture
def feed(visit, reader):
    return actions.open_feed(by=reader, scope="all")


def test_an_address_is_read_without_signing_in_in_its_language(feed, visit):
    for lang, title in (("en", "Mexican customs"), ("fr", "Douanes mexicaines")):
        answer = read(feed, lang)

        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        entry = events(answer)[f"visit-{visit.key.lower()}@entente"]
        assert entry["SUMMARY"] == title
        assert entry["URL"].endswith(f"/{visit.key}/")


def test_a_change_raises_the_sequence_and_the_identifier_stays(feed, visit, visits_officer):
    before = events(read(feed))
    days = {"starts_on": factories.in_days(40), "ends_on": factories.in_days(41)}
    visits.move_dates(visit, by=visits_officer, reason="A strike", **days)
    visits.cancel(visit, by=visits_officer, reason="Another strike")

    after = events(read(feed))

    assert before.keys() == after.keys()
    (was,), (now,) = before.values(), after.values()
    assert int(now["SEQUENCE"]) > int(was["SEQUENCE"])
    assert now["STATUS"] == "CANCELLED"
    assert now.decoded("DTSTART") == days["starts_on"]


def test_no_protected_text_ever_leaves_whoever_owns_the_address(visit, visits_officer, executive):
    factories.visit_in("accepted", by=visits_officer, title_en="Secret talks", marking=Marking.PROTECTED_A)
    hidden = factories.some_partner("xx", name_en="Hidden", marking=Marking.PROTECTED_B)
    factories.visit_in(
        "accepted", by=visits_officer, title_en="Their visit", partner=hidden, marking=Marking.PROTECTED_B
    )
    meetings.meeting(by=meetings.officer(), title_en="Secret session", marking=Marking.PROTECTED_B)

    answer = read(actions.open_feed(by=executive, scope="all"))

    assert len(events(answer)) == 1
    for words in ("Secret", "Their visit", "Hidden"):
        assert words not in answer.content.decode()


def test_scopes_hold_my_things_my_offices_or_everything(visit, visits_officer, reader, open_account):
    colleague = factories.placed(open_account(Role.READER, username="colleague"), visit.unit)

    counts = {
        (person.username, scope): len(events(read(actions.open_feed(by=person, scope=scope))))
        for person in (visits_officer, reader, colleague)
        for scope in ("mine", "office", "all")
    }

    assert counts == {
        ("visits_officer", "mine"): 1, ("visits_officer", "office"): 1, ("visits_officer", "all"): 1,
        ("reader", "mine"): 0, ("reader", "office"): 0, ("reader", "all"): 1,
        ("colleague", "mine"): 0, ("colleague", "office"): 1, ("colleague", "all"): 1,
    }  # fmt: skip


def test_an_address_of_some_kinds_holds_no_others(visit, reader):
    meetings.meeting(by=meetings.officer())

    assert len(events(read(actions.open_feed(by=reader, scope="all")))) == 2
    assert len(events(read(actions.open_feed(by=reader, scope="all", kinds="visit")))) == 1
    assert len(events(read(actions.open_feed(by=reader, scope="all", kinds="term|candidacy")))) == 0


def test_the_window_is_a_year_back_and_two_years_ahead(visit, visits_officer, reader):
    first, last = queries.window(date(2026, 11, 27))
    assert (first, last) == (date(2025, 11, 1), date(2028, 12, 1))

    factories.visit_in("accepted", by=visits_officer, starts_on=factories.in_days(900), ends_on=factories.in_days(901))

    assert len(events(read(actions.open_feed(by=reader, scope="all")))) == 1


# ── Nothing changed ───────────────────────────────────────────────────────────────────────────────


def test_an_unchanged_calendar_is_not_built_again(feed, django_assert_num_queries):
    first = read(feed)

    with django_assert_num_queries(1):
        by_name = read(feed, **{"if-none-match": first["ETag"]})
    with django_assert_num_queries(1):
        by_date = read(feed, **{"if-modified-since": first["Last-Modified"]})

    assert (by_name.status_code, by_date.status_code) == (304, 304)
    assert by_name["ETag"] == first["ETag"]
    assert by_name.content == b""


def test_reading_and_exporting_change_no_calendar(feed, reader):
    first = read(feed)
    trail.note_export(by=reader, register="visits", form="csv", asked="")

    with CaptureQueriesContext(connection) as asked:
        again = read(feed, **{"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert len(asked) == 1


def test_a_change_elsewhere_builds_it_again_and_still_answers_304(feed, visit, visits_officer):
    first = read(feed)
    visits.change(visit, by=visits_officer, media_plan_en="One picture")

    again = read(feed, **{"if-none-match": first["ETag"]})
    cheap = read(feed, **{"if-none-match": again["ETag"]})

    assert (again.status_code, cheap.status_code) == (304, 304)
    assert again["ETag"] != first["ETag"]


def test_a_change_is_told(feed, visit, visits_officer):
    first = read(feed)
    visits.change(visit, by=visits_officer, title_en="Customs of Mexico")

    again = read(feed, **{"if-none-match": first["ETag"]})

    assert again.status_code == 200
    assert "Customs of Mexico" in again.content.decode()


def test_the_other_language_is_another_file(feed):
    english = read(feed)

    assert read(feed, "fr", **{"if-none-match": english["ETag"]}).status_code == 200


def test_head_answers_as_get_does(feed):
    answer = Client().head(address(feed))

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == read(feed)["ETag"]
    assert Client().post(address(feed)).status_code == 405


@pytest.mark.parametrize("role", list(Role))
def test_a_full_address_asks_few_questions(role, visit, open_account):
    person = factories.placed(open_account(role, username="somebody"), visit.unit)
    meetings.meeting(by=meetings.officer())
    feed = actions.open_feed(by=person, scope="office")
    read(feed)

    with CaptureQueriesContext(connection) as asked:
        read(feed)

    assert len(asked) <= 5, [one["sql"][:120] for one in asked]


# ── Whose it is ───────────────────────────────────────────────────────────────────────────────────


def test_a_revoked_address_is_gone_and_a_renewed_one_has_another_secret(feed, reader):
    fresh = actions.renew(feed, by=reader)

    assert read(feed).status_code == 410
    assert read(fresh).status_code == 200
    assert queries.token(fresh) != queries.token(feed)
    actions.revoke(fresh, by=reader)
    assert read(fresh).status_code == 410
    with translation.override("fr"):
        assert read(fresh, "fr").content.decode()
    assert [one.verb for one in Entry.objects.filter(subject__startswith="releases.feed").order_by("id")] == [
        "open_feed",
        "renew_feed",
        "revoke_feed",
    ]


def test_the_secret_is_not_in_the_trail(feed):
    assert feed.secret not in str(list(Entry.objects.values()))


def test_a_bent_or_invented_address_is_not_to_be_found_and_asks_nothing(feed, django_assert_num_queries):
    good = queries.token(feed)
    for token in (good[:-1] + "x", feed.secret, "nothing", f"{feed.secret}.{'a' * 43}"):
        with django_assert_num_queries(0):
            assert Client().get(reverse("releases:feed", args=[token])).status_code == 404


def test_who_leaves_takes_the_addresses_along(feed, reader, administrator):
    people.close_account(reader, by=administrator, reason="Left the agency")

    assert read(feed).status_code == 410


def test_nobody_renews_or_revokes_for_somebody_else(feed, executive, administrator):
    with pytest.raises(PermissionDenied):
        actions.renew(feed, by=executive)
    with pytest.raises(PermissionDenied):
        actions.revoke(feed, by=executive)

    assert actions.revoke(feed, by=administrator).revoked_at


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_addresses_are_opened_renewed_and_revoked_on_pages(lang, reader, as_person, db):
    client = as_person(reader)
    with translation.override(lang):
        page = reverse("releases:feeds")
        wrong = client.post(page, {"scope": "moon"})
        many = client.post(page, {"scope": "all", "kinds": ["meeting", "trip", "visit", "commitment", "term"]})
        client.post(page, {"scope": "all", "kinds": ["visit", "meeting"]})
        opened = Feed.objects.get()
        shown = client.get(page).content.decode()
        asked = client.get(reverse("releases:renew", args=[opened.pk]))
        client.post(reverse("releases:renew", args=[opened.pk]))
        client.post(reverse("releases:revoke", args=[Feed.objects.latest("id").pk]))

    assert (wrong.status_code, many.status_code) == (422, 422)
    assert opened.kinds == "meeting|visit"
    assert f"http://testserver{address(opened, lang)}" in shown
    assert asked.status_code == 200
    assert not Feed.objects.filter(revoked_at=None).exists()


def test_somebody_elses_address_is_nowhere_to_be_found(feed, executive, as_person):
    for name in ("renew", "revoke"):
        assert as_person(executive).post(reverse(f"releases:{name}", args=[feed.pk])).status_code == 404


def test_the_clock_of_the_window_is_a_month(feed):
    assert queries.window(timezone.localdate())[0].day == 1


def test_where_colleagues_travel_is_read_by_nobody_who_has_not_signed_in(db):
    from tests.engagement.travel import factories as travel

    people = travel.chart()
    trip = travel.trip(people, "authorised")
    boss = people.president

    own = read(actions.open_feed(by=trip.person, scope="all", kinds="trip"))
    other = read(actions.open_feed(by=boss, scope="all", kinds="trip"))

    assert len(events(own)) == 1
    assert len(events(other)) == 0
