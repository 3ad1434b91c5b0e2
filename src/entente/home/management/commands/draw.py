"""Draw the reference pages from the tables in the code, so that the documents cannot disagree with it."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from entente.kit import draw
from entente.kit.policy import Policy
from entente.kit.sheet import Sheet
from entente.kit.table import Register
from entente.kit.workflow import Workflow
from entente.releases.api import drawing


class Command(BaseCommand):
    help = "Draw states.md, permissions.md, rules.md, registers.md, package.md and api.md from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="change nothing; fail if a page is stale")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        with translation.override("en"):
            pages = {
                "states.md": page("States", "workflow", Workflow, states),
                "permissions.md": page("Permissions", "policy", Policy, draw.acts),
                "rules.md": page("Rules", "rules", Callable, rules),
                "registers.md": page("Registers", "exports", tuple, registers),
                "package.md": page("Files of an edition package", "imports", tuple, sheets, preface=PACKAGE),
                "api.md": drawing.page(),
            }
        stale = []
        for name, text in pages.items():
            path = folder / name
            if check and (not path.exists() or path.read_text() != text):
                stale.append(str(path))
            if not check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        if stale:
            raise CommandError(f"stale: {', '.join(stale)}; run `python manage.py draw docs/reference`")


PACKAGE = """
An edition package is a folder of plain UTF-8 files that a policy officer can edit and compare: `package.yaml` (name,
titles, agency, the packages it builds on) and the CSV files below, each with exactly these columns in this order,
comma separated, one line feed a row. A file without rows is left out.

Cells: empty means nothing is said. `[redacted]`, `[lost]` and `[blank]` are values: withheld in the source, lost in the
copy, left blank in the source. Dates are `2005`, `2005-06` or `2005-06-14`. Yes/no cells are `yes` or `no`. Lists are
separated by `|`. Every row names its `source`, the `place` in it and the day it speaks for (`as_of`).

What a later text knows better of a row that an earlier package brought stands in `corrections.csv`: the `file`, the
`key` and the `field` it speaks of, the better `value`, `reason_en` and `reason_fr`, and the `source` and `place` that
say so. Only fields that people may correct can be named, and none that point at another record. The older saying stays
beside it; what a person corrected, or took back, stands.

`entente load --check FOLDER` names every bad cell; `entente load` takes all or nothing; `entente dump` writes the same
bytes back.
"""


def page(title: str, drawer: str, kind: Any, draw_one: Callable[[Any], str], preface: str = "") -> str:
    """One reference page: a heading a room, and what ``draw_one`` makes of each table in its drawer."""
    parts = [f"# {title}\n\nDrawn from the `{drawer}.py` of each room. Do not edit.\n{preface}"]
    for config in sorted(apps.get_app_configs(), key=lambda one: one.name):
        name = f"{config.name}.{drawer}"
        if not config.name.startswith("entente.") or not find_spec(name):
            continue
        module = import_module(name)
        drawn = [text for thing in tables(module, kind) if (text := draw_one(thing))]
        if drawn:
            parts.append(f"\n## {config.label}\n\n" + "\n\n".join(drawn) + "\n")
    return "".join(parts)


def tables(module: ModuleType, kind: Any) -> list[Any]:
    """What a drawer declares of one kind, in the order of the file."""
    if kind is Callable:
        return [module]
    return [thing for name, thing in vars(module).items() if isinstance(thing, kind) and not name.startswith("_")]


def states(workflow: Workflow) -> str:
    return f"```mermaid\n{draw.states(workflow)}\n```\n\n{draw.moves(workflow)}"


def rules(module: ModuleType) -> str:
    """Every rule of a room, by its number: its code, what it asks, where it comes from; parts of a folder too."""
    parts = [import_module(f"{module.__name__}.{one.name}") for one in iter_modules(getattr(module, "__path__", []))]
    found = [
        " ".join(thing.__doc__.split())
        for part in (module, *parts)
        for thing in vars(part).values()
        if callable(thing) and getattr(thing, "__module__", "") == part.__name__ and coded(thing)
    ]
    rows = sorted((text.split(". ", 1) for text in found), key=lambda row: int(row[0].rpartition("-")[2]))
    return draw.markdown(("code", "rule and source"), rows) if rows else ""


def coded(thing: Any) -> bool:
    """Whether a docstring begins with a rule's code, such as ``AGR-2.``"""
    first = (thing.__doc__ or "").strip().split(". ", 1)[0]
    return "-" in first and first.replace("-", "").isalnum() and first.isupper()


def registers(declared: tuple[Any, ...]) -> str:
    rows = [
        (f"`{one.name}`", str(one.title), ", ".join(f"`{column.key}`" for column in one.columns),
         ", ".join(f"`{condition.name}`" for condition in one.filters))
        for one in declared if isinstance(one, Register)
    ]  # fmt: skip
    return draw.markdown(("name", "register", "columns", "filters"), rows) if rows else ""


def sheets(declared: tuple[Any, ...]) -> str:
    return "\n\n".join(sheet(one) for one in declared if isinstance(one, Sheet))


def sheet(one: Sheet) -> str:
    """One file: its columns, what each may hold, and what identifies a row."""
    rows = [(f"`{column}`", cell_kind(one, column)) for column in one.columns]
    identity = " + ".join(f"`{column}`" for column in one.identity)
    said = (one.model.__doc__ or "").strip().splitlines()[0]
    return f"### {one.file}\n\n{said} Identified by {identity}.\n\n" + draw.markdown(("column", "holds"), rows)


def cell_kind(one: Sheet, column: str) -> str:
    """What a cell of this column may hold, in words."""
    field = one.fields[column]
    required = "" if field.blank or field.null else "; must be filled"
    if column in one.points_at:
        return f"key of a {one.points_at[column]._meta.verbose_name}{required}"
    if column in one.codes:
        return "list of " + ", ".join(f"`{code}`" for code in one.codes[column].values)
    if field.choices:
        return "one of " + ", ".join(f"`{code}`" for code, _label in field.flatchoices if code) + required
    kinds = {
        "PartialDateField": "partial date or mark", "BooleanField": "`yes` or `no`", "DecimalField": "number or mark",
        "PositiveSmallIntegerField": "whole number", "SlugField": "key", "URLField": "public address",
    }  # fmt: skip
    said = kinds.get(type(field).__name__, "text")
    most = f", at most {field.max_length} characters" if field.max_length and said == "text" else ""
    return said + most + required
