"""Who may read sources, packages and corrections. What is not here is refused; rooms judge their own
corrections.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from entente.foundation.people.policy import markings_for
from entente.kit.policy import Policy

from .models import Cited, Correction, Package, Source


def anyone(person: Any, thing: Any) -> bool:
    """Anyone who is signed in: that a document exists, and which package came when, is unclassified."""
    return bool(getattr(person, "is_authenticated", True))


def whoever_may_see_the_record(person: Any, correction: Any) -> bool:
    """Whoever may see the record that is corrected."""
    return correction is None or correction.pk in set(corrections_for(person).values_list("pk", flat=True))


# fmt: off
SOURCES = Policy({
    # act                 who
    "view":               (anyone,),
    "view_package":       (anyone,),
    "view_correction":    (whoever_may_see_the_record,),
    "export":             (anyone,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Source]:
    """Every source this person may view: the "view" row, asked of many at once."""
    return Source.objects.all()


def packages_for(person: Any) -> QuerySet[Package]:
    """Every package this person may view."""
    return Package.objects.all()


def corrections_for(person: Any) -> QuerySet[Correction]:
    """Corrections, withdrawn ones too, of records whose marking this person may read. One query with
    subqueries.
    """
    hidden = Q(pk__in=[])
    for model in marked_models():
        label = model._meta.label_lower
        secret = model._default_manager.exclude(readable(model, person)).values("pk")
        hidden |= Q(label=label, record__in=secret)
    return Correction.objects.exclude(hidden)


def readable(model: type[models.Model], person: Any) -> Q:
    """Which records of a model a person may read: by their own marking, and by that of every record they hang
    on.
    """
    markings, allowed = markings_for(person), Q()
    if is_marked(model):
        allowed &= Q(marking__in=markings)
    for name in marked_parents(model):
        allowed &= Q(**{f"{name}__marking__in": markings}) | Q(**{f"{name}__isnull": True})
    return allowed


def is_marked(model: type[models.Model]) -> bool:
    """Whether records of a model carry a marking."""
    return any(field.name == "marking" for field in model._meta.concrete_fields)


def marked_parents(model: type[models.Model]) -> list[str]:
    """The foreign keys of a model to records that carry a marking."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and is_marked(field.related_model)
    ]


def marked_models() -> list[type[models.Model]]:
    """The models that cite sources and whose records are marked, or hang on marked ones."""
    return [model for model in citing_models() if is_marked(model) or marked_parents(model)]


def citing_models() -> list[type[models.Model]]:
    """Every model of the house whose rows cite a source, whatever room it is in."""
    return [model for model in apps.get_models() if issubclass(model, Cited)]
