from datetime import date

import pytest
from django.core.exceptions import ValidationError

from entente.kit.periods import Period, spoken


@pytest.mark.parametrize(
    ("text", "en", "fr"),
    [
        ("2017", "2017", "2017"),
        ("2017-05", "May~2017", "mai~2017"),
        ("2013/2017", "2013 to 2017", "de 2013 à 2017"),
        ("2019-04/2022-03", "April~2019 to March~2022", "d’avril~2019 à mars~2022"),
        ("2019-05/2022-03", "May~2019 to March~2022", "de mai~2019 à mars~2022"),
        (
            "2019-04-01/2022-03-31",
            "April~1, 2019 to March~31, 2022",
            "du 1er~avril~2019 au 31~mars~2022",
        ),
    ],
)
def test_a_period_is_said_as_people_write_it(text, en, fr):
    assert Period(text).spoken("en").replace("\u00a0", "~") == en
    assert Period(text).spoken("fr").replace("\u00a0", "~") == fr


@pytest.mark.parametrize("text", ["", "soon", "2017/", "/2017", "2013/2017/2018", "2017-13", "17"])
def test_what_is_no_period_is_refused_with_a_hint(text):
    with pytest.raises(ValidationError) as refusal:
        Period(text)

    assert refusal.value.code == "period"


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValidationError, match="ends before it begins"):
        Period("2017/2013")


def test_a_range_lasts_from_its_first_day_to_its_last():
    period = Period("2019-04/2022")

    assert (period.first, period.last, period.is_range) == (date(2019, 4, 1), date(2022, 12, 31), True)


def test_words_that_are_no_period_stay_as_they_are():
    assert spoken("the 1980s") == "the 1980s"
