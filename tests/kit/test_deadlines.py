from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from entente.kit.deadlines import Deadline, due_day, is_working

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
DAYS = st.integers(0, 20_000).map(lambda days: date(2000, 1, 1) + timedelta(days))


def test_calendar_days_are_counted_as_they_come():
    assert due_day(date(2026, 11, 27), 15) == date(2026, 12, 12)
    assert due_day(date(2026, 11, 27), 0) == date(2026, 11, 27)
    assert due_day(date(2026, 11, 27), -10, holidays=CHRISTMAS) == date(2026, 11, 17)


def test_working_days_leave_out_weekends_and_holidays():
    friday = date(2026, 12, 18)

    assert due_day(friday, 5, counting="working") == date(2026, 12, 25)
    assert due_day(friday, 5, counting="working", holidays=CHRISTMAS) == date(2026, 12, 29)
    assert due_day(date(2026, 12, 29), -1, counting="working", holidays=CHRISTMAS) == date(2026, 12, 24)


def test_nothing_counted_in_working_days_falls_on_a_day_off():
    assert due_day(date(2026, 12, 25), 0, counting="working", holidays=CHRISTMAS) == date(2026, 12, 29)


def test_another_counting_is_a_defect():
    with pytest.raises(ValueError, match="lunar"):
        due_day(date(2026, 1, 1), 1, counting="lunar")


@given(DAYS, st.integers(-60, 60), st.lists(st.integers(-90, 90), max_size=8))
def test_as_many_working_days_lie_between_as_were_asked_for(start, days, off):
    off = {start + timedelta(far) for far in off}

    due = due_day(start, days, counting="working", holidays=off)

    assert is_working(due, off)
    first, last = sorted((start, due))
    between = [first + timedelta(n) for n in range((last - first).days + 1)]
    counted = [day for day in between if is_working(day, off) and day != start]
    assert len(counted) == (abs(days) if days else int(due != start))


def test_a_deadline_is_said_with_its_zone_in_both_languages():
    due = Deadline(date(2026, 12, 12))

    assert due.spoken().replace("\u00a0", " ") == "December 12, 2026, 23:59 Eastern Time (Ottawa)"
    with override("fr"):
        assert str(due).replace("\u00a0", " ") == "12 décembre 2026, 23 h 59, heure de l’Est (Ottawa)"


def test_a_deadline_elsewhere_names_that_zone():
    due = Deadline(date(2026, 6, 1), "Europe/Brussels")

    assert due.spoken().replace("\u00a0", " ") == "June 1, 2026, 23:59 Central European Time (Brussels)"
    with override("fr"):
        assert due.spoken().replace("\u00a0", " ") == "1er juin 2026, 23 h 59, heure d’Europe centrale (Bruxelles)"


def test_a_deadline_lasts_to_the_end_of_its_day_where_it_was_set():
    due = Deadline(date(2026, 12, 12))

    assert not due.passed(datetime(2026, 12, 13, 4, 59, 30, tzinfo=UTC))
    assert due.passed(datetime(2026, 12, 13, 5, 0, tzinfo=UTC))
    assert [due.days_left(day) for day in (date(2026, 12, 2), date(2026, 12, 12), date(2026, 12, 13))] == [10, 0, -1]


def test_the_end_of_a_day_in_summer_is_another_moment():
    assert Deadline(date(2026, 7, 1)).moment.astimezone(UTC).hour == 3
    assert Deadline(date(2026, 12, 1)).moment.astimezone(UTC).hour == 4
