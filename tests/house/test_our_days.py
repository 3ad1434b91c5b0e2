"""A moment is kept in the world’s time and shown on our day: after 19 h in winter the two differ."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from django.template import Context, Template

from entente.kit.numerals import moment

SRC = Path(__file__).resolve().parents[2] / "src" / "entente"
DAY_OF_THE_WORLD = re.compile(r"\b(?:\w*_)?at\.date\b(?!\()|\b(?:\w*_)?at\.date\(\)")
LOCAL_ALREADY = {"kit/numerals.py"}
"""Files that ask for a day after they made the moment a local one."""


def test_no_moment_is_cut_down_to_the_day_of_the_world():
    """``timezone.localdate(one.at)`` in Python, ``one.at|spoken`` in a template."""
    found = {
        f"{path.relative_to(SRC)}"
        for kind in ("*.py", "*.html")
        for path in SRC.rglob(kind)
        if DAY_OF_THE_WORLD.search(path.read_text())
    }

    assert found - LOCAL_ALREADY == set()


def test_the_pattern_sees_what_it_is_for():
    for wrong in ("one.at.date()", "trip.authorised_at.date()", "{{ one.at.date|spoken }}", "at.date()"):
        assert DAY_OF_THE_WORLD.search(wrong), wrong
    for right in ("timezone.localdate(one.at)", "one.at|spoken", "timezone.localtime(one.at).date()", "flat.dates"):
        assert not DAY_OF_THE_WORLD.search(right), right


def test_an_evening_in_ottawa_is_spoken_as_the_day_it_was_there():
    evening = datetime(2026, 12, 2, 2, 30, tzinfo=UTC)  # 21 h 30 on the first of December

    assert Template("{% load house %}{{ at|spoken }}").render(Context({"at": evening})) == "December\u00a01, 2026"
    assert moment(evening, "fr").replace("\u00a0", " ") == "1er décembre 2026, 21 h 30"
    assert Template("{% load house %}{{ on|spoken }}").render(Context({"on": date(2026, 12, 2)})) == (
        "December\u00a02, 2026"
    )
