"""What travellers and International Affairs are told about passports and visas."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.foundation.notices import actions as notices
from entente.foundation.people import queries as people
from entente.kit.bilingual import LANGUAGES
from entente.kit.notice import Word, day, pair

from ..models import Formality

FORMALITY_TO_CHECK = Word(
    "travel.formality_to_check",
    _("Passport or visa to check before %(title)s"),
    _("The trip of %(who)s to %(title)s on %(first)s is authorised. Check: %(task)s."),
)
FORMALITY_EXPIRES = Word(
    "travel.formality_expires",
    _("Expires soon: %(task)s of %(who)s"),
    _("It expires on %(day)s, and %(who)s travels to %(title)s on %(first)s. Have it renewed."),
)
FORMALITY_OPEN = Word(
    "travel.formality_open",
    _("Still open before %(title)s: %(task)s"),
    _("%(who)s leaves on %(first)s, and this is not settled: %(task)s."),
)


def tell_of_formality(word: Word, task: Formality, trip: Any, *, key: str) -> None:
    """The traveller and those who serve travellers hear of it; it is nobody else's business."""
    until = {"day": day(task.expires_on)} if task.expires_on else {}
    notices.tell(
        [task.person, *people.balancing_planners()],
        word,
        key=key,
        address=("travel:formality", str(task.pk)),
        due_on=trip.starts_on,
        marking=trip.marking,
        who=str(task.person),
        title=pair(trip.traveller.proposal.meeting),
        first=day(trip.starts_on),
        task=_named(task),
        **until,
    )


def _named(task: Formality) -> dict[str, str]:
    """The kind of task in both languages, with the country of a visa."""
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            kind = str(task.get_kind_display())
            said[lang] = f"{kind} ({task.country.name})" if task.country else kind
    return said
