"""A partner's dossier: what is open first, then what the record says, with the source of every statement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.people.policy import cleared
from entente.foundation.sources.models import Correction, label_of
from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit import gaps
from entente.kit.bilingual import language
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import queries, rules
from ..models import ABROAD, PLACES, Kind, Partner, Standing, Succession
from ..policy import PARTNERS
from ..queries import Whole

BADGE = 24  # characters; a longer tier stands in the sentence only
Corrections = dict[tuple[str, int, str], Correction]


@dataclass(frozen=True, slots=True)
class Said:
    """One value as the page shows it, with the correction that made it, if any."""

    value: Any
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What every panel of one dossier needs."""

    ask: Ask
    whole: Whole
    notes: Notes
    corrections: Corrections

    @property
    def partner(self) -> Partner:
        return self.whole.partner

    def said(self, thing: Any, name: str) -> Said:
        """A field's value; for a pair of languages the reader's, else the other."""
        corrected = (f"{name}_{language()}", name)
        found = (self.corrections.get((label_of(thing), thing.pk, field)) for field in corrected)
        value = getattr(thing, name)
        if name.endswith("_on") and value not in UNKNOWN:
            value = PartialDate(value)
        return Said(value, next((one for one in found if one), None))

    def may(self, act: str) -> bool:
        return PARTNERS.allows(self.ask.person, act, self.partner)

    def action(self, act: str, label: str, name: str) -> tuple[str, str] | None:
        """A link to a form, for those who may."""
        return (label, reverse(name, args=[self.partner.key])) if self.may(act) else None


def named(ask: Ask, partner: Partner) -> Any:
    """The partner's name on the day asked about. One query for a past day."""
    return partner.name_on(ask.on) if ask.past else partner.name


def page_of(ask: Ask, partner: Partner, notes: Notes) -> Page:
    whole = queries.whole(ask, partner)
    things = [partner, *whole.standings, *whole.aims, *whole.offices, *whole.presences, *whole.successions]
    return Page(ask, whole, notes, corrections_of(things))


# ── The top ───────────────────────────────────────────────────────────────────────────────────────


def head(ask: Ask, partner: Partner, notes: Notes) -> Head:
    """The partner's name on the day, what it is, where it stands."""
    whole = queries.whole(ask, partner)
    acronym = f" ({partner.acronym})" if partner.acronym else ""
    return Head(
        name=named(ask, partner),
        kind=f"{partner.kind_label}{acronym}",
        sentence=sentence(whole),
        badges=tuple(_badges(whole)),
        marking=partner.marking,
        above=_above(ask, partner),
    )


def _above(ask: Ask, partner: Partner) -> tuple[tuple[Any, str], ...]:
    if partner.parent is None or not cleared(ask.person, partner.parent):
        return ()
    return ((partner.parent.name, partner.parent.get_absolute_url()),)


def sentence(whole: Whole) -> str:
    """The one sentence that matters: who came after it, or where it stands in the edition asked about."""
    if whole.successors:
        names = ", ".join(str(one.to_partner.name) for one in whole.successors)
        return _("Its work is now with %(names)s.") % {"names": names}
    if whole.edition is None:
        return ""
    standing, edition = whole.standing, queries.called(whole.edition)
    if standing is None:
        named = whole.partner.kind in PLACES or whole.partner.kind == Kind.UNION
        return _("“%(edition)s” does not name it.") % {"edition": edition} if named else ""
    if standing.tier is None:
        return _without_tier(standing)
    said = {"edition": edition, "tier": standing.tier.name}
    if not standing.in_scope:
        return _("“%(edition)s” names it under “%(tier)s” and leaves the relation out of its scope.") % said
    many = len(whole.present_aims)
    if not many:
        return _("“%(edition)s” names it under “%(tier)s”.") % said
    return ngettext(
        "“%(edition)s” names it under “%(tier)s” and sets %(count)s aim with it.",
        "“%(edition)s” names it under “%(tier)s” and sets %(count)s aims with it.",
        many,
    ) % (said | {"count": many})


