"""The registers: what each list shows, how it is narrowed and sorted."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Subject
from entente.kit.bilingual import language
from entente.kit.table import Ask, Column, Filter, Register, Report

from .. import queries
from ..models import Kind, PartyAction, Reason, Status
from ..search import ACT, AGREEMENT, page
from .cells import (
    PARTNER,
    YES_NO,
    agreement_page,
    badge,
    cited,
    day,
    kind,
    kind_and_force,
    owner,
    owner_in_short,
    reasons,
    reference,
    status,
    status_badge,
    subjects,
    with_whom,
    with_whom_linked,
    yes_no,
)

# ── Filters ───────────────────────────────────────────────────────────────────────────────────────


def choice(name: str, label: Any, choices: Any, path: str = "") -> Filter:
    """One of a list of codes."""

    def apply(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
        return rows.filter(**{path or name: value})

    return Filter(name, label, apply, lambda ask: choices)


def binding(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    return rows.filter(binding={"yes": True, "no": False}.get(value))


def partner_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(one.key, one.name) for one in queries.partners_with_instruments(ask.person)]


def package_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    found = [(one.name, one.title) for one in queries.packages()]
    return [*found, (queries.ENTERED_HERE, _("entered here"))]


def department_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [("-", _("not named")), *((one.key, one.name) for one in queries.departments(ask.person))]


def department(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
        return rows.filter(**({f"{path}__isnull": True} if value == "-" else {f"{path}__key": value}))

    return apply


def titled(rows: QuerySet[Any], text: str, ask: Ask) -> QuerySet[Any]:
    return queries.matching(rows, text, ask.person)


SEARCH = Filter("q", _("Words in the title, the number or a party"), titled, kind="search")
STATUS = choice("status", _("Status"), Status.choices, "status_on")
SUBJECT = Filter(
    "subject",
    _("Subject"),
    lambda rows, code, ask: queries.on_subject(rows, code),
    lambda ask: Subject.choices,
)

# ── Registers ─────────────────────────────────────────────────────────────────────────────────────

TITLES = (
    Column("key", _("Key"), lambda one: one.key, shown=False),
    Column("title_en", _("Title in English"), lambda one: one.title_en, shown=False),
    Column("title_fr", _("Title in French"), lambda one: one.title_fr, shown=False),
)

AGREEMENTS = Register(
    name="agreements",
    title=_("Agreements and arrangements"),
    question=queries.agreements,
    order="title",
    columns=(
        Column("title", _("Instrument"), lambda one: one.title, sort="sort_{lang}", url=agreement_page),
        *TITLES,
        Column("kind", _("Type"), kind, sort="kind", html=kind_and_force),
        Column("parties", _("With"), with_whom, html=with_whom_linked),
        Column("binding", _("Binding"), lambda one: yes_no(one.binding), sort="binding_order", shown=False),
        Column("subjects", _("Subjects"), subjects, sort="subjects"),
        Column("status", _("Status"), status, sort="status_on", html=status_badge),
        Column(
            "requested_on",
            _("Asked for"),
            lambda one: day(one.requested_on),
            sort="requested_on",
            shown=False,
        ),
        Column("signed_on", _("Signed"), lambda one: day(one.signed_on), sort="signed_on"),
        Column("in_force_on", _("In force"), lambda one: day(one.in_force_on), sort="in_force_on"),
        Column("expires_on", _("Expires"), lambda one: day(one.expires_on), sort="expires_on", shown=False),
        Column("ended_on", _("Ended"), lambda one: day(one.ended_on), sort="ended_on", shown=False),
        Column("reference", _("Reference"), reference, sort="number"),
        Column("owner", _("Owner"), owner, sort="owner_{lang}", html=owner_in_short),
        *cited(shown=True),
        Column("marking", _("Marking"), lambda one: one.get_marking_display(), shown=False),
    ),
    filters=(
        SEARCH,
        choice("kind", _("Type"), Kind.choices),
        STATUS,
        Filter(
            "partner",
            _("With"),
            lambda rows, key, ask: queries.with_partner(rows, key, ask.person),
            partner_options,
        ),
        SUBJECT,
        Filter("binding", _("Binding"), binding, lambda ask: (*YES_NO, ("unsaid", _("not said")))),
        Filter(
            "edition",
            _("Brought by"),
            lambda rows, name, ask: queries.from_package(rows, name),
            package_options,
        ),
    ),
    empty=_("No instrument matches. Register one, or load an edition."),
)

CONVENTIONS = Register(
    name="conventions",
    title=_("Multilateral conventions"),
    question=queries.conventions,
    order="title",
    columns=(
        Column("title", _("Convention"), lambda one: one.title, sort="sort_{lang}", url=agreement_page),
        *TITLES,
        Column(
            "administered_for",
            _("Administered for"),
            lambda one: one.administered_for.name if one.administered_for else "",
            sort="for_{lang}",
        ),
        Column("status", _("Status"), status, sort="status_on", html=status_badge),
        Column("subjects", _("Subjects"), subjects, sort="subjects"),
        Column("summary", _("What the source says"), lambda one: one.summary),
        Column("in_force_on", _("In force"), lambda one: day(one.in_force_on), sort="in_force_on", shown=False),
        Column("treaty_id", _("Treaty identifier"), lambda one: one.treaty_id, sort="treaty_id", shown=False),
        *cited(shown=True),
    ),
    filters=(
        SEARCH,
        STATUS,
        Filter("for", _("Administered for"), department("administered_for"), department_options),
    ),
    empty=_("No convention matches."),
)

ACTS = Register(
    name="acts",
    title=_("Acts administered"),
    question=queries.acts,
    order="title",
    columns=(
        Column("title", _("Act"), lambda one: one.title, sort="sort_{lang}", url=lambda one: page(ACT, one.key)),
        *TITLES,
        Column(
            "department",
            _("For"),
            lambda one: one.department.name if one.department else "",
            sort="for_{lang}",
            url=lambda one: page(PARTNER, one.department.key) if one.department else "",
        ),
        Column("role", _("Our part"), lambda one: one.role),
        *cited(shown=True),
    ),
    filters=(
        Filter(
            "q",
            _("Words in the title"),
            lambda rows, text, ask: queries.acts_titled(rows, text),
            kind="search",
        ),
        Filter("for", _("For"), department("department"), department_options),
    ),
    empty=_("No act matches."),
)


CANDIDATES = Register(
    name="candidates",
    title=_("Negotiation candidates"),
    question=queries.candidates,
    order="position",
    columns=(
        Column(
            "partner",
            _("Partner"),
            lambda one: one.partner.name,
            sort="partner__sort_{lang}",
            url=lambda one: page(PARTNER, one.partner.key),
        ),
        Column("partner_key", _("Key"), lambda one: one.partner.key, shown=False),
        Column("edition", _("Edition"), lambda one: one.edition.key, sort="edition__key", shown=False),
        Column("position", _("Rank"), lambda one: one.position, sort="position", shown=False),
        Column("sought", _("What is sought"), lambda one: one.get_sought_display(), sort="sought"),
        Column("reasons", _("Reasons"), reasons),
        Column("requested_on", _("Asked for"), lambda one: day(one.requested_on), sort="requested_on"),
        Column(
            "agreement",
            _("Existing instrument"),
            lambda one: one.agreement.title if one.agreement else "",
            url=lambda one: page(AGREEMENT, one.agreement.key) if one.agreement else "",
        ),
        Column(
            "priority",
            _("Priority partner"),
            lambda one: yes_no(one.is_priority),
            sort="is_priority",
            html=lambda one: badge("good" if one.is_priority else "neutral", str(yes_no(one.is_priority)), language()),
        ),
        Column("details", _("What the source says"), lambda one: one.details),
        *cited(),
    ),
    filters=(
        choice("sought", _("What is sought"), [*Kind.choices, ("various", _("various"))]),
        Filter(
            "reason",
            _("Reason"),
            lambda rows, code, ask: rows.filter(reasons__contains=code),
            lambda ask: Reason.choices,
        ),
        Filter(
            "priority",
            _("Priority partner"),
            lambda rows, value, ask: rows.filter(is_priority=value == "yes"),
            lambda ask: YES_NO,
        ),
    ),
    dated=False,
    empty=_("This edition names no partner to negotiate with."),
)

PARTY_ACTIONS = Register(
    name="party-actions",
    title=_("Actions of parties"),
    question=queries.party_actions,
    order="-on",
    columns=(
        Column(
            "agreement",
            _("Instrument"),
            lambda one: one.agreement.title,
            sort="agreement__sort_{lang}",
            url=lambda one: page(AGREEMENT, one.agreement.key),
        ),
        Column("agreement_key", _("Key"), lambda one: one.agreement.key, shown=False),
        Column(
            "partner",
            _("Party"),
            lambda one: one.partner.name,
            sort="partner__sort_{lang}",
            url=lambda one: page(PARTNER, one.partner.key),
        ),
        Column("action", _("Action"), lambda one: one.get_action_display(), sort="action"),
        Column("on", _("On"), lambda one: day(one.on), sort="on"),
        Column("note", _("Note"), lambda one: one.note),
        *cited(shown=True),
    ),
    filters=(choice("action", _("Action"), PartyAction.ACTIONS),),
    empty=_("No action of a party matches."),
)


def numbered(kind: str) -> Column:
    return Column(kind, Kind(kind).label, lambda row: row.numbers.get(kind, 0))


MATRIX = Report(
    name="agreements-by-partner",
    title=_("Instruments by partner and type"),
    rows=lambda ask: queries.matrix(ask).rows,
    columns=(
        Column("key", _("Key"), lambda row: row.partner.key),
        Column("partner", _("Partner"), lambda row: row.partner.name),
        *(numbered(kind) for kind in Kind.values),
        Column("total", _("Total"), lambda row: row.total),
    ),
    filters=(choice("status", _("Status"), Status.choices), choice("subject", _("Subject"), Subject.choices)),
)

REGISTERS = (AGREEMENTS, CONVENTIONS, ACTS, CANDIDATES, PARTY_ACTIONS, MATRIX)
