from datetime import datetime, time
from decimal import Decimal

import pytest

from entente.kit import numerals


def shown(text):
    """No-break spaces made visible."""
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (0, "0", "0"),
        (50500, "50,500", "50~500"),
        (1234567, "1,234,567", "1~234~567"),
        (Decimal("50500.000000"), "50,500", "50~500"),
        (Decimal("1234.500000"), "1,234.5", "1~234,5"),
        (0.125, "0.125", "0,125"),
        (-36856, "-36,856", "-36~856"),
    ],
)
def test_a_figure_keeps_its_digits_and_groups_them(value, en, fr):
    assert shown(numerals.figure(value, "en")) == en
    assert shown(numerals.figure(value, "fr")) == fr


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [(41, "41%", "41~%"), (Decimal("2.5"), "2.5%", "2,5~%"), (1000, "1,000%", "1~000~%")],
)
def test_a_percentage_has_a_space_in_french_only(value, en, fr):
    assert shown(numerals.percent(value, "en")) == en
    assert shown(numerals.percent(value, "fr")) == fr


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (999_999, "999,999", "999~999"),
        (1_000_000, "1~million", "1~million"),
        (2_300_000, "2.3~million", "2,3~millions"),
        (1_990_000, "1.99~million", "1,99~million"),
        (6_700_000_000, "6.7~billion", "6,7~milliards"),
        (1_234_567, "1,234,567", "1~234~567"),
        (10_000_000_000_000, "10~trillion", "10~000~milliards"),
        (-2_000_000, "-2~million", "-2~millions"),
    ],
)
def test_millions_are_said_in_words_where_that_loses_nothing(value, en, fr):
    assert shown(numerals.scaled(value, "en")) == en
    assert shown(numerals.scaled(value, "fr")) == fr


def test_french_counts_millions_of_things_with_de():
    assert shown(numerals.scaled(6_700_000_000, "fr", counted=True)) == "6,7~milliards de"
    assert shown(numerals.scaled(50_500, "fr", counted=True)) == "50~500"
    assert shown(numerals.scaled(6_700_000_000, "en", counted=True)) == "6.7~billion"


@pytest.mark.parametrize(
    ("value", "currency", "en", "fr"),
    [
        (1_180_000_000, "cad", "CAD~1.18~billion", "1,18~milliard de dollars canadiens"),
        (38_400_000_000, "CAD", "CAD~38.4~billion", "38,4~milliards de dollars canadiens"),
        (50, "usd", "USD~50", "50~dollars américains"),
        (1, "usd", "USD~1", "1~dollar américain"),
        (3_000_000, "eur", "EUR~3~million", "3~millions d’euros"),
        (12_345, "chf", "CHF~12,345", "12~345~CHF"),
    ],
)
def test_money_names_its_currency(value, currency, en, fr):
    assert shown(numerals.money(value, currency, "en")) == en
    assert shown(numerals.money(value, currency, "fr")) == fr


@pytest.mark.parametrize(
    ("at", "en", "fr"),
    [
        (time(16, 30), "4:30~pm", "16~h~30"),
        (time(9), "9~am", "9~h"),
        (time(0, 5), "12:05~am", "0~h~05"),
        (time(12), "noon", "midi"),
        (time(0), "midnight", "minuit"),
        (time(12, 1), "12:01~pm", "12~h~01"),
    ],
)
def test_the_time_of_day_as_the_guides_write_it(at, en, fr):
    assert shown(numerals.clock(at, "en")) == en
    assert shown(numerals.clock(at, "fr")) == fr


def test_a_moment_is_a_day_and_a_time():
    at = datetime(2026, 4, 1, 16, 30)

    assert shown(numerals.moment(at, "en")) == "April~1, 2026, 4:30~pm"
    assert shown(numerals.moment(at, "fr")) == "1er~avril~2026, 16~h~30"


def test_the_active_language_is_the_default():
    from django.utils.translation import override

    with override("fr"):
        assert shown(numerals.figure(50_500)) == "50~500"
        assert shown(numerals.percent(41)) == "41~%"
    with override("en"):
        assert numerals.figure(50_500) == "50,500"
