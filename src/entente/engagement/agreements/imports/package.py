"""The files of agreements in an edition package; docs/reference/package.md says what each column means."""

from typing import Any

from django.core.exceptions import ValidationError

from entente.engagement.partners.models import Subject
from entente.kit.sheet import Sheet

from .. import rules
from ..models import (
    Act,
    Agreement,
    Candidate,
    Chapter,
    ChapterDepartment,
    Clause,
    Link,
    Obligation,
    Party,
    PartyAction,
    Reason,
)


def _clause_fits(values: dict[str, Any]) -> ValidationError | None:
    """What the rules have against a clause of a file; the first of it, whose code stands for the row."""
    found = rules.against_clause(Clause(**{name: value for name, value in values.items() if name in CLAUSE_SAYS}))
    return ValidationError(found[0].messages[0], code=rules.CLAUSE_FIELDS[str(found[0].code)]) if found else None


def _chapter_fits(values: dict[str, Any]) -> ValidationError | None:
    """What a row says against itself: its days. What the rules ask of who enters one, a source may leave open."""
    found = rules.chapter_days_in_order(Chapter(from_on=values["from_on"], to_on=values["to_on"]))
    return ValidationError(found.messages[0], code=rules.CHAPTER_FIELDS[str(found.code)]) if found else None


def _duty_fits(values: dict[str, Any]) -> ValidationError | None:
    """How often a duty comes again; what else the rules ask, a source may leave open."""
    found = rules.length_can_be_meant(values["every"], values["unit"])
    return ValidationError(found.messages[0], code="every") if found else None


CLAUSE_SAYS = ("article", "kind", "code", "answer", "number", "unit", "text_en", "text_fr", "from_on", "to_on")

SHEETS = (
    Sheet(
        file="agreements.csv",
        model=Agreement,
        columns=(
            "key",
            "title_en",
            "title_fr",
            "kind",
            "binding",
            "subjects",
            "status",
            "requested_on",
            "signed_on",
            "in_force_on",
            "expires_on",
            "ended_on",
            "treaty_id",
            "authority_en",
            "authority_fr",
            "administered_for",
            "owner",
            "marking",
            "summary_en",
            "summary_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("key",),
        codes={"subjects": Subject},
    ),
    Sheet(
        file="parties.csv",
        model=Party,
        columns=(
            "agreement",
            "partner",
            "role",
            "source",
            "place",
            "as_of",
        ),
        identity=("agreement", "partner"),
    ),
    Sheet(
        file="agreement_links.csv",
        model=Link,
        columns=(
            "from_agreement",
            "to_agreement",
            "kind",
            "note_en",
            "note_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("from_agreement", "to_agreement", "kind"),
    ),
    Sheet(
        file="party_actions.csv",
        model=PartyAction,
        columns=(
            "agreement",
            "partner",
            "action",
            "on",
            "note_en",
            "note_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("agreement", "partner", "action", "on"),
    ),
    Sheet(
        file="clauses.csv",
        model=Clause,
        columns=(
            "agreement",
            "article",
            "kind",
            "code",
            "answer",
            "number",
            "unit",
            "text_en",
            "text_fr",
            "from_on",
            "to_on",
            "source",
            "place",
            "as_of",
        ),
        identity=("agreement", "kind", "code", "article", "from_on"),
        checks=(_clause_fits,),
    ),
    Sheet(
        file="obligations.csv",
        model=Obligation,
        columns=(
            "agreement",
            "article",
            "title_en",
            "title_fr",
            "planned",
            "bound",
            "trigger_en",
            "trigger_fr",
            "due_on",
            "every",
            "unit",
            "owner",
            "source",
            "place",
            "as_of",
        ),
        identity=("agreement", "title_en"),
        checks=(_duty_fits,),
    ),
    Sheet(
        file="chapters.csv",
        model=Chapter,
        columns=(
            "key",
            "agreement",
            "number",
            "title_en",
            "title_fr",
            "role",
            "owner",
            "talks",
            "from_on",
            "to_on",
            "note_en",
            "note_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("key",),
        checks=(_chapter_fits,),
    ),
    Sheet(
        file="chapter_departments.csv",
        model=ChapterDepartment,
        columns=(
            "chapter",
            "department",
            "role_en",
            "role_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("chapter", "department"),
    ),
    Sheet(
        file="acts.csv",
        model=Act,
        columns=(
            "key",
            "title_en",
            "title_fr",
            "department",
            "role_en",
            "role_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("key",),
    ),
    Sheet(
        file="candidates.csv",
        model=Candidate,
        columns=(
            "edition",
            "partner",
            "position",
            "sought",
            "reasons",
            "requested_on",
            "agreement",
            "details_en",
            "details_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("edition", "partner"),
        codes={"reasons": Reason},
    ),
)

SHEET_OF = {one.model: one for one in SHEETS}
