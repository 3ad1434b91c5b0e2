"""Each drawer keeps to its own work. These tests read the source; they need no database."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps

from entente.config.commands import export
from entente.kit.policy import Policy
from entente.kit.workflow import Workflow

SRC = Path(__file__).resolve().parents[2] / "src" / "entente"
WRITES = {
    "save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create",
}  # fmt: skip
ROOMS = sorted(
    folder
    for district in ("engagement", "foundation")
    for folder in (SRC / district).iterdir()
    if folder.is_dir() and folder.name[0] not in "_."
)
NAMES = [f"entente.{room.parent.name}.{room.name}" for room in ROOMS]
# Bottom first. A foreign key points down this list or stays in its room.
HEIGHT = [
    "trail", "numbers", "people", "reference", "sources", "index", "files", "notices",
    "facts", "framework", "partners", "agreements", "forums", "commitments", "meetings", "travel", "visits",
    "removals", "exchanges",
]  # fmt: skip
MOST_LINES = 400


def sources(room: Path, drawer: str) -> list[Path]:
    """The files of one drawer, which may be a folder."""
    return [path for path in (room / f"{drawer}.py", *sorted((room / drawer).glob("*.py"))) if path.exists()]


def python_files() -> list[Path]:
    return [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]


def attributes(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


def called(function: ast.AST) -> set[str]:
    """Names a function calls: ``record`` for ``record(…)``, ``.record`` for ``trail.record(…)``."""
    found = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {f".{func.attr}" if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in found}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_page_asks_a_query_and_never_the_table(room):
    seen = [
        (path.name, line) for path in sources(room, "views") for name, line in attributes(path) if name == "objects"
    ]

    assert seen == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_only_actions_write(room):
    actions = sources(room, "actions")
    others = [p for p in room.rglob("*.py") if "migrations" not in p.parts and p not in actions]

    seen = [(path.name, name, line) for path in others for name, line in attributes(path) if name in WRITES]

    assert seen == []


# The index holds no fact of its own, a number is noted by what it is given to, what somebody was told follows from an
# action that was noted, the trail is the trail.
SILENT = {"index", "numbers", "notices", "trail"}
DERIVED = {"recount"}
"""Verbs that work out again what follows from entries that were noted; they change no fact."""
NOTED = {".record", ".record_many", ".note_export", ".correct", ".withdraw", ".take_in"}
"""Calls that leave an entry: the trail's own, and the verbs of `sources` that end in one."""


@pytest.mark.parametrize("room", [room for room in ROOMS if room.name not in SILENT], ids=lambda room: room.name)
def test_every_action_leaves_a_trail(room):
    trees = [ast.parse(path.read_text()) for path in sources(room, "actions")]
    functions = {node.name: called(node) for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}

    def leaves(name: str, seen: frozenset[str] = frozenset()) -> bool:
        if functions[name] & NOTED:
            return True
        own = {call.lstrip(".") for call in functions[name]} & functions.keys() - seen - {name}
        return any(leaves(other, seen | {name}) for other in own)

    assert {name for name in functions if name[0] != "_" and not leaves(name)} <= DERIVED


def test_a_template_borrows_only_from_its_room_the_components_and_the_patterns():
    strangers = []
    for path in SRC.rglob("templates/**/*.html"):
        if "allauth" in path.parts or any(part in {"account", "mfa", "socialaccount"} for part in path.parts):
            continue
        own = path.relative_to(next(p for p in path.parents if p.name == "templates")).parts[0]
        for name in re.findall(r'{%\s*(?:include|extends)\s+"([^"#]+)', path.read_text()):
            if not name.startswith((f"{own}/", "components/", "patterns/", "base", "trail/about")) and "/" in name:
                strangers.append((str(path.relative_to(SRC)), name))

    assert strangers == []


def test_foreign_keys_point_downwards():
    """A string foreign key hides an import from the linter; this test sees it."""
    uphill = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model._meta.app_label in HEIGHT
        and HEIGHT.index(field.related_model._meta.app_label) > HEIGHT.index(model._meta.app_label)
    ]

    assert uphill == []
    assert {room.name for room in ROOMS} == set(HEIGHT)


def test_no_drawer_is_overfull():
    def lines(path: Path) -> int:
        return sum(1 for line in path.read_text().splitlines() if line.strip())

    assert {str(p.relative_to(SRC)): n for p in python_files() if (n := lines(p)) > MOST_LINES} == {}


