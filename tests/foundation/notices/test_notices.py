"""Telling people, their list, and what the mail says."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from entente.foundation.notices import actions, policy, queries, tasks
from entente.foundation.notices.exports import NOTICES
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Delegation, Person
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from entente.kit.notice import WORDS, Word, day, deadline, pair
from entente.kit.table import Ask, read, records

DUE = date(2026, 12, 12)


@pytest.fixture
def word():
    """A word of these tests alone; its subject and text are not in the catalogue."""
    made = Word("tests.report_due", "Report on %(title)s", "It is due %(due)s.")
    yield made
    del WORDS[made.code]


@pytest.fixture
def tell(word):
    def do(*people, key="RPT-2026-0001", due_on=DUE, title="the session", **given):
        usual = {"address": ("people:me",), "title": title, "due": deadline(DUE)}
        actions.tell(people, word, key=key, due_on=due_on, **usual | given)

    return do


def get(client, name, *args, lang="en", **asked):
    with override(lang):
        return client.get(reverse(f"notices:{name}", args=args), asked)


def post(client, name, *args, **said):
    return client.post(reverse(f"notices:{name}", args=args), said)


def text_of(response):
    return re.sub(r"[ \n]+", " ", response.content.decode()).replace("\u00a0", " ")


# ── telling ───────────────────────────────────────────────────────────────────────────────────────


def test_each_is_told_once_however_often_it_is_said(tell, reader, desk_officer):
    tell(reader, reader)
    tell(reader, desk_officer)
    tell(reader, key="RPT-2026-0002")

    assert reader.notices.count() == 2
    assert desk_officer.notices.count() == 1


def test_a_closed_account_is_told_nothing(tell, reader):
    reader.is_active = False
    tell(reader)

    assert not Notice.objects.exists()


def test_what_did_not_happen_is_not_told(tell, reader):
    with transaction.atomic():
        tell(reader)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_one_waiting_task_is_enough_for_many_notices(tell, reader):
    for number in range(5):
        tell(reader, key=str(number))

    assert [one.task_path for one in DBTaskResult.objects.all()] == [actions.send_due.module_path]


def test_who_wants_no_mail_has_the_notice_and_no_mail(tell, reader):
    reader.mail = "none"
    tell(reader)

    assert not Notice.objects.get().mail_due
    assert not DBTaskResult.objects.exists()


def test_telling_many_people_costs_the_same(tell, open_account, django_assert_num_queries):
    people = [open_account(Role.READER, username=f"reader-{number}") for number in range(30)]

    with django_assert_num_queries(5):  # savepoint, notices, is a task waiting?, task, savepoint
        tell(*people)


def test_a_notice_is_said_in_the_language_of_who_reads_it(reader):
    made = Word("tests.pair", "%(title)s, %(on)s", "%(gone)s %(by)s")
    try:

        class Thing:
            title_en, title_fr = "Session", ""

        values = {"title": pair(Thing()), "on": day(DUE), "by": deadline(DUE, "Europe/Brussels")}
        assert made.said(values)[0].replace("\u00a0", " ") == "Session, December 12, 2026"
        assert made.said(values)[1].startswith("… December\u00a012")
        with override("fr"):
            assert made.said(values)[0].replace("\u00a0", " ") == "Session, 12 décembre 2026"
            assert "23 h 59, heure d’Europe centrale (Bruxelles)" in made.said(values)[1].replace("\u00a0", " ")
    finally:
        del WORDS[made.code]


def test_a_notice_whose_word_is_gone_still_opens(tell, reader, as_person):
    tell(reader, address=("nowhere:page", "x"))
    Notice.objects.update(word="gone.word")

    page = get(as_person(reader), "notice", Notice.objects.get().pk)

    assert "A notice of an earlier version" in text_of(page)
    assert "has no page any more" in text_of(page)


# ── policy ────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_of_the_table_is_tested():
    assert set(policy.NOTICES.table) == {"view", "mark"}


@pytest.mark.parametrize("role", Role)
def test_nobody_reads_what_another_was_told(role, open_account, tell):
    person, other = open_account(role, username="one"), open_account(Role.READER, username="other")
    tell(person, other)

    for one in Notice.objects.all():
        assert policy.NOTICES.allows(person, "view", one) is (one.person_id == person.pk)
        assert policy.NOTICES.allows(person, "mark", one) is (one.person_id == person.pk)
    assert [one.person for one in policy.visible_to(person)] == [person]
    with pytest.raises(PermissionDenied):
        actions.read(other.notices.get(), by=person)
    with pytest.raises(PermissionDenied):
        actions.keep_unread(other.notices.get(), by=person)


def test_what_one_is_no_longer_cleared_for_is_not_shown(tell, desk_officer):
    tell(desk_officer, marking="protected_b")
    assert queries.unread_count(desk_officer) == 1

    desk_officer.clearance = "unclassified"

    assert queries.unread_count(desk_officer) == 0
    assert not policy.NOTICES.allows(desk_officer, "view", Notice.objects.get())


@pytest.mark.parametrize("clearance", ["unclassified", "protected_a", "protected_b"])
def test_a_person_comes_with_the_number_of_what_it_may_read_and_has_not(tell, desk_officer, clearance):
    for at, marking in enumerate(["unclassified", "protected_a", "protected_a", "protected_b"]):
        tell(desk_officer, key=str(at), marking=marking)
    actions.read(desk_officer.notices.first(), by=desk_officer)
    type(desk_officer).objects.filter(pk=desk_officer.pk).update(clearance=clearance)

    found = queries.with_unread(desk_officer.pk).get()

    assert found.unread_notices == queries.unread_count(found) > 0 or clearance == "unclassified"
    assert queries.with_unread(0).first() is None


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


def test_unread_stand_first_the_oldest_debt_on_top_then_what_was_read_last(tell, reader):
    for number, due in (("later", DUE + timedelta(9)), ("sooner", DUE), ("none", None), ("was", DUE), ("before", DUE)):
        tell(reader, key=number, due_on=due, title=number)
    Notice.objects.filter(key__endswith="none").update(at=datetime(2026, 12, 20, 12, tzinfo=UTC), queue="020261220")
    for key, at in (("before", datetime(2026, 11, 1, 12, tzinfo=UTC)), ("was", datetime(2026, 11, 2, 12, tzinfo=UTC))):
        Notice.objects.filter(key__endswith=key).update(at=at)
        actions.read(Notice.objects.get(key__endswith=key), by=reader)

    listed = [row["subject"].removeprefix("Report on ") for row in records(NOTICES, Ask(reader, "2026-12-01"))]

    assert listed == ["sooner", "none", "later", "was", "before"]


def test_the_list_costs_two_queries(tell, reader, django_assert_num_queries):
    for number in range(60):
        tell(reader, key=str(number))

    with django_assert_num_queries(2):
        listing = read(NOTICES, Ask(reader, "2026-12-01"), {})
    assert (listing.count, listing.shown) == (60, 50)
    for state, count in (("unread", 60), ("read", 0)):
        assert read(NOTICES, Ask(reader, "2026-12-01", chosen={"state": state}), {}).count == count
    assert read(NOTICES, Ask(reader, "2026-12-01", chosen={"marking": "protected_a"}), {}).count == 0


def test_counting_what_is_unread_is_one_question_of_an_index(tell, reader, django_assert_num_queries):
    tell(reader)
    with django_assert_num_queries(1):
        assert queries.unread_count(reader) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            sql, values = policy.visible_to(reader).filter(read_at__isnull=True).query.sql_with_params()
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            assert "notice_unread" in cursor.fetchall()[0][3]


def test_the_header_counts_and_the_list_says_the_oldest_debt(tell, reader, as_person):
    client = as_person(reader)
    assert "unread" not in text_of(client.get("/en/help/"))
    tell(reader, title="the session of the committee")
    tell(reader, key="2", due_on=DUE + timedelta(3))

    assert '(2<span class="unseen"> unread</span>)' in text_of(client.get("/en/help/"))
    page = text_of(get(client, "index"))
    assert "2 notices wait to be read. The oldest debt: December 12, 2026, 23:59 Eastern Time (Ottawa)." in page
    assert "Report on the session of the committee" in page
    french = text_of(get(client, "index", lang="fr"))
    assert "2 avis attendent d’être lus. La plus ancienne échéance : 12 décembre 2026, 23 h 59" in french


def test_one_is_marked_then_all_and_history_is_kept(tell, reader, as_person):
    for key in "abc":
        tell(reader, key=key)
    client = as_person(reader)
    first = Notice.objects.get(key__endswith=":a")

    assert post(client, "index", read=first.pk).url == "/en/notices/"
    assert queries.unread_count(reader) == 2
    page = client.post(reverse("notices:index"), {"all": "1"}, follow=True)

    assert "2 notices are marked as read." in text_of(page)
    assert "You have read everything." in text_of(page)
    assert reader.notices.count() == 3
    assert not Entry.objects.filter(subject__startswith="notices").exists()


def test_opening_a_notice_reads_it_and_it_may_be_kept_unread(tell, reader, as_person):
    tell(reader, address=("people:chart",))
    client, one = as_person(reader), Notice.objects.get()

    page = text_of(get(client, "notice", one.pk))
    assert "It is due December 12, 2026, 23:59 Eastern Time (Ottawa)." in page
    assert 'href="/en/people/chart/"' in page
    one.refresh_from_db()
    read_at = one.read_at
    assert read_at
    get(client, "notice", one.pk)
    one.refresh_from_db()
    assert one.read_at == read_at

    post(client, "notice", one.pk)
    assert queries.unread_count(reader) == 1


def test_the_page_bears_the_highest_marking_it_shows(tell, desk_officer, as_person):
    tell(desk_officer)
    tell(desk_officer, key="2", marking="protected_b")

    assert "Protected B" in text_of(get(as_person(desk_officer), "index"))


@pytest.mark.parametrize("said", [{"read": "x"}, {"read": "0"}, {}])
def test_a_notice_that_is_none_is_no_page(said, reader, as_person):
    assert post(as_person(reader), "index", **said).status_code == 404
    assert get(as_person(reader), "notice", 999).status_code == 404


def test_anothers_notice_is_not_there(tell, reader, desk_officer, as_person):
    tell(reader)
    one = Notice.objects.get()
    client = as_person(desk_officer)

    assert get(client, "notice", one.pk).status_code == 404
    assert post(client, "index", read=one.pk).status_code == 404
    one.refresh_from_db()
    assert one.read_at is None


def test_an_empty_list_says_so_and_the_list_can_be_taken_away(reader, as_person):
    client = as_person(reader)

    assert "What concerns you is told as soon as it happens." in text_of(get(client, "index"))
    assert b"".join(get(client, "index", format="csv").streaming_content)
    assert Entry.objects.filter(verb="export", subject="register:notices").count() == 1


# ── delegations ───────────────────────────────────────────────────────────────────────────────────


def test_who_holds_a_delegation_is_told_and_its_giver_before_it_ends(reader, executive):
    today = timezone.localdate()
    Delegation.objects.create(
        giver=executive,
        receiver=reader,
        authority="approve_travel",
        starts_on=today,
        ends_on=today + timedelta(30),
        reason="Leave.",
    )

    for days in (0, 0, 26, 27, 28, 31):
        tasks.sweep(today=today + timedelta(days))

    assert [one.subject for one in reader.notices.all()] == ["executive delegates to you: approve travel"]
    assert "on behalf of executive" in reader.notices.get().said[1]
    assert executive.notices.get().due_on == today + timedelta(30)
    with override("fr"):
        assert "approuver les déplacements" in executive.notices.get().subject


def test_everybody_keeps_the_own_language(tell, reader):
    Person.objects.filter(pk=reader.pk).update(language="fr")
    tell(Person.objects.get(pk=reader.pk))

    assert Notice.objects.get().values["title"] == "the session"
