"""The sheet of clauses: the headings it may have, opened as it comes, given back with what is wrong in it.

The file of the register of clauses is understood as it is: its headings are known here too, and what it says again in
other words is read beside what it says as a code.
"""

from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from entente.kit import upload
from entente.kit.bilingual import LANGUAGES, fold, heading_key
from entente.kit.export import disarm
from entente.kit.sheet import FIRST_DATA_ROW, CellError, Sheet, as_csv

from ..models import CODES, Clause, ClauseKind, Permission, TimeUnit

LABELS: dict[str, Any] = {
    "agreement": gettext_lazy("Instrument"),
    "article": gettext_lazy("Article"),
    "kind": gettext_lazy("What it is about"),
    "code": gettext_lazy("What it speaks of"),
    "answer": pgettext_lazy("what was answered", "Answer"),
    "number": gettext_lazy("Length"),
    "unit": gettext_lazy("Unit"),
    "text_en": gettext_lazy("In our words, in English"),
    "text_fr": gettext_lazy("In our words, in French"),
    "from_on": gettext_lazy("Counts from"),
    "to_on": gettext_lazy("No longer counts on"),
    "as_of": gettext_lazy("As of"),
    "source": gettext_lazy("Source"),
    "place": gettext_lazy("Place in the source"),
}
HELP: dict[str, Any] = {
    "agreement": gettext_lazy("Its key, its number, or its title in either language. Needed."),
    "article": gettext_lazy("As the text prints it: art. 9(2). Needed where nothing is said in words."),
    "kind": gettext_lazy("The kind of clause: its code, or its name in either language. Needed."),
    "code": gettext_lazy(
        "A purpose, an element, a direction or a channel, as its kind asks. Others may name an element."
    ),
    "answer": gettext_lazy("Whether it is permitted. Needed where the kind says what may be done."),
    "number": gettext_lazy("For retention, notification, review and notice: 5, or 5 years."),
    "unit": gettext_lazy("The unit of the length, where the cell beside has a number alone."),
    "text_en": gettext_lazy("What it provides, in a sentence of ours, in English."),
    "text_fr": gettext_lazy("The same in French."),
    "from_on": gettext_lazy("2008, 2008-05 or 2008-05-31. Empty means from the beginning of the instrument."),
    "to_on": gettext_lazy("The day from which it no longer counts. Empty means it counts as long as the instrument."),
    "as_of": gettext_lazy("The day your sheet speaks for. Empty means today."),
    "source": gettext_lazy("The key of a source, if the text is among the sources of the record."),
    "place": gettext_lazy("Where in the source it stands."),
}
COLUMNS = tuple(LABELS)
OWN = Sheet(file="clauses", model=Clause, columns=COLUMNS, identity=("agreement", "kind"))
BESIDE = {"agreement_key": "agreement", "code_key": "code"}
"""Columns of the register's own file that say as a code what another one says in words."""
CALLED: dict[str, Any] = {"agreement_key": gettext_lazy("Key"), "code_key": gettext_lazy("Code")}
IN_EITHER = gettext_lazy("In our words")
"""The column of that file in the language of the page; it is read only where no column names a language."""
NEEDED = {"agreement": ("agreement", "agreement_key"), "kind": ("kind",)}
WORDS: dict[str, type[TextChoices]] = {"kind": ClauseKind, "answer": Permission, "unit": TimeUnit}
MOST_ROWS = 2_000  # each row asks the database what it must not contradict
Lines = list[list[str]]


def columns() -> list[dict[str, Any]]:
    """What each column takes: ``name``, the heading; ``help``; and ``words``, the codes with their labels."""
    return [{"name": str(LABELS[column]), "help": HELP[column], "words": _words(column)} for column in COLUMNS]


def _words(column: str) -> list[tuple[str, str]]:
    if column != "code":
        return list(WORDS[column].choices) if column in WORDS else []
    listed = [(ClauseKind(kind).label, code, label) for kind, one in CODES.items() for code, label in one.choices]
    return [(code, f"{label} ({kind})") for kind, code, label in listed]


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────


def opened(name: str, content: bytes) -> Lines:
    """The lines of an uploaded file, heading first. Raises ``ValidationError`` for one that cannot be read."""
    lines = upload.lines(name, content)
    _check_heading([name.strip() for name in lines[0]] if lines else [])
    rows = sum(1 for line in lines[1:] if any(cell.strip() for cell in line))
    if not rows:
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    if rows > MOST_ROWS:
        raise ValidationError(_("The sheet has more than 2,000 rows. Send it in parts."), code="long")
    return lines


def _check_heading(heading: list[str]) -> None:
    """Raises ``ValidationError`` with every heading that is not known, missing or there twice."""
    meant = meanings(heading)
    wrong = [
        _("The column “%(name)s” is not known.") % {"name": name[:60]}
        for name, column in zip(heading, meant, strict=True)
        if name and column is None
    ]
    wrong += [
        _("The column “%(name)s” is missing.") % {"name": LABELS[column]}
        for column, ways in NEEDED.items()
        if not any(way in meant for way in ways)
    ]
    twice = {name: column for name, column in zip(heading, meant, strict=True) if column and meant.count(column) > 1}
    wrong += [_("The column “%(name)s” stands twice.") % {"name": name} for name in twice]
    if wrong:
        raise ValidationError([ValidationError(text, code="heading") for text in wrong])


def meanings(heading: list[str]) -> list[str | None]:
    """The column each heading means: empty for one that is passed over, ``None`` for one that is not known."""
    known, either = _headings(), _in(IN_EITHER)
    folded = [heading_key(name) for name in heading]
    said = any(known.get(name) in ("text_en", "text_fr") for name in folded if name not in either)
    return ["" if not name or (name in either and said) else known.get(name) for name in folded]


@cache
def _headings() -> dict[str, str]:
    """The columns by their names and by the words of both languages, those of the register's own file with them."""
    found = dict(zip(_in(IN_EITHER), (f"text_{lang}" for lang in LANGUAGES), strict=True))
    labels = {column: one.verbose_name for column, one in OWN.fields.items()}
    for column, label in [*labels.items(), *LABELS.items(), *CALLED.items()]:
        found |= dict.fromkeys(_in(label), column)
    return {fold(column): column for column in COLUMNS} | found


def _in(label: Any) -> list[str]:
    """A label in each language, folded."""
    said = []
    for lang in LANGUAGES:
        with override(lang):
            said.append(fold(str(label)))
    return said


# ── Giving back ───────────────────────────────────────────────────────────────────────────────────


def blank() -> bytes:
    """An empty workbook with the headings of the active language, and a second sheet that says what each takes."""
    return upload.template(OWN, columns())


def with_errors(lines: Lines, errors: list[CellError]) -> str:
    """The sheet as it came, as CSV text, with a last column that says what is wrong in each row."""
    wrong: dict[int, list[str]] = {}
    for error in errors:
        said = f"{capfirst(error.column)}: {error.message}" if error.column else str(error.message)
        wrong.setdefault(error.row, []).append(said)
    heading, *rest = lines
    wide = max(len(line) for line in lines)
    names = [str(number) for number in range(wide)]
    told = [
        dict(zip(names, map(disarm, line), strict=False)) | {"": " ".join(wrong.get(number, []))}
        for number, line in enumerate(rest, start=FIRST_DATA_ROW)
    ]
    first = dict(zip(names, map(disarm, heading), strict=False)) | {"": _("What is wrong")}
    return as_csv([*names, ""], [first, *told]).split("\n", 1)[1]
