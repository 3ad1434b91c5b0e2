"""A spreadsheet that waits to be confirmed is entered once, in whatever room, however often the button is pressed."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from entente.engagement.agreements.models import Agreement
from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Meeting
from entente.engagement.partners.models import Partner
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from entente.kit import once
from tests.engagement.agreements import factories

PATIENCE = 60  # seconds
# The room, the field of its form, a sheet of one good row, whose it is, and what comes of it.
SHEETS = [
    ("agreements", "file", "title_en,kind,parties\nNew memorandum,mou,Mexico\n", Role.AGREEMENTS_OFFICER, Agreement),
    ("commitments", "file", "side,title_en,made_on,partner\nours,Good,2026-01-02,mx\n", Role.DESK_OFFICER, Commitment),
    ("meetings", "sheet", "title_en,partner,starts_on\nTalks,Mexico,2027-03-01\n", Role.DESK_OFFICER, Meeting),
    ("partners", "file", "kind,name_en,name_fr\ngroup,New group,Nouveau groupe\n", Role.DESK_OFFICER, Partner),
]
every_sheet = pytest.mark.parametrize(
    ("room", "field", "text", "role", "model"), SHEETS, ids=[room for room, *_rest in SHEETS]
)


def with_a_sheet(room, field, text, role):
    """A client of somebody who has sent a sheet that is fine and waits to be confirmed."""
    factories.home()
    factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    person = people.open_account(
        by="tests", password="a passphrase for tests", username="sender", email="sender@example.org", role=role,
        clearance=Marking.PROTECTED_B,
    )  # fmt: skip
    client = Client()
    client.force_login(person)
    sent = client.post(reverse(f"{room}:import"), {field: SimpleUploadedFile("mine.csv", text.encode())})
    assert sent.status_code == 302
    return client


@every_sheet
def test_a_second_press_finds_nothing_to_enter(db, room, field, text, role, model):
    client = with_a_sheet(room, field, text, role)
    before = model.objects.count()

    client.post(reverse(f"{room}:check"))
    client.post(reverse(f"{room}:check"))

    assert model.objects.count() == before + 1


@every_sheet
def test_two_presses_at_one_moment_enter_it_once(really_written, room, field, text, role, model):
    client, again = with_a_sheet(room, field, text, role), Client()
    again.cookies = client.cookies
    before = model.objects.count()

    def press(one):
        try:
            return one.post(reverse(f"{room}:check"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=2) as threads:
        with transaction.atomic():
            list(Session.objects.select_for_update())  # both find the sheet in order, and wait at the door
            asked = [threads.submit(press, one) for one in (client, again)]
            until = time.monotonic() + PATIENCE
            while waiting() < 2 and time.monotonic() < until:
                time.sleep(0.05)
            assert waiting() == 2
        answers = [one.result() for one in asked]

    assert model.objects.count() == before + 1
    assert [one.status_code for one in answers] == [302, 302]
    told = [str(message) for one in answers for message in get_messages(one.wsgi_request)]
    assert sum("it was entered already" in one for one in told) == 1


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def test_what_is_refused_is_told_and_waits_on(db, rf):
    with_a_sheet(*SHEETS[1][:4])
    request = rf.post("/")
    request.session = SessionStore(Session.objects.get().session_key)
    request._messages = FallbackStorage(request)
    name = next(key for key, _value in request.session.items() if not key.startswith("_"))

    def refused():
        Partner.objects.update(name_en="Written, and taken back")
        raise ValidationError("Somebody was faster.")

    assert once.enter(request, name, refused) is None

    assert [str(one) for one in get_messages(request)] == ["Somebody was faster."]
    assert name in Session.objects.get().get_decoded()
    assert not Partner.objects.filter(name_en="Written, and taken back").exists()
    assert once.enter(request, name, lambda: 3) == 3
    assert name not in Session.objects.get().get_decoded()