def _without_tier(standing: Standing) -> str:
    why = {
        gaps.REDACTED: _("“%(edition)s” names it; its tier is withheld."),
        gaps.LOST: _("“%(edition)s” names it; its tier is lost in the copy."),
        gaps.BLANK: _("“%(edition)s” names it; its tier is left blank."),
    }.get(standing.tier_gap, _("“%(edition)s” names it without a tier."))
    return why % {"edition": queries.called(standing.edition)}


def _badges(whole: Whole) -> Iterable[tuple[str, Any]]:
    partner, standing = whole.partner, whole.standing
    if partner.ends_on not in UNKNOWN and PartialDate(partner.ends_on).last.isoformat() < whole.on:
        yield "warning", _("ended %(day)s") % {"day": PartialDate(partner.ends_on).spoken()}
    if standing and standing.tier and len(standing.tier.name) <= BADGE:
        yield "good" if standing.in_scope else "neutral", standing.tier.name
    if standing and not standing.in_scope:
        yield "warning", _("out of scope")


# ── The panels ────────────────────────────────────────────────────────────────────────────────────


def own_panels(ask: Ask, partner: Partner, notes: Notes) -> list[Panel]:
    """Everything this room keeps of a partner, in reading order. Nine queries in all."""
    page = page_of(ask, partner, notes)
    found = [panel(page) for panel in PANELS]
    return [one for one in found if one is not None]


def open_panel(page: Page) -> Panel | None:
    """What is still open: the gaps that the rules find, each with the door to close it."""
    found = rules.obstacles(page.whole, rules.GAPS)
    if not found:
        return None
    rows = [{"text": problem.messages[0], "action": _door(page, problem)} for problem in found]
    return Panel("open", _("Still open"), "partners/panels/open.html", {"rows": rows}, count=len(rows), open=True)


def _door(page: Page, problem: ValidationError) -> tuple[str, str] | None:
    doors = {
        "owner_missing": ("change", _("Name an office"), "partners:change"),
        "contact_missing": ("add_office", _("Add a contact"), "partners:add_office"),
        "aim_missing": ("add_aim", _("Add an aim"), "partners:add_aim"),
    }
    return page.action(*doors[str(problem.code)])


def about_panel(page: Page) -> Panel:
    """The relation in a sentence or two, and the plain facts."""
    partner = page.partner
    said = [
        (_("Country"), _country(page.ask, partner)),
        (_("Sector"), partner.sector_label),
        (_("Subjects"), ", ".join(partner.subject_list)),
        (_("Office of primary interest"), partner.owner.name if partner.owner else ""),
        (_("Exists from"), page.said(partner, "starts_on").value),
        (_("Exists to"), page.said(partner, "ends_on").value),
        (_("Name today"), partner.name if str(named(page.ask, partner)) != str(partner.name) else ""),
    ]
    context = {
        "partner": partner,
        "summary": page.said(partner, "summary") if partner.summary else None,
        "facts": [{"label": label, "value": value} for label, value in said if value],
        "corrected": _corrected(page, partner, ("owner", "subjects", "starts_on", "ends_on", "sector")),
        "citation": page.notes.cite(partner),
        "doors": [door for door in _other_doors(page) if door],
    }
    return Panel(
        "about",
        _("About"),
        "partners/panels/about.html",
        context,
        action=page.action("change", _("Change it"), "partners:change"),
    )


def _other_doors(page: Page) -> Iterable[tuple[str, str] | None]:
    """What may be entered that has no panel of its own yet."""
    if page.partner.kind not in PLACES:
        yield page.action("record_succession", _("Record a succession"), "partners:record_succession")
    if not _stands(page):
        yield page.action("set_standing", _("Set a standing"), "partners:set_standing")


def _country(ask: Ask, partner: Partner) -> Any:
    """The country of an administration or department, by its name of the day."""
    if partner.country is None or partner.kind in PLACES:
        return ""
    return partner.country.name_on(ask.on) if ask.past else partner.country.name


