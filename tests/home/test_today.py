from datetime import date, timedelta

import pytest
from django.urls import reverse

from entente.dossiers import day as days
from entente.engagement.partners.imports import SHEETS
from entente.engagement.partners.models import Partner
from entente.foundation.people.roles import Role
from entente.foundation.sources import actions as sources
from entente.kit.waiting import Debt


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_opens_for_everybody(loaded, client, open_account, role):
    client.force_login(open_account(role))

    assert client.get(reverse("home:today")).status_code == 200


def test_a_correction_stands_under_what_changed_lately(loaded, client, desk_officer, reader):
    partner = Partner.objects.get(key="mx")
    sources.correct(partner, SHEETS[0], field="summary_en", text="Better.", reason="Asked.", by=desk_officer)
    client.force_login(reader)

    recent = client.get(reverse("home:today")).context["recent"]

    assert [str(one["title"]) for one in recent] == ["Mexico"]


def test_a_desk_officer_is_told_what_waits(loaded, client, desk_officer):
    client.force_login(desk_officer)

    waiting = client.get(reverse("home:today")).context["waiting"]

    assert len(waiting) == 2
    assert all(client.get(one.url.split("#")[0]).status_code == 200 for one in waiting)


def test_the_oldest_debt_stands_first_and_what_has_no_day_last(administrator):
    day = date(2026, 11, 27)
    some = [Debt("no day", "/"), Debt("waits", "/", since=day), Debt("late", "/", due=day - timedelta(days=3))]

    assert [one.title for one in days.debts(administrator, day, some)] == ["late", "waits", "no day"]
