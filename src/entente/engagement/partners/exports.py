"""The registers of this room: one declaration each for the page, the files and the command."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual, Text
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.table import Ask, Column, Filter, Register, words

from . import queries
from .models import ABROAD, AT_HOME, PLACES, Aim, Kind, Office, Partner, Sector, Subject, Succession

TIER, WHOLE = Bilingual("tier"), Bilingual("whole")
ANY_TIER = "any"

# ── Values of cells ───────────────────────────────────────────────────────────────────────────────


def day(text: str) -> str:
    """A date as the register draws it: in words, or as the mark that stands for it."""
    return text if text in UNKNOWN else PartialDate(text)


def address(partner: Any) -> str:
    """The partner's page, at the day asked about when that is not today."""
    page: str = partner.get_absolute_url()
    return f"{page}?on={partner.asked_on}" if getattr(partner, "asked_past", False) else page


def name(row: Any) -> Text:
    """The partner's name on the day asked about."""
    words: Text = row.name_on(row.asked_on) if row.asked_past else row.name
    return words


def name_with_acronym(row: Any) -> SafeString:
    """The name as a link, with the acronym behind it."""
    link = format_html('<a href="{}">{}</a>', address(row), words(name(row)))
    return format_html('{} <span class="soft">{}</span>', link, words(row.acronym)) if row.acronym else link


def kind(row: Any) -> str:
    """What the partner is; a stakeholder with its sector."""
    return f"{row.kind_label} ({row.sector_label})" if row.sector else str(row.kind_label)


def whole(row: Any) -> str:
    """What the partner belongs to: the country by its name of the day, else what it is part of."""
    if row.country and row.kind not in PLACES and (not row.whole_key or row.whole_kind in PLACES):
        return str(row.country.name_on(row.asked_on) if row.asked_past else row.country.name)
    text: Text = WHOLE.__get__(row)
    return text


def tier(row: Any) -> str:
    """The tier in the edition asked about, the mark in its place, or nothing."""
    text: Text = TIER.__get__(row)
    return text or row.tier_gap


def owner(row: Any) -> str:
    """The office of primary interest, short where it has an acronym."""
    text: Text = (row.owner.acronym or row.owner.name) if row.owner else Text("", "en")
    return text


def grounds(row: Any) -> list[Text]:
    """On what a standing rests: the tests met, then the evidence."""
    return [said for said in (row.tests_met, row.evidence) if said]


def grounds_drawn(row: Any) -> SafeString:
    """The same, a paragraph each; marks stay marks."""
    return format_html_join("", "<p>{}</p>", ((words(said),) for said in grounds(row)))


def source(row: Any) -> str:
    return str(row.source.key) if row.source else ""


# Columns that only files carry, the same at the end of every register.
CITED = (
    Column("source", _("Source"), source, shown=False),
    Column("place", _("Place in the source"), lambda row: row.place, shown=False),
)
AS_OF = Column("as_of", _("As of"), lambda row: day(row.as_of), sort="as_of")
AS_OF_IN_FILES = Column("as_of", _("As of"), lambda row: day(row.as_of), shown=False)


def partner_columns(path: str) -> tuple[Column, ...]:
    """The partner's key and both names, for files."""

    def of(attribute: str) -> Callable[[Any], Any]:
        return lambda row: getattr(getattr(row, path), attribute)

    return (
        Column(f"{path}_key", _("Key"), of("key"), shown=False),
        Column(f"{path}_en", _("Name in English"), of("name_en"), shown=False),
        Column(f"{path}_fr", _("Name in French"), of("name_fr"), shown=False),
    )


def partner_column(path: str, heading: Any) -> Column:
    """The partner as a link."""

    def link(row: Any) -> str:
        return str(getattr(row, path).get_absolute_url())

    return Column(path, heading, lambda row: getattr(row, path).name, sort=f"{path}__sort_{{lang}}", url=link)


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────


