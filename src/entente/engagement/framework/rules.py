"""What an edition must hold before it is submitted and before it takes effect. Each rule says all that it misses."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN, spoken

from . import queries
from .models import Edition, Element, Kind, Linkage, RegionalPage, Responsibility, Term, unsaid

# Which columns of which record a person may correct. Keys, positions and what a row belongs to stay the source's.
CORRECTABLE: dict[type[Any], tuple[str, ...]] = {
    Edition: (
        *("title_en", "title_fr", "starts_on", "ends_on", "approved_by_en", "approved_by_fr"),
        *("summary_en", "summary_fr"),
    ),
    Element: ("title_en", "title_fr", "text_en", "text_fr", "owner"),
    Linkage: ("note_en", "note_fr"),
    RegionalPage: ("title_en", "title_fr", "overview_en", "overview_fr", "issues_en", "issues_fr"),
    Responsibility: ("role", "work_en", "work_fr"),
    Term: ("term_en", "term_fr", "acronym_en", "acronym_fr", "gender_fr", "definition_en", "definition_fr"),
}

NAMED = 5  # things a refusal names before it only counts the rest: more is a list, and the list is one click away


def period_given(edition: Edition) -> ValidationError | None:
    """FRM-1. The period it covers is given, and does not end before it begins.

    Source: edition of 2019, “Effective date”: three years, from April 2019 to March 2022.
    """
    if edition.starts_on in UNKNOWN or edition.ends_on in UNKNOWN:
        return ValidationError(_("Give the period it covers: from and to."), code="FRM-1")
    if edition.ends < edition.begins:
        return ValidationError(_("The period it covers ends before it begins."), code="FRM-1")
    return None


def both_languages(edition: Edition) -> ValidationError | None:
    """FRM-2. Every title and text stands in both official languages.

    Source: Official Languages Act, Part V: work instruments are available in both languages.
    """
    lacks: list[Any] = [gap.words or gap.key for gap in queries.missing_in(edition)]
    if (
        not edition.title_fr
        or not edition.title_en
        or any(unsaid(edition, lang, Edition.PAIRS) for lang in ("en", "fr"))
    ):
        lacks.insert(0, edition.title)
    if not lacks:
        return None
    return ValidationError(
        ngettext_lazy(
            "%(count)s text lacks one official language: %(names)s.",
            "%(count)s texts lack one official language: %(names)s.",
            "count",
        ),
        code="FRM-2",
        params={"count": len(lacks), "names": named(lacks)},
    )


def issues_under_a_theme(edition: Edition) -> ValidationError | None:
    """FRM-3. Every priority issue stands under a thematic priority.

    Source: edition of 2019, “Priorities for international engagement”: three themes, five issues.
    """
    alone = edition.elements.filter(kind=Kind.ISSUE).exclude(parent__kind=Kind.THEME).order_by("position", "id")
    if not (names := [one.title for one in alone]):
        return None
    return ValidationError(
        ngettext_lazy(
            "%(count)s issue stands under no theme: %(names)s.",
            "%(count)s issues stand under no theme: %(names)s.",
            "count",
        ),
        code="FRM-3",
        params={"count": len(names), "names": named(names)},
    )


def objectives_linked(edition: Edition) -> ValidationError | None:
    """FRM-4. Every objective is linked with a corporate priority.

    Source: edition of 2008, section 2A and Appendix A: each objective names the priority it supports.
    """
    ours = Linkage.objects.filter(from_element__edition=edition)
    served = ours.filter(from_element__kind=Kind.CORPORATE_PRIORITY).values("to_element")
    serving = ours.filter(to_element__kind=Kind.CORPORATE_PRIORITY).values("from_element")
    objectives = edition.elements.filter(kind=Kind.OBJECTIVE).order_by("position", "id")
    names = [one.title for one in objectives.exclude(pk__in=served).exclude(pk__in=serving)]
    if not names:
        return None
    return ValidationError(
        ngettext_lazy(
            "%(count)s objective is linked with no corporate priority: %(names)s.",
            "%(count)s objectives are linked with no corporate priority: %(names)s.",
            "count",
        ),
        code="FRM-4",
        params={"count": len(names), "names": named(names)},
    )


def approver_named(edition: Edition) -> ValidationError | None:
    """FRM-5. The office that approves it is named.

    Source: edition of 2008, Foreword: the President signs it.
    """
    if edition.approved_by_en or edition.approved_by_fr:
        return None
    return ValidationError(_("Name the office that approves it."), code="FRM-5")


def has_an_objective(edition: Edition) -> ValidationError | None:
    """FRM-6. It has an objective: without one there is nothing to bring into effect.

    Source: edition of 2008, section 2A; edition of 2019, “Objective”.
    """
    if edition.elements.filter(kind=Kind.OBJECTIVE).exists():
        return None
    return ValidationError(_("It has no objective yet."), code="FRM-6")


def begins_after_the_present(edition: Edition) -> ValidationError | None:
    """FRM-7. It begins after the edition it takes the place of.

    Source: edition of 2008, section 1A (“evergreen”); edition of 2019, “Effective date”: one edition rules at a time.
    """
    present = Edition.objects.in_effect().filter(agency=edition.agency).exclude(pk=edition.pk)
    later = [one for one in present if one.begins >= edition.begins] if edition.begins else []
    if not later:
        return None
    return ValidationError(
        _("It must begin after “%(edition)s”, which begins on %(day)s."),
        code="FRM-7",
        params={"edition": later[0].title, "day": spoken(later[0].begins)},
    )


def named(names: Iterable[Any]) -> str:
    """The first few names, and how many there are besides."""
    names = [str(one) for one in names]
    said = "; ".join(names[:NAMED])
    rest = len(names) - NAMED
    return gettext("%(names)s; and %(count)s more") % {"names": said, "count": rest} if rest > 0 else said
