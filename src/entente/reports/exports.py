"""Reports as files: the same lines as their pages."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements import exports as instruments
from entente.engagement.agreements import queries as agreements
from entente.engagement.agreements.exports import cells
from entente.engagement.agreements.models import Kind
from entente.engagement.agreements.search import page
from entente.kit.bilingual import language
from entente.kit.days import PartialDate
from entente.kit.table import Ask, Column, Filter, Register, Report, words

from . import editions, lapses, light, queries
from .light import Light, Trace


def found(ask: Ask) -> Iterable[queries.Finding]:
    """The findings of the edition asked for; none when there is no edition."""
    edition = queries.edition_of(ask)
    return queries.findings(ask, edition) if edition else []


def moved(ask: Ask) -> Iterable[editions.Movement]:
    """The movements between the edition asked for and the one before it."""
    after = queries.edition_of(ask)
    return editions.movements(ask, after.previous, after) if after and after.previous else []


COHERENCE = Report(
    name="coherence",
    title=_("Coherence"),
    rows=found,
    columns=(
        Column("code", _("Rule"), lambda one: one.code),
        Column("what", _("What"), lambda one: one.what),
        Column("place", _("Where"), lambda one: one.place),
        Column("detail", _("Detail"), lambda one: one.detail),
        Column("source", _("Source"), lambda one: one.citation["label"] if one.citation else ""),
    ),
)
MOVEMENTS = Report(
    name="tier-movements",
    title=_("Movement of partners between tiers"),
    rows=moved,
    columns=(
        Column("key", _("Key"), lambda one: one.partner.key),
        Column("partner", _("Partner"), lambda one: one.partner.name),
        Column(
            "before",
            _("Before"),
            lambda one: one.before.tier.name if one.before and one.before.tier else one.grade(one.before),
        ),
        Column(
            "after",
            _("After"),
            lambda one: one.after.tier.name if one.after and one.after.tier else one.grade(one.after),
        ),
        Column("change", _("Change"), lambda one: one.change),
    ),
)

# ── Signed and used ─── ───────────────────────────────────────────────────────────────────────────

LIGHT_KINDS = {Light.USED: "good", Light.UNUSED: "warning", Light.NEVER: "danger", Light.UNKNOWN: "neutral"}
TOLD_AT = {"exchange": "exchanges:exchange", "meeting": "meetings:meeting", "benefit": "exchanges:exchange"}


def trace_page(name: str, trace: Trace) -> str:
    """The record that tells of a use: an exchange for exchanges and benefits, a meeting for meetings."""
    return page(TOLD_AT[name], trace.key)


def light_badge(one: Any) -> SafeString:
    """The light as a word with its shape."""
    return _drawn(light.light(one), language())


@lru_cache(maxsize=16)
def _drawn(code: Light, lang: str) -> SafeString:
    return cells.badge(LIGHT_KINDS[code], str(code.label), lang)


def in_force_since(one: Any) -> SafeString:
    """The day an instrument counts from, and whether only a source's word puts it in force."""
    day = words(instruments.day(one.since_on))
    return format_html('{} <span class="soft">{}</span>', day, _("(vouched for)")) if light.vouched(one) else day


def last(name: str, heading: Any) -> tuple[Column, Column]:
    """The last use of one kind: its day, which leads to the record; in files its key too."""

    def trace(one: Any) -> Trace | None:
        return light.trace(getattr(one, f"last_{name}"))

    def day(one: Any) -> str:
        found = trace(one)
        return PartialDate(found.day) if found else ""

    def url(one: Any) -> str:
        found = trace(one)
        return trace_page(name, found) if found else ""

    def key(one: Any) -> str:
        found = trace(one)
        return found.key if found else ""

    return (
        Column(f"last_{name}", heading, day, sort=f"last_{name}", url=url, look="nowrap"),
        Column(f"{name}_key", _("Told by"), key, shown=False),
    )


def equal(path: str) -> Callable[[Any, str, Ask], Any]:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


USED = Register(
    name="signed-and-used",
    title=_("Signed and used"),
    question=light.used,
    order="counted_from",
    columns=(
        Column("title", _("Instrument"), lambda one: one.title, sort="sort_{lang}", url=instruments.agreement_page),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("kind", _("Type"), cells.kind, sort="kind"),
        Column("parties", _("With"), cells.with_whom, html=cells.with_whom_linked),
        Column(
            "since",
            _("In force since"),
            lambda one: instruments.day(one.since_on),
            sort="since_on",
            html=in_force_since,
        ),
        Column("vouched", _("Vouched for only"), light.vouched, shown=False),
        Column("light", _("Use"), lambda one: light.light(one).label, sort="used_on", html=light_badge),
        Column(
            "counted_from",
            _("Counted from"),
            lambda one: instruments.day(one.counted_from),
            sort="counted_from",
        ),
        *last("exchange", _("Last exchange")),
        *last("meeting", _("Last meeting")),
        *last("benefit", _("Last benefit")),
        Column("owner", _("Owner"), cells.owner, sort="owner_{lang}", shown=False),
        Column("marking", _("Marking"), lambda one: one.get_marking_display(), shown=False),
    ),
    filters=(
        Filter(
            "q",
            _("Words in the title, the number or a party"),
            lambda rows, text, ask: agreements.matching(rows, text, ask.person),
            kind="search",
        ),
        Filter("use", _("Use"), light.of_light, lambda ask: Light.choices),
        Filter("kind", _("Type"), equal("kind"), lambda ask: Kind.choices),
        Filter(
            "partner",
            _("With"),
            lambda rows, key, ask: agreements.with_partner(rows, key, ask.person),
            lambda ask: [(one.key, one.name) for one in agreements.partners_with_instruments(ask.person)],
        ),
        Filter(
            "owner",
            _("Owner"),
            equal("owner__key"),
            lambda ask: [(one.key, one.name) for one in agreements.units()],
        ),
    ),
    empty=_("No instrument in force matches. The register says where each one stands."),
)
LAPSES = Report(
    name="lapses",
    title=_("What stops in the next twelve months"),
    rows=lapses.ahead,
    columns=(*instruments.LAPSE_COLUMNS, Column("open", _("Exchanges still open"), lambda row: row[2])),
)
REGISTERS = (COHERENCE, MOVEMENTS, USED, LAPSES)
