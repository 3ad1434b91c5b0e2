from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from entente.foundation.numbers import actions
from entente.foundation.numbers.models import Sequence


def test_numbers_follow_each_other_in_a_series_and_year(db):
    assert [actions.take("AGR", year=2026) for _time in range(3)] == [
        "AGR-2026-0001",
        "AGR-2026-0002",
        "AGR-2026-0003",
    ]


def test_series_and_years_count_on_their_own(db):
    actions.take("AGR", year=2026)

    assert actions.take("AGR", year=2027) == "AGR-2027-0001"
    assert actions.take("REQ", year=2026) == "REQ-2026-0001"
    assert {str(one) for one in Sequence.objects.all()} == {"AGR-2026: 1", "AGR-2027: 1", "REQ-2026: 1"}


def test_two_hundred_in_a_row_have_neither_gap_nor_double(db, django_assert_num_queries):
    with django_assert_num_queries(200):
        taken = [actions.take("SEQ", year=2026) for _time in range(200)]

    assert taken == [f"SEQ-2026-{number:04d}" for number in range(1, 201)]


def test_a_number_of_a_transaction_that_failed_is_given_again(db):
    actions.take("AGR", year=2026)
    with transaction.atomic():
        assert actions.take("AGR", year=2026) == "AGR-2026-0002"
        transaction.set_rollback(True)

    assert actions.take("AGR", year=2026) == "AGR-2026-0002"


def test_after_nine_thousand_nine_hundred_and_ninety_nine_numbers_grow(db):
    Sequence.objects.create(series="AGR", year=2026, last=9999)

    assert actions.take("AGR", year=2026) == "AGR-2026-10000"


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A series that really is written, so that other connections see it; taken away again by hand.

    A transactional test would empty every table, which the trail refuses.
    """
    series = "PAR"
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time: there is nothing to race for")
        yield series
        Sequence.objects.filter(series=series).delete()
        connection.close()


def test_two_hundred_at_once_have_neither_gap_nor_double(committed):
    def take(_number):
        try:
            return actions.take(committed, year=2026)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as threads:
        taken = list(threads.map(take, range(200)))

    assert sorted(taken) == [f"{committed}-2026-{number:04d}" for number in range(1, 201)]
