import pytest
from django.db import OperationalError

from entente.config import health


def test_the_process_answers_without_a_database(client):
    answer = client.get("/livez")

    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_a_complete_database_is_ready(client):
    assert client.get("/readyz").content == b"ready\n"


def test_missing_migrations_are_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "missing_migrations", lambda: ["people.0002_office"])

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"migrations are missing\n")


def test_a_silent_database_is_not_ready_and_nothing_of_it_is_told(client, monkeypatch):
    def fail():
        raise OperationalError("password of the database in here")

    monkeypatch.setattr(health, "missing_migrations", fail)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")
