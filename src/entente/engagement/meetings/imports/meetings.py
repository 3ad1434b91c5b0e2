"""The yearly list of sessions as a spreadsheet: one row is one meeting."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people.roles import Marking, Rank
from entente.kit.bilingual import fold

from .. import queries, rules
from ..models import Form, Meeting
from . import sheets
from .sheets import Heading, Judged, Table

FILE = "meetings"
NAMES = ("key", "name_en", "name_fr", "acronym_en", "acronym_fr")


def headings(person: Any) -> list[Heading]:
    """The columns of the list, for what this person may see. Five queries, asked as cells need them."""
    bodies = sheets.book_of(forums.choices(person), *NAMES)
    known = sheets.book_of(partners.choices(person), *NAMES)
    series = sheets.book_of(queries.choices_of_series(person), "key", "title_en", "title_fr")
    units = sheets.book_of(forums.units(), *NAMES)
    lands = sheets.book_of(queries.countries(), "code", "alpha3", "name_en", "name_fr")
    nobody = _("No body has this key, name or acronym.")
    no_partner = _("No partner has this key, name or acronym.")
    return [
        Heading("title_en", _field("title_en"), gettext_lazy("Needed."), sheets.words(200), needed=True),
        Heading("title_fr", _field("title_fr"), gettext_lazy("The title in French."), sheets.words(200)),
        Heading(
            "body",
            _field("body"),
            gettext_lazy("The body that meets: its key, name or acronym. A row needs a body or a partner."),
            sheets.record(bodies, nobody),
        ),
        Heading(
            "partner",
            _field("partner"),
            gettext_lazy("The partner we meet: key, name or acronym."),
            sheets.record(known, no_partner),
        ),
        Heading(
            "series",
            _field("series"),
            gettext_lazy("The series it belongs to: its key or title."),
            sheets.record(series, _("No series has this key or title.")),
        ),
        Heading("number", _field("number"), gettext_lazy("The number of the session."), sheets.words(20)),
        Heading("starts_on", _field("starts_on"), gettext_lazy("2026-11-22. Needed."), sheets.day, needed=True),
        Heading("ends_on", _field("ends_on"), gettext_lazy("Empty means the same day."), sheets.day),
        Heading(
            "starts_at", _field("starts_at"), gettext_lazy("14:30, local time; for a meeting of one day."), sheets.hour
        ),
        Heading("ends_at", _field("ends_at"), gettext_lazy("17:00, local time."), sheets.hour),
        Heading("zone", _field("zone"), gettext_lazy("Europe/Brussels. Empty means Ottawa’s."), sheets.words(40)),
        Heading("city_en", _field("city_en"), gettext_lazy("The city in English."), sheets.words(100)),
        Heading("city_fr", _field("city_fr"), gettext_lazy("The city in French."), sheets.words(100)),
        Heading(
            "country",
            _field("country"),
            gettext_lazy("The country: its code or its name in either language."),
            sheets.record(lands, _("No country has this code or name.")),
        ),
        Heading(
            "form",
            _field("form"),
            gettext_lazy("Empty means in person."),
            sheets.one_of(Form.choices, Form.IN_PERSON),
            choices=tuple(Form.choices),
        ),
        Heading(
            "level",
            _field("level"),
            gettext_lazy("At which people meet there. Empty means experts."),
            sheets.one_of(Rank.choices, Rank.EXPERT),
            choices=tuple(Rank.choices),
        ),
        Heading(
            "host",
            _field("host"),
            gettext_lazy("The partner that receives it: key, name or acronym."),
            sheets.record(known, no_partner),
        ),
        Heading(
            "unit",
            _field("unit"),
            gettext_lazy("The office of primary interest: its key, name or acronym."),
            sheets.record(units, _("No office has this key, name or acronym.")),
        ),
        Heading(
            "purpose_en", _field("purpose_en"), gettext_lazy("What it is about, in English."), sheets.words(20_000)
        ),
        Heading("purpose_fr", _field("purpose_fr"), gettext_lazy("The same in French."), sheets.words(20_000)),
        Heading(
            "marking",
            _field("marking"),
            gettext_lazy("Empty means unclassified."),
            sheets.one_of(Marking.choices, Marking.UNCLASSIFIED),
            choices=tuple(Marking.choices),
        ),
    ]


@cache
def _field(name: str) -> Any:
    return Meeting._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def judge(table: Table, columns: list[Heading], *, person: Any) -> Judged:
    """Judge every cell of every row, what rules say of it, and whether the catalogue has it already."""
    seen = {_same(one) for one in queries.choices(person).only("title_en", "starts_on", "body_id", "partner_id")}

    def ruled(values: dict[str, Any]) -> Iterator[ValidationError | None]:
        values["ends_on"] = values["ends_on"] or values["starts_on"]
        values["zone"] = values["zone"] or "America/Toronto"
        meeting = Meeting(**values)
        yield rules.held_with_somebody(meeting)
        yield rules.days_in_order(meeting)
        yield rules.hours_of_one_day(meeting)
        yield rules.within_own_clearance(meeting, person)
        if _same(meeting) in seen:
            said = _("The catalogue, or a row above, has this meeting already: same title, same first day, same table.")
            yield ValidationError({"title_en": said})
        seen.add(_same(meeting))

    return sheets.judge(table, columns, ruled, FILE)


def _same(meeting: Meeting) -> tuple[Any, ...]:
    """What makes two rows one meeting: a list sent twice must not fill the catalogue twice."""
    return fold(meeting.title_en), meeting.starts_on, meeting.body_id, meeting.partner_id
