from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from entente.foundation.people.models import Unit
from entente.kit import days
from entente.kit.days import PartialDate


@pytest.mark.parametrize("text", ["2008", "2008-05", "2008-05-31"])
def test_a_year_a_month_or_a_day_is_a_date(text):
    assert PartialDate(text) == text


@pytest.mark.parametrize("text", ["", "08", "2008-13", "2008-02-30", "2008/05/01", "spring 2008", "2008-5"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValidationError):
        PartialDate(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2008", date(2008, 1, 1), date(2008, 12, 31)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008-02-03", date(2008, 2, 3), date(2008, 2, 3)),
    ],
)
def test_a_partial_date_may_mean_several_days(text, first, last):
    assert (PartialDate(text).first, PartialDate(text).last) == (first, last)


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2016-07-31", "July\u00a031, 2016", "31\u00a0juillet\u00a02016"),
        ("2016-04-01", "April\u00a01, 2016", "1er\u00a0avril\u00a02016"),
        ("2016-04", "April\u00a02016", "avril\u00a02016"),
        ("2016", "2016", "2016"),
    ],
)
def test_a_date_is_spoken_as_the_government_writes_it(text, english, french):
    assert (days.spoken(text, "en"), days.spoken(text, "fr")) == (english, french)


def test_a_mark_is_said_in_words():
    with translation.override("en"):
        assert days.spoken("[redacted]") == "Withheld in the source"


def test_a_year_asked_for_means_its_last_day():
    assert days.asked_day("2008", today=date(2026, 11, 22)) == ("2008-12-31", True)
    assert days.asked_day("", today=date(2026, 11, 22)) == ("2026-11-22", False)


def stood(q: Q, **fields) -> bool:
    Unit.objects.create(key="unit", name_en="Unit", name_fr="Unité", **fields)
    return Unit.objects.filter(q).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "day", "stands"),
    [
        ({"starts_on": "2005", "ends_on": "2008"}, "2005-01-01", True),
        ({"starts_on": "2005", "ends_on": "2008"}, "2004-12-31", False),
        ({"starts_on": "2005", "ends_on": "2008"}, "2008-12-31", True),
        ({"starts_on": "2005", "ends_on": "2008"}, "2009-01-01", False),
        ({"starts_on": "2005-06", "ends_on": "2008-06"}, "2008-06-30", True),
        ({"starts_on": "2005-06", "ends_on": "2008-06"}, "2008-07-01", False),
        ({"as_of": "2023"}, "2008-05-31", False),
        ({"as_of": "2023"}, "2023-01-01", True),
        ({"as_of": "2008"}, "2023-01-01", True),
        ({"starts_on": "[redacted]", "as_of": "2019"}, "2008-01-01", False),
        ({"starts_on": "[redacted]", "as_of": "2019"}, "2020-01-01", True),
        ({"starts_on": "2005", "ends_on": "[blank]"}, "2020-01-01", True),
        ({}, "1999-01-01", True),
    ],
)
def test_what_stood_on_a_day(fields, day, stands):
    assert stood(days.on(day), **fields) is stands


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_partial_date_always_holds_the_day_it_was_cut_from(day, length):
    partial = PartialDate(day.isoformat()[:length])

    assert partial.first <= day <= partial.last


@pytest.mark.parametrize("text", ["0999-12", "9999-12-31", "3000"])
def test_a_year_that_no_source_can_mean_is_refused_where_it_is_typed(text):
    with pytest.raises(ValidationError, match="between 1000 and 2999"):
        days.asked_day(text, today=date(2026, 11, 27))
    with pytest.raises(ValidationError, match="between 1000 and 2999"):
        Unit._meta.get_field("starts_on").clean(text, None)


def test_a_day_that_was_kept_is_spoken_whatever_its_year():
    assert days.spoken(date(9999, 12, 31), "en") == "December\u00a031, 9999"
    assert days.spoken(date(206, 5, 31), "fr") == "31\u00a0mai\u00a00206"


def test_the_year_nought_is_none():
    with pytest.raises(ValidationError, match="does not exist"):
        PartialDate("0000")


@pytest.mark.parametrize(
    ("many", "expected"), [(1, date(2028, 2, 29)), (12, date(2029, 1, 31)), (12 * 32_767, days.LAST_DAY)]
)
def test_months_later_end_with_a_short_month_and_with_the_calendar(many, expected):
    assert days.months_later(date(2028, 1, 31), many) == expected


@pytest.mark.parametrize(("many", "expected"), [(29, date(2028, 2, 29)), (3_000_000, days.LAST_DAY)])
def test_days_later_end_with_the_calendar(many, expected):
    assert days.days_later(date(2028, 1, 31), many) == expected
