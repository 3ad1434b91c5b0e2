"""Reports as files: the same lines as their pages."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements import exports as instruments
from entente.engagement.agreements import panels as offered
from entente.engagement.agreements import queries as agreements
from entente.engagement.agreements.exports import cells
from entente.engagement.agreements.models import Kind, Lead
from entente.engagement.agreements.search import page
from entente.kit.bilingual import language
from entente.kit.days import PartialDate
from entente.kit.table import Ask, Column, Filter, Register, Report, words

from . import editions, free_trade, lapses, light, queries
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

# ── The free-trade desk ───────────────────────────────────────────────────────────────────────────

STANDS = {"table": _("at the table"), "force": _("signed or in force"), "unknown": _("status not known")}


def as_asked(rows: Any, value: str, ask: Ask) -> Any:
    """The desk narrows itself: a condition on chapters also decides which agreements stand on it."""
    return rows


def offices(ask: Ask) -> list[tuple[str, Any]]:
    return [
        (free_trade.NOBODY, _("not named")),
        *((one.key, one.name) for one in agreements.leading_chapters(ask.person)),
    ]


def of_chapter(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A value of the chapter of a row; nothing where the agreement has none."""
    return lambda row: value(row.chapter) if row.chapter else ""


def session_days(name: str) -> Callable[[Any], list[str]]:
    """The days of one session of each committee of a row."""

    def days(row: Any) -> list[str]:
        found = (getattr(one, name) for one in row.committees)
        return [one.starts_on.isoformat() for one in found if one]

    return days


def what_follows(line: Any) -> str:
    """The steps forward of an agreement at the table, in words."""
    return "; ".join(offered.what_follows(line.agreement, line.stage.stage_at)) if line.stage else ""


FREE_TRADE = Report(
    name="free-trade",
    title=_("Free-trade desk"),
    rows=free_trade.rows,
    columns=(
        Column("agreement", _("Agreement"), lambda row: row.line.agreement.title),
        Column("key", _("Key"), lambda row: row.line.agreement.key),
        Column("with", _("With"), lambda row: cells.with_whom(row.line.agreement)),
        Column("status", _("Status"), lambda row: cells.status(row.line.agreement)),
        Column("number", _("Number"), of_chapter(lambda one: one.number)),
        Column("chapter", _("Chapter"), of_chapter(lambda one: one.title)),
        Column("role", _("What we are in it"), of_chapter(instruments.lead)),
        Column("office", _("Office in the lead"), of_chapter(lambda one: one.owner.name if one.owner else "")),
        Column("departments", _("Other departments"), of_chapter(instruments.beside)),
        Column("talks", _("Where its text stands"), of_chapter(instruments.text_stands)),
        Column("committees", _("Committees"), lambda row: [one.body.name for one in row.committees]),
        Column("last", _("Last session"), session_days("last")),
        Column("next", _("Next session"), session_days("next")),
        Column("promises", _("Open promises"), lambda row: sum(one.open for one in row.committees)),
        Column("duties", _("Open duties"), lambda row: [one.title for one in row.line.duties]),
        Column("owed", _("Instruments owed"), lambda row: [one.title for one in row.line.owed]),
        Column("follows", _("What may follow"), lambda row: what_follows(row.line)),
        Column("as_of", _("As of"), of_chapter(lambda one: instruments.day(one.as_of))),
        Column("source", _("Source"), of_chapter(lambda one: one.source.key if one.source else "")),
        Column("place", _("Place in the source"), of_chapter(lambda one: one.place)),
    ),
    filters=(
        Filter("stands", _("Where the agreement stands"), as_asked, lambda ask: STANDS.items()),
        Filter(
            "role",
            _("What we are in the chapter"),
            as_asked,
            lambda ask: [*Lead.choices, (free_trade.NOBODY, _("not said"))],
        ),
        Filter("unit", _("Office in the lead"), as_asked, offices),
    ),
)
REGISTERS = (COHERENCE, MOVEMENTS, USED, LAPSES, FREE_TRADE)
