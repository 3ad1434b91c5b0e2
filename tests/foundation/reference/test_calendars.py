from datetime import date

import pytest
from django.utils.translation import override

from entente.foundation.reference.queries import deadline, holidays

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_the_public_service_keeps_more_days_than_the_law_of_all():
    names = {one.day.isoformat(): one.name_en for one in holidays("CA", *YEAR)}

    assert names["2026-09-30"] == "National Day for Truth and Reconciliation"
    assert names["2026-11-11"] == "Remembrance Day"


def test_holidays_are_named_in_both_languages_where_the_almanac_does():
    names = {one.day: one.name_fr for one in holidays("ca", *YEAR)}

    assert names[date(2026, 7, 1)] == "Fête du Canada"
    assert names[date(2026, 1, 1)] == "Jour de l’an"
    assert names[date(2026, 12, 26)] == "Lendemain de Noël"
    assert all(one.name_fr for code in ("CA", "FR", "BE", "CH", "SN") for one in holidays(code, *YEAR))


def test_a_name_nobody_gave_in_french_is_shown_in_english_and_says_so():
    revolution = next(one for one in holidays("MX", *YEAR) if one.day == date(2026, 11, 16))

    assert (revolution.name_en, revolution.name_fr) == ("Revolution Day", "")
    with override("fr"):
        assert (str(revolution.name), revolution.name.lang) == ("Revolution Day", "en")


def test_a_country_of_one_language_has_english_names():
    assert "Waitangi Day" in {one.name_en for one in holidays("NZ", *YEAR)}
    assert {one.name_fr for one in holidays("NZ", *YEAR)} == {""}


def test_both_ends_of_a_period_count_and_years_follow_each_other():
    found = [one.day for one in holidays("CA", date(2026, 12, 25), date(2027, 1, 1))]

    assert found == sorted(found)
    assert (found[0], found[-1]) == (date(2026, 12, 25), date(2027, 1, 1))


@pytest.mark.parametrize("code", ["", "QQ", "EU", "SUHH", "Holiday"])
def test_a_place_the_almanac_does_not_know_has_no_holidays(code):
    assert holidays(code, *YEAR) == []


def test_the_house_counts_as_its_setting_says(settings):
    start = date(2026, 12, 18)
    assert deadline(start, 5).day == date(2026, 12, 23)

    settings.ENTENTE_COUNTING = "working"

    assert deadline(start, 5).day == date(2026, 12, 29)
    assert deadline(start, 5, counting="calendar").day == date(2026, 12, 23)
    assert deadline(start, 5, country="QQ").day == date(2026, 12, 25)
    assert deadline(start, 5, zone="Europe/Brussels").zone == "Europe/Brussels"
