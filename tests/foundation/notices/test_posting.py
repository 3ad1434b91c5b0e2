"""Mail: what it says, to whom it goes, and what becomes of it when it cannot go."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from entente.foundation.notices import actions, queries
from entente.foundation.notices.actions import posting
from entente.foundation.notices.models import Digest, Notice
from entente.foundation.people.models import Person

from .test_notices import DUE, tell, word

__all__ = ["tell", "word"]  # fixtures


@pytest.fixture(autouse=True)
def house(settings):
    settings.ENTENTE_URL = "https://entente.example.org"


def now():
    return timezone.now()


def change(person, **given):
    Person.objects.filter(pk=person.pk).update(**given)
    return Person.objects.get(pk=person.pk)


def test_mail_names_the_thing_the_deadline_with_its_zone_and_the_link(tell, reader):
    tell(reader, address=("people:unit", "scb"))

    assert actions.post(now=now()) == 1

    (sent,) = mail.outbox
    body = sent.body.replace("\u00a0", " ")
    assert (sent.subject, sent.to) == ("Report on the session", ["reader@example.org"])
    assert body.startswith("Report on the session\n\nIt is due December 12, 2026, 23:59 Eastern Time (Ottawa).\n")
    assert "Due: December 12, 2026, 23:59 Eastern Time (Ottawa)" in body
    assert "https://entente.example.org/en/people/offices/scb/" in body
    assert "https://entente.example.org/en/people/me/" in body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["Message-ID"] == f"<{Notice.objects.get().message_id}@entente.example.org>"


def test_mail_is_in_the_language_of_who_reads_it(tell, reader):
    tell(change(reader, language="fr"), address=("people:chart",))

    actions.post(now=now())

    (sent,) = mail.outbox
    assert "Échéance : 12 décembre 2026, 23 h 59, heure de l’Est (Ottawa)" in sent.body.replace("\u00a0", " ")
    with override("fr"):
        assert f"https://entente.example.org{reverse('people:chart')}\n" in sent.body
    assert sent.extra_headers["Content-Language"] == "fr"


def test_of_what_is_protected_mail_says_only_that_it_waits(tell, desk_officer):
    tell(desk_officer, marking="protected_a", title="a secret seizure", address=("people:unit", "secret-office"))

    actions.post(now=now())

    (sent,) = mail.outbox
    assert sent.subject == "A notice waits for you in Entente"
    assert "Protected A" in sent.body
    assert "secret" not in sent.body + sent.subject
    assert f"/en/notices/{Notice.objects.get().pk}/" in sent.body


def test_a_subject_is_one_line_whatever_it_was_made_from(tell, reader):
    tell(reader, title="a session\nBcc: everybody@example.org")

    actions.post(now=now())

    assert mail.outbox[0].subject == "Report on a session Bcc: everybody@example.org"


def test_each_notice_is_mailed_once(tell, reader, desk_officer):
    tell(reader, desk_officer)

    assert actions.post(now=now()) == 2
    assert actions.post(now=now()) == 0
    assert len(mail.outbox) == 2
    assert Notice.objects.filter(mail_due=False, mailed_at__isnull=False).count() == 2


def test_mail_taken_up_by_a_worker_is_left_to_it_until_it_counts_as_killed(tell, reader, settings):
    tell(reader)
    Notice.objects.update(mail_taken_at=now())

    assert actions.post(now=now()) == 0
    assert actions.post(now=now() + timedelta(seconds=settings.ENTENTE_MAIL_LEASE + 1)) == 1


def test_a_worker_that_comes_too_late_sends_nothing(tell, reader):
    tell(reader)
    late = queries.letters_due(now()).get()
    actions.post(now=now())

    assert posting._send(late, None, now=now()) == 0


@pytest.mark.parametrize("given", [{"mail": "none"}, {"email": ""}, {"is_active": False}])
def test_who_is_to_get_no_mail_any_more_gets_none(given, tell, reader):
    tell(reader)
    change(reader, **given)

    assert actions.post(now=now()) == 0
    assert not Notice.objects.get().mail_due


class Stubborn:
    """A mail server that answers as told."""

    def __init__(self, answer, opens=None):
        self.answer, self.opens, self.tried = answer, opens, 0

    def open(self):
        if self.opens:
            raise self.opens

    def send_messages(self, messages):
        self.tried += 1
        raise self.answer

    def close(self):
        raise smtplib.SMTPServerDisconnected("gone")


REFUSED = smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"no such user")})


def test_a_mail_server_that_does_not_answer_is_asked_again_at_the_next_run(tell, reader, monkeypatch):
    tell(reader)
    monkeypatch.setattr(posting, "get_connection", lambda: Stubborn(None, opens=ConnectionRefusedError("refused")))
    assert actions.post(now=now()) == 0
    monkeypatch.undo()

    assert actions.post(now=now()) == 1


def test_an_address_that_is_refused_is_tried_ever_more_rarely_and_not_for_ever(tell, reader, desk_officer, monkeypatch):
    tell(reader, desk_officer)
    server = Stubborn(REFUSED)
    monkeypatch.setattr(posting, "get_connection", lambda: server)
    at = now()

    actions.post(now=at)
    assert server.tried == 2  # one address does not hold up the other
    assert actions.post(now=at + timedelta(seconds=30)) == 0
    assert server.tried == 2
    actions.post(now=at + timedelta(minutes=2))
    assert server.tried == 4
    for _time in range(20):
        at += timedelta(hours=7)
        actions.post(now=at)

    assert server.tried == 2 * posting.TRIES
    assert not Notice.objects.filter(mail_due=True).exists()
    assert Notice.objects.filter(read_at__isnull=True).count() == 2


def test_a_server_that_hangs_up_ends_the_run_and_nothing_is_lost(tell, reader, desk_officer, monkeypatch):
    tell(reader, desk_officer)
    server = Stubborn(smtplib.SMTPServerDisconnected("gone"))
    monkeypatch.setattr(posting, "get_connection", lambda: server)

    assert actions.post(now=now()) == 0
    assert server.tried == 1
    monkeypatch.undo()
    assert actions.post(now=now()) == 1  # the other one
    assert actions.post(now=now() + timedelta(minutes=2)) == 1


def test_a_full_bag_is_followed_by_another(tell, reader, monkeypatch):
    monkeypatch.setattr(posting, "MOST", 2)
    for key in "abc":
        tell(reader, key=key)

    assert posting.post(now=now(), most=2) == 2
    assert posting.post(now=now(), most=2) == 1


# ── digests ───────────────────────────────────────────────────────────────────────────────────────


def test_who_wants_one_mail_a_day_gets_one(tell, reader, desk_officer):
    daily = change(reader, mail="daily")
    tell(daily, desk_officer, key="a", title="the first", due_on=DUE + timedelta(1))
    tell(daily, key="b", title="the second")
    assert actions.post(now=now()) == 1  # the desk officer's

    assert actions.gather(today=date(2026, 12, 1)) == 1
    assert actions.gather(today=date(2026, 12, 1)) == 0
    assert actions.post(now=now()) == 1

    sent = mail.outbox[-1]
    assert (sent.subject, sent.to) == ("2 notices in Entente", ["reader@example.org"])
    assert sent.body.index("the second") < sent.body.index("the first")
    assert sent.extra_headers["Message-ID"] == f"<{Digest.objects.get().message_id}@entente.example.org>"
    assert actions.post(now=now()) == 0
    assert not Notice.objects.filter(mail_due=True).exists()


def test_what_comes_after_the_digest_waits_for_the_next_day(tell, reader):
    daily = change(reader, mail="daily")
    tell(daily, key="a")
    actions.gather(today=date(2026, 12, 1))
    tell(daily, key="b")

    assert actions.gather(today=date(2026, 12, 1)) == 0
    assert actions.gather(today=date(2026, 12, 2)) == 1


def test_what_was_read_meanwhile_is_left_out_and_an_empty_digest_is_not_sent(tell, reader):
    daily = change(reader, mail="daily")
    tell(daily, key="a", title="the first")
    tell(daily, key="b", title="the second")
    actions.gather(today=date(2026, 12, 1))
    actions.read(Notice.objects.get(key__endswith=":a"), by=daily)

    actions.post(now=now())
    assert "the first" not in mail.outbox[0].body

    tell(daily, key="c")
    actions.gather(today=date(2026, 12, 2))
    actions.read_all(by=daily)
    assert actions.post(now=now()) == 0
    assert not Digest.objects.filter(mail_due=True).exists()


def test_a_digest_hides_what_is_protected(tell, desk_officer):
    daily = change(desk_officer, mail="daily")
    tell(daily, key="a", marking="protected_b", title="a secret")
    tell(daily, key="b", title="an open one")
    actions.gather(today=date(2026, 12, 1))

    actions.post(now=now())

    assert "an open one" in mail.outbox[0].body
    assert "secret" not in mail.outbox[0].body


def test_who_changes_the_mind_gets_what_waits_the_new_way(tell, reader):
    daily = change(reader, mail="daily")
    tell(daily, key="a")
    assert actions.post(now=now()) == 0
    change(reader, mail="at_once")
    assert actions.post(now=now()) == 1

    daily = change(reader, mail="daily")
    tell(daily, key="b")
    actions.gather(today=date(2026, 12, 1))
    change(reader, mail="none")
    assert actions.post(now=now()) == 0
    assert not Notice.objects.filter(mail_due=True).exists()
