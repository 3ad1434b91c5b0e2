"""The record of an edition and of its single parts: names, facts, what stands in the way, where to mend it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import language, other_language
from entente.kit.gaps import kind

from ..exports import LANGUAGE_NAMES, TEXT_NAMES, WORDS
from ..models import Edition, Element, Kind, RegionalPage, Responsibility, Term

MOVES = {
    "submit": _("Submit for decision"),
    "send_back": _("Send back"),
    "bring_into_effect": _("Bring into effect"),
    "supersede": _("Supersede"),
}
# Where each rule's obstacle can be mended: the name of the address, and what the address asks besides the edition.
MENDING: dict[str, tuple[str, dict[str, str]]] = {
    "FRM-1": ("change_edition", {}),
    "FRM-2": ("missing_words", {}),
    "FRM-3": ("elements", {"kind": Kind.ISSUE}),
    "FRM-4": ("links", {}),
    "FRM-5": ("change_edition", {}),
    "FRM-6": ("add_element", {}),
    "FRM-7": ("change_edition", {}),
}
WORD_BADGES = {"missing": "danger", "draft": "warning", "reviewed": "good"}
OF_THE_EDITION = ("change_edition", "add_element")  # addresses that carry the edition's key themselves


def obstacles(problems: Iterable[ValidationError], edition: Edition) -> list[tuple[str, str]]:
    """What stands in the way as ``(words, address)``: each rule leads to where it can be mended."""
    return [(" ".join(problem.messages), _mending(problem.code or "", edition)) for problem in problems]


def _mending(code: str, edition: Edition) -> str:
    if code not in MENDING:
        return ""
    name, asked = MENDING[code]
    if name in OF_THE_EDITION:
        return reverse(f"framework:{name}", args=[edition.key])
    return reverse(f"framework:{name}") + "?" + urlencode({"edition": edition.key} | asked)


def parts(counts: dict[str, int], edition: Edition) -> list[dict[str, Any]]:
    """What an edition holds: how many of each, where they are read, and how a draft gets another one."""
    asked = f"?edition={edition.key}"
    places = (
        ("elements", _("Elements"), "elements", "add_element"),
        ("linkages", _("Links"), "links", "link"),
        ("regions", _("Regional pages"), "regions", "add_region"),
        ("responsibilities", _("Responsibilities"), "responsibilities", "add_responsibility"),
    )
    found = [
        {
            "label": label,
            "count": counts[name],
            "url": reverse(f"framework:{page}") + asked,
            "add": reverse(f"framework:{add}", args=[edition.key]),
        }
        for name, label, page, add in places
    ]
    terms = {"label": _("Terms"), "count": counts["terms"], "url": reverse("framework:glossary") + asked}
    return [*found, terms | {"add": reverse("framework:add_term") + asked}]


def name_of(part: Any) -> Any:
    """What a part is called at the head of its page."""
    if isinstance(part, Responsibility):
        return part.unit.name
    return getattr(part, part.PAIRS[0]) or getattr(part, "key", "")


def pairs_of(part: Any) -> tuple[str, ...]:
    """The paired texts a part's page shows; a term's acronym among them."""
    return ("term", "acronym", "definition") if isinstance(part, Term) else part.PAIRS


def sides_of(part: Any, corrected: dict[str, Any]) -> list[dict[str, Any]]:
    """The paired texts of a part, the reader's language first: words, mark, standing correction of each side.

    An element's sides also say the state of its words; what was decided on is no draft.
    """
    states = part.words if isinstance(part, Element) else {}
    if part.edition and part.edition.is_decided:
        states = {lang: state for lang, state in states.items() if state == "missing"}

    def side(name: str, lang: str) -> dict[str, Any]:
        column, state = f"{name}_{lang}", states.get(lang, "")
        words = getattr(part, column)
        return {
            "lang": lang,
            "name": LANGUAGE_NAMES[lang],
            "column": column,
            "words": words,
            "mark": kind(words),
            "correction": corrected.get(column),
            "state": state,
            "state_word": WORDS.get(state, ""),
            "badge": WORD_BADGES.get(state, ""),
        }

    return [
        {"label": TEXT_NAMES[name], "sides": [side(name, lang) for lang in reading_order()]} for name in pairs_of(part)
    ]


def reading_order() -> tuple[str, str]:
    """The two languages, the reader's first."""
    return language(), other_language(language())


def corrections_shown(thing: Any, corrected: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """The standing corrections of a record: the column's name, its present value, the correction."""
    return [(thing._meta.get_field(name).verbose_name, getattr(thing, name), one) for name, one in corrected.items()]


def facts_of(part: Any) -> list[dict[str, Any]]:
    """What a part's page says besides its texts; what is not said is left out."""
    said: list[tuple[Any, Any, str]] = []
    if part.edition:
        said.append((_("Edition"), part.edition.title, reverse("framework:edition", args=[part.edition.key])))
    if isinstance(part, Element):
        said.append((_("Kind"), part.get_kind_display(), ""))
        if part.parent:
            said.append((_("Stands under"), part.parent.title, reverse("framework:element", args=[part.parent.key])))
        said.append((_("Office of primary interest"), part.owner.name if part.owner else _("none named"), ""))
    if isinstance(part, RegionalPage):
        said.append((_("Region"), part.get_region_display(), ""))
    if isinstance(part, Responsibility):
        said.append((_("Part"), part.get_role_display() or _("part not said"), ""))
    if isinstance(part, Term):
        said.append((_("Gender in French"), part.get_gender_fr_display(), ""))
    return [{"label": label, "value": value, "url": url} for label, value, url in said if value]


def addresses(part: Any) -> dict[str, str]:
    """Where a part is shown, changed and removed: ``{"page": …, "change": …, "remove": …}``."""
    name, given = {
        Element: ("element", getattr(part, "key", "")),
        Term: ("term", getattr(part, "key", "")),
        RegionalPage: ("region", getattr(part, "address", "")),
        Responsibility: ("responsibility", part.pk),
    }[type(part)]
    return {
        "page": reverse(f"framework:{name}", args=[given]),
        "change": reverse(f"framework:change_{name}", args=[given]),
        "remove": reverse(f"framework:remove_{name}", args=[given]),
    }
