"""A register is a list of columns over a question: one declaration feeds the page, the exports and the command.

Pages are found by key and not by counting rows, so the last page costs what the first one does.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from . import days
from .bilingual import Text, language
from .gaps import GAPS, kind

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, in which language, about which day and edition, with which filters.

    ``on`` is a full ISO day; ``past`` says whether it is another day than today; ``edition`` is a key or empty.
    """

    person: Any
    on: str
    past: bool = False
    edition: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    offered: dict[str, list[tuple[str, Any]]] = field(default_factory=dict, compare=False, repr=False)
    answered: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Any, question: Callable[[], Any]) -> Any:
        """The answer to a question that several rooms put for the same page, asked the first time only.

        ``key`` names the question and whatever its answer depends on besides what is asked here.
        """
        if key not in self.answered:
            self.answered[key] = question()
        return self.answered[key]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and a value.

    ``sort`` is a field path (``{lang}`` stands for the active language) or absent; ``url`` makes the cell a link;
    ``shown`` is false for columns that only exports carry; ``html`` draws the cell where a plain value is not enough.
    ``look`` is ``number`` (to the right) or ``nowrap`` (a reference number, a day: never broken over two lines).
    """

    key: str
    heading: Any
    value: Callable[[Any], Any]
    sort: str = ""
    url: Callable[[Any], str] | None = None
    shown: bool = True
    html: Callable[[Any], SafeString] | None = None
    look: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition a reader may set. ``apply`` narrows the question; ``options`` lists ``(value, label)``.

    ``kind`` is ``select``, ``search``, ``check`` or ``date``. ``options`` is asked only when the page is drawn.
    """

    name: str
    label: Any
    apply: Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]
    options: Callable[[Ask], Iterable[tuple[str, Any]]] | None = None
    kind: str = "select"

    def offers(self, ask: Ask) -> list[tuple[str, Any]]:
        """The options, asked once for one question: a page needs them to judge, to draw and to say in words."""
        if self.options is None:
            return []
        if self.name not in ask.offered:
            ask.offered[self.name] = [(str(value), label) for value, label in self.options(ask)]
        return ask.offered[self.name]


@dataclass(frozen=True, slots=True)
class Register:
    """A list page, its exports and its command in one declaration.

    ``question`` returns what the person may see on the day asked about. ``order`` is the key of the column that
    sorts the list first; a leading ``-`` reverses it. ``dated`` says whether the register knows “as it stood on”.
    ``counted`` is the same rows without what only columns need: a list that nothing narrows is counted by it.
    """

    name: str
    title: Any
    question: Callable[[Ask], QuerySet[Any]]
    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()
    dated: bool = True
    empty: Any = _("Nothing matches.")
    counted: Callable[[Ask], QuerySet[Any]] | None = None

    def column(self, key: str) -> Column:
        """The column with this key. Raises ``KeyError``."""
        return next((column for column in self.columns if column.key == key), None) or _unknown(key)

    def narrowed(self, ask: Ask) -> QuerySet[Any]:
        """The question with the chosen filters applied."""
        rows = self.question(ask)
        for one in self.filters:
            if value := ask.chosen.get(one.name, "").strip():
                rows = one.apply(rows, value, ask)
        return rows

    def ordered(self, ask: Ask, order: str = "") -> QuerySet[Any]:
        """Every row in the chosen order, ending in ``id`` so that pages never shuffle."""
        path, down = self.sorting(order)
        sign = "-" if down else ""
        return self.narrowed(ask).annotate(_sort=F(path)).order_by(f"{sign}{path}", f"{sign}id")

    def sorting(self, order: str) -> tuple[str, bool]:
        """The field path and direction of an order; an unknown order means the register's own."""
        for wanted in (order, self.order):
            try:
                path = self.column(wanted.lstrip("-")).sort
            except KeyError:
                continue
            if path:
                return path.format(lang=language()), wanted.startswith("-")
        raise ValueError(f"Register {self.name!r} has no sortable column {self.order!r}.")


@dataclass(frozen=True, slots=True)
class Report:
    """A list that is worked out rather than stored: the same columns, the same exports, one page."""

    name: str
    title: Any
    rows: Callable[[Ask], Iterable[Any]]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    dated: bool = True


def _unknown(key: str) -> Column:
    raise KeyError(key)


@dataclass(slots=True)
class Heading:
    key: str
    heading: str
    sort_url: str
    sorted: str
    look: str = ""


