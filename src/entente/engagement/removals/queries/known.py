"""What is on record already: asked before something is put there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Value
from django.db.models.functions import Concat

from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import subject_of

from ..models import CountryFile, Lever, Plan, Ranked, Ranking

WORDING = ("draft", "change_plan", "add_plan_item")
"""What the trail calls it when somebody words a plan."""


def is_there(thing: models.Model, *names: str) -> bool:
    """Whether a record that says the same in some columns is kept already. One query."""
    same: dict[str, Any] = {}
    for name in names:
        column: str = getattr(thing._meta.get_field(name), "attname", name)
        value = getattr(thing, column)
        same |= {f"{name}__isnull": True} if value is None else {column: value}
    return type(thing)._default_manager.filter(**same).exists()


def is_ranked(ranking: Ranking, places: Sequence[tuple[CountryFile, int]]) -> bool:
    """Whether a ranking of the same day, words and order of countries is kept already. Two queries at most."""
    words = ("title_en", "title_fr", "method_en", "method_fr", "ranked_on")
    same = Ranking.objects.filter(**{name: getattr(ranking, name) for name in words}).values("pk")
    found: dict[int, set[tuple[int, int]]] = {}
    for one, file, rank in Ranked.objects.filter(ranking__in=same).values_list("ranking", "file", "rank"):
        found.setdefault(one, set()).add((file, rank))
    return {(file.pk, rank) for file, rank in places} in found.values()


def has_worded(plan: Plan, person: Any) -> bool:
    """Whether somebody ever changed the words of a plan or added to it: the trail knows. One query."""
    return trail.about(subject_of(plan)).filter(verb__in=WORDING, actor=person.get_username()).exists()


def worded_by(person: Any) -> Q:
    """The plans whose words somebody ever changed or added to, asked of many as ``has_worded`` asks of one."""
    subject = Concat(Value(f"{Plan._meta.label_lower}:"), OuterRef("key"))
    wrote = trail.everything().filter(subject=subject, verb__in=WORDING, actor=person.get_username())
    return Q(Exists(wrote))


def last_used(lever: Lever) -> date | None:
    """The last day on which a lever was used. One query."""
    last: date | None = lever.uses.aggregate(last=Max("used_on"))["last"]
    return last
