"""The register of clauses: which instruments permit what, article by article.

Its file can be sent back with rows added: ``imports.clause_sheet`` knows its headings.
"""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.bilingual import language
from entente.kit.days import spoken
from entente.kit.table import Column, Filter, Register

from .. import queries
from ..models import CODES, Clause, ClauseKind, Direction, Element, Permission, Purpose, TimeUnit
from ..search import AGREEMENT, page
from .cells import badge, cited, day, word
from .registers import choice, partner_options

CAUSES = {
    "ends": _("ends"),
    "expires": _("expires by its own terms"),
    "suspended": _("is suspended"),
    "withdrew": _("a party withdraws"),
    "clause": _("one clause stops"),
    "rests_on": _("what it rests on stops"),
}
ANSWER_KINDS = {"permitted": "good", "forbidden": "danger", "with_consent": "info", "conditional": "warning"}


def answer(one: Any) -> str:
    """What a clause answers, in words."""
    return word(Permission(one.answer), language()) if one.answer else ""


def answer_badge(one: Any) -> Any:
    """The same as a word with its shape."""
    return badge(ANSWER_KINDS[one.answer], answer(one), language()) if one.answer else SafeString("")


def length(one: Any) -> str:
    """A length of time in words."""
    return f"{one.number}\u00a0{word(TimeUnit(one.unit), language())}" if one.number is not None else ""


def speaks_of(code: str) -> Any:
    """A filter on one kind of code."""
    return lambda rows, value, ask: queries.speaking_of(rows, code, value)


CLAUSES = Register(
    name="clauses",
    title=_("Clauses"),
    question=queries.clauses,
    order="agreement",
    columns=(
        Column(
            "agreement",
            _("Instrument"),
            lambda one: one.agreement.title,
            sort="agreement__sort_{lang}",
            url=lambda one: page(AGREEMENT, one.agreement.key, on=one.asked_on),
        ),
        Column("agreement_key", _("Key"), lambda one: one.agreement.key, shown=False),
        Column("article", _("Article"), lambda one: one.article, sort="article", look="nowrap"),
        Column("kind", _("What it is about"), lambda one: word(ClauseKind(one.kind), language()), sort="kind"),
        Column("code", _("What it speaks of"), Clause.get_code_display, sort="code"),
        Column("code_key", _("Code"), lambda one: one.code, shown=False),
        Column("answer", pgettext_lazy("what was answered", "Answer"), answer, sort="answer", html=answer_badge),
        Column("length", _("Length"), length, look="nowrap"),
        Column("text", _("In our words"), lambda one: one.text),
        Column("text_en", _("In our words, in English"), lambda one: one.text_en, shown=False),
        Column("text_fr", _("In our words, in French"), lambda one: one.text_fr, shown=False),
        Column("from_on", _("Counts from"), lambda one: day(one.from_on), sort="from_on", shown=False),
        Column("to_on", _("No longer counts on"), lambda one: day(one.to_on), sort="to_on", shown=False),
        *cited(),
    ),
    filters=(
        Filter("purpose", _("Purpose"), speaks_of("purpose"), lambda ask: Purpose.choices),
        Filter("element", _("Data element"), speaks_of("element"), lambda ask: Element.choices),
        Filter("direction", _("Direction"), speaks_of("direction"), lambda ask: Direction.choices),
        choice("kind", _("What it is about"), ClauseKind.choices),
        choice("answer", pgettext_lazy("what was answered", "Answer"), Permission.choices),
        Filter(
            "partner",
            _("With"),
            lambda rows, key, ask: queries.with_party(rows, key, ask.person),
            partner_options,
        ),
        Filter(
            "force",
            _("Only instruments in force"),
            lambda rows, value, ask: rows.filter(agreement__in=queries.live_on(ask)),
            kind="check",
        ),
    ),
    empty=_("No clause matches. Open an instrument to enter what it permits."),
)


def stopping(terms: Any) -> list[str]:
    """The purposes and other things that stop, each in a few words."""
    return [" ".join(part for part in (one.article, term_words(one)) if part) for one in terms]


def term_words(one: Any) -> str:
    """What a clause as data speaks of, in words."""
    listed = CODES.get(one.kind, Element)
    what = word(listed(one.code), language()) if one.code in listed.values else ""
    return what or word(ClauseKind(one.kind), language())


def titled(one: Any) -> Any:
    """A title in the reader's language, or in the other one."""
    return (one.title_fr or one.title_en) if language() == "fr" else (one.title_en or one.title_fr)


def cause(lapse: Any) -> str:
    """Why something stops, in words; what rests on another names it where the reader may know of it."""
    english, french = lapse.support
    if not (english or french):
        return str(CAUSES[lapse.cause])
    title = (french or english) if language() == "fr" else (english or french)
    return _("rests on “%(title)s”, which stops") % {"title": title}


LAPSE_COLUMNS = (
    Column("day", _("On"), lambda row: spoken(row[0].day), look="nowrap"),
    Column("day_key", _("Day"), lambda row: row[0].day.isoformat(), shown=False),
    Column("agreement", _("Instrument"), lambda row: titled(row[0]), url=lambda row: page(AGREEMENT, row[0].key)),
    Column("cause", _("Why"), lambda row: cause(row[0])),
    Column("partners", _("With"), lambda row: [one.name for one in row[1]]),
    Column("terms", _("What it permitted"), lambda row: stopping(row[0].terms)),
)
"""What a list of lapses says of each: a lapse first, its partners second. ``reports`` sets beside it what is open."""
