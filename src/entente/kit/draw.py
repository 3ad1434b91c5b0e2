"""Draw the tables for the reference pages, so the documents cannot disagree with the code."""

from collections.abc import Iterable

from .policy import Policy
from .workflow import Workflow


def states(workflow: Workflow) -> str:
    """A Mermaid state diagram of the workflow."""
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.start}"]
    for move in workflow.moves.values():
        lines += [f"    {source} --> {move.target}: {move.name}" for source in move.sources]
    return "\n".join(lines)


def moves(workflow: Workflow) -> str:
    """A Markdown table: one row per move, with the rules that must agree."""
    rows = [
        (
            move.name,
            ", ".join(move.sources),
            move.target,
            "; ".join(first_line(rule) for rule in move.rules) + (" A reason." if move.needs_reason else ""),
        )
        for move in workflow.moves.values()
    ]
    return markdown(("move", "from", "to", "only if"), rows)


def acts(policy: Policy) -> str:
    """A Markdown table: one row per act, the first line of each grant's docstring as its meaning."""
    rows = [(act, "; ".join(first_line(grant).rstrip(".") for grant in grants)) for act, grants in policy.table.items()]
    return markdown(("act", "who"), rows)


def markdown(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    heading = tuple(heading)
    lines = ["| " + " | ".join(heading) + " |", "|" + " --- |" * len(heading)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def first_line(thing: object) -> str:
    """The first line of a docstring, or the name where there is none."""
    said = thing.__doc__ or getattr(thing, "__name__", "")
    return str(said).strip().splitlines()[0]
