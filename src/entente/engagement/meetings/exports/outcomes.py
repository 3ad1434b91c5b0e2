"""The register of decisions, and the record of a series as a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Column, Filter, Register, Report

from .. import queries
from ..models import Decision
from ..queries import outcomes
from .cells import day, equal, from_day, key_of, keyed, met, met_name, page_of, to_day

DECISIONS = Register(
    name="decisions",
    title=_("Decisions"),
    question=outcomes.decisions,
    order="-on",
    dated=False,
    columns=(
        Column("on", _("When"), lambda d: day(d.meeting.ends_on), sort="meeting__ends_on"),
        Column(
            "meeting", _("Meeting"), lambda d: d.meeting.title, "meeting__sort_{lang}", lambda d: page_of(d.meeting)
        ),
        Column("meeting_key", _("Key of the meeting"), lambda d: d.meeting.key, shown=False),
        Column("with", _("Body or partner"), lambda d: met_name(d.meeting), url=lambda d: page_of(met(d.meeting))),
        Column("body_key", _("Key of the body"), lambda d: key_of(d.meeting.body), shown=False),
        Column("partner_key", _("Key of the partner"), lambda d: key_of(d.meeting.partner), shown=False),
        Column("series", _("Series"), lambda d: d.meeting.series.title if d.meeting.series else "", shown=False),
        Column("number", _("Number"), lambda d: d.position, sort="position", url=lambda d: d.get_absolute_url()),
        Column("text", _("Decision"), lambda d: d.text),
        Column("text_en", _("Decision in English"), lambda d: d.text_en, shown=False),
        Column("text_fr", _("Decision in French"), lambda d: d.text_fr, shown=False),
        Column("item", _("On the item"), lambda d: d.on_item, shown=False),
        Column("marking", _("Marking"), Decision.get_marking_display, shown=False),
    ),
    filters=(
        Filter("q", _("Words of the decision"), lambda rows, text, ask: outcomes.worded(rows, text), kind="search"),
        Filter("series", _("Series"), equal("meeting__series__key"), keyed(outcomes.series_with_decisions, "title")),
        Filter("body", _("Body"), equal("meeting__body__key"), keyed(queries.bodies)),
        Filter(
            "partner",
            _("Partner"),
            lambda rows, key, ask: outcomes.with_partner(rows, key),
            keyed(queries.partners_met),
        ),
        Filter("from", _("From"), from_day("meeting__ends_on"), kind="date"),
        Filter("to", _("To"), to_day("meeting__starts_on"), kind="date"),
    ),
    empty=_("No decision matches. Decisions are written down on the page of their meeting."),
)


# ── The record of a series ────────────────────────────────────────────────────────────────────────


def record_report(sessions: list[outcomes.Session]) -> Report:
    """The minutes and decisions of a series as a list: a row for each text. Restricted parts are in no file."""
    return Report(
        name="series-record",
        title=_("Minutes and decisions"),
        rows=lambda ask: _lines(sessions),
        columns=(
            Column("on", _("When"), lambda row: day(row["meeting"].ends_on)),
            Column("meeting", _("Meeting"), lambda row: row["meeting"].title),
            Column("meeting_key", _("Key of the meeting"), lambda row: row["meeting"].key),
            Column("what", _("What"), lambda row: row["what"]),
            Column("number", _("Number"), lambda row: row["number"]),
            Column("text_en", _("Text in English"), lambda row: row["text_en"]),
            Column("text_fr", _("Text in French"), lambda row: row["text_fr"]),
        ),
    )


def _lines(sessions: list[outcomes.Session]) -> Iterator[dict[str, Any]]:
    for session in sessions:
        meeting, minutes = session.meeting, session.minutes
        if minutes is not None:
            yield _line(meeting, gettext("minutes"), minutes.version, minutes.text_en, minutes.text_fr)
        for one in session.decisions:
            yield _line(meeting, gettext("decision"), one.position, one.text_en, one.text_fr)
        for born in session.born:
            promise = born.commitment
            yield _line(meeting, gettext("promise"), promise.key, promise.title_en, promise.title_fr)


def _line(meeting: Any, what: str, number: Any, text_en: str, text_fr: str) -> dict[str, Any]:
    return {"meeting": meeting, "what": what, "number": number, "text_en": text_en, "text_fr": text_fr}
