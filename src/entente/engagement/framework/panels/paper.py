"""An edition as a paper one can read: sections in a reader's order, parts under what they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.sources.models import Correction
from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit.gaps import kind
from entente.kit.table import Ask

from .. import queries
from ..models import Edition, Element, Kind, Linkage

# key, title, which kinds, whether its texts stand open (else they open on demand, so that no page is a wall)
SECTIONS: tuple[tuple[str, Any, tuple[Kind, ...], bool], ...] = (
    ("mandate", _("Mandate and purpose"), (Kind.MANDATE, Kind.MISSION), True),
    ("principles", _("Guiding principles"), (Kind.PRINCIPLE,), True),
    ("objectives", _("International strategic objectives"), (Kind.OBJECTIVE,), True),
    ("themes", _("Thematic priorities and issues"), (Kind.THEME, Kind.ISSUE), True),
    ("priorities", _("Corporate priorities"), (Kind.CORPORATE_PRIORITY,), True),
    ("trends", _("International trends"), (Kind.DRIVER,), False),
    ("challenges", _("Challenges"), (Kind.CHALLENGE,), False),
    ("benefits", _("What engagement can do"), (Kind.BENEFIT,), False),
    ("tools", _("Instruments and tools"), (Kind.TOOL,), False),
    ("initiatives", _("Corporate initiatives"), (Kind.INITIATIVE,), False),
    ("decisions", _("Decisions it guides"), (Kind.DECISION,), False),
    ("criteria", _("How partners and forums are chosen"), (Kind.CRITERION,), False),
    ("method", _("Method"), (Kind.STEP,), False),
)
PLURALS = {
    Kind.MANDATE: _("Mandate"),
    Kind.MISSION: _("Purpose"),
    Kind.PRINCIPLE: _("Guiding principles"),
    Kind.DRIVER: _("International trends"),
    Kind.CORPORATE_PRIORITY: _("Corporate priorities"),
    Kind.OBJECTIVE: _("Objectives"),
    Kind.THEME: _("Themes"),
    Kind.ISSUE: _("Issues"),
    Kind.TOOL: _("Instruments and tools"),
    Kind.INITIATIVE: _("Initiatives"),
    Kind.DECISION: _("Decisions it guides"),
    Kind.BENEFIT: _("What it brings"),
    Kind.CRITERION: _("How the choice is made"),
    Kind.STEP: _("Steps"),
    Kind.CHALLENGE: _("Challenges"),
}
ELSEWHERE = (Kind.OBJECTIVE, Kind.THEME, Kind.ISSUE, Kind.CORPORATE_PRIORITY)  # listed also where they stand apart


@dataclass(slots=True)
class Branch:
    """An element with what stands under it, kind by kind.

    ``links`` are ``(what, url, citation)`` of the elements it serves or is served by; ``corrected`` its standing
    corrections by column.
    """

    element: Element
    citation: dict[str, Any] | None
    corrected: dict[str, Correction]
    links: list[tuple[Any, str, Any]] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The kind of mark that stands for its text, if one does."""
        return kind(str(self.element.text))

    @property
    def says(self) -> bool:
        """Whether there is anything besides the title."""
        return bool(self.element.text or self.links or self.groups)

    @property
    def parts(self) -> int:
        """How many elements stand right under it."""
        return sum(len(group.branches) for group in self.groups)

    @property
    def text_correction(self) -> Correction | None:
        """The standing correction of the text in the reader's language."""
        return self.corrected.get(f"text_{self.element.text.lang}")


@dataclass(slots=True)
class Group:
    """The parts of one kind under an element.

    ``apart`` says that each opens by itself; ``open`` that the reader came for them.
    """

    kind: str
    title: Any
    branches: list[Branch]

    @property
    def apart(self) -> bool:
        return self.kind == Kind.ISSUE

    @property
    def open(self) -> bool:
        return self.kind == Kind.OBJECTIVE


@dataclass(slots=True)
class Section:
    """One heading of the paper. ``elsewhere`` are elements of its kinds that stand under something else."""

    key: str
    title: Any
    open: bool
    branches: list[Branch]
    elsewhere: list[Element]

    @property
    def count(self) -> int:
        return len(self.branches) + len(self.elsewhere)


def paper(ask: Ask, edition: Edition, notes: Notes) -> list[Section]:
    """The sections of an edition that say something, in order. Three queries."""
    elements = queries.elements_of(ask.person, edition)
    linkages = queries.linkages_of(ask.person, edition)
    branches = grown(elements, linkages, notes)
    roots = [branches[one.pk] for one in elements if one.parent_id not in branches]
    found = []
    for key, title, kinds, is_open in SECTIONS:
        own = [branch for branch in roots if branch.element.kind in kinds]
        away = [one for one in elements if one.kind in kinds and one.kind in ELSEWHERE]
        away = [one for one in away if apart(one, branches, kinds)]
        if own or away:
            found.append(Section(key, title, is_open, own, away))
    _cite(found, notes)
    return found


def apart(element: Element, branches: dict[int, Branch], kinds: Iterable[str]) -> bool:
    """Whether an element stands under something that another section shows."""
    above = branches.get(element.parent_id or 0)
    return above is not None and above.element.kind not in set(kinds)


def grown(elements: list[Element], linkages: list[Linkage], notes: Notes) -> dict[int, Branch]:
    """Every element as a branch with those under it. One query, for the corrections."""
    corrections = corrections_of(elements)
    branches = {one.pk: Branch(one, None, {}) for one in elements}
    for (_label, pk, column), correction in corrections.items():
        branches[pk].corrected[column] = correction
    for one in elements:
        above = branches.get(one.parent_id or 0)
        if above is None:
            continue
        group = next((group for group in above.groups if group.kind == one.kind), None)
        if group is None:
            group = Group(one.kind, PLURALS[Kind(one.kind)], [])
            above.groups.append(group)
        group.branches.append(branches[one.pk])
    for link in linkages:
        near, far = link.from_element, link.to_element
        if far.kind == Kind.OBJECTIVE:  # said once, on the objective: the priorities would only repeat it
            near, far = far, near
        if branch := branches.get(near.pk):
            branch.links.append((far.title, f"#{far.key}", link))
    return branches


def _cite(sections: list[Section], notes: Notes) -> None:
    """Number the sources in the order in which a reader meets them."""
    for section in sections:
        for branch in section.branches:
            _cite_branch(branch, notes)


def _cite_branch(branch: Branch, notes: Notes) -> None:
    branch.citation = notes.cite(branch.element)
    branch.links = [(title, url, notes.cite(link)) for title, url, link in branch.links]
    for group in branch.groups:
        for part in group.branches:
            _cite_branch(part, notes)


def contents(sections: list[Section]) -> list[tuple[Any, str, int]]:
    """The anchors of a paper: title, address, how many stand there."""
    return [(one.title, f"#{one.key}", one.count) for one in sections]
