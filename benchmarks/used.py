"""Signed against used: the CPU time of the whole page over what a folder holds, as an auditor.

    ENTENTE_DATA=FOLDER python -m benchmarks.used

The folder is one that ``entente demo --data FOLDER --prepare-only --yes --year`` prepared.
"""

import os
import statistics
import time

import django

RUNS = 7


def main() -> None:
    """Prints the number of questions and the smallest and median CPU time of the runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from entente.foundation.people.models import Person
    from entente.foundation.people.roles import Role

    setup_test_environment()
    client = Client()
    client.force_login(Person.objects.filter(role=Role.AUDITOR, is_active=True).order_by("id")[0])
    address = reverse("reports:used")
    asked: list[str] = []

    def counted(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    client.get(address)  # what is asked once in the life of a process is not counted
    with connection.execute_wrapper(counted):
        assert client.get(address).status_code == 200
    taken = []
    for _run in range(RUNS):
        start = time.process_time()
        client.get(address)
        taken.append((time.process_time() - start) * 1000)
    print(f"{len(asked)} queries, CPU ms: smallest {min(taken):.0f}, median {statistics.median(taken):.0f}")


if __name__ == "__main__":
    main()
