"""What a partner's record must say, and what may be corrected in it. A rule returns a problem or nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition
from entente.kit.days import SHAPE, PartialDate
from entente.kit.workflow import Rule

from .models import PLACES, Aim, Office, Partner, Presence, Standing, Succession
from .queries import Whole, called

# Which fields of which record a person may correct. What identifies a record stays the source's.
CORRECTABLE: dict[type[Any], tuple[str, ...]] = {
    Partner: (
        *(
            "kind",
            "country",
            "parent",
            "name_en",
            "name_fr",
            "acronym_en",
            "acronym_fr",
            "sector",
            "subjects",
        ),
        *("marking", "summary_en", "summary_fr", "owner", "starts_on", "ends_on"),
    ),
    Succession: ("on", "note_en", "note_fr"),
    Office: ("title_en", "title_fr", "role", "location", "starts_on", "ends_on", "note_en", "note_fr"),
    Standing: ("tier", "in_scope", "tests_met_en", "tests_met_fr", "evidence_en", "evidence_fr"),
    Aim: ("objective", "text_en", "text_fr"),
    Presence: ("starts_on", "ends_on"),
}

# Words that the room's own addresses use: no partner may be called so there.
RESERVED = frozenset(
    ("map", "carte", "standings", "rangs", "contacts", "personnes-ressources", "successions", "aims", "visees")
    + ("new", "nouveau", "import", "importation")
)


# ── Gaps: what is still open about a partner ──────────────────────────────────────────────────────


def owner_named(whole: Whole) -> ValidationError | None:
    """PAR-1. An office of primary interest answers for the partner; our own agency needs none.

    Source: framework 2008, section 4 (each branch answers for its part of the international work).
    """
    if whole.partner.owner_id or whole.partner.is_own:
        return None
    return ValidationError(_("No office of primary interest is named."), code="owner_missing")


def contact_known(whole: Whole) -> ValidationError | None:
    """PAR-2. There is a contact, by office, with the partner or one of its parts; our own agency needs none.

    Source: framework 2008, section 2B (sustained contact is what makes a partner).
    """
    if whole.present_offices or whole.partner.is_own:
        return None
    return ValidationError(_("No contact is recorded, here or with one of its parts."), code="contact_missing")


def aim_set(whole: Whole) -> ValidationError | None:
    """PAR-3. With a partner in the scope of the edition in effect, the edition says what we want.

    Source: framework 2008, section 2B and Appendix B (each prioritized partner with what the agency seeks).
    """
    standing = whole.standing
    if standing is None or not standing.in_scope or whole.present_aims:
        return None
    return ValidationError(
        _("“%(edition)s” names this partner and sets no aim with it."),
        code="aim_missing",
        params={"edition": called(standing.edition)},
    )


# What is open about a partner (``queries.Whole``), in the order in which it is told.
GAPS: tuple[Rule, ...] = (owner_named, contact_known, aim_set)


# ── What may be entered ───────────────────────────────────────────────────────────────────────────


def tier_of_edition(standing: Standing) -> ValidationError | None:
    """PAR-4. The tier is one of the edition's own. Source: each edition defines its tiers (2008, Chart 2)."""
    if standing.tier is None or standing.tier.edition_id == standing.edition_id:
        return None
    return _at("tier", _("“%(tier)s” is not a tier of this edition."), "tier_strange", tier=standing.tier)


def standing_grounded(standing: Standing) -> ValidationError | None:
    """PAR-5. A tier rests on a test met or on evidence, in one language at least.

    Source: framework 2008, Chart 2 (a partner is in a category because it meets its tests).
    """
    said = (standing.tests_met_en, standing.tests_met_fr, standing.evidence_en, standing.evidence_fr)
    if standing.tier is None or any(text.strip() for text in said):
        return None
    return ValidationError(
        _("Say on what the tier rests: tick a test that is met, or give the evidence."),
        code="grounds_missing",
    )


def tests_of_tier(standing: Standing, *, ticked: Mapping[str, Any]) -> ValidationError | None:
    """PAR-6. The tests said to be met are tests of the chosen tier. ``ticked`` maps a test to its tier's key.

    Source: framework 2008, Chart 2.
    """
    strange = [test for test, tier in ticked.items() if standing.tier is None or tier != standing.tier.key]
    if not strange:
        return None
    return _at("tests", _("These are tests of another tier: %(tests)s"), "tests_strange", tests=" · ".join(strange))


