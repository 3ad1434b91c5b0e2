from decimal import Decimal

import pytest

from entente.kit import chart
from entente.kit.chart import Point


def points(*pairs, **given):
    return [Point(str(label), Decimal(value), f"{value} in {label}", **given) for label, value in pairs]


def drawn(series):
    return chart.over_time(series, str)


@pytest.mark.parametrize(
    ("lowest", "highest", "ticks"),
    [
        (0, 55541, "0 20000 40000 60000"),
        (0, 41, "0 10 20 30 40 50"),
        (0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"),
        (0, 0, "0.0 0.2"),
        (-30, 55, "-40 -20 0 20 40 60"),
    ],
)
def test_the_scale_is_round_and_holds_zero_and_every_figure(lowest, highest, ticks):
    said = chart.scale(Decimal(lowest), Decimal(highest))

    assert said == [Decimal(tick) for tick in ticks.split()]


def test_a_column_is_as_high_as_its_figure():
    low, high = drawn(points((2017, 50), (2018, 100))).columns

    assert high.height == pytest.approx(2 * low.height, abs=0.2)
    assert low.y + low.height == pytest.approx(high.y + high.height, abs=0.2)


def test_years_without_a_figure_keep_their_place():
    assert chart.slots(points((2008, 1), (2010, 2), (2011, 3))) == [0, 2, 3]


def test_times_that_are_no_years_or_too_far_apart_stand_side_by_side():
    assert chart.slots(points(("May 2017", 1), ("2018", 2))) == [0, 1]
    assert chart.slots(points((1950, 1), (2050, 2))) == [0, 1]


def test_few_points_are_columns_and_many_a_line():
    assert drawn(points((2017, 1), (2018, 2))).line == ""
    assert len(drawn(points(*((year, year - 1990) for year in range(2000, 2020)))).line.split()) == 20


def test_another_figure_for_the_same_time_is_a_stroke_across():
    picture = drawn(points((2017, 50500), others=(Decimal(50400),)) + points((2018, 55541)))

    assert picture.has_others
    assert len(picture.columns[0].strokes) == 1
    assert picture.columns[0].strokes[0] > picture.columns[0].y


def test_labels_are_left_out_where_they_would_touch():
    picture = drawn(points(*((year, 1) for year in range(1990, 2020))))

    assert 8 <= sum(bool(column.label) for column in picture.columns) < 20


def test_everything_stays_inside_the_picture():
    for column in drawn(points(*((year, year % 7) for year in range(2000, 2011)))).columns:
        assert column.x >= chart.LEFT
        assert column.x + column.width <= chart.WIDTH - chart.RIGHT
        assert column.y >= chart.TOP - 1


def test_one_point_is_no_series():
    with pytest.raises(ValueError, match="two points"):
        drawn(points((2017, 1)))