@dataclass(slots=True)
class Listing:
    """One page of a register, ready to draw. Addresses are query strings relative to the page."""

    register: Register
    ask: Ask
    caption: str
    columns: list[Heading]
    body: SafeString
    count: int
    shown: int
    first_url: str
    previous_url: str
    next_url: str
    last_url: str
    exports: list[tuple[str, str]]
    filter_form: list[dict[str, Any]]
    sentence: str
    order: str
    empty: str
    empty_action: tuple[str, str] | None = None


@dataclass(slots=True)
class Cut:
    """One page of rows, how many there are in all, and the marks of its ends where something lies beyond."""

    rows: list[Any]
    count: int
    previous: str
    next: str


def cut(register: Register, ask: Ask, asked: Mapping[str, str], *, rows: int = PAGE_ROWS) -> Cut:
    """The rows of one page, undrawn. Two queries (rows, exact count).

    ``asked`` is the query string: ``sort`` and ``after``/``before``/``last``.
    """
    order = asked.get("sort", "") or register.order
    path, down = register.sorting(order)
    found = register.narrowed(ask).annotate(_sort=F(path))
    narrowed = any(ask.chosen.get(one.name, "").strip() for one in register.filters)
    count = (register.counted(ask) if register.counted and not narrowed else found).count()
    before = asked.get("before") or asked.get("last")
    backwards = bool(before)
    if mark := _cursor(asked.get("before") or asked.get("after") or ""):
        found = found.filter(_beyond(path, *mark, down=down != backwards))
    sign = "-" if down != backwards else ""
    wanted = (count % rows or rows) if asked.get("last") else rows
    page = list(found.order_by(f"{sign}{path}", f"{sign}id")[: wanted + 1])
    more, page = len(page) > wanted, page[:wanted]
    if backwards:
        page.reverse()
    has_previous = bool(page) and (more if backwards else bool(mark))
    has_next = bool(page) and (more if not backwards else not asked.get("last"))
    return Cut(page, count, _mark(page[0]) if has_previous else "", _mark(page[-1]) if has_next else "")


def read(register: Register, ask: Ask, asked: Mapping[str, str], *, rows: int = PAGE_ROWS) -> Listing:
    """One page of the register. Two queries (rows, exact count) besides those the filters' options ask.

    ``asked`` is the query string: ``sort``, ``after``/``before``/``last`` and the filters' names.
    """
    order = asked.get("sort", "") or register.order
    page = cut(register, ask, asked, rows=rows)
    kept = {name: value for name, value in asked.items() if value and name not in ("after", "before", "last")}

    def address(**changes: str) -> str:
        return "?" + urlencode({k: v for k, v in (kept | changes).items() if v})

    columns = [column for column in register.columns if column.shown]
    return Listing(
        register=register,
        ask=ask,
        caption=str(register.title),
        columns=[_heading(column, order, address) for column in columns],
        body=body(columns, page.rows),
        count=page.count,
        shown=len(page.rows),
        first_url=address() if page.previous else "",
        previous_url=address(before=page.previous) if page.previous else "",
        next_url=address(after=page.next) if page.next else "",
        last_url=address(last="1") if page.next else "",
        exports=[(name.upper(), address(format=name)) for name in ("csv", "xlsx", "json")],
        filter_form=[_control(one, ask) for one in register.filters],
        sentence=_sentence(register, ask),
        order=order,
        empty=str(register.empty),
    )


def _beyond(path: str, value: Any, pk: int, *, down: bool) -> Q:
    """Rows after (or before) a mark. The first condition lets an index do the work."""
    side = "lt" if down else "gt"
    return Q(**{f"{path}__{side}e": value}) & (Q(**{f"{path}__{side}": value}) | Q(**{path: value, f"id__{side}": pk}))


def _mark(row: Any) -> str:
    value = row._sort
    plain = value if isinstance(value, (str, int, float, bool)) else str(value)
    return base64.urlsafe_b64encode(json.dumps([plain, row.pk]).encode()).decode().rstrip("=")


def is_mark(text: str) -> bool:
    """Whether this has the form of a mark that a page gave."""
    return _cursor(text) is not None


def _cursor(text: str) -> tuple[Any, int] | None:
    """The mark in an address, or nothing when somebody bent it: then the list starts again."""
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return value, int(pk)
    except (ValueError, TypeError, binascii.Error):
        return None


def _heading(column: Column, order: str, address: Callable[..., str]) -> Heading:
    if not column.sort:
        return Heading(column.key, str(column.heading), "", "", column.look)
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(order, "")
    turned = f"-{column.key}" if now == "ascending" else column.key
    return Heading(column.key, str(column.heading), address(sort=turned), now, column.look)


