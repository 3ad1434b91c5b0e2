"""What a body obeys that looks after a chapter of an agreement."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Committee
from .bodies import overlap


def chapter_of_its_agreement(one: Committee) -> ValidationError | None:
    """FOR-29. A body looks after chapters of the agreement that it, or the body above it, rests on.

    Source: design, rooms (a body points to its instrument); needs study, row 134 (committees of free trade agreements).
    """
    above = one.body.parent
    bases = {one.body.agreement_id, above.agreement_id if above else None}
    if one.chapter.agreement_id in bases:
        return None
    said = _("FOR-29: the body does not rest on the agreement of this chapter.")
    return ValidationError({"chapter": said}, code="other_agreement")


def looks_after_it_once(one: Committee, others: Iterable[Committee]) -> ValidationError | None:
    """FOR-30. A body looks after a chapter once at a time. ``others`` are its other rows for the chapter.

    Source: what a period is.
    """
    if any(overlap(one, other) for other in others):
        said = _("FOR-30: it looks after this chapter then already.")
        return ValidationError({"chapter": said}, code="committee_already")
    return None