def _corrected(page: Page, thing: Any, names: Iterable[str]) -> list[dict[str, Any]]:
    """Plain facts that a person corrected: what the source says stays beside them."""
    found = ((name, page.corrections.get((label_of(thing), thing.pk, name))) for name in names)
    return [
        {"label": thing._meta.get_field(name).verbose_name, "value": one.value, "correction": one}
        for name, one in found
        if one
    ]


def aims_panel(page: Page) -> Panel | None:
    """What we want, edition by edition, the latest first."""
    if not page.whole.aims and not page.whole.standing:
        return None
    rows = [
        {
            "edition": aim.edition,
            "aim": aim,
            "text": page.said(aim, "text"),
            "objective": aim.objective,
            "citation": page.notes.cite(aim),
        }
        for aim in page.whole.aims
    ]
    return Panel(
        "aims",
        _("What we want"),
        "partners/panels/aims.html" if rows else "",
        {"rows": rows, "may_correct": page.may("correct")},
        count=len(rows) or None,
        empty=_("No edition sets an aim with this partner."),
        action=page.action("add_aim", _("Add an aim"), "partners:add_aim"),
    )


def _stands(page: Page) -> bool:
    """Whether a standing is there or to be expected."""
    return bool(page.whole.standings) or page.partner.kind in ABROAD


def standings_panel(page: Page) -> Panel | None:
    """Where the partner stands in each edition, on what evidence."""
    if not _stands(page):
        return None
    rows = [
        {
            "standing": standing,
            "tier": page.said(standing, "tier_name"),
            "tier_correction": page.said(standing, "tier").correction,
            "tests": page.said(standing, "tests_met"),
            "evidence": page.said(standing, "evidence"),
            "citation": page.notes.cite(standing),
            "change": _standing_form(page, standing),
        }
        for standing in page.whole.standings
    ]
    return Panel(
        "standings",
        _("Standing, edition by edition"),
        "partners/panels/standings.html" if rows else "",
        {"rows": rows, "partner": page.partner},
        count=len(rows) or None,
        empty=_("No edition names this partner."),
        action=page.action("set_standing", _("Set a standing"), "partners:set_standing"),
    )


def _standing_form(page: Page, standing: Standing) -> str:
    if not page.may("set_standing"):
        return ""
    return reverse("partners:set_standing", args=[page.partner.key]) + f"?edition={standing.edition.key}"


def parts_panel(page: Page) -> Panel | None:
    """What the partner consists of: a country's administrations, and what became of them."""
    if not page.whole.parts:
        return None
    rows = [
        {
            "part": part,
            "name": part.name,
            "changes": [_passed(page, one, part) for one in page.whole.successions if part.pk in _sides(one)],
            "citation": page.notes.cite(part),
        }
        for part in page.whole.parts
    ]
    title = _("Its administrations") if page.partner.kind in (*PLACES, Kind.UNION) else _("Its parts")
    return Panel("parts", title, "partners/panels/parts.html", {"rows": rows}, count=len(rows))


def _sides(succession: Succession) -> tuple[int, int]:
    return succession.from_partner_id, succession.to_partner_id


def _passed(page: Page, succession: Succession, side: Partner) -> dict[str, Any]:
    """A succession as seen from one of its sides."""
    after = succession.from_partner_id == side.pk
    return {
        "text": _became(succession.kind) if after else _came_from(succession.kind),
        "other": succession.to_partner if after else succession.from_partner,
        "on": page.said(succession, "on"),
        "note": page.said(succession, "note"),
        "citation": page.notes.cite(succession),
    }


def _became(kind: str) -> str:
    return {
        "rename": _("renamed"),
        "split": _("split; its work went to"),
        "merge": _("merged into"),
    }.get(kind, _("handed work to"))


def _came_from(kind: str) -> str:
    return {
        "rename": _("before:"),
        "split": _("split from"),
        "merge": _("took in"),
    }.get(kind, _("took over work from"))