def test_nothing_is_called_by_an_empty_name():
    empty = re.compile(r"class \w*(Manager|Helper|Util|Mixin|Service|Handler|Base)\b")

    assert [(path.name, found[0]) for path in python_files() if (found := empty.search(path.read_text()))] == []


def declared(drawer: str, kind: type) -> dict[str, list]:
    """What the rooms declare of one kind, by room."""
    found = {}
    for name in NAMES:
        if find_spec(f"{name}.{drawer}"):
            things = [one for one in vars(import_module(f"{name}.{drawer}")).values() if isinstance(one, kind)]
            if things:
                found[name] = things
    return found


def test_every_move_has_a_row_in_its_rooms_policy():
    policies = declared("policy", Policy)
    homeless = [
        (name, move)
        for name, workflows in declared("workflow", Workflow).items()
        for workflow in workflows
        for move in workflow.moves
        if not any(move in policy.table for policy in policies.get(name, []))
    ]

    assert homeless == []


NOT_TAKEN_AWAY = {"entente.foundation.notices"}  # what one person was told is read by that person alone


def test_every_register_of_a_room_can_be_exported_and_each_once():
    with_registers = {name for name in NAMES if find_spec(f"{name}.exports")} - NOT_TAKEN_AWAY
    holding = {name for name in with_registers if hasattr(import_module(f"{name}.exports"), "REGISTERS")}

    assert sorted(f"entente.{room}" for room in export.ROOMS) == sorted({*holding, "entente.reports"})


LOADED_ONLY = {"unknown"}  # what a source leaves open; nobody moves a record there


def test_every_state_is_reachable():
    for workflows in declared("workflow", Workflow).values():
        for workflow in workflows:
            reached = {workflow.start} | {move.target for move in workflow.moves.values()}
            left = {state for move in workflow.moves.values() for state in move.sources}
            assert left <= reached | LOADED_ONLY


def test_every_grant_says_in_words_whom_it_means():
    mute = [
        (name, act)
        for name, policies in declared("policy", Policy).items()
        for policy in policies
        for act, grants in policy.table.items()
        for grant in grants
        if not (grant.__doc__ or "").strip()
    ]

    assert mute == []


CODE = re.compile(r"^[A-Z]{3}-\d+\. ")


def rules() -> dict[str, tuple[str, str]]:
    """Every rule by name: a public function of a rules drawer that may answer with a ``ValidationError``."""
    found = {}
    for room in ROOMS:
        for path in sources(room, "rules"):
            for node in ast.parse(path.read_text()).body:
                public = isinstance(node, ast.FunctionDef) and node.name[0] != "_" and node.returns
                if public and "ValidationError" in ast.unparse(node.returns):
                    found[f"{room.name}.{node.name}"] = (ast.get_docstring(node) or "", node.name)
    return found


def test_a_code_is_given_in_one_file_of_rules_only():
    given: dict[str, set[str]] = {}
    for room in ROOMS:
        for path in sources(room, "rules"):
            for code in re.findall(r'"""([A-Z]{3}-\d+)\. ', path.read_text()):
                given.setdefault(code, set()).add(f"{room.name}/{path.name}")

    assert {code: sorted(files) for code, files in given.items() if len(files) > 1} == {}


def test_every_rule_begins_with_its_code_and_has_a_test_that_names_it():
    tests = "\n".join(path.read_text() for path in Path(__file__).resolve().parents[1].rglob("test_*.py"))

    uncoded = [name for name, (text, _function) in rules().items() if not CODE.match(text)]
    untested = [
        name for name, (text, _function) in rules().items() if CODE.match(text) and not names(tests, text.split(".")[0])
    ]

    assert uncoded == []
    assert untested == []


def test_the_reference_page_has_every_rule_be_its_drawer_a_file_or_a_folder():
    page = (SRC.parents[1] / "docs" / "reference" / "rules.md").read_text()
    codes = [text.split(". ")[0] for text, _function in rules().values() if CODE.match(text)]

    assert [code for code in codes if f"| {code} |" not in page] == []


def names(tests: str, code: str) -> bool:
    """Whether a test names a rule: TRV-4 in its text or trv_4 in its name, and not TRV-40 for TRV-4."""
    spelt = code.replace("-", "[-_]")
    return bool(re.search(rf"(?<![A-Za-z0-9]){spelt}(?![0-9])", tests, re.IGNORECASE))


def test_every_room_has_a_readme_of_about_ten_lines():
    missing = [room.name for room in ROOMS if not (room / "README.md").exists()]

    assert missing == []
