"""The same sheet confirmed twice at one moment, each with a connection of its own: it counts once, and one is told."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client

from entente.engagement.removals.models import CountryFile, Figure
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories
from .test_imports import GOOD, HEADING

CHECK = "/en/removals/import/check/"
PATIENCE = 60  # seconds


def officer(name):
    given = {"username": name, "email": f"{name}@example.org", "clearance": Marking.PROTECTED_B}
    return people.open_account(by="tests", password="a passphrase for tests", role=Role.REMOVALS_OFFICER, **given)


def with_a_sheet(person, *rows):
    client = Client()
    client.force_login(person)
    sheet = SimpleUploadedFile("figures.csv", "\n".join([HEADING, *rows]).encode())
    assert client.post("/en/removals/import/", {"file": sheet}).status_code == 302
    return client


def confirmed(client):
    try:
        return client.post(CHECK)
    finally:
        connections.close_all()


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def at_once(*clients):
    """Let all of them find the sheet in order, and only then enter it: a held country keeps them at the door."""
    with ThreadPoolExecutor(max_workers=len(clients)) as threads:
        with transaction.atomic():
            list(CountryFile.objects.select_for_update())
            asked = [threads.submit(confirmed, client) for client in clients]
            until = time.monotonic() + PATIENCE
            while waiting() < len(clients) and time.monotonic() < until:
                time.sleep(0.05)
            assert waiting() == len(clients)
        return [one.result() for one in asked]


def told_and_counted_once(answers, rows):
    refused = [one.content.decode() for one in answers if one.status_code == 422]
    assert sorted(one.status_code for one in answers) == [302, 422]
    assert "Nothing was entered from your sheet" in refused[0]
    assert "REM-7" in refused[0]
    assert Figure.objects.count() == rows
    assert Entry.objects.filter(verb="import").count() == rows


def test_two_officers_who_confirm_the_same_sheet_at_one_moment_enter_it_once(really_written):
    one, other = officer("one"), officer("other")
    factories.file(by=one)
    rows = (GOOD, GOOD.replace("documents_asked", "documents_issued"))

    answers = at_once(with_a_sheet(one, *rows), with_a_sheet(other, *reversed(rows)))

    told_and_counted_once(answers, 2)


def test_a_double_click_enters_a_sheet_once(really_written):
    person = officer("one")
    factories.file(by=person)
    client = with_a_sheet(person, GOOD)
    again = Client()
    again.cookies = client.cookies

    told_and_counted_once(at_once(client, again), 1)
