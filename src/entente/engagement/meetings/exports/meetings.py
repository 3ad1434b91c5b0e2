"""The registers of meetings, series and delegates: one declaration each for the page, the exports and the command."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Rank
from entente.kit.table import Column, Filter, Register

from .. import queries
from ..models import Attendance, Delegate, Form, Meeting, Recurrence, State
from .cells import (
    THERE,
    day,
    days_drawn,
    equal,
    from_day,
    key_of,
    keyed,
    listed,
    met,
    met_name,
    name_of,
    ours_only,
    page_of,
    place,
    short,
    to_day,
    under,
    was_there,
)

WAITS = (
    ("decide", _("to be decided whether we go")),
    ("close", _("over, and not said to be held")),
    ("minutes", _("held, and without minutes")),
)
"""By the names of ``queries.WAITS``."""

MEETINGS = Register(
    name="meetings",
    title=_("Meetings"),
    question=queries.meetings,
    order="-starts_on",
    dated=False,
    columns=(
        Column("starts_on", _("When"), lambda m: day(m.starts_on), sort="starts_on", html=days_drawn),
        Column("ends_on", _("To"), lambda m: day(m.ends_on), shown=False),
        Column("title", _("Meeting"), lambda m: m.title, sort="sort_{lang}", url=page_of),
        Column("key", _("Key"), lambda m: m.key, shown=False),
        Column("title_en", _("Title in English"), lambda m: m.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda m: m.title_fr, shown=False),
        Column("number", _("Number of the session"), lambda m: m.number, shown=False),
        Column("with", _("Body or partner"), met_name, sort="with_sort", url=lambda m: page_of(met(m))),
        Column("body_key", _("Key of the body"), lambda m: key_of(m.body), shown=False),
        Column("partner_key", _("Key of the partner"), lambda m: key_of(m.partner), shown=False),
        Column("series", _("Series"), lambda m: m.series.title if m.series else "", shown=False),
        Column("place", _("Where"), place, sort="city_{lang}"),
        Column("starts_at", _("Begins at"), lambda m: m.starts_at, shown=False),
        Column("ends_at", _("Ends at"), lambda m: m.ends_at, shown=False),
        Column("zone", _("Time zone"), lambda m: m.zone, shown=False),
        Column("form", _("Form"), Meeting.get_form_display, shown=False),
        Column("level", _("Level"), Meeting.get_level_display, sort="level_sort"),
        Column("state", _("State"), Meeting.get_state_display, sort="state"),
        Column("attendance", _("Do we go"), Meeting.get_attendance_display, sort="attendance"),
        Column("attendance_reason", _("Why"), lambda m: m.attendance_reason, shown=False),
        Column("cancelled_because", _("Why it was cancelled"), lambda m: m.cancelled_because, shown=False),
        Column(
            "unit",
            _("Office"),
            lambda m: short(m.unit),
            sort="unit_sort",
        ),
        Column("purpose", _("What it is about"), lambda m: m.purpose, shown=False),
        Column("marking", _("Marking"), Meeting.get_marking_display, shown=False),
    ),
    filters=(
        Filter("q", _("Words of the title"), lambda rows, text, ask: queries.called(rows, text), kind="search"),
        Filter("from", _("From"), from_day("ends_on"), kind="date"),
        Filter("to", _("To"), to_day("starts_on"), kind="date"),
        Filter("body", _("Body and what is under it"), under, keyed(queries.bodies)),
        Filter(
            "partner",
            _("Partner"),
            lambda rows, key, ask: queries.with_partner(rows, key),
            keyed(queries.partners_met),
        ),
        Filter("level", _("Level"), equal("level"), listed(Rank.choices)),
        Filter("attendance", _("Do we go"), equal("attendance"), listed(Attendance.choices)),
        Filter("state", _("State"), equal("state"), listed(State.choices)),
        Filter("form", _("Form"), equal("form"), listed(Form.choices)),
        Filter("unit", _("Office of primary interest"), equal("unit__key"), keyed(queries.offices)),
        Filter(
            "undecided",
            _("without a decision whether we go"),
            lambda rows, value, ask: queries.undecided(rows),
            kind="check",
        ),
        Filter(
            "waits",
            _("Waits for you"),
            lambda rows, value, ask: queries.waits_for(rows, value, ask.person, timezone.localdate()),
            listed(WAITS),
        ),
        Filter("home", _("at home"), lambda rows, value, ask: queries.at_home(rows), kind="check"),
    ),
    empty=_("No meeting matches. They are added one by one, from a yearly list, or as the next of a series."),
)

TO_COME = replace(
    MEETINGS,
    name="meetings-to-come",
    title=_("Meetings to come"),
    question=queries.to_come,
    order="starts_on",
    empty=_("No meeting to come matches. Add one, bring in a yearly list, or propose the next of a series."),
)

SERIES = Register(
    name="series",
    title=_("Series of meetings"),
    question=queries.all_series,
    order="title",
    dated=False,
    columns=(
        Column("title", _("Series"), lambda s: s.title, sort="sort_{lang}", url=page_of),
        Column("key", _("Key"), lambda s: s.key, shown=False),
        Column("title_en", _("Title in English"), lambda s: s.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda s: s.title_fr, shown=False),
        Column("with", _("Body or partner"), met_name, sort="with_sort", url=lambda s: page_of(met(s))),
        Column("recurrence", _("Meets"), lambda s: s.get_recurrence_display(), sort="recurrence"),
        Column("unit", _("Office"), lambda s: short(s.unit)),
        Column("marking", _("Marking"), lambda s: s.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Words of the title"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter("recurrence", _("Meets"), equal("recurrence"), listed(Recurrence.choices)),
        Filter("home", _("at home"), lambda rows, value, ask: queries.at_home(rows), kind="check"),
    ),
    empty=_("No series matches. A series holds meetings that follow each other; open one for a body or a partner."),
)

DELEGATES = Register(
    name="delegates",
    title=_("Delegates"),
    question=queries.delegates,
    order="-starts_on",
    dated=False,
    columns=(
        Column("starts_on", _("When"), lambda d: day(d.meeting.starts_on), sort="meeting__starts_on"),
        Column(
            "meeting", _("Meeting"), lambda d: d.meeting.title, "meeting__sort_{lang}", lambda d: page_of(d.meeting)
        ),
        Column("meeting_key", _("Key of the meeting"), lambda d: d.meeting.key, shown=False),
        Column(
            "delegation",
            _("Delegation of"),
            lambda d: d.partner.name if d.partner else _("our delegation"),
            sort="delegation_sort",
            url=lambda d: page_of(d.partner),
        ),
        Column("partner_key", _("Key of the partner"), lambda d: key_of(d.partner), shown=False),
        Column("who", _("Who"), lambda d: str(d.person) if d.person else d.office, sort="who_sort"),
        Column("office", _("Office held"), lambda d: d.office if d.person else "", shown=False),
        Column("unit", _("Office"), lambda d: name_of(d.unit), shown=False),
        Column("rank", _("Rank"), Delegate.get_rank_display, sort="rank_sort"),
        Column("part", _("Part"), Delegate.get_part_display, sort="part"),
        Column("attended", _("Was there"), lambda d: d.attended, sort="there_sort"),
    ),
    filters=(
        Filter("meeting", _("Key of the meeting"), equal("meeting__key"), kind="search"),
        Filter("q", _("Words of the name or office"), lambda rows, text, ask: queries.who(rows, text), kind="search"),
        Filter("from", _("From"), from_day("meeting__ends_on"), kind="date"),
        Filter("to", _("To"), to_day("meeting__starts_on"), kind="date"),
        Filter("partner", _("Delegation of"), equal("partner__key"), keyed(queries.with_delegates)),
        Filter("rank", _("Rank"), equal("rank"), listed(Rank.choices)),
        Filter("part", _("Part"), equal("part"), listed(Delegate.PARTS)),
        Filter("there", _("Attendance"), was_there, listed(THERE)),
        Filter("ours", _("ours only"), ours_only, kind="check"),
    ),
    empty=_("No delegate matches. Delegations are named on the page of a meeting, or brought in from a spreadsheet."),
)

REGISTERS = (TO_COME, MEETINGS, SERIES, DELEGATES)
