"""The register of quarters."""

from django.utils.translation import gettext_lazy as _

from entente.kit.table import Column, Filter, Register

from .. import queries
from ..models import QuarterState
from .cells import equal, listed, spoken

QUARTERS = Register(
    name="travel-quarters",
    title=_("Quarters"),
    question=lambda ask: queries.every_quarter(ask.person).order_by(),
    order="-starts_on",
    dated=False,
    empty=_("No quarter has been opened yet. International Affairs opens the first one."),
    columns=(
        Column("quarter", _("Quarter"), lambda q: q.title, sort="key", url=lambda q: q.get_absolute_url()),
        Column("key", _("Key"), lambda q: q.key, shown=False),
        Column("starts_on", _("From"), lambda q: q.starts_on, sort="starts_on", html=spoken("starts_on")),
        Column("ends_on", _("To"), lambda q: q.ends_on, sort="ends_on", html=spoken("ends_on")),
        Column(
            "forecast_due_on",
            _("Forecasts due"),
            lambda q: q.forecast_due_on,
            html=spoken("forecast_due_on"),
        ),
        Column("state", _("State"), lambda q: q.get_state_display(), sort="state"),
        Column("decided_at", _("Decided"), lambda q: q.decided_day, html=spoken("decided_day")),
    ),
    filters=(Filter("state", _("State"), equal("state"), listed(QuarterState.choices)),),
)