def edition_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [(one.key, queries.called(one)) for one in queries.editions(ask.person)]


def tier_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    """Any standing at all, then every tier of every edition: a tier is a tier of one edition."""
    yield ANY_TIER, _("any standing")
    for one in queries.tiers(ask.person):
        yield f"{one.edition.key}.{one.key}", f"{one.name} · {queries.called(one.edition)}"


def region_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    for one in queries.regions():
        un = one.kind == "un"
        yield one.key, say("%(region)s (United Nations)") % {"region": one.name} if un else one.name


def kind_options(ask: Ask) -> Iterable[tuple[str, Any]]:
    return [("abroad", _("all abroad")), ("home", _("all at home")), *Kind.choices]


def of_kind(rows: QuerySet[Partner], value: str, ask: Ask) -> QuerySet[Partner]:
    return rows.filter(kind__in={"abroad": ABROAD, "home": AT_HOME}.get(value, (value,)))


def of_tier(rows: QuerySet[Partner], value: str, ask: Ask) -> QuerySet[Partner]:
    return queries.with_standing(rows) if value == ANY_TIER else queries.in_tier(rows, *value.split(".", 1))


def anyone(rows: QuerySet[Any], value: str, ask: Ask) -> QuerySet[Any]:
    """The question reads the edition itself; among partners it says whose standing is shown."""
    return rows


EDITION = Filter("edition", _("Edition"), anyone, edition_options)


def usual() -> list[tuple[str, str]]:
    """The usual questions to the list of partners, as links: what is asked, and the address that asks it."""
    asked: tuple[tuple[Any, dict[str, str]], ...] = (
        (_("Priority partners"), {"tier": ANY_TIER, "sort": "standing"}),
        (_("Administrations"), {"kind": Kind.ADMINISTRATION}),
        (_("At home"), {"kind": "home", "sort": "kind"}),
        (_("Stakeholders by sector"), {"kind": Kind.STAKEHOLDER, "sort": "sector"}),
        (_("Indigenous governments"), {"kind": Kind.INDIGENOUS}),
        (_("Bargaining agents"), {"kind": Kind.BARGAINING_AGENT}),
        (_("Priority partners without an aim"), {"no_aim": "1"}),
    )
    return [(str(label), "?" + urlencode(conditions)) for label, conditions in asked]


# ── Registers ─────────────────────────────────────────────────────────────────────────────────────