def no_circle(succession: Succession, *, known: Iterable[tuple[int, int]]) -> ValidationError | None:
    """PAR-7. Nobody succeeds, over however many steps, to its own successor, except by a transfer of work.

    ``known`` are the successions on record as pairs of partners' primary keys. Source: what succession is.
    """
    if succession.kind == "transfer":
        return None
    onward: dict[int, set[int]] = {}
    for before, after in known:
        onward.setdefault(before, set()).add(after)
    reached, waiting = set[int](), [succession.to_partner_id]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += onward.get(at, ())
    if succession.from_partner_id not in reached:
        return None
    return ValidationError(
        _("%(after)s already comes before %(before)s in the record."),
        code="circle",
        params={"after": succession.to_partner, "before": succession.from_partner},
    )


def country_known(partner: Partner) -> ValidationError | None:
    """PAR-8. What is filed as a country or territory has its ISO code, so that it stands on the map.

    Source: the house's convention (docs/reference/package.md, partners.csv); asked of what is entered here.
    """
    if partner.kind not in PLACES or partner.country_id:
        return None
    return _at("country", _("Choose the country or territory."), "country_missing")


def sector_fits(partner: Partner) -> ValidationError | None:
    """PAR-9. Only stakeholders have a sector. Source: key relationships 2023, stakeholders by sector."""
    if not partner.sector or partner.kind == Partner.Kind.STAKEHOLDER:
        return None
    return _at("sector", _("Only a stakeholder has a sector."), "sector_strange")


def period_holds(thing: Any) -> ValidationError | None:
    """PAR-10. An end does not come before the beginning. Source: what a period is."""
    if not (SHAPE.fullmatch(thing.starts_on) and SHAPE.fullmatch(thing.ends_on)):
        return None  # not known, or no date: the column itself says so
    if PartialDate(thing.ends_on).last >= PartialDate(thing.starts_on).first:
        return None
    return _at("ends_on", _("The end cannot come before the beginning."), "order")


def said_once(texts: Mapping[str, str]) -> ValidationError | None:
    """PAR-11. A text is given in one official language at least; the other may follow.

    Source: Official Languages Act: what is missing in one language is marked, never hidden.
    """
    if any(text.strip() for text in texts.values()):
        return None
    return _at(next(iter(texts)), _("Write it in one of the two languages at least."), "text_missing")


def one_of_a_name(partner: Partner, *, others: Iterable[Partner]) -> ValidationError | None:
    """PAR-12. Two partners of a kind have different names, unless somebody says that they are two.

    ``others`` are the partners of this kind and name. Source: one partner, one record (the house's design).
    """
    names = ", ".join(f"{one.name} ({one.key})" for one in others)
    if not names:
        return None
    return _at("name_en", _("There is one of this name already: %(names)s."), "namesake", names=names)


def objective_of_edition(aim: Aim) -> ValidationError | None:
    """PAR-13. The objective an aim serves is one of the same edition. Source: framework 2008, Appendix A."""
    if aim.objective is None or aim.objective.edition_id == aim.edition_id:
        return None
    return _at("objective", _("This objective belongs to another edition."), "objective_strange")


def edition_open(edition: Edition) -> ValidationError | None:
    """PAR-14. A superseded edition stays as it was decided: no aim is added to it afterwards.

    Source: house rule (an edition is a paper), as AGR-10 for negotiation candidates.
    """
    if edition.state != Edition.State.SUPERSEDED:
        return None
    return _at(
        "edition", _("“%(edition)s” is superseded and stays as it was decided."), "closed", edition=called(edition)
    )


# What a partner entered here must obey, by hand or from a sheet; and any record after a correction.
ENTERED: tuple[Rule, ...] = (country_known, sector_fits, period_holds)
CORRECTED: dict[type[Any], tuple[Rule, ...]] = {
    Partner: (sector_fits, period_holds),
    Office: (period_holds,),
    Presence: (period_holds,),
    Standing: (tier_of_edition,),
    Aim: (objective_of_edition,),
}
Obstacle = ValidationError


def obstacles(thing: Any, rules: Iterable[Rule]) -> list[Obstacle]:
    """Everything that some rules find against a thing, in their order."""
    return [found for rule in rules if (found := rule(thing))]


def _at(field: str, message: Any, code: str, **params: Any) -> ValidationError:
    """A problem with one field."""
    return ValidationError({field: ValidationError(message, code=code, params=params)})


def refuse(found: Iterable[ValidationError | None]) -> None:
    """Raises one ``ValidationError`` with everything that was found, each at its field where it has one."""
    fields: dict[str, list[ValidationError]] = {}
    for problem in found:
        if problem is not None:
            places = problem.error_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: [problem]}
            for name, errors in places.items():
                fields.setdefault(name, []).extend(errors)
    if fields:
        raise ValidationError(fields)
