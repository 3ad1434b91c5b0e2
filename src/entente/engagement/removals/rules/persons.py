"""No person in this room: what looks like the number of a case or of a person is refused wherever words are written."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

DASHES = re.compile(r"[\u2010-\u2015\u2212]")
SHAPES = (
    # The unique client identifier: eight or ten digits, as 1234-5678 or 11-1234-5678.
    re.compile(r"(?<![\d.,-])(?:\d{2}[- ]?)?\d{4}[- ]?\d{4}(?![\d-]|[.,]\d)"),
    # An application: a letter and nine digits, as B000123456.
    re.compile(r"(?<![A-Za-z])[A-Za-z] ?\d{9}(?!\d)"),
    # A claim or appeal before the Board: TB8-12345, MB9-01234.
    re.compile(r"(?<![A-Za-z])[A-Z]{2}\d[- ]\d{5}(?!\d)"),
    # A case before the Federal Court: IMM-1234-19.
    re.compile(r"(?<![A-Za-z])IMM[- ]\d{1,5}[- ]\d{2}(?!\d)"),
    # A passport: one or two letters and six or seven digits, as AB123456.
    re.compile(r"(?<![A-Za-z])[A-Z]{1,2}\d{6,7}(?!\d)"),
)
"""What such numbers look like."""
YEARS = re.compile(r"(?:19|20)\d\d[- ](?:19|20)\d\d")
"""Two years beside each other, as in 2019-2020, are no number of a person."""


def numbers_in(words: str) -> list[str]:
    """Everything in some words that looks like the number of a case or of a person, as it stands there."""
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", words))
    found = [match.group() for shape in SHAPES for match in shape.finditer(plain)]
    return [one for one in found if not YEARS.fullmatch(one)]


def names_nobody(thing: models.Model) -> ValidationError | None:
    """REM-1. No words of this room hold what looks like the number of a case or of a person.

    Looks at every text of the record that a person writes. Source: needs, M15 (aggregates suffice; no personal case
    data); Privacy Act, section 4 (collection is limited to what the program needs).
    """
    said: dict[str, ValidationError] = {}
    for field in thing._meta.concrete_fields:
        written = isinstance(field, (models.CharField, models.TextField)) and not field.choices and field.name != "key"
        if written and (found := numbers_in(str(getattr(thing, field.name) or ""))):
            said[field.name] = _looks_like_a_case(found)
    return ValidationError(said) if said else None


def _looks_like_a_case(found: list[str]) -> ValidationError:
    """The problem in words, for the numbers that were found."""
    said = _(
        "REM-1: “%(number)s” looks like the number of a case or of a person. This room holds totals by country only: "
        "take it out, or write a date with hyphens and a large number with spaces or commas."
    )
    return ValidationError(said, code="looks_like_a_case", params={"number": found[0]})


def nobody_in(words: str, question: str) -> ValidationError | None:
    """REM-1. The same, asked of a reason or another text that no record holds in a field of its own name.

    ``question`` is what the form calls it. Source: needs, M15; Privacy Act, section 4.
    """
    found = numbers_in(words)
    return ValidationError({question: _looks_like_a_case(found)}) if found else None
