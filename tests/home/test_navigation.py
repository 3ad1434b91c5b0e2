"""Where the reader is, as the bar tells it: one word of each line."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("name", "word", "part"),
    [
        ("agreements:free_trade", "Agreements", "Free-trade desk"),
        ("agreements:index", "Agreements", "Instruments"),
        ("agreements:obligations", "Agreements", "Instruments"),
        ("exchanges:index", "Agreements", "Exchanges of information"),
        ("reports:used", "Results", "Signed and used"),
    ],
)
def test_one_word_of_each_line_is_where_the_reader_is(name, word, part, auditor, as_person):
    nav = as_person(auditor).get(reverse(name)).context["nav"]

    assert [str(one.label) for one in nav.bar if one.current] == [word]
    assert [one.label for item in nav.bar if item.current for one in item.within if one.current] == [part]
