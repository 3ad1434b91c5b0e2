"""Automatic and bulk exchanges as a spreadsheet: every bad cell named, judged like every other exchange.

One row is one element of one exchange; rows with the same reference, partner, instrument and instant are one exchange.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.engagement.agreements import policy as agreements
from entente.engagement.agreements.models import Agreement, Element, Purpose
from entente.engagement.partners.models import Partner
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking
from entente.kit import upload
from entente.kit.bilingual import LANGUAGES, fold, heading_key
from entente.kit.sheet import FIRST_DATA_ROW, CellError

from . import queries, rules
from .models import Exchange, Flow, Kind, Line, Way
from .policy import head_behind_sheet

COLUMNS = ("partner", "agreement", "at", "flow", "purpose", "element", "count", "reference", "marking")
NEEDED = COLUMNS[:8]
LONGEST_COUNT = 10  # digits no longer fit
LONGEST_REFERENCE = 100
LABELS: dict[str, Any] = {
    "partner": gettext_lazy("Partner"),
    "agreement": gettext_lazy("Instrument"),
    "at": gettext_lazy("Day and time"),
    "flow": gettext_lazy("Direction"),
    "purpose": gettext_lazy("Purpose"),
    "element": gettext_lazy("Element"),
    "count": gettext_lazy("Number of records"),
    "reference": gettext_lazy("The partner’s reference"),
    "marking": gettext_lazy("Marking"),
}
"""What the columns are called; the codes are understood too."""
HELP: dict[str, Any] = {
    "partner": gettext_lazy("The key of the partner, as its address shows it: mx."),
    "agreement": gettext_lazy("The key of the instrument: cmaa-mexico."),
    "at": gettext_lazy("When it was exchanged, as 2026-11-27 02:40, in the agency’s time."),
    "flow": gettext_lazy("Which way it went: the code, or the word in either language."),
    "purpose": gettext_lazy("What for: the code, or the word in either language."),
    "element": gettext_lazy("What was exchanged, one a row: the code, or the word in either language."),
    "count": gettext_lazy("How many records, in figures."),
    "reference": gettext_lazy("Rows with one reference, partner, instrument, day and time are one exchange."),
    "marking": gettext_lazy("Empty means Protected A."),
}
FILE = "exchanges"
"""How a bad cell names its sheet."""


@dataclass(slots=True)
class Judged:
    """What a sheet holds: exchanges as values, in the order they came, each with its first row, and every bad cell."""

    given: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def judge(table: list[dict[str, str]], *, person: Any) -> Judged:
    """Every cell of a sheet that was opened, then every exchange by ``may_release`` and what its action asks."""
    known = _known(table, person)
    found = Judged()
    groups: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = {}
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        if not any(cells.values()):
            continue
        values = _values(number, cells, known, found.errors)
        if values is None:
            continue
        identity = tuple(values[one] for one in ("partner", "agreement", "at", "flow", "purpose", "reference"))
        _row, gathered = groups.setdefault(identity, (number, {**values, "elements": {}}))
        if values["marking"] != gathered["marking"]:
            said = _("Another row of this exchange is marked %(marking)s: one exchange has one marking.")
            message = said % {"marking": Marking(gathered["marking"]).label}
            found.errors.append(CellError(FILE, number, "marking", cells.get("marking", ""), message))
            continue
        if values["element"] in gathered["elements"]:
            found.errors.append(
                CellError(FILE, number, "element", values["element"], _("This element already stands in the exchange."))
            )
            continue
        gathered["elements"][values["element"]] = values["count"]
    found.rows, found.given = [number for number, _values in groups.values()], [one for _row, one in groups.values()]
    found.errors += _refusals(found, person)
    found.errors.sort(key=lambda error: error.row)
    return found


def opened(name: str, content: bytes) -> list[dict[str, str]]:
    """The rows of a file, a CSV or a workbook by its name. Raises ``ValidationError`` for one that cannot be read."""
    heading, *rest = upload.lines(name, content) or [[]]
    names = [_column(one) for one in heading]
    lacking = [str(LABELS[one]) for one in NEEDED if one not in names]
    if lacking:
        said = _("These columns are missing: %(columns)s.") % {"columns": ", ".join(lacking)}
        raise ValidationError(said, code="heading")
    if not any(any(one) for one in rest):
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    return [{name: cell.strip() for name, cell in zip(names, line, strict=False)} for line in rest]


def _column(heading: str) -> str:
    plain = heading_key(heading.strip().lstrip("\ufeff"))
    for lang in LANGUAGES:
        with override(lang):
            for column, label in LABELS.items():
                if plain in (column, fold(str(label))):
                    return column
    return plain


@dataclass(slots=True)
class Known:
    """What cells may name: partners and instruments by key, codes by the words of either language."""

    partners: dict[str, Partner]
    agreements: dict[str, Agreement]
    words: dict[str, dict[str, str]]
    markings: list[str]


def _known(table: list[dict[str, str]], person: Any) -> Known:
    words: dict[str, dict[str, str]] = {}
    lists: dict[str, Any] = {"flow": Flow, "purpose": Purpose, "element": Element, "marking": Marking}
    for column, vocabulary in lists.items():
        words[column] = {code: code for code in vocabulary.values}
        for lang in LANGUAGES:
            with override(lang):
                words[column] |= {fold(str(label)): code for code, label in vocabulary.choices}
    keys = {one.get("partner", "") for one in table}
    held = {one.get("agreement", "") for one in table}
    return Known(
        {one.key: one for one in queries.foreign(person).filter(key__in=keys).select_related("parent__parent")},
        {one.key: one for one in agreements.visible_to(person).filter(key__in=held)},
        words,
        markings_for(person),
    )


def _values(number: int, cells: dict[str, str], known: Known, errors: list[CellError]) -> dict[str, Any] | None:
    before, values = len(errors), dict[str, Any]()

    def wrong(column: str, message: str) -> None:
        errors.append(CellError(FILE, number, column, cells.get(column, ""), message))

    for column, things in (("partner", known.partners), ("agreement", known.agreements)):
        found: Any = things.get(cells.get(column, ""))
        if found is None:
            wrong(column, _("Nothing has this key."))
        values[column] = found
    for column in ("flow", "purpose", "element", "marking"):
        text = cells.get(column, "") or (Marking.PROTECTED_A.value if column == "marking" else "")
        code = known.words[column].get(fold(text))
        if code is None:
            wrong(column, _("This word is not known here."))
        values[column] = code
    if values["marking"] and values["marking"] not in known.markings:
        wrong("marking", _("You are not cleared for this marking."))
    values["at"] = _moment(cells.get("at", ""))
    if problem := _not_meant(values["at"]):
        wrong("at", problem)
    values["count"] = _number(cells.get("count", ""))
    if not values["count"]:
        wrong("count", _("Write a whole number, at least 1 and at most 999,999,999."))
    values["reference"] = cells.get("reference", "")
    if len(values["reference"]) > LONGEST_REFERENCE:
        said = _("At most %(most)s characters; this has %(many)s.")
        wrong("reference", said % {"most": LONGEST_REFERENCE, "many": len(values["reference"])})
    return values if len(errors) == before else None


def _number(text: str) -> int:
    """A count in figures; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_COUNT else 0


