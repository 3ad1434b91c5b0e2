"""Everything this room keeps of one partner, gathered once for a page."""

from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects

from entente.engagement.framework.models import Edition
from entente.kit import days
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Aim, Office, Partner, Presence, Standing, Succession
from .editions import begun, edition_asked, editions


@dataclass(slots=True)
class Whole:
    """What this room knows of one partner on a full ISO day; what came later is not in it.

    ``offices`` and ``successions`` are the partner's and its parts'. Lists are in reading order.
    """

    partner: Partner
    on: str
    edition: Edition | None
    standings: list[Standing]
    aims: list[Aim]
    parts: list[Partner]
    successions: list[Succession]
    offices: list[Office]
    presences: list[Presence]

    @property
    def standing(self) -> Standing | None:
        """The standing in the edition asked about."""
        return next((one for one in self.standings if one.edition_id == getattr(self.edition, "pk", None)), None)

    @property
    def successors(self) -> list[Succession]:
        """Who took over from this partner."""
        return [one for one in self.successions if one.from_partner_id == self.partner.pk]

    @property
    def present_offices(self) -> list[Office]:
        """The contacts that are not over."""
        return [one for one in self.offices if not one.is_over(self.on)]

    @property
    def present_aims(self) -> list[Aim]:
        """The aims in the edition asked about."""
        return [one for one in self.aims if one.edition_id == getattr(self.edition, "pk", None)]


def whole(ask: Ask, partner: Partner) -> Whole:
    """Everything this room keeps of a partner. Eight queries the first time a page asks, none after; one
    more for a past day."""
    asked = (ask.person.pk, ask.on, ask.edition)
    kept = partner.__dict__.setdefault("_whole", {})
    if asked not in kept:
        kept[asked] = _gather(ask, partner)
    found: Whole = kept[asked]
    return found


def _gather(ask: Ask, partner: Partner) -> Whole:
    person, shown = ask.person, editions(ask.person).order_by()
    if ask.past:
        shown = shown.filter(starts_on__lte=ask.on)
        prefetch_related_objects([partner], "country__names")
    under = policy.visible_to(person).on(ask.on).filter(parent=partner)
    parts = list(under.select_related("source").order_by("kind", f"sort_{language()}", "id"))
    family = [partner.pk, *[one.pk for one in parts]]
    standings = policy.standings_for(person).filter(partner=partner, edition__in=shown)
    aims = policy.aims_for(person).filter(partner=partner, edition__in=shown)
    passed = policy.successions_for(person).filter(Q(from_partner__in=family) | Q(to_partner__in=family))
    offices = policy.offices_for(person).filter(begun(ask.on), partner__in=family)
    presences = policy.presences_for(person).filter(days.on(ask.on), partner=partner)
    newest = ("-edition__starts_on", "-edition_id")
    return Whole(
        partner=partner,
        on=ask.on,
        edition=edition_asked(ask),
        standings=list(standings.select_related("partner", "edition", "tier", "source").order_by(*newest, "id")),
        aims=list(aims.select_related("edition", "objective", "source").order_by(*newest, "position", "id")),
        parts=parts,
        successions=list(
            passed.filter(begun(ask.on, starts="on"))
            .select_related("from_partner", "to_partner", "source")
            .order_by("on", "id")
        ),
        offices=list(offices.select_related("partner", "source").order_by("partner_id", "-starts_on", "id")),
        presences=list(presences.select_related("source").order_by("kind", "id")),
    )
