"""The board of the pipeline as a list to take away, and how its days are told."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from entente.foundation.people.models import Unit
from entente.kit.bilingual import language
from entente.kit.days import UNKNOWN, PartialDate, spoken
from entente.kit.numerals import figure
from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import GROUPS, Kind, Stage
from .cells import agreement_page, with_whom, word
from .registers import SEARCH, TITLES, choice, partner_options

YEAR = 365  # days; a stage that lasts is told in whole years, and days in the file


def clock(what: Any, due: date, *, today: date) -> str:
    """What is waited for and until when, as a line."""
    return str(_("%(what)s: %(when)s") % {"what": what, "when": late_in_words(due, today=today)})


def stood_since(one: Any) -> date | None:
    """Since which day it stands at its stage: by its last step, else by what the register tells of its status."""
    told = {"requested": one.requested_on, "idea": one.requested_on, "negotiating": one.requested_on}
    text = one.stood_since or {"signed": one.signed_on, **told}.get(one.stage_at, "")
    return PartialDate(text).first if text and text not in UNKNOWN else None


def age(one: Any, *, today: date | None = None) -> int | None:
    """For how many days it has stood at its stage; nothing when nobody knows since when."""
    since = stood_since(one)
    return ((today or timezone.localdate()) - since).days if since else None


def age_in_words(days: int | None) -> str:
    """How long, as a person says it."""
    if days is None:
        return str(_("since a day nobody recorded"))
    if days >= 2 * YEAR:
        years = days // YEAR
        return ngettext("for %(years)s year", "for %(years)s years", years) % {"years": figure(years)}
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": figure(days)}


def late_in_words(due: date, *, today: date) -> str:
    """When something is due, or for how long it has been late."""
    if due < today:
        days = (today - due).days
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": figure(days)}
    return str(_("due on %(day)s") % {"day": spoken(due)})


def on(day: date | None) -> str:
    """A day that pages say in words and files spell in ISO form."""
    return PartialDate(day.isoformat()) if day else ""


def _owners(ask: Ask) -> list[tuple[str, str]]:
    return [(one.key, str(one.name)) for one in queries.units()]


def _owned(rows: QuerySet[Any], key: str, ask: Ask) -> QuerySet[Any]:
    return rows.filter(owner__in=Unit.objects.filter(key=key))


def _with(rows: QuerySet[Any], key: str, ask: Ask) -> QuerySet[Any]:
    return queries.with_partner(rows, key, ask.person)


def _grouped(rows: QuerySet[Any], key: str, ask: Ask) -> QuerySet[Any]:
    stages = next((stages for name, _title, stages in GROUPS if name == key), ())
    return rows.filter(stage_at__in=stages)


PIPELINE = Register(
    name="pipeline",
    title=_("Pipeline of negotiations"),
    question=queries.pipeline,
    order="title",
    dated=False,
    columns=(
        Column("title", _("Instrument"), lambda one: one.title, sort="sort_{lang}", url=agreement_page),
        *TITLES,
        Column("kind", _("Type"), lambda one: one.get_kind_display(), sort="kind"),
        Column("parties", _("With"), with_whom),
        Column("stage", _("Stage"), lambda one: word(Stage(one.stage_at), language()), sort="stage_at"),
        Column("since", pgettext_lazy("of a stage", "Since"), lambda one: on(stood_since(one)), sort="stood_since"),
        Column("days", _("Days at this stage"), lambda one: "" if age(one) is None else age(one)),
        Column("due", _("What follows is due"), lambda one: on(one.due), sort="due"),
        Column("owner", _("Owner"), lambda one: one.owner.name if one.owner else ""),
        Column("marking", _("Marking"), lambda one: one.get_marking_display(), shown=False),
    ),
    filters=(
        SEARCH,
        Filter("partner", _("With"), _with, partner_options),
        choice("kind", _("Type"), Kind.choices),
        Filter("owner", _("Owner"), _owned, _owners),
        Filter("group", _("Where it stands"), _grouped, lambda ask: [(key, title) for key, title, _s in GROUPS]),
    ),
    empty=_("Nothing is in the pipeline. Register an instrument that is proposed, or nominate a candidate."),
)
