"""A value as people read it, in both languages."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from entente.engagement.facts.models import MONEY, UNITS, Qualifier, Value, counted, unit_name

from .factories import bare


def shown(text):
    return str(text).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (bare(50400, qualifier=Qualifier.MORE_THAN), "more than 50,400~claims"),
        (bare(1, unit="persons"), "1~person"),
        (bare(0, unit="persons"), "0~persons"),
        (bare("1.5", unit="persons"), "1.5~persons"),
        (bare(6_700_000_000, unit="persons"), "6.7~billion persons"),
        (bare(41, unit="percent"), "41%"),
        (bare(1_180_000_000, unit="cad"), "CAD~1.18~billion"),
        (bare(430, unit="places", qualifier=Qualifier.ABOUT), "about 430~places"),
        (bare(90, unit="acts", qualifier=Qualifier.AT_LEAST), "at least 90~acts"),
        (bare(500, unit="persons_per_year", qualifier=Qualifier.LESS_THAN), "less than 500~persons a year"),
        (bare(9, unit="departments", qualifier=Qualifier.PROJECTION), "9~departments (projection)"),
        (bare(220, unit="agreements", qualifier=Qualifier.ESTIMATE), "220~agreements (estimate)"),
        (bare(3, unit="rank"), "rank 3"),
        (bare(12, unit="sea_miles"), "12~sea miles"),
        (bare(7, unit=""), "7"),
        (bare(number_gap="[redacted]"), "[redacted]"),
        (bare(unit="", text_en="Sydney", text_fr="Sydney"), "Sydney"),
    ],
)
def test_a_value_is_said_with_its_unit_and_precision(value, said):
    with override("en"):
        assert shown(value.said) == said


def test_a_statement_in_the_other_language_says_so():
    with override("fr"):
        assert bare(unit="", text_en="Sydney").said.lang == "en"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("unit", [*UNITS, *MONEY, "percent"])
def test_every_unit_can_be_counted_and_named(unit, lang):
    with override(lang):
        assert "%(" not in counted(Decimal("1234.5"), unit)
        assert unit_name(unit)
        assert "1" in counted(1, unit)


@pytest.mark.parametrize(
    ("period", "as_of", "when"),
    [("2017", "2019", "2017"), ("2013/2017", "2019", "2013 to 2017"), ("", "2015-06-03", "June~3, 2015")],
)
def test_the_time_is_the_period_or_else_the_day_of_the_source(period, as_of, when):
    assert shown(bare(1, period, as_of=as_of).when) == when


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (bare("50500.000000"), 50500),
        (bare("2.5"), 2.5),
        (bare(number_gap="[lost]"), "[lost]"),
        (Value(text_en="Sydney"), "Sydney"),
    ],
)
def test_a_file_carries_the_bare_value(value, plain):
    with override("en"):
        assert value.plain == plain