def _moment(text: str) -> datetime | None:
    """An instant in the agency's zone. A day alone counts from its first minute."""
    for shape in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"):
        try:
            return timezone.make_aware(datetime.strptime(text, shape))
        except ValueError:
            continue
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), time()))
    except ValueError:
        return None


def _not_meant(moment: datetime | None) -> str:
    """What is wrong with an instant; nothing where it can be meant."""
    if moment is None:
        return _("Write the day and the time as yyyy-mm-dd hh:mm, for example 2026-11-27 02:40.")
    return _("This moment is still to come.") if moment > timezone.now() else ""


def _refusals(found: Judged, person: Any) -> list[CellError]:
    """Why exchanges would not be taken in: what ``may_release`` says, and what the action asks besides."""
    exchanges = [_exchange(values) for values in found.given]
    earlier, heads, now = queries.in_the_ledger(exchanges), head_behind_sheet(person) == person, timezone.now()
    errors = []
    for number, values, exchange in zip(found.rows, found.given, exchanges, strict=True):
        at, key = values["at"], values["agreement"].key
        errors += [CellError(FILE, number, "agreement", key, one) for one in _refused(exchange, values)]
        problems = {
            "reference": (
                rules.carries_a_reference(exchange),
                rules.not_in_the_ledger(earlier(exchange, values["elements"])),
            ),
            "at": (rules.written_down_in_time(at, now, settings.ENTENTE_ARREARS_DAYS, heads=heads),),
        }
        for column, raised in problems.items():
            value = values["reference"] if column == "reference" else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
            errors += [CellError(FILE, number, column, value, " ".join(one.messages)) for one in raised if one]
    return errors


def _exchange(values: dict[str, Any]) -> Exchange:
    """A row as an exchange that is not saved."""
    known = {name: values[name] for name in ("partner", "agreement", "flow", "purpose", "reference", "marking")}
    return Exchange(kind=Kind.AUTOMATIC, way=Way.ELECTRONIC, received_at=values["at"], **known)


def _refused(exchange: Exchange, values: dict[str, Any]) -> list[str]:
    """Why ``may_release`` would not let it go, in words."""
    lines = [Line(element=one, count=count) for one, count in values["elements"].items()]
    decision = rules.judged(exchange, lines, queries.standing_of(exchange, values["at"]), values["at"])
    problem = rules.everything_may_go(decision)
    return [str(one) for one in problem.messages] if problem else []


def shown(judged: Judged, most: int) -> list[dict[str, Any]]:
    """The first exchanges of a sheet as a page shows them before they are taken in."""
    return [
        values
        | {
            "row": number,
            "marking": Marking(values["marking"]).label,
            "purpose": Purpose(values["purpose"]).label,
            "flow": Flow(values["flow"]).label,
            "elements": [(Element(one).label, count) for one, count in values["elements"].items()],
        }
        for number, values in zip(judged.rows[:most], judged.given[:most], strict=True)
    ]


def named(error: CellError) -> dict[str, Any]:
    """A bad cell as a page tells it: the column by its heading."""
    heading = LABELS.get(error.column, error.column)
    return {"row": error.row, "named": heading, "value": error.value, "message": error.message}


def template() -> bytes:
    """An empty sheet with its headings and one row that shows how it is filled."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([str(LABELS[one]) for one in COLUMNS])
    shown = ["mx", "cmaa-mexico", "2026-11-27 02:40", Flow.FROM_US, Purpose.CUSTOMS_ENFORCEMENT, Element.CARGO_MANIFEST]
    writer.writerow([*shown, "120", "REF-1", Marking.PROTECTED_A])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
