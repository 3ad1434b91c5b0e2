"""Random walks of a trip report by random people: whatever they try, in whatever order, some things never happen.

No path loses a comment, a reason or an earlier version; what was protected never comes out in the public part; what
was handed in first is what compliance counts.
"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.travel import actions, queries
from entente.engagement.travel.actions import reports as following
from entente.engagement.travel.models import PAIRS, Report, ReportState, Trip
from entente.engagement.travel.search.reports import public_entry, published
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import reporting

PROTECTED = [f"{name}_{lang}" for name in PAIRS if name != "public" for lang in ("en", "fr")]
SECRET = "protected word"

WRITERS = st.sampled_from(["delegate", "delegate", "second", "planner", "desk", "vice_president"])
JUDGES = st.sampled_from(["vice_president", "vice_president", "president", "general", "delegate", "planner"])
WORDS = st.sampled_from(["", " ", "said"])
FIELDS = st.sampled_from([*PROTECTED, "attend_next_reason", "public_none", "public_en", "public_fr"])

STEPS = st.one_of(
    st.tuples(st.just("fill"), WRITERS, st.just("")),
    st.tuples(st.just("write"), WRITERS, st.tuples(FIELDS, st.sampled_from(["", "new", "newer"]))),
    st.tuples(st.just("write_late"), WRITERS, st.tuples(FIELDS, st.sampled_from(["", "older"]))),
    st.tuples(st.just("hand_in"), WRITERS, WORDS),
    st.tuples(st.just("hand_in"), WRITERS, WORDS),
    st.tuples(st.sampled_from(["send_back", "accept", "accept"]), JUDGES, WORDS),
    st.tuples(st.just("remark"), st.one_of(WRITERS, JUDGES), WORDS),
    st.tuples(st.just("world"), st.just("planner"), st.sampled_from(["stays_at_home", "travels"])),
)


class Walk:
    """A report on its way, with what must hold of it after every step."""

    def __init__(self, people, report):
        self.people, self.report, self.said = people, report, 0

    def take(self, verb, who, what):
        if verb == "world":
            self.turn(what)
            return
        by, report, before, was = getattr(self.people, who), self.report, self.kept(), self.working()
        calls = {
            "fill": lambda: self.written(by, **self.full()),
            "write": lambda: self.written(by, **{what[0]: self.marked(*what)}),
            "write_late": lambda: actions.save_report(
                report, by=by, revision=report.revision - 1, **{what[0]: self.marked(*what)}
            ),
            "hand_in": lambda: actions.hand_in(report, by=by, reason=what),
            "send_back": lambda: actions.send_back(report, by=by, reason=what),
            "accept": lambda: actions.accept(report, by=by, remark=what),
            "remark": lambda: actions.remark(report, by=by, text=what),
        }
        try:
            with transaction.atomic():
                calls[verb]()
        except (ValidationError, PermissionDenied):
            report.refresh_from_db()
            assert (self.kept(), self.working()) == (before, was), "a refused step leaves nothing behind"
            return
        report.refresh_from_db()
        self.nothing_is_lost(before, self.kept())
        assert verb != "write_late" or self.working() == was, "nobody saves over what was not seen"
        if verb == "send_back":
            assert report.remarks.filter(move="send_back").last().text == what.strip() != ""
        self.nothing_protected_is_public()

    def written(self, by, **told):
        return actions.save_report(self.report, by=by, revision=self.report.revision, **told)

    def full(self):
        """A report that lacks nothing; whatever is protected in it can be told from what is public."""
        told = reporting.TOLD | dict.fromkeys(PROTECTED, SECRET)
        return told | {"attend_next_reason": SECRET, "public_none": ""}

    def marked(self, name, text):
        self.said += 1
        word = "public word" if name in ("public_en", "public_fr") else SECRET
        return text and f"{word} {text} {self.said}"

    def turn(self, what):
        """The world changes: the delegation stays at home, or travels after all."""
        before = self.kept()
        trips = Trip.objects.filter(report=self.report)
        trips.update(state="cancelled" if what == "stays_at_home" else "authorised")
        following.settle(self.report, by=self.people.planner)
        self.report.refresh_from_db()
        self.nothing_is_lost(before, self.kept())

    def working(self):
        return self.report.telling() | {"state": self.report.state, "revision": self.report.revision}

    def kept(self):
        """What must stay for good: versions with their reasons, remarks, the trail, the first handing in."""
        report = Report.objects.get(pk=self.report.pk)
        versions = queries.reports.versions(report)
        return {
            "versions": {one.number: (one.telling(), one.reason, one.by_id, one.at) for one in versions},
            "remarks": {one.pk: (one.text, one.move, one.version, one.by_id, one.at) for one in report.remarks.all()},
            "trail": list(
                Entry.objects.filter(subject=f"travel.report:{report.key}")
                .order_by("id")
                .values_list("verb", "reason", "actor")
            ),
            "first": (report.submitted_at, report.submitted_on),
        }

    def nothing_is_lost(self, before, now):
        for name in ("versions", "remarks"):
            assert before[name].items() <= now[name].items(), f"no earlier entry of {name} is lost or changed"
        assert now["trail"][: len(before["trail"])] == before["trail"]
        assert before["first"] == (None, None) or before["first"] == now["first"], "the first time counts"
        assert list(now["versions"]) == list(range(len(now["versions"]), 0, -1)), "numbered without a gap"
        later = [reason for number, (_told, reason, _by, _at) in now["versions"].items() if number > 1]
        assert self.report.accepted_version or not any(later), "before acceptance nothing is a correction"

    def nothing_protected_is_public(self):
        report = self.report
        shown = queries.reports.public_version(self.people.other_planner, report.key)
        assert (shown is not None) is bool(self.accepted_public())
        for version in published():
            entry = public_entry(version)
            assert SECRET not in f"{entry.text_en} {entry.text_fr} {entry.more} {entry.title_en} {entry.title_fr}"
        if shown is not None:
            assert shown.number == report.accepted_version, "what is public was accepted"
            assert SECRET not in shown.public_en + shown.public_fr

    def accepted_public(self):
        found = self.report.versions.filter(number=self.report.accepted_version).first()
        return found and (found.public_en or found.public_fr)


class Undo(Exception):
    """Leaves the block without keeping what the walk did."""


@pytest.fixture
def made(people):
    return people, reporting.owed(people)


@given(st.lists(STEPS, min_size=4, max_size=14))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_loses_a_comment_a_reason_or_a_version_and_nothing_protected_comes_out(made, walk):
    people, report = made
    try:
        with transaction.atomic():
            way = Walk(people, Report.objects.get(pk=report.pk))
            for step in walk:
                way.take(*step)
            raise Undo
    except Undo:
        pass


LONG = (
    ("write", "second", ("summary_en", "new")),
    ("hand_in", "delegate", ""),  # refused: not told in full
    ("fill", "delegate", ""),
    ("hand_in", "delegate", ""),
    ("remark", "desk", "said"),
    ("send_back", "vice_president", "said"),
    ("write", "delegate", ("value_en", "newer")),
    ("hand_in", "planner", ""),
    ("accept", "vice_president", "said"),
    ("hand_in", "delegate", "said"),  # refused: nothing differs
    ("write", "delegate", ("public_en", "newer")),
    ("hand_in", "delegate", ""),  # refused: no reason
    ("hand_in", "delegate", "said"),
    ("write_late", "second", ("summary_en", "older")),  # refused: it waits
    ("send_back", "vice_president", "said"),
    ("write", "delegate", ("public_fr", "new")),
    ("hand_in", "delegate", "said"),
    ("accept", "vice_president", ""),
)


def test_the_long_way_through_a_return_and_a_correction_keeps_every_version_and_word(made):
    people, report = made
    way = Walk(people, Report.objects.get(pk=report.pk))

    for step in LONG:
        way.take(*step)

    assert way.report.state == ReportState.ACCEPTED
    assert (way.report.accepted_version, way.report.versions.count()) == (4, 4)
    assert list(way.report.remarks.order_by("id").values_list("move", flat=True)) == [
        *("", "send_back", "accept", "send_back"),
    ]
    assert queries.reports.public_version(people.other_planner, report.key).number == 4


def test_a_walk_notices_when_something_protected_is_published(made):
    people, report = made
    way = Walk(people, Report.objects.get(pk=report.pk))
    for step in LONG[2:4]:
        way.take(*step)
    way.report.versions.update(public_en=SECRET)

    with pytest.raises(AssertionError):
        way.take("accept", "vice_president", "")
