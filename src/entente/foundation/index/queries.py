"""Finding things: the same answers on both databases, never more than a person may see."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from entente.foundation.people.policy import markings_for
from entente.kit.bilingual import LANGUAGES, fold, language
from entente.kit.stems import SHORTEST_PREFIX, alternatives

from .models import Record


def visible_to(person: Any) -> QuerySet[Record]:
    """Everything this person may find: cleared for its marking and, where only some roles read it, of one of them."""
    meant = Q(readers="") | Q(readers__contains=f"|{person.role}|")
    return Record.objects.filter(meant, marking__in=markings_for(person))


def found(question: str, *, person: Any) -> QuerySet[Record]:
    """Records that hold every word asked, in either language; the last word may be a beginning.

    Titles that hold the words come first, then by title, then ``id``. Nothing asked, nothing found.
    """
    words = alternatives(question)
    if not words:
        return Record.objects.none()
    records = visible_to(person)
    if connection.vendor == "postgresql":
        match = RawSQL(
            "to_tsvector('simple', index_record.stems) @@ to_tsquery('simple', %s)",
            [_tsquery(words)],
            output_field=BooleanField(),
        )
        records = records.filter(match)
    else:
        rows = RawSQL("SELECT rowid FROM index_words WHERE index_words MATCH %s", [_fts5(words)])  # noqa: S611
        records = records.filter(pk__in=rows)
    return records.annotate(rank=_rank(fold(question).strip(), words)).order_by("rank", f"title_key_{language()}", "id")


def _rank(asked: str, words: list[list[str]]) -> Case:
    """0 for what is called just so, 1 for what begins so, 2 for a title that holds the first word, 3 for the rest."""
    stem = min(words[0], key=len)
    either = [f"title_key_{lang}" for lang in LANGUAGES]

    def any_title(lookup: str, text: str) -> Q:
        return Q(**{f"{either[0]}__{lookup}": text}) | Q(**{f"{either[1]}__{lookup}": text})

    return Case(
        When(any_title("exact", asked), then=Value(0)),
        When(any_title("startswith", asked), then=Value(1)),
        When(any_title("contains", stem), then=Value(2)),
        default=Value(3),
    )


def with_address(name: str, *, person: Any) -> QuerySet[Record]:
    """Everything this person may see whose page has an address of this name (``partners:partner``), by title.

    So a room can offer things of rooms above it: their key is the last word of ``address``. One query.
    """
    visible = visible_to(person).filter(address__startswith=f"{name} ")
    return visible.order_by(f"title_key_{language()}", "id")


def _tsquery(words: list[list[str]]) -> str:
    return " & ".join(
        "(" + " | ".join(_forms(forms, at == len(words) - 1, ":*")) + ")" for at, forms in enumerate(words)
    )


def _fts5(words: list[list[str]]) -> str:
    return " AND ".join(
        "(" + " OR ".join(_forms(forms, at == len(words) - 1, "*", quote='"')) + ")" for at, forms in enumerate(words)
    )


def _forms(forms: list[str], is_last: bool, star: str, quote: str = "") -> list[str]:
    spelled = [f"{quote}{form}{quote}" for form in forms]
    beginning = min(forms, key=len)
    if is_last and len(beginning) >= SHORTEST_PREFIX:
        spelled.append(f"{quote}{beginning}{quote}{star}")
    return spelled


def count() -> int:
    """How many things can be found at all."""
    return Record.objects.count()


def at_addresses(addresses: Iterable[str], *, person: Any) -> QuerySet[Record]:
    """The records at some addresses that this person may see. One query."""
    return visible_to(person).filter(address__in=list(addresses))
