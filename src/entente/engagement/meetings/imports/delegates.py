"""The delegations to a meeting as a spreadsheet: one row is one delegate."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people.roles import Rank

from .. import queries, rules
from ..models import Delegate, Meeting
from . import sheets
from .meetings import NAMES
from .sheets import Heading, Judged, Table

FILE = "delegates"


def headings(person: Any) -> list[Heading]:
    """The columns of the list, for what this person may see. Three queries."""
    known = sheets.book_of(partners.choices(person), *NAMES)
    people = sheets.book_of(queries.colleagues(), "username", "email")
    units = sheets.book_of(forums.units(), *NAMES)
    return [
        Heading(
            "partner",
            _field("partner"),
            gettext_lazy("Whose delegation: the partner’s key, name or acronym. Empty means ours."),
            sheets.record(known, _("No partner has this key, name or acronym. Countries are partners too.")),
        ),
        Heading(
            "person",
            _field("person"),
            gettext_lazy("For ours: the account name or the address of a colleague."),
            sheets.record(people, _("No open account has this name or address.")),
        ),
        Heading("office_en", _field("office_en"), gettext_lazy("The office held, in English."), sheets.words(200)),
        Heading("office_fr", _field("office_fr"), gettext_lazy("The office held, in French."), sheets.words(200)),
        Heading(
            "rank",
            _field("rank"),
            gettext_lazy("Empty means that of the person now, or expert."),
            sheets.one_of(Rank.choices, ""),
            choices=tuple(Rank.choices),
        ),
        Heading(
            "unit",
            _field("unit"),
            gettext_lazy("For ours: the office, by key, name or acronym. Empty means that of the person now."),
            sheets.record(units, _("No office has this key, name or acronym.")),
        ),
        Heading(
            "part",
            _field("part"),
            gettext_lazy("Empty means member."),
            sheets.one_of(Delegate.PARTS, "member"),
            choices=tuple(Delegate.PARTS),
        ),
    ]


@cache
def _field(name: str) -> Any:
    return Delegate._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def judge(table: Table, columns: list[Heading], meeting: Meeting, *, person: Any) -> Judged:
    """Judge every cell of every row and what rules say of it beside those already named and the rows above."""
    named = list(queries.of_meeting(person, meeting))

    def ruled(values: dict[str, Any]) -> Iterator[ValidationError | None]:
        values["rank"] = values["rank"] or (values["person"].rank if values["person"] else Rank.EXPERT)
        delegate = Delegate(meeting=meeting, **values)
        heads = [one for one in named if one.part == "head" and one.partner_id == delegate.partner_id]
        same = [one for one in named if one.person_id and one.person_id == delegate.person_id]
        yield rules.own_people_in_own_delegation(delegate)
        yield rules.one_head(delegate, heads)
        yield rules.once_in_the_delegation(delegate, same)
        yield rules.not_cancelled(meeting)
        named.append(delegate)

    return sheets.judge(table, columns, ruled, FILE)
