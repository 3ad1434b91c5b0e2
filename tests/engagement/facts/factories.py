"""Facts for tests, made the way people make them."""

from decimal import Decimal
from typing import Any

import pytest

from entente.engagement.facts import actions
from entente.engagement.facts.models import Statistic, Value
from entente.foundation.people.roles import Marking
from entente.foundation.sources.models import Source


def source(key: str = "annual-report", **given: Any) -> Source:
    """A source document."""
    given = {"title_en": "Annual report", "title_fr": "Rapport annuel", "kind": "other"} | given
    return Source.objects.get_or_create(key=key, defaults={"published_on": "2019"} | given)[0]


def fact(by: Any, **given: Any) -> Statistic:
    """A fact without values."""
    given = {"name_en": "Ships seen", "name_fr": "Navires aperçus", "as_of": "2010"} | given
    return actions.add(by=by, **given)


def figure(about: Statistic, number: Any, period: str = "2017", *, by: Any, **given: Any) -> Value:
    """A figure that a source gives; each at a place of its own unless one is named."""
    given = {"unit": "ships", "source": source(), "as_of": "2019"} | given
    given.setdefault("place", f"page {Value.objects.count() + 1}")
    return actions.add_value(about, by=by, number=Decimal(str(number)), period=period, **given)


def statement(about: Statistic, en: str, fr: str = "", *, by: Any, **given: Any) -> Value:
    """What a source states in words."""
    given = {"source": source(), "as_of": "2019", "place": f"page {Value.objects.count() + 1}"} | given
    return actions.add_value(about, by=by, text_en=en, text_fr=fr, **given)


def bare(number: Any = None, period: str = "2017", unit: str = "claims", **given: Any) -> Value:
    """A value that no database knows, for rules that ask none."""
    given = {"statistic_id": 1, "as_of": "2019"} | given
    return Value(number=None if number is None else Decimal(str(number)), period=period, unit=unit, **given)


MARKINGS = pytest.mark.parametrize("marking", Marking.values)
