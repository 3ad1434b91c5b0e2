"""An officer's own spreadsheet of agreements: read as it comes, judged cell by cell, entered all or none.

Headings and codes may be written as codes or as the words of either language; partners by key, name or
acronym.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners.models import Partner, Subject
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.kit import sheet as sheets
from entente.kit import upload
from entente.kit.bilingual import LANGUAGES, fold, heading_key
from entente.kit.export import disarm
from entente.kit.sheet import FIRST_DATA_ROW, CellError, Directory, Row, Sheet

from .. import models, policy, rules
from ..models import Agreement, Kind, Status

OWN = Sheet(
    file="agreements",
    model=Agreement,
    columns=(
        "title_en", "title_fr", "kind", "binding", "subjects", "status", "requested_on", "signed_on", "in_force_on",
        "expires_on", "ended_on", "treaty_id", "authority_en", "authority_fr", "administered_for", "owner", "marking",
        "summary_en", "summary_fr", "as_of",
    ),
    identity=("title_en",),
    codes={"subjects": Subject},
)  # fmt: skip
PARTIES = "parties"
COLUMNS = ("title_en", "title_fr", "kind", PARTIES, *OWN.columns[3:])
"""The columns a sheet may have, in the order of the empty one. Only the first three and the parties are
needed.
"""
NEEDED = ("title_en", "kind")
HELP: dict[str, Any] = {
    "title_en": gettext_lazy("The title in English. Needed."),
    "title_fr": gettext_lazy("The title in French. Needed from signature on."),
    "kind": gettext_lazy("The type: its code, or its name in either language. Needed."),
    PARTIES: gettext_lazy("The other side: keys, names or acronyms of partners, with a bar between: mx|us-cbp."),
    "binding": gettext_lazy("yes or no; empty while nobody has decided."),
    "subjects": gettext_lazy("goods, people, security, with a bar between."),
    "status": gettext_lazy("Empty means proposed. From “signed” on, the dates and a party are needed."),
    "requested_on": gettext_lazy("2008, 2008-05 or 2008-05-31."),
    "signed_on": gettext_lazy("2008, 2008-05 or 2008-05-31."),
    "in_force_on": gettext_lazy("Not the same as the signature; needed for what is in force."),
    "expires_on": gettext_lazy("The day on which it stops by its own terms, where it has one."),
    "ended_on": gettext_lazy("Needed for what has ended."),
    "treaty_id": gettext_lazy("The identifier in the treaty register."),
    "authority_en": gettext_lazy("On what legal authority, in English."),
    "authority_fr": gettext_lazy("On what legal authority, in French."),
    "administered_for": gettext_lazy("The key of the department it is administered for."),
    "owner": gettext_lazy("The key of the office of primary interest."),
    "marking": gettext_lazy("Empty means unclassified."),
    "summary_en": gettext_lazy("One or two sentences, in English."),
    "summary_fr": gettext_lazy("The same in French."),
    "as_of": gettext_lazy("The day your sheet speaks for. Empty means today."),
}
MOST_ROWS = 5_000
CHOICES: dict[str, Any] = {"kind": Kind, "status": Status, "marking": Marking, "subjects": Subject}
Table = list[dict[str, str]]


@dataclass(slots=True)
class Judged:
    """What a sheet holds: rows to enter with their parties, and every bad cell. ``table`` is the sheet as it
    came.
    """

    table: Table
    rows: list[tuple[Row, list[Partner]]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def given(self) -> list[tuple[dict[str, Any], list[Partner]]]:
        """The rows as ``actions.import_rows`` takes them."""
        return [(row.values, parties) for row, parties in self.rows]


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────


def opened(name: str, content: bytes) -> Table:
    """The rows of an uploaded file by column. Raises ``ValidationError`` for a file that cannot be read."""
    lines = upload.lines(name, content)
    heading = _heading(lines[0] if lines else [])
    table = [dict(zip(heading, map(str.strip, line), strict=False)) for line in lines[1:]]
    if not any(any(cells.values()) for cells in table):
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    if len(table) > MOST_ROWS:
        raise ValidationError(_("The sheet has more than 5,000 rows. Send it in parts."), code="long")
    return table


def _heading(names: Iterable[str]) -> list[str]:
    """The columns the headings mean. Raises ``ValidationError`` with every heading that is not known or
    missing.
    """
    known = _words_for({column: _label(column) for column in COLUMNS})
    heading = [known.get(heading_key(name), name.strip()) for name in names]
    wrong = [
        _("The column “%(name)s” is not known.") % {"name": name} for name in heading if name and name not in COLUMNS
    ]
    wrong += [_("The column “%(name)s” is missing.") % {"name": name} for name in NEEDED if name not in heading]
    wrong += [
        _("The column “%(name)s” stands twice.") % {"name": name}
        for name in sorted({one for one in heading if one and heading.count(one) > 1})
    ]
    if wrong:
        raise ValidationError([ValidationError(text, code="heading") for text in wrong])
    return heading


def _label(column: str) -> Any:
    return gettext_lazy("parties") if column == PARTIES else OWN.fields[column].verbose_name


def _words_for(labels: Mapping[str, Any]) -> dict[str, str]:
    """Codes by themselves and by their words in both languages, folded."""
    found = {fold(code): code for code in labels}
    for lang in LANGUAGES:
        with override(lang):
            found |= {fold(str(label)): code for code, label in labels.items()}
    return found


# ── Judging ───────────────────────────────────────────────────────────────────────────────────────


def judge(table: Table, *, person: Any) -> Judged:
    """Judge every cell of every row. Raises nothing; five queries, however many rows."""
    judged, known = Judged(table), _learn(person)
    understood = [_understood(cells, known) for cells in table]
    reading = OWN.read(understood, known.directory)
    judged.errors += reading.errors
    named: dict[int, list[Partner]] = {}
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        if any(cells.values()):
            named[number], wrong = _parties(number, cells, known)
            judged.errors += [*wrong, *_doubled(number, understood[number - FIRST_DATA_ROW], known)]
    bad = {error.row for error in judged.errors}
    for row in reading.rows:
        if row.number not in bad:
            judged.errors += _ruled(row, named[row.number], known, person)
            judged.rows.append((row, named[row.number]))
    judged.errors.sort(key=lambda error: error.row)
    return judged


@dataclass(slots=True)
class _Known:
    """What the cells of a sheet may mean, point at or collide with."""

    directory: Directory
    codes: dict[str, dict[str, str]]
    partners: dict[str, list[Partner]]
    abroad: set[int]
    titles: dict[str, str]


def _learn(person: Any) -> _Known:
    directory = Directory()
    directory.learn(Unit, ["key"])
    found: dict[str, list[Partner]] = {}
    for one in partners_policy.visible_to(person).order_by("id"):
        directory.add(Partner, (one.key,), one.pk)
        said = (one.key, one.name_en, one.name_fr, one.acronym_en, one.acronym_fr)
        for word in {fold(text) for text in said if text}:
            found.setdefault(word, []).append(one)
    titles = dict(policy.visible_to(person).order_by("id").values_list("sort_en", "key"))
    codes = {column: _words_for(dict(vocabulary.choices)) for column, vocabulary in CHOICES.items()}
    abroad = set(partners_policy.visible_to(person).filter(models.abroad("")).values_list("pk", flat=True))
    return _Known(directory, codes, found, abroad, titles)


def _understood(cells: Mapping[str, str], known: _Known) -> dict[str, str]:
    """The cells with words for codes put into codes; what is not understood stays and is judged as it is."""
    said = {column: cells.get(column, "") for column in OWN.columns}
    if not any(cells.values()):
        return said
    for column, codes in known.codes.items():
        parts = [part.strip() for part in said[column].split("|")] if column == "subjects" else [said[column]]
        said[column] = "|".join(codes.get(fold(part), part) for part in parts)
    said["binding"] = said["binding"].casefold()
    today = timezone.localdate().isoformat()
    empty = {"status": Status.PROPOSED.value, "marking": Marking.UNCLASSIFIED.value, "as_of": today}
    return said | {column: value for column, value in empty.items() if not said[column]}


def _doubled(number: int, cells: Mapping[str, str], known: _Known) -> Iterator[CellError]:
    """A sheet sent twice must not fill the register twice."""
    title = cells["title_en"]
    if key := known.titles.get(fold(title)[:120]):
        said = _("The register has an instrument of this title already (%(key)s).") % {"key": key}
        yield CellError(OWN.file, number, "title_en", title, said)


def _parties(number: int, cells: Mapping[str, str], known: _Known) -> tuple[list[Partner], list[CellError]]:
    """The partners a cell names, and what is wrong with it: a word nobody has, or one that several have."""
    parties, wrong = [], []
    for word in [part.strip() for part in cells.get(PARTIES, "").split("|") if part.strip()]:
        found = known.partners.get(fold(word), [])
        exact = [one for one in found if one.key == word] or found
        if len(exact) == 1:
            parties += [one for one in exact if one not in parties]
        elif exact:
            keys = ", ".join(one.key for one in exact)
            said = _("Several partners are called so. Write one of the keys: %(keys)s.") % {"keys": keys}
            wrong.append(CellError(OWN.file, number, PARTIES, word, said))
        else:
            said = _("No partner has this key, name or acronym.")
            wrong.append(CellError(OWN.file, number, PARTIES, word, said))
    return parties, wrong


def _ruled(row: Row, parties: list[Partner], known: _Known, person: Any) -> Iterator[CellError]:
    """What the rules have against a row as it would be entered."""
    agreement = Agreement(**row.values)
    named = any(one.pk in known.abroad for one in parties)
    for rule in rules.REQUIRED.get(agreement.status, ()):
        asked = {"named": named} if rule is rules.foreign_party_named else {}
        if problem := rule(agreement, **asked):
            yield CellError(OWN.file, row.number, rules.FIELDS.get(problem.code or "", ""), "", problem.messages[0])
    days = ("requested_on", "signed_on", "in_force_on", "ended_on")
    for problem in rules.days_have_come(agreement, days, today=timezone.localdate()):
        yield CellError(OWN.file, row.number, "", "", problem.messages[0])
    if above := rules.marking_within_clearance(agreement, by=person):
        yield CellError(OWN.file, row.number, "marking", agreement.marking, above.messages[0])


# ── Giving back ───────────────────────────────────────────────────────────────────────────────────


def blank() -> str:
    """An empty sheet as CSV text: the headings alone."""
    return sheets.as_csv(COLUMNS, [])


def with_errors(judged: Judged) -> str:
    """The sheet as it came, as CSV text, with a last column that says what is wrong in each row."""
    wrong: dict[int, list[str]] = {}
    for error in judged.errors:
        wrong.setdefault(error.row, []).append(
            f"{error.column}: {error.message}" if error.column else str(error.message)
        )
    last = _("What is wrong")
    columns = [column for column in COLUMNS if any(column in cells for cells in judged.table)]
    rows = [
        {column: disarm(cells.get(column, "")) for column in columns} | {last: " ".join(wrong.get(number, []))}
        for number, cells in enumerate(judged.table, start=FIRST_DATA_ROW)
    ]
    return sheets.as_csv([*columns, last], rows)