def successions_panel(page: Page) -> Panel | None:
    """What the partner itself came from and became."""
    rows = [_passed(page, one, page.partner) for one in page.whole.successions if page.partner.pk in _sides(one)]
    if not rows:
        return None
    return Panel("successions", _("Before and after"), "partners/panels/successions.html", {"rows": rows}, len(rows))


def contacts_panel(page: Page) -> Panel:
    """Contacts by office, the partner's own first, then its parts', those that are over marked."""
    rows = [
        {
            "office": office,
            "title": page.said(office, "title"),
            "note": page.said(office, "note"),
            "starts_on": page.said(office, "starts_on"),
            "ends_on": page.said(office, "ends_on"),
            "dated": bool(office.starts_on or office.ends_on),
            "over": office.is_over(page.ask.on),
            "elsewhere": office.partner if office.partner_id != page.partner.pk else None,
            "citation": page.notes.cite(office),
        }
        for office in sorted(page.whole.offices, key=lambda one: one.partner_id != page.partner.pk)
    ]
    return Panel(
        "contacts",
        _("Contacts by office"),
        "partners/panels/contacts.html" if rows else "",
        {"rows": rows, "may_correct": page.may("correct")},
        count=len(rows) or None,
        empty=_("No contact is recorded. A contact is an office, never a name."),
        action=page.action("add_office", _("Add a contact"), "partners:add_office"),
    )


def presences_panel(page: Page) -> Panel | None:
    """Our officers there."""
    rows = [
        {
            "kind": one.get_kind_display(),
            "starts_on": page.said(one, "starts_on"),
            "ends_on": page.said(one, "ends_on"),
            "dated": bool(one.starts_on or one.ends_on),
            "as_of": one.as_of,
            "citation": page.notes.cite(one),
        }
        for one in page.whole.presences
    ]
    if not rows:
        return None
    return Panel("presences", _("Our officers there"), "partners/panels/presences.html", {"rows": rows}, len(rows))


PANELS: tuple[Callable[[Page], Panel | None], ...] = (
    open_panel,
    about_panel,
    aims_panel,
    standings_panel,
    parts_panel,
    successions_panel,
    contacts_panel,
    presences_panel,
)


# ── The timeline ──────────────────────────────────────────────────────────────────────────────────


def partner_events(ask: Ask, partner: Partner, notes: Notes) -> list[Event]:
    """What happened to a partner: its beginning and end, successions, standings, contacts that came and went.

    What has no date stands in the panels only.
    """
    whole = queries.whole(ask, partner)
    events = [
        Event(partner.starts_on, _("Began to exist"), citation=notes.cite(partner)),
        Event(partner.ends_on, _("Ceased to exist"), citation=notes.cite(partner)),
    ]
    for one in whole.successions:
        title = _("%(before)s → %(after)s (%(kind)s)") % {
            "before": one.from_partner.name,
            "after": one.to_partner.name,
            "kind": one.get_kind_display(),
        }
        events.append(Event(one.on, title, one.to_partner.get_absolute_url(), one.note, notes.cite(one)))
    for standing in whole.standings:
        events.append(_standing_event(standing, notes))
    for office in whole.offices:
        own = office.partner_id == partner.pk
        what = {"what": office.title if own else f"{office.title} ({office.partner.name})"}
        events.append(Event(office.starts_on, _("Begins: %(what)s") % what, citation=notes.cite(office)))
        events.append(Event(office.ends_on, _("Ends: %(what)s") % what, citation=notes.cite(office)))
    return [event for event in events if event.on not in UNKNOWN and event.on <= ask.on]


def _standing_event(standing: Standing, notes: Notes) -> Event:
    tier = str(standing.tier.name) if standing.tier else str(gaps.GAPS.get(standing.tier_gap, _("no tier")))
    return Event(
        standing.edition.starts_on,
        _("Named in “%(edition)s”") % {"edition": queries.called(standing.edition)},
        reverse("partners:edition", args=[standing.edition.key]),
        tier,
        notes.cite(standing),
    )