PARTNERS = Register(
    name="partners",
    title=_("Partners"),
    question=queries.partners,
    counted=queries.all_partners,
    order="name",
    columns=(
        Column("name", _("Name"), name, sort="sort_{lang}", html=name_with_acronym),
        Column("kind", _("Kind"), kind, sort="kind"),
        Column("whole", _("Country or whole"), whole),
        Column("standing", _("Standing"), tier, sort="tier_position"),
        Column("in_scope", _("In scope"), lambda row: row.in_scope),
        Column("subjects", _("Subjects"), lambda row: row.subject_list),
        Column("owner", _("Responsible office"), owner, sort="owner_{lang}"),
        AS_OF,
        Column("sector", _("Sector"), lambda row: row.sector_label, sort="sector", shown=False),
        Column("key", _("Key"), lambda row: row.key, sort="key", shown=False),
        Column("name_en", _("Name in English"), lambda row: row.name_en, shown=False),
        Column("name_fr", _("Name in French"), lambda row: row.name_fr, shown=False),
        Column("acronym_en", _("Acronym in English"), lambda row: row.acronym_en, shown=False),
        Column("acronym_fr", _("Acronym in French"), lambda row: row.acronym_fr, shown=False),
        Column("country", _("Country code"), lambda row: row.country.code if row.country else "", shown=False),
        Column("parent", _("Key of the whole"), lambda row: row.whole_key or "", shown=False),
        Column("starts_on", _("Exists from"), lambda row: day(row.starts_on), shown=False),
        Column("ends_on", _("Exists to"), lambda row: day(row.ends_on), shown=False),
        Column("marking", _("Marking"), lambda row: row.marking_label, shown=False),
        *CITED,
    ),
    filters=(
        Filter("q", _("Name or acronym"), lambda rows, text, ask: queries.matching(rows, text), kind="search"),
        Filter("kind", _("Kind"), of_kind, kind_options),
        Filter("tier", _("Tier"), of_tier, tier_options),
        EDITION,
        Filter(
            "region",
            _("Region"),
            lambda rows, key, ask: queries.in_region(rows, key, ask.person),
            region_options,
        ),
        Filter(
            "subject",
            _("Subject"),
            lambda rows, code, ask: rows.filter(subjects__contains=code),
            lambda ask: Subject.choices,
        ),
        Filter(
            "sector",
            _("Sector"),
            lambda rows, code, ask: rows.filter(sector=code),
            lambda ask: Sector.choices,
        ),
        Filter(
            "no_owner",
            _("without an office"),
            lambda rows, value, ask: queries.without_owner(rows),
            kind="check",
        ),
        Filter(
            "no_contact",
            _("without a contact"),
            lambda rows, value, ask: queries.without_contact(rows, ask.on),
            kind="check",
        ),
        Filter(
            "no_aim",
            _("in scope, without an aim"),
            lambda rows, value, ask: queries.without_aim(rows),
            kind="check",
        ),
    ),
    empty=_("No partner matches. Partners come with an edition of the framework, or one by one."),
)


STANDINGS = Register(
    name="standings",
    title=_("Standings"),
    question=queries.standings,
    order="partner",
    columns=(
        partner_column("partner", _("Partner")),
        Column("edition", _("Edition"), lambda row: queries.called(row.edition), sort="edition__starts_on"),
        Column("tier", _("Tier"), lambda row: row.tier_name, sort="tier_position"),
        Column("in_scope", _("In scope"), lambda row: row.in_scope, sort="in_scope"),
        Column("grounds", _("Tests met and evidence"), grounds, html=grounds_drawn),
        Column("tests_met", _("Tests met"), lambda row: row.tests_met, shown=False),
        Column("evidence", _("Evidence"), lambda row: row.evidence, shown=False),
        *partner_columns("partner"),
        Column("edition_key", _("Key of the edition"), lambda row: row.edition.key, shown=False),
        Column("tier_key", _("Key of the tier"), lambda row: row.tier.key if row.tier else "", shown=False),
        Column("evidence_en", _("Evidence in English"), lambda row: row.evidence_en, shown=False),
        Column("evidence_fr", _("Evidence in French"), lambda row: row.evidence_fr, shown=False),
        *CITED,
        AS_OF_IN_FILES,
    ),
    filters=(
        EDITION,
        Filter(
            "kind",
            _("Kind"),
            lambda rows, value, ask: rows.filter(partner__kind=value),
            lambda ask: Kind.choices,
        ),
        Filter("out", _("out of scope"), lambda rows, value, ask: rows.filter(in_scope=False), kind="check"),
        Filter(
            "no_tier",
            _("without a tier"),
            lambda rows, value, ask: rows.filter(tier__isnull=True),
            kind="check",
        ),
    ),
    dated=False,
    empty=_("No standing matches. Standings come with an edition, or are set on a partner’s page."),
)

