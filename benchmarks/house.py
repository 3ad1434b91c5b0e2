"""The pages of a house with twenty years of work in it: what a person waits for.

    entente demo --data FOLDER --prepare-only --yes && entente invent stress --data FOLDER
    ENTENTE_DATA=FOLDER python -m benchmarks.house

Measures on that database, in this process, through Django’s test client: CPU is ``process_time`` of the server’s side,
wall time holds the database too. Medians of many runs after one that warms; queries are those of the last.
"""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")


def main() -> None:
    django.setup()
    from django.db import connection

    from benchmarks.feeds import asker, counted
    from benchmarks.lists import measured

    print(f"database: {connection.vendor}; {held()}", flush=True)
    print(f"{'work':44}{'queries':>9}{'CPU ms':>9}{'wall ms':>9}")
    works = {**pages(), "calendar feed, built": asker(someone("executive"))}
    for name, work in works.items():
        work()
        cpu, wall = measured(work)
        print(f"{name:44}{counted(work):9}{cpu:9.1f}{wall:9.1f}", flush=True)


def held() -> str:
    """How much there is."""
    from entente.engagement.commitments.models import Commitment
    from entente.engagement.meetings.models import Meeting
    from entente.engagement.travel.models import Trip
    from entente.foundation.trail.models import Entry

    return ", ".join(
        f"{model._default_manager.count():,} {model._meta.verbose_name_plural}"
        for model in (Meeting, Trip, Commitment, Entry)
    )


def someone(role: str) -> Any:
    """The demonstration’s account of a role."""
    from entente.foundation.people.models import Person

    return Person.objects.filter(role=role, is_active=True).order_by("id")[0]


def pages() -> dict[str, Any]:
    """Each page as the person who opens it most would ask for it."""
    from django.db.models import Count
    from django.urls import reverse
    from django.utils import translation

    from entente.engagement.meetings.models import Meeting
    from entente.engagement.partners.models import Partner
    from entente.engagement.travel.models import Quarter

    met = Meeting.objects.filter(partner__isnull=False, state="held").order_by("-starts_on", "id")[0]
    busiest = Meeting.objects.filter(partner__isnull=False).values("partner").annotate(many=Count("pk"))
    partner = Partner.objects.get(pk=busiest.order_by("-many")[0]["partner"])
    quarter = Quarter.objects.annotate(many=Count("proposals")).order_by("-many")[0]
    with translation.override("en"):
        asked = {
            "list of meetings, 50 rows": ("desk_officer", reverse("meetings:all")),
            "list of promises, 50 rows": ("desk_officer", reverse("commitments:index")),
            "the deepest page of promises": ("desk_officer", f"{reverse('commitments:index')}?last=1"),
            "promises, sorted by office": ("desk_officer", f"{reverse('commitments:index')}?sort=office"),
            f"dossier of a partner ({partner.key})": ("desk_officer", reverse("partners:partner", args=[partner.key])),
            "dossier of a meeting": ("desk_officer", reverse("meetings:meeting", args=[met.key])),
            "thread between two meetings": ("desk_officer", reverse("partners:thread", args=[partner.key])),
            "Today": ("desk_officer", reverse("home:today")),
            "search, a frequent word": ("desk_officer", f"{reverse('home:search')}?q=customs"),
            "calendar, a month": ("desk_officer", reverse("releases:calendar")),
            "a quarter with its proposals": ("executive", reverse("travel:quarter", args=[quarter.key])),
            "trail, first page": ("auditor", reverse("trail:index")),
        }
    return {name: opener(role, address) for name, (role, address) in asked.items()}


def opener(role: str, address: str) -> Any:
    """What a browser does; an answer that is no page stops the measurement."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(someone(role))

    def ask() -> Any:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return answer

    return ask


if __name__ == "__main__":
    main()