def _control(one: Filter, ask: Ask) -> dict[str, Any]:
    value = ask.chosen.get(one.name, "")
    options = [(code, str(label), code == value) for code, label in one.offers(ask)]
    return {"name": one.name, "label": str(one.label), "kind": one.kind, "options": options, "value": value}


def _sentence(register: Register, ask: Ask) -> str:
    """The chosen filters in words, as they would be said."""
    said = []
    for one in register.filters:
        value = ask.chosen.get(one.name, "").strip()
        if not value:
            continue
        label = next((str(text) for code, text in one.offers(ask) if code == value), value)
        colon = "\u00a0: " if language() == "fr" else ": "
        said.append(str(one.label) if one.kind == "check" else f"{one.label}{colon}{label}")
    return "; ".join(said)


# ── Drawing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def body(columns: Iterable[Column], page: Iterable[Any]) -> SafeString:
    """The rows as HTML, drawn once in Python: a page of 50 rows costs a millisecond and not eight.

    On a phone a row is a block under the name in its first cell: each other cell bears its heading as a label, and
    roles say that it is a table still, which a browser forgets when cells stand one under the other.
    """
    columns = list(columns)
    opened = [_opened(column, first=index == 0) for index, column in enumerate(columns)]
    parts = []
    for row in page:
        parts.append('<tr role="row">')
        for index, column in enumerate(columns):
            parts.append(f"{opened[index]}{cell(column, row)}</{'td' if index else 'th'}>")
        parts.append("</tr>")
    return mark_safe("".join(parts))  # noqa: S308 - every cell was escaped by ``cell``


def _opened(column: Column, *, first: bool) -> str:
    look = f' class="{column.look}"' if column.look else ""
    if first:
        return f'<th scope="row" role="rowheader"{look}>'
    return f'<td role="cell" data-label="{conditional_escape(column.heading)}"{look}>'


def cell(column: Column, row: Any) -> SafeString:
    """One escaped cell: a link, words in another language, a mark, a date as people write it."""
    drawn = column.html(row) if column.html else words(column.value(row))
    if column.url and drawn and (address := column.url(row)):
        return format_html('<a href="{}">{}</a>', address, drawn)
    return drawn


def words(value: Any) -> SafeString:
    """A value as a reader sees it, escaped."""
    if value is None or value == "":
        return mark_safe("")
    if value is True or value is False:
        return conditional_escape(_("yes") if value else _("no"))
    if isinstance(value, str) and value in GAPS:
        return format_html('<span class="mark mark-{}">{}</span>', kind(value), GAPS[value])
    if isinstance(value, days.PartialDate):
        return format_html('<span class="nowrap">{}</span>', value.spoken())
    if isinstance(value, Text):
        if value.lang != language():
            return format_html('<span lang="{}">{}</span>', value.lang, str(value))
        return conditional_escape(str(value))
    if isinstance(value, (list, tuple)):
        return mark_safe(", ".join(words(one) for one in value))  # noqa: S308 - parts are escaped
    return conditional_escape(value)


def plain(value: Any) -> Any:
    """A value as a file carries it: text, number, truth or nothing; dates in ISO form; lists as one text."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(str(plain(one)) for one in value)
    return str(value)


def records(register: Register | Report, ask: Ask, order: str = "") -> Iterator[dict[str, Any]]:
    """Every row as ``{column key: plain value}``, streamed: a year of data never sits in memory at once."""
    if isinstance(register, Report):
        rows = register.rows(ask)
    else:
        rows = register.ordered(ask, order).iterator(chunk_size=2000)
    for row in rows:
        yield {column.key: plain(column.value(row)) for column in register.columns}


def check_chosen(register: Register | Report, ask: Ask) -> None:
    """Raises ``ValidationError`` for a filter value that is not among its options, naming the values that are.

    So does a day that nobody can mean; text that is no day is left to the filter, which finds nothing by it.
    """
    for one in register.filters:
        value = ask.chosen.get(one.name, "").strip()
        if value and one.options and value not in (known := [code for code, _label in one.offers(ask)]):
            raise ValidationError(
                _("%(filter)s: “%(value)s” is not known. Choose one of: %(known)s."),
                params={"filter": one.label, "value": value, "known": ", ".join(known)},
            )
        if one.kind == "date" and days.is_partial(value):
            days.in_our_days(value)
