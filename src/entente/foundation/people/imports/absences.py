"""A spreadsheet of absences: read as it comes, judged cell by cell, recorded all or none.

An absence the record has already is left as it is, so that the same sheet may be sent again. Words of either language
stand for codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.kit import upload
from entente.kit.bilingual import LANGUAGES, fold
from entente.kit.days import in_our_time
from entente.kit.sheet import FIRST_DATA_ROW, CellError, Sheet
from entente.kit.upload import Table

from .. import queries, rules
from ..models import Absence, Person

OWN = Sheet(
    file="absences",
    model=Absence,
    columns=("person", "starts_on", "ends_on", "kind"),
    identity=("person", "starts_on", "ends_on"),
)
HELP: dict[str, Any] = {
    "person": gettext_lazy("The account or the e-mail address of the person. Needed."),
    "starts_on": gettext_lazy("The first day away, as 2026-11-27. Needed."),
    "ends_on": gettext_lazy("The last day away, as 2026-11-27; the same day for one day. Needed."),
    "kind": gettext_lazy("Empty means leave."),
}
Period = tuple[int, date, date]


@dataclass(slots=True)
class Judged:
    """What a sheet holds: absences to record, those the record has already, and every bad cell.

    ``table`` is the sheet as it came, so that nothing a person typed is lost. Each absence stands with its row.
    """

    table: Table
    rows: list[tuple[int, Absence]] = field(default_factory=list)
    kept: list[tuple[int, Absence]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def opened(name: str, content: bytes) -> Table:
    """The rows of an uploaded file by column. Raises ``ValidationError`` for a file that cannot be read."""
    return upload.opened(name, content, OWN)


def judge(table: Table) -> Judged:
    """Judge every cell of every row. Raises nothing; two queries, however many rows."""
    judged, people, kinds = Judged(table), _people(), _kinds()
    there = set(queries.recorded_absences().values_list("person_id", "starts_on", "ends_on"))
    seen: dict[Period, int] = {}
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        if not any(cells.values()):
            continue
        absence, errors = _read(number, cells, people, kinds)
        if not errors:
            period = (absence.person_id, absence.starts_on, absence.ends_on)
            if period in seen:
                said = _("Row %(row)s says the same.") % {"row": seen[period]}
                errors.append(CellError(OWN.file, number, "person", cells["person"], said))
            elif period in there:
                judged.kept.append((number, absence))
            else:
                judged.rows.append((number, absence))
            seen.setdefault(period, number)
        judged.errors += errors
    return judged


def _read(
    number: int, cells: Mapping[str, str], people: Mapping[str, Person], kinds: Mapping[str, str]
) -> tuple[Absence, list[CellError]]:
    """One row as an absence, and what is wrong with it."""
    said = {column: cells.get(column, "").strip() for column in OWN.columns}
    errors: list[CellError] = []

    def wrong(column: str, message: Any) -> None:
        errors.append(CellError(OWN.file, number, column, said[column], message))

    person = people.get(fold(said["person"]))
    if person is None:
        wrong("person", _("Nobody has this account or e-mail address.") if said["person"] else _("Fill in this cell."))
    kind = kinds.get(fold(said["kind"] or "leave"), "")
    if not kind:
        known = ", ".join(code for code, _label in Absence.KINDS)
        wrong(
            "kind", _("“%(value)s” is not known here. Use one of: %(known)s.") % {"value": said["kind"], "known": known}
        )
    days = {column: _day(said[column]) for column in ("starts_on", "ends_on")}
    for column, day in days.items():
        if day is None:
            wrong(column, _("Write the day as 2026-11-27.") if said[column] else _("Fill in this cell."))
    first, last = days["starts_on"], days["ends_on"]
    if first and last and last < first:
        wrong("ends_on", _("The end cannot come before the beginning."))
    absence = Absence(person=person, starts_on=first or date.min, ends_on=last or date.min, kind=kind)
    if not errors and (problem := rules.not_too_long(absence)):
        wrong("ends_on", " ".join(problem.messages))
    return absence, errors


def _day(text: str) -> date | None:
    """A full ISO day of our time, or nothing."""
    try:
        day = date.fromisoformat(text)
        in_our_time(day)
    except (ValueError, ValidationError):
        return None
    return day


def _people() -> dict[str, Person]:
    """Everybody with an open account, by account and by e-mail address, folded. One query."""
    found: dict[str, Person] = {}
    for one in queries.open_accounts():
        found |= {fold(said): one for said in (one.username, one.email) if said}
    return found


def _kinds() -> dict[str, str]:
    """Codes and words of either language, folded, to codes."""
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        with override(lang):
            found |= {fold(str(said)): code for code, label in Absence.KINDS for said in (code, label)}
    return found


def columns() -> list[dict[str, Any]]:
    """What each column takes: its heading, what to write, the words it knows, whether it is needed."""
    words = {"kind": Absence.KINDS}
    return [
        {"name": column, "help": HELP[column], "words": words.get(column, []), "needed": column in OWN.identity}
        for column in OWN.columns
    ]


def template() -> bytes:
    """An empty workbook with the headings, and a second sheet that says what each column takes."""
    return upload.template(OWN, columns())


def with_errors(judged: Judged) -> str:
    """The rows that are wrong, as they came, with a last column that says why. A CSV text."""
    return upload.with_errors(OWN, judged.table, judged.errors)