CONTACTS = Register(
    name="contacts",
    title=_("Contacts by office"),
    question=queries.contacts,
    order="partner",
    columns=(
        partner_column("partner", _("Partner")),
        Column("title", _("Office held"), lambda row: row.title, sort="title_{lang}"),
        Column("role", _("Role"), lambda row: row.get_role_display(), sort="role"),
        Column("location", _("Place"), lambda row: row.location, sort="location"),
        Column("starts_on", _("From"), lambda row: day(row.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda row: day(row.ends_on), sort="ends_on"),
        AS_OF,
        Column("key", _("Key of the office"), lambda row: row.key, shown=False),
        *partner_columns("partner"),
        Column("title_en", _("Office in English"), lambda row: row.title_en, shown=False),
        Column("title_fr", _("Office in French"), lambda row: row.title_fr, shown=False),
        Column("note", _("Note"), lambda row: row.note, shown=False),
        *CITED,
    ),
    filters=(
        Filter(
            "q",
            _("Office, place or partner"),
            lambda rows, text, ask: queries.naming(rows, text),
            kind="search",
        ),
        Filter("role", _("Role"), lambda rows, value, ask: rows.filter(role=value), lambda ask: Office.ROLES),
        Filter(
            "kind",
            _("Kind"),
            lambda rows, value, ask: rows.filter(partner__kind=value),
            lambda ask: Kind.choices,
        ),
    ),
    empty=_("No contact matches. Contacts are offices, never names; add one on a partner’s page."),
)

SUCCESSIONS = Register(
    name="successions",
    title=_("Successions"),
    question=queries.successions,
    order="before",
    columns=(
        Column(
            "before",
            _("Before"),
            lambda row: row.from_partner.name,
            sort="from_partner__sort_{lang}",
            url=lambda row: row.from_partner.get_absolute_url(),
        ),
        Column("kind", _("What happened"), lambda row: row.get_kind_display(), sort="kind"),
        Column(
            "after",
            _("After"),
            lambda row: row.to_partner.name,
            sort="to_partner__sort_{lang}",
            url=lambda row: row.to_partner.get_absolute_url(),
        ),
        Column("on", _("On"), lambda row: day(row.on), sort="on"),
        Column("note", _("Note"), lambda row: row.note),
        Column("before_key", _("Key before"), lambda row: row.from_partner.key, shown=False),
        Column("after_key", _("Key after"), lambda row: row.to_partner.key, shown=False),
        *CITED,
        AS_OF_IN_FILES,
    ),
    filters=(
        Filter(
            "kind",
            _("What happened"),
            lambda rows, value, ask: rows.filter(kind=value),
            lambda ask: Succession.KINDS,
        ),
    ),
    dated=False,
    empty=_("No succession is recorded. Record one on the page of the partner that came before."),
)


def served(row: Aim) -> str:
    return row.objective.title if row.objective else ""


AIMS = Register(
    name="aims",
    title=_("Aims"),
    question=queries.aims,
    order="partner",
    columns=(
        partner_column("partner", _("Partner")),
        Column("text", _("What we want"), lambda row: row.text),
        Column("objective", _("Objective it serves"), served, sort="objective_{lang}"),
        Column("edition", _("Edition"), lambda row: queries.called(row.edition), sort="edition__starts_on"),
        *partner_columns("partner"),
        Column("edition_key", _("Key of the edition"), lambda row: row.edition.key, shown=False),
        Column(
            "objective_key",
            _("Key of the objective"),
            lambda row: row.objective.key if row.objective else "",
            shown=False,
        ),
        Column("text_en", _("Aim in English"), lambda row: row.text_en, shown=False),
        Column("text_fr", _("Aim in French"), lambda row: row.text_fr, shown=False),
        *CITED,
        AS_OF_IN_FILES,
    ),
    filters=(
        EDITION,
        Filter(
            "kind",
            _("Kind"),
            lambda rows, value, ask: rows.filter(partner__kind=value),
            lambda ask: Kind.choices,
        ),
        Filter(
            "no_objective",
            _("serving no objective"),
            lambda rows, value, ask: rows.filter(objective__isnull=True),
            kind="check",
        ),
    ),
    dated=False,
    empty=_("No aim matches. Aims come with an edition, or are added on a partner’s page."),
)

REGISTERS = (PARTNERS, STANDINGS, CONTACTS, SUCCESSIONS, AIMS)
