"""The registers of exchanges: one declaration each for the page, the exports and the command."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Element, Purpose
from entente.kit.table import Column, Filter, Register

from .. import queries
from ..models import Flow, Kind, Level, Outcome, State, Way
from .cells import day, equal, keyed, level_badge, listed, moment, state_badge, years


def _instrument(one: Any) -> Any:
    return one.agreement.title if one.agreement else ""


EXCHANGES = Register(
    name="exchanges",
    title=_("Exchanges of information"),
    question=queries.exchanges,
    counted=queries.counted,
    order="-received_at",
    dated=False,
    columns=(
        Column("key", _("Number"), lambda e: e.key, sort="key", url=lambda e: e.get_absolute_url(), look="nowrap"),
        Column("kind", _("What it is"), lambda e: e.get_kind_display(), sort="kind"),
        Column(
            "partner",
            _("Partner"),
            lambda e: e.partner.name,
            sort="partner_sort",
            url=lambda e: e.partner.get_absolute_url(),
        ),
        Column("partner_key", _("Key of the partner"), lambda e: e.partner.key, shown=False),
        Column("office", _("Office of the contact"), lambda e: e.office, shown=False),
        Column("agreement", _("Instrument"), _instrument),
        Column("purpose", _("Purpose"), lambda e: e.get_purpose_display(), sort="purpose"),
        Column("way", _("How it was made"), lambda e: e.get_way_display(), shown=False),
        Column("urgency", _("Urgency"), lambda e: e.get_urgency_display(), shown=False),
        Column("received_at", _("Received at"), lambda e: moment(e.received_at), sort="received_at", look="nowrap"),
        Column("confirmed_at", _("Confirmed in writing at"), lambda e: moment(e.confirmed_at), shown=False),
        Column("reply_by", _("Reply due"), lambda e: day(e.reply_by), shown=False),
        Column("reference", _("The partner’s reference"), lambda e: e.reference, shown=False),
        Column("own_reference", _("Our file reference"), lambda e: e.own_reference, shown=False),
        Column("state", _("State"), lambda e: e.get_state_display(), sort="state", html=state_badge),
        Column("marking", _("Marking"), lambda e: e.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Number, reference, partner"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter(
            "partner", _("Partner"), lambda rows, key, ask: queries.with_partner(rows, key), keyed(queries.counterparts)
        ),
        Filter("agreement", _("Instrument"), equal("agreement__key"), keyed(queries.instruments, "title")),
        Filter("kind", _("What it is"), equal("kind"), listed(Kind.choices)),
        Filter("way", _("How it was made"), equal("way"), listed(Way.choices)),
        Filter("purpose", _("Purpose"), equal("purpose"), listed(Purpose.choices)),
        Filter(
            "element", _("Element"), lambda rows, code, ask: queries.of_element(rows, code), listed(Element.choices)
        ),
        Filter("state", _("State"), equal("state"), listed(State.choices)),
        Filter("year", _("Year"), equal("received_at__year"), years(queries.years)),
        Filter("open", _("not over"), lambda rows, value, ask: queries.still_open(rows), kind="check"),
        Filter("partly", _("partly met"), lambda rows, value, ask: queries.partly_met(rows), kind="check"),
        Filter(
            "unconfirmed",
            _("not confirmed in writing"),
            lambda rows, value, ask: queries.unconfirmed(rows),
            kind="check",
        ),
        Filter(
            "breach",
            _("used otherwise than agreed"),
            lambda rows, value, ask: queries.breached(rows),
            kind="check",
        ),
    ),
    empty=_("No exchange matches. Record a call, or write an exchange down."),
)
ENTRIES = Register(
    name="exchange-ledger",
    title=_("Lines of the ledger"),
    question=queries.entries,
    order="-on",
    dated=False,
    columns=(
        Column(
            "number",
            _("Number"),
            lambda e: e.release.exchange.key,
            url=lambda e: e.release.exchange.get_absolute_url(),
            look="nowrap",
        ),
        Column("on", _("Released on"), lambda e: day(e.on), sort="on", look="nowrap"),
        Column("flow", _("Direction"), lambda e: e.get_flow_display(), sort="flow"),
        Column("partner", _("Partner"), lambda e: e.partner.name),
        Column("office", _("Released to"), lambda e: e.release.office, shown=False),
        Column("agreement", _("Instrument"), lambda e: e.agreement.title),
        Column("article", _("Article"), lambda e: e.article),
        Column("purpose", _("Purpose"), lambda e: e.get_purpose_display(), sort="purpose"),
        Column("element", _("Element"), lambda e: e.get_element_display(), sort="element"),
        Column("count", _("Number of records"), lambda e: e.count, sort="count", look="number"),
        Column("way", _("How it was made"), lambda e: e.get_way_display(), shown=False),
        Column("caveat", _("Caveat"), lambda e: e.release.caveat, shown=False),
        Column("marking", _("Marking"), lambda e: e.get_kept_as_display(), shown=False),
    ),
    filters=(
        Filter(
            "partner",
            _("Partner"),
            lambda rows, key, ask: queries.with_partner(rows, key),
            keyed(queries.of_the_ledger),
        ),
        Filter("agreement", _("Instrument"), equal("agreement__key"), keyed(queries.instruments, "title")),
        Filter("flow", _("Direction"), equal("flow"), listed(Flow.choices)),
        Filter("purpose", _("Purpose"), equal("purpose"), listed(Purpose.choices)),
        Filter("element", _("Element"), equal("element"), listed(Element.choices)),
        Filter("year", _("Year"), equal("year"), years(queries.ledger_years)),
    ),
    empty=_("Nothing was released that matches."),
)
OUTCOMES = Register(
    name="exchange-outcomes",
    title=_("Outcomes of exchanges"),
    question=queries.outcomes,
    order="-on",
    dated=False,
    columns=(
        Column(
            "number", _("Number"), lambda o: o.exchange.key, url=lambda o: o.exchange.get_absolute_url(), look="nowrap"
        ),
        Column("partner", _("Partner"), lambda o: o.exchange.partner.name),
        Column("agreement", _("Instrument"), lambda o: _instrument(o.exchange)),
        Column("on", _("On"), lambda o: day(o.on), sort="on", look="nowrap"),
        Column("what", _("Outcome"), lambda o: o.get_what_display(), sort="what"),
        Column("amount", _("Amount in Canadian dollars"), lambda o: o.amount, look="number"),
        Column("told_by", _("Source"), lambda o: o.told_by),
        Column("story_en", _("What can be told, in English"), lambda o: o.story_en, shown=False),
        Column("story_fr", _("What can be told, in French"), lambda o: o.story_fr, shown=False),
        Column("may_be_told", _("May be told"), lambda o: o.may_be_told),
    ),
    filters=(
        Filter("what", _("Outcome"), equal("what"), listed(Outcome.What.choices)),
        Filter("year", _("Year"), equal("on__year"), years(queries.years)),
        Filter(
            "told",
            _("success stories: what may be told"),
            lambda rows, value, ask: rows.filter(may_be_told=True),
            kind="check",
        ),
    ),
    empty=_("No outcome matches. They are recorded on the page of an exchange."),
)
BASELINES = Register(
    name="mistreatment-baselines",
    title=_("Mistreatment baselines"),
    question=queries.baselines,
    order="partner",
    columns=(
        Column(
            "partner",
            _("Country or entity"),
            lambda b: b.partner.name,
            sort="partner_sort",
            url=lambda b: b.partner.get_absolute_url(),
        ),
        Column("level", _("Baseline"), lambda b: b.get_level_display(), sort="level", html=level_badge),
        Column("starts_on", _("Stands from"), lambda b: day(b.starts_on), sort="starts_on"),
        Column("review_on", _("To be reviewed by"), lambda b: day(b.review_on), sort="review_on"),
        Column("grounds", _("Grounds"), lambda b: b.grounds),
        Column("rests_on", _("Sources"), lambda b: b.rests_on),
        Column("by", _("Assessed by"), lambda b: b.by, shown=False),
        Column("marking", _("Marking"), lambda b: b.get_marking_display(), shown=False),
    ),
    filters=(Filter("level", _("Baseline"), equal("level"), listed(Level.choices)),),
    empty=_("No baseline stands. Until one does, nothing about people goes without the head of the agency."),
)
REGISTERS = (EXCHANGES, ENTRIES, OUTCOMES, BASELINES)
