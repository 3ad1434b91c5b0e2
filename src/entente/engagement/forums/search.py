"""What forums offer to the one index: bodies, and candidacies for their seats."""

from django.utils.text import capfirst
from django.utils.translation import override

from entente.foundation.index.actions import Entry
from entente.foundation.people.roles import highest

from .models import Body, Candidacy


def entry(body: Body) -> Entry:
    """A body as it is found: by name, acronym, key and what it is about. Reads ``parent``."""
    above = body.parent.acronym_en if body.parent else ""
    return Entry(
        thing=body,
        kind="forum",
        address=("forums:body", body.key),
        title_en=body.name_en,
        title_fr=body.name_fr,
        text_en=body.focus_en,
        text_fr=body.focus_fr,
        more=" ".join(dict.fromkeys((body.acronym_en, body.acronym_fr, body.key, above))),
        marking=body.marking,
    )


def candidacy_entry(candidacy: Candidacy) -> Entry:
    """A candidacy as it is found: by seat, body, key, rationale and expected returns. Reads ``body``."""
    body = candidacy.body
    return Entry(
        thing=candidacy,
        kind="candidacy",
        address=("forums:candidacy", candidacy.key),
        title_en=f"{_titled(candidacy, 'en')}, {body.name_en}",
        title_fr=f"{_titled(candidacy, 'fr')}, {body.name_fr or body.name_en}",
        text_en=f"{candidacy.rationale_en} {candidacy.returns_en}",
        text_fr=f"{candidacy.rationale_fr} {candidacy.returns_fr}",
        more=" ".join((candidacy.key, body.acronym_en, body.acronym_fr, candidacy.candidate.name_en)),
        marking=highest([candidacy.marking, body.marking, candidacy.candidate.marking]),
    )


def _titled(candidacy: Candidacy, lang: str) -> str:
    title = getattr(candidacy, f"title_{lang}") or candidacy.title_en or candidacy.title_fr
    if title:
        return str(title)
    with override(lang):
        return str(capfirst(candidacy.get_kind_display()))


OFFERS = (
    (Body, lambda: Body.objects.select_related("parent"), entry),
    (Candidacy, lambda: Candidacy.objects.select_related("body", "candidate"), candidacy_entry),
)
