"""An edition's tiers with their tests, the partners in each, and who is left out of its scope."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from entente.engagement.framework.models import Edition
from entente.foundation.sources.models import label_of
from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit import gaps
from entente.kit.bilingual import language

from ..models import Standing
from ..queries import Group, day_of


def tiers(edition: Edition, groups: Iterable[Group], notes: Notes) -> dict[str, Any]:
    """What the page of an edition shows. One query, for the corrections; ``groups`` come from ``by_tier``."""
    groups, day = list(groups), day_of(edition)
    corrected = corrections_of(standing for group in groups for standing in group.standings)

    def row(standing: Standing) -> dict[str, Any]:
        fields = (f"evidence_{language()}", "tier", "in_scope")
        found = (corrected.get((label_of(standing), standing.pk, field)) for field in fields)
        return {
            "standing": standing,
            "name": standing.partner.name_on(day),
            "citation": notes.cite(standing),
            "correction": next((one for one in found if one), None),
        }

    return {
        "edition": edition,
        "groups": [
            {
                "tier": group.tier,
                "title": group.tier.name if group.tier else gaps.GAPS.get(group.gap, _("No tier")),
                "citation": notes.cite(group.tier),
                "rows": [row(standing) for standing in group.standings],
                "tested": any(standing.tests_met for standing in group.standings),
                "note": "" if group.tier else _("The source names these partners; their tier cannot be read."),
            }
            for group in groups
        ],
        "total": sum(len(group.standings) for group in groups),
        "left_out": [one for group in groups for one in group.standings if not one.in_scope],
    }
