"""The register of passport and visa tasks. Only the day of expiry is kept: there is no number to export."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from entente.kit.table import Column, Filter, Register

from .. import queries
from ..models import Formality
from ..rules.formalities import REMIND_BEFORE
from .trips import day, equal

FORMALITIES = Register(
    name="formalities",
    title=_("Passports and visas"),
    question=queries.formalities.formalities,
    dated=False,
    order="leaves",
    columns=(
        Column("traveller", _("Traveller"), lambda f: str(f.person), "sort_name", Formality.get_absolute_url),
        Column("kind", _("Kind"), Formality.get_kind_display, sort="kind"),
        Column("country", _("Country"), lambda f: f.country.name if f.country else "", "country_sort"),
        Column(
            "trip",
            _("Trip"),
            lambda f: f.trip.traveller.proposal.meeting.title if f.trip else "",
            url=lambda f: f.trip.get_absolute_url() if f.trip else "",
        ),
        Column("trip_key", _("Key of the trip"), lambda f: f.trip.key if f.trip else "", shown=False),
        Column("leaves", _("Leaves on"), lambda f: day(f.trip.starts_on) if f.trip else "", sort="leaves_sort"),
        Column("state", _("State"), Formality.get_state_display, sort="state"),
        Column("expires_on", _("Expires on"), lambda f: day(f.expires_on), sort="expires_sort"),
        Column("note", _("Note"), lambda f: f.note),
    ),
    filters=(
        Filter(
            "q", _("Name of the traveller"), lambda r, text, ask: queries.trips.of_traveller(r, text), kind="search"
        ),
        Filter("kind", _("Kind"), equal("kind"), lambda ask: Formality.KINDS),
        Filter("state", _("State"), equal("state"), lambda ask: Formality.STATES),
        Filter("open", _("still to be done"), lambda r, value, ask: queries.formalities.still_open(r), kind="check"),
        Filter(
            "expiring",
            _("expires within 30 days"),
            lambda r, value, ask: queries.formalities.expiring(r, date.fromisoformat(ask.on) + REMIND_BEFORE),
            kind="check",
        ),
    ),
    empty=_("No passport or visa matches. Tasks are opened when a trip abroad is authorised."),
)
