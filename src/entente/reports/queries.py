"""Coherence: what a framework leaves open or contradicts. Every finding comes from the record, none from a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements import policy as agreements
from entente.engagement.agreements.models import Candidate
from entente.engagement.facts import policy as fact_policy
from entente.engagement.facts import queries as facts
from entente.engagement.forums import policy as forums
from entente.engagement.forums.models import Goal
from entente.engagement.framework import queries as framework
from entente.engagement.framework.models import Edition, Element
from entente.engagement.framework.models import Kind as ElementKind
from entente.engagement.partners import policy as partners
from entente.engagement.partners.models import Aim, Office, Standing
from entente.foundation.people.policy import markings_for
from entente.foundation.sources.queries import Notes
from entente.kit import days
from entente.kit.table import Ask


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap or contradiction: its rule's code, what it concerns, where it is found, and the source."""

    code: str
    what: Any
    url: str
    detail: Any
    place: str
    citation: Any = None


@dataclass(frozen=True, slots=True)
class Check:
    """One question of coherence. ``find`` answers with findings; ``asked`` is how many things were looked at."""

    code: str
    title: Any
    explained: Any
    find: Callable[[Ask, Edition, Notes], list[Finding]]
    asked: Callable[[Ask, Edition], int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A check with what it found."""

    check: Check
    asked: int
    findings: list[Finding]


def editions() -> QuerySet[Edition]:
    """Every edition, the newest first."""
    return Edition.objects.select_related("source", "previous").order_by("-starts_on", "-id")


def edition_of(ask: Ask) -> Edition | None:
    """The edition asked for by key, else the one in effect on the day."""
    if ask.edition:
        return Edition.objects.filter(key=ask.edition).first()
    return framework.ruling(ask)


def priority_partners(ask: Ask, edition: Edition) -> QuerySet[Standing]:
    """The partners an edition grades, in its order, that this person may see."""
    return (
        Standing.objects.filter(edition=edition, partner__marking__in=markings_for(ask.person))
        .filter(Q(tier__isnull=False) | ~Q(tier_gap=""))
        .select_related("partner", "tier", "source")
        .order_by("tier__position", "position", "id")
    )


def _about_partner(code: str, standing: Standing, notes: Notes) -> Finding:
    place = standing.tier.name if standing.tier else standing.tier_gap
    detail = "" if standing.in_scope else _("outside the scope of the edition, by choice")
    url = reverse("partners:partner", args=[standing.partner.key])
    return Finding(code, standing.partner.name, url, detail, place, notes.cite(standing))


def partners_without_aim(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-1. Each priority partner has at least one aim in its edition. Source: needs study M2."""
    aims = Aim.objects.filter(edition=edition, partner=OuterRef("partner"))
    found = priority_partners(ask, edition).filter(~Exists(aims))
    return [_about_partner("COH-1", standing, notes) for standing in found]


def partners_without_owner(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-2. Each priority partner has an office of primary interest. Source: needs study M2."""
    found = priority_partners(ask, edition).filter(partner__owner__isnull=True)
    return [_about_partner("COH-2", standing, notes) for standing in found]


def partners_without_contact(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-3. Each priority partner has a contact, its own or one of its administrations', on the day. Source: M2."""
    own = Q(partner=OuterRef("partner")) | Q(partner__parent=OuterRef("partner"))
    contacts = Office.objects.filter(own).filter(days.on(ask.on))
    found = priority_partners(ask, edition).filter(~Exists(contacts))
    return [_about_partner("COH-3", standing, notes) for standing in found]


def partners_without_evidence(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-4. Each standing says which tests the partner meets, or on what evidence. Source: needs study M2."""
    found = priority_partners(ask, edition).filter(tests_met_en="", tests_met_fr="", evidence_en="", evidence_fr="")
    return [_about_partner("COH-4", standing, notes) for standing in found]


def _about_element(code: str, element: Element, notes: Notes, detail: Any = "") -> Finding:
    url = f"{reverse('framework:index')}?edition={element.edition.key}"
    return Finding(code, element.title, url, detail, element.get_kind_display(), notes.cite(element))


def unlinked_elements(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-5. Each objective serves a corporate priority, and each corporate priority is served. Source: App. A, M1."""
    found = (
        Element.objects.filter(edition=edition, kind__in=LINKED_KINDS, links_in__isnull=True, links_out__isnull=True)
        .select_related("edition", "source")
        .order_by("kind", "position", "id")
    )
    return [_about_element("COH-5", element, notes) for element in found]


LINKED_KINDS = (ElementKind.OBJECTIVE, ElementKind.CORPORATE_PRIORITY)


def issues_without_theme(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-6. Each priority issue belongs to a thematic priority. Source: framework of 2019, Priorities."""
    found = Element.objects.filter(edition=edition, kind=ElementKind.ISSUE, parent__isnull=True)
    found = found.select_related("edition", "source").order_by("position", "id")
    return [_about_element("COH-6", element, notes) for element in found]


def bodies_without_lead(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-7. Each forum and body at the top of its tree names the department that leads. Source: needs study M4."""
    found = (
        forums.visible_to(ask.person)
        .filter(days.on(ask.on), lead__isnull=True, parent__isnull=True)
        .select_related("source")
        .order_by("sort_en", "id")
    )
    return [
        Finding(
            "COH-7",
            body.name,
            reverse("forums:body", args=[body.key]),
            "",
            body.get_kind_display(),
            notes.cite(body),
        )
        for body in found
    ]


def targets_without_standing(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-8. A partner in line for negotiation is a priority partner of the same edition. Source: Chart 3, M3."""
    graded = Standing.objects.filter(edition=edition, partner=OuterRef("partner"), tier__isnull=False)
    found = candidates(ask, edition).filter(~Exists(graded))
    return [
        Finding(
            "COH-8",
            one.partner.name,
            reverse("partners:partner", args=[one.partner.key]),
            one.details,
            one.get_sought_display(),
            notes.cite(one),
        )
        for one in found
    ]


def candidates(ask: Ask, edition: Edition) -> QuerySet[Candidate]:
    """The partners in line for negotiation under an edition."""
    found = Candidate.objects.filter(edition=edition, partner__in=partners.visible_to(ask.person))
    return found.select_related("partner", "source").order_by("position", "id")


def latest_with_candidates() -> Edition | None:
    """The newest edition that lists partners in line for negotiation."""
    return Edition.objects.filter(candidates__isnull=False).order_by("-starts_on", "-id").distinct().first()


def conflicting_facts(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-9. One fact has one value for one period and unit. Source: needs study §5.4."""
    return [
        Finding(
            "COH-9",
            conflict.statistic.name,
            reverse("facts:fact", args=[conflict.statistic.key]),
            " / ".join(str(value.said) for value in conflict.values),
            conflict.when,
            notes.cite(conflict.values[0]),
        )
        for conflict in facts.conflicts(person=ask.person, on=ask.on)
    ]


def goals_to_be_finalised(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-10. The priorities in a priority forum are set. Source: framework of 2008, section 2E."""
    found = Goal.objects.filter(edition=edition, state="to_be_finalised", body__in=forums.visible_to(ask.person))
    return [
        Finding(
            "COH-10",
            one.body.name,
            reverse("forums:body", args=[one.body.key]),
            one.text,
            "",
            notes.cite(one),
        )
        for one in found.select_related("body", "source").order_by("position", "id")
    ]


def instruments_without_signature(ask: Ask, edition: Edition, notes: Notes) -> list[Finding]:
    """COH-11. An instrument in force has a known day of signature. Source: needs study M3."""
    found = (
        agreements.visible_to(ask.person)
        .filter(status="in_force", signed_on="", in_force_on="", as_of__lte=ask.on)
        .select_related("source")
        .order_by("sort_en", "id")
    )
    return [
        Finding(
            "COH-11",
            one.title,
            reverse("agreements:agreement", args=[one.key]),
            "",
            one.get_kind_display(),
            notes.cite(one),
        )
        for one in found
    ]


CHECKS = (
    Check("COH-1", _("Priority partners without an aim"), _("What do we want with them?"), partners_without_aim,
          lambda ask, edition: priority_partners(ask, edition).count()),
    Check("COH-2", _("Priority partners without an office of primary interest"), _("Who holds the file?"),
          partners_without_owner, lambda ask, edition: priority_partners(ask, edition).count()),
    Check("COH-3", _("Priority partners without a contact"), _("Whom do we call?"), partners_without_contact,
          lambda ask, edition: priority_partners(ask, edition).count()),
    Check("COH-4", _("Standings without tests or evidence"), _("Why this tier?"), partners_without_evidence,
          lambda ask, edition: priority_partners(ask, edition).count()),
    Check("COH-5", _("Objectives and corporate priorities without a link"), _("What do they serve?"), unlinked_elements,
          lambda ask, edition: edition.elements.filter(kind__in=LINKED_KINDS).count()),
    Check("COH-6", _("Priority issues without a theme"), _("Under which theme?"), issues_without_theme,
          lambda ask, edition: edition.elements.filter(kind=ElementKind.ISSUE).count()),
    Check("COH-7", _("Forums without a lead department"), _("Who leads for the government?"), bodies_without_lead,
          lambda ask, edition: forums.visible_to(ask.person).filter(days.on(ask.on), parent__isnull=True).count()),
    Check("COH-8", _("Negotiation targets that are no priority partner"), _("Why negotiate with them first?"),
          targets_without_standing, lambda ask, edition: candidates(ask, edition).count()),
    Check("COH-9", _("Facts with two values"), _("Which one holds?"), conflicting_facts,
          lambda ask, edition: fact_policy.visible_to(ask.person).count()),
    Check("COH-10", _("Forum priorities still to be finalised"), _("What do we want there?"), goals_to_be_finalised,
          lambda ask, edition: edition.forum_goals.count()),
    Check("COH-11", _("Instruments in force without a known day of signature"), _("Since when?"),
          instruments_without_signature,
          lambda ask, edition: agreements.visible_to(ask.person).filter(status="in_force", as_of__lte=ask.on).count()),
)  # fmt: skip


def coherence(ask: Ask, edition: Edition, notes: Notes) -> list[Answer]:
    """Every check with its findings, in order. At most three queries a check."""
    return [Answer(check, check.asked(ask, edition), check.find(ask, edition, notes)) for check in CHECKS]


def findings(ask: Ask, edition: Edition) -> list[Finding]:
    """All findings as one list, for the file and the command."""
    return [finding for answer in coherence(ask, edition, Notes()) for finding in answer.findings]
