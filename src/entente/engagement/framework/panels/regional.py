"""How an edition sees the regions of the world, and the one a partner lies in."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit.gaps import kind
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import queries
from ..models import RegionalPage


def regional(pages: Iterable[RegionalPage], notes: Notes) -> list[dict[str, Any]]:
    """Regional pages with their citations, and for both texts the mark or standing correction. One query."""
    pages = list(pages)
    corrected = {(pk, column): one for (_label, pk, column), one in corrections_of(pages).items()}
    return [
        {
            "page": one,
            "citation": notes.cite(one),
            "overview_mark": kind(str(one.overview)),
            "issues_mark": kind(str(one.issues)),
            "overview_correction": corrected.get((one.pk, f"overview_{one.overview.lang}")),
            "issues_correction": corrected.get((one.pk, f"issues_{one.issues.lang}")),
        }
        for one in pages
    ]


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """The regional page on a partner's country in the edition in effect on the day. At most two queries.

    ``partner`` is anything with a ``country``; without one there is nothing to show.
    """
    country = getattr(partner, "country", None)
    edition = queries.ruling(ask) if country else None
    if country is None or edition is None:
        return []
    pages = queries.regions_of(ask.person, edition, country=country)
    if not pages:
        return []
    shown = [{"page": one, "citation": notes.cite(one)} for one in pages]
    action = (_("Regional pages"), f"{reverse('framework:regions')}?edition={edition.key}")
    title = _("Its region in the framework")
    return [Panel("region", title, "framework/regions_panel.html", {"pages": shown}, action=action)]
