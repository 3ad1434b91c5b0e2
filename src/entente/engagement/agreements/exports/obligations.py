"""The register of duties over all instruments."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import language
from entente.kit.days import spoken
from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import Bound, Duty, TimeUnit
from ..search import AGREEMENT, page
from .cells import YES_NO, badge, cited, word, yes_no
from .registers import choice, partner_options

LATE = _("late")
STATE_KINDS = {Duty.OPEN: "info", Duty.DONE: "good", Duty.WAIVED: "neutral"}


def state(one: Any) -> Any:
    """Where a duty stands, in words; late when its day has passed."""
    return str(LATE) if one.late else word(Duty(one.state), language())


def state_badge(one: Any) -> SafeString:
    """The same as a word with its shape."""
    return badge("danger" if one.late else STATE_KINDS[Duty(one.state)], state(one), language())


def again(one: Any) -> str:
    """How often it comes again, in words."""
    return f"{one.every}\u00a0{word(TimeUnit(one.unit), language())}" if one.every else ""


def due(one: Any) -> Any:
    """The next day, or what sets it off."""
    return spoken(one.due_on) if one.due_on else one.trigger


def owner_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [("-", _("not named")), *((one.key, one.name) for one in queries.leading_offices(ask.person))]


def led_by(rows: Any, value: str, ask: Ask) -> Any:
    return rows.filter(owner__isnull=True) if value == "-" else rows.filter(owner__key=value)


OBLIGATIONS = Register(
    name="obligations",
    title=_("Obligations"),
    question=queries.obligations,
    order="due",
    columns=(
        Column(
            "title",
            _("Duty"),
            lambda one: one.title,
            sort="title_en",
            url=lambda one: page(AGREEMENT, one.agreement.key),
        ),
        Column("agreement", _("Instrument"), lambda one: one.agreement.title, sort="agreement__sort_{lang}"),
        Column("agreement_key", _("Key"), lambda one: one.agreement.key, shown=False),
        Column("article", _("Article"), lambda one: one.article, sort="article", look="nowrap"),
        Column("bound", _("Who"), lambda one: word(Bound(one.bound), language()), sort="bound"),
        Column("due", _("Due"), due, sort="due_order", look="nowrap"),
        Column("due_on", _("Day"), lambda one: one.due_on.isoformat() if one.due_on else "", shown=False),
        Column("again", _("Comes again every"), again, look="nowrap"),
        Column("state", _("State"), state, sort="state", html=state_badge),
        Column("owner", _("In the lead"), lambda one: one.owner.name if one.owner else ""),
        Column("planned", _("Work plan"), lambda one: yes_no(one.planned), sort="planned", shown=False),
        *cited(),
    ),
    filters=(
        choice("bound", _("Who is bound"), Bound.choices),
        choice("state", _("State"), Duty.choices),
        Filter("late", _("late"), lambda rows, value, ask: queries.late(rows), kind="check"),
        Filter("owner", _("In the lead"), led_by, owner_options),
        Filter(
            "partner", _("With"), lambda rows, key, ask: queries.with_duties_for(rows, key, ask.person), partner_options
        ),
        Filter(
            "planned", _("Work plan"), lambda rows, value, ask: rows.filter(planned=value == "yes"), lambda ask: YES_NO
        ),
    ),
    dated=False,
    empty=_("No duty matches. Open an instrument to enter what it obliges."),
)
