"""What removals show in the dossier of a country."""

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.engagement.partners.models import Kind, Partner
from entente.foundation.sources.queries import Notes
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import exports, queries
from ..models import Measure, State
from ..policy import REMOVALS

SHOWN = (Measure.WORKING, Measure.ASKED, Measure.ISSUED, Measure.REFUSED, Measure.DAYS)


def partner_panels(ask: Ask, partner: Partner, notes: Notes) -> list[Panel]:
    """How a country cooperates on removals, in a few lines that lead to its file. Three queries, of a country only."""
    if partner.kind not in (Kind.COUNTRY, Kind.TERRITORY):
        return []
    file = queries.country_files(ask).filter(partner=partner).first()
    if file is None:
        return []
    rows = [
        {"label": measure.label, "said": exports.told(one.number for one in found), "when": found[0].when}
        for measure in SHOWN
        if (found := exports.latest(file.recent, measure))
    ]
    plan = None
    if file.plan_state:
        state = State(file.plan_state)
        plan = {
            "kind": exports.KINDS[state],
            "said": state.label,
            "url": reverse("removals:plan", args=[file.plan_key]),
        }
    context = {"rows": rows, "plan": plan, "rank": file.rank, "text": file.standing, "review": file.review_on}
    return [
        Panel(
            "removals",
            _("Removals"),
            "removals/panels/partner.html",
            context,
            action=(_("Country file"), file.get_absolute_url()) if REMOVALS.allows(ask.person, "view", file) else None,
            marking=file.bears,
        )
    ]
