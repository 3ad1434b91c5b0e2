"""The register of years in the chair."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.numerals import amount
from entente.kit.table import Column, Filter, Register, words

from ..models import ChairYear
from ..queries import chair
from .cells import day, equal, key_of, keyed, name_of, page_of, short


def _read(name: str) -> Callable[[Any], SafeString]:
    """An amount of a year as a person reads it; files keep the number."""
    return lambda year: words("" if getattr(year, name) is None else amount(getattr(year, name)))


CHAIR_YEARS = Register(
    name="chair-years",
    title=_("Years in the chair"),
    question=chair.chair_years,
    order="-starts_on",
    dated=False,
    columns=(
        Column("title", _("Year in the chair"), lambda y: y.title, sort="sort_{lang}", url=page_of),
        Column("key", _("Key"), lambda y: y.key, shown=False),
        Column("body", _("Body"), lambda y: short(y.body), sort="body_sort", url=lambda y: page_of(y.body)),
        Column("body_key", _("Key of the body"), lambda y: key_of(y.body), shown=False),
        Column("starts_on", _("From"), lambda y: day(y.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda y: day(y.ends_on), sort="ends_on"),
        Column("sessions", _("Sessions to host"), lambda y: y.sessions, sort="sessions", look="number"),
        Column("open_tasks", _("Open tasks"), lambda y: y.open_tasks, sort="open_tasks", look="number"),
        Column("budget", _("Budget, in CAD"), lambda y: y.budget, html=_read("budget"), look="number"),
        Column("estimated", _("Estimated, in CAD"), lambda y: y.estimated, html=_read("estimated"), look="number"),
        Column("spent", _("Spent, in CAD"), lambda y: y.spent, html=_read("spent"), look="number"),
        Column("unit", _("Lead office"), lambda y: short(y.unit), sort="unit_sort", shown=False),
        Column("lead", _("Lead"), lambda y: str(y.lead or ""), shown=False),
        Column("themes", _("Themes"), lambda y: y.themes, shown=False),
        Column("handed_over_on", _("Handed over on"), lambda y: day(y.handed_over_on), shown=False),
        Column("handed_to", _("Handed over to"), lambda y: name_of(y.handed_to), shown=False),
        Column("marking", _("Marking"), ChairYear.get_marking_display, shown=False),
    ),
    filters=(
        Filter("body", _("Body"), equal("body__key"), keyed(chair.bodies_with_years)),
        Filter("running", _("on the day"), lambda rows, value, ask: chair.running(rows, ask.on), kind="check"),
        Filter(
            "open",
            _("not handed over yet"),
            lambda rows, value, ask: rows.filter(handed_over_on__isnull=True),
            kind="check",
        ),
    ),
    empty=_("No year in the chair matches. One is put on record here."),
)
