"""The handover pack: what whoever takes over a portfolio must know, on one page and in one workbook.

A portfolio is what an office answers for, with the offices under it, or what one person owns and attends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entente.engagement.agreements import policy as agreements_policy
from entente.engagement.commitments import exports as cells
from entente.engagement.commitments import queries as commitments
from entente.engagement.commitments.exports import COMMITMENTS
from entente.engagement.commitments.models import STANDING
from entente.engagement.forums import policy as forums_policy
from entente.engagement.forums import queries as forums
from entente.engagement.forums.exports.cells import day
from entente.engagement.forums.models import Body
from entente.engagement.meetings import policy as meetings_policy
from entente.engagement.meetings.models import Delegate
from entente.engagement.meetings.models import State as MeetingState
from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.engagement.travel.queries import reports as travel
from entente.engagement.visits import queries as visits
from entente.engagement.visits.models import Visit
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import highest
from entente.kit import days
from entente.kit.bilingual import language
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.table import Ask, Column, body

MET_WITHIN, REPORTED_WITHIN = timedelta(days=730), timedelta(days=1095)
"""How far back a person's meetings make up the portfolio, and how far back the last reports are looked for."""
AHEAD, ENDS_WITHIN, SEAT_ENDS_WITHIN = timedelta(days=365), timedelta(days=730), timedelta(days=365)
"""How far ahead meetings, ends of instruments and ends of seats are told."""


@dataclass(slots=True)
class Portfolio:
    """Whose it is, and the partners and forums in it."""

    holder: Person | Unit
    units: list[Unit] = field(default_factory=list)  # none for a person's own
    partners: list[Partner] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)

    @property
    def of(self) -> str:
        """How an address asks for it."""
        return f"office:{self.holder.key}" if isinstance(self.holder, Unit) else f"person:{self.holder.username}"

    @property
    def owned(self) -> Q:
        """The promises that belong to it."""
        return Q(unit__in=self.units) if self.units else Q(owner=self.holder)

    @property
    def visited(self) -> Q:
        """The visits to us that belong to it: of its partners and their administrations, led there or kept there."""
        of_partners = Q(partner__in=self.partners) | Q(partner__parent__in=self.partners)
        return of_partners | (Q(unit__in=self.units) if self.units else Q(officer=self.holder))

    def about(self, partner: str, forum: str) -> Q:
        """Rows about its partners, their administrations, or its forums. The arguments are paths there."""
        with_partner = Q(**{f"{partner}__in": self.partners}) | Q(**{f"{partner}__parent__in": self.partners})
        return with_partner | Q(**{f"{forum}__in": self.bodies})


@dataclass(slots=True)
class Section:
    """One table of the pack: a part of the page and a sheet of the workbook."""

    key: str
    title: Any
    columns: tuple[Column, ...]
    rows: list[Any]
    empty: Any
    marking: str = "unclassified"

    @property
    def headings(self) -> list[Any]:
        """The headings of the columns a page shows."""
        return [column.heading for column in self.columns if column.shown]

    @property
    def drawn(self) -> SafeString:
        """The rows as a page shows them."""
        return body([column for column in self.columns if column.shown], self.rows)


@dataclass(slots=True)
class Pack:
    """Everything one page and one workbook hold."""

    portfolio: Portfolio
    sections: list[Section]
    sentence: str

    @property
    def marking(self) -> str:
        """The highest marking of all it shows."""
        return highest(section.marking for section in self.sections)


# ── Whose ─────────────────────────────────────────────────────────────────────────────────────────


def portfolio(ask: Ask, of: str = "") -> Portfolio:
    """The portfolio asked for: ``office:KEY``, ``person:ACCOUNT``, or one's own. Raises ``ValidationError``."""
    kind, _colon, name = of.partition(":")
    if kind == "office" and (unit := people.office(ask.person, name).first()):
        return _of_office(ask, unit)
    if kind == "person" and (person := commitments.choices(ask.person).filter(username=name).first()):
        return _of_person(ask, person)
    if of:
        said = _("“%(name)s” is no office and nobody with an open account: your own portfolio is shown.")
        raise ValidationError(said % {"name": name or of}, code="unknown")
    return _of_person(ask, ask.person)


def _of_office(ask: Ask, unit: Unit) -> Portfolio:
    units, name = people.under(unit), f"sort_{language()}"
    return Portfolio(
        unit,
        units,
        list(partners_policy.visible_to(ask.person).on(ask.on).filter(owner__in=units).order_by(name, "id")),
        list(forums_policy.visible_to(ask.person).on(ask.on).filter(owner__in=units).order_by(name, "id")),
    )


def _of_person(ask: Ask, person: Person) -> Portfolio:
    """What the person’s standing promises and meetings of two years concern."""
    name, since = f"sort_{language()}", date.fromisoformat(ask.on) - MET_WITHIN
    owned = commitments.standing(ask.person, owner=person).order_by()
    sat = Delegate.objects.filter(person=person, partner__isnull=True).values("meeting")
    met = meetings_policy.visible_to(ask.person).filter(pk__in=sat, starts_on__gte=since)
    met = met.exclude(state=MeetingState.CANCELLED).order_by()

    def named(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        return rows.filter(Q(pk__in=owned.values(path)) | Q(pk__in=met.values(path))).order_by(name, "id")

    return Portfolio(
        person,
        [],
        list(named(partners_policy.visible_to(ask.person), "partner")),
        list(named(forums_policy.visible_to(ask.person), "body")),
    )


def choices(ask: Ask) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Whose portfolio may be asked for: groups of values and names. Two queries."""
    return [
        (_("Offices"), [(f"office:{one.key}", one.name) for one in people.every_office()]),
        (_("People"), [(f"person:{one.username}", str(one)) for one in commitments.choices(ask.person)]),
    ]


# ── What ──────────────────────────────────────────────────────────────────────────────────────────


def pack(ask: Ask, found: Portfolio) -> Pack:
    """The pack of a portfolio as far as this person may see it. The same few queries, however large it is."""
    sections = [
        _promises(ask, found, "ours", _("What we owe"), _("We owe nothing.")),
        _promises(ask, found, "theirs", _("What they owe us"), _("Nothing is owed to us.")),
        _dates(ask, found),
        _contacts(ask, found),
        _reports(ask, found),
        _instruments(ask, found),
        _seats(ask, found),
    ]
    return Pack(found, sections, _sentence(found, sections[:2]))


def _sentence(found: Portfolio, promised: list[Section]) -> str:
    rows = [row for section in promised for row in section.rows]
    said: dict[str, Any] = {
        "owed": len(rows),
        "late": sum(1 for row in rows if cells.days_late(row)),
        "partners": len(found.partners),
        "forums": len(found.bodies),
    }
    return " ".join(
        (
            ngettext(
                "%(owed)s promise is still to be kept, %(late)s of it late.",
                "%(owed)s promises are still to be kept, %(late)s of them late.",
                len(rows),
            )
            % said,
            _("Partners in it: %(partners)s; forums: %(forums)s.") % said,
        )
    )


PROMISED = tuple(
    COMMITMENTS.column(key)
    for key in ("title", "key", "partner", "body", "agreement", "owner", "made_on", "due", "state")
)


def _promises(ask: Ask, found: Portfolio, side: str, title: Any, empty: Any) -> Section:
    rows = commitments.commitments(ask).filter(found.owned, side=side, state_then__in=STANDING)
    shown = list(rows.order_by("urgency", "id"))
    return Section(side, title, PROMISED, shown, empty, highest(one.bears for one in shown))


def _with(one: Any) -> Any:
    """Whom a meeting or a visit is with."""
    return cells.name_of(getattr(one, "body", None) or one.partner)


def _going(one: Any) -> Any:
    """Whether we go to a meeting; a visit comes to us."""
    return _("they come to us") if isinstance(one, Visit) else one.get_attendance_display()


MEETING = (
    Column("when", gettext_lazy("Day"), lambda m: PartialDate(m.starts_on.isoformat())),
    Column("meeting", gettext_lazy("Meeting or visit"), lambda m: m.title, url=cells.page_of),
    Column("with", gettext_lazy("With"), _with),
    Column("state", gettext_lazy("State"), lambda m: m.get_state_display()),
    Column("attendance", gettext_lazy("Do we go"), _going),
)


def _dates(ask: Ask, found: Portfolio) -> Section:
    """The meetings and the visits to us of the next twelve months, the nearest first. Two queries."""
    today = date.fromisoformat(ask.on)
    rows = meetings_policy.visible_to(ask.person).filter(
        found.about("partner", "body") | Q(unit__in=found.units), ends_on__gte=today, starts_on__lte=today + AHEAD
    )
    rows = rows.exclude(state=MeetingState.CANCELLED).select_related("body", "partner").order_by("starts_on", "id")
    coming = visits.expected(ask.person, today, today + AHEAD).filter(found.visited)
    shown: list[Any] = sorted([*rows, *coming], key=lambda one: one.starts_on)
    empty = _("No meeting and no visit of the next twelve months is on record.")
    marking = highest([*(one.marking for one in shown), *(one.partner.marking for one in shown if one.partner)])
    return Section("dates", _("Next dates"), MEETING, shown, empty, marking)


CONTACT = (
    Column("partner", gettext_lazy("Partner"), lambda o: o.partner.name, url=lambda o: cells.page_of(o.partner)),
    Column("contact", gettext_lazy("Contact"), lambda o: o.title),
    Column("role", gettext_lazy("Role"), lambda o: o.get_role_display()),
    Column("location", gettext_lazy("Place"), lambda o: o.location),
    Column("since", gettext_lazy("Since"), lambda o: day(o.starts_on)),
    Column("note", gettext_lazy("Note"), lambda o: o.note, shown=False),
)


def _contacts(ask: Ask, found: Portfolio) -> Section:
    """The contacts by office of its partners and of their administrations. One query."""
    rows = partners.contacts(ask).filter(Q(partner__in=found.partners) | Q(partner__parent__in=found.partners))
    shown = list(rows.order_by(f"partner__sort_{language()}", "role", "id"))
    empty = _("No contact by office is recorded.")
    return Section("contacts", _("Contacts"), CONTACT, shown, empty, highest(one.partner.marking for one in shown))


REPORT = (
    Column("with", gettext_lazy("With"), lambda r: cells.name_of(r.meeting.body or r.meeting.partner)),
    Column("meeting", gettext_lazy("Meeting"), lambda r: r.meeting.title, url=lambda r: cells.page_of(r.meeting)),
    Column("day", gettext_lazy("Day"), lambda r: PartialDate(r.meeting.starts_on.isoformat())),
    Column("report", gettext_lazy("Trip report"), lambda r: r.key, url=cells.page_of),
    Column("state", gettext_lazy("State"), lambda r: r.get_state_display()),
    Column("author", gettext_lazy("By"), lambda r: str(r.author)),
)


def _reports(ask: Ask, found: Portfolio) -> Section:
    """The last trip report on each partner and forum. One query."""
    since = date.fromisoformat(ask.on) - REPORTED_WITHIN
    rows = travel.with_reports(ask.person).filter(
        found.about("meeting__partner", "meeting__body"), meeting__ends_on__gte=since, submitted_on__isnull=False
    )
    latest: dict[tuple[int | None, int | None], Any] = {}
    for one in rows:
        latest.setdefault((one.meeting.body_id, one.meeting.partner_id), one)
    shown = list(latest.values())
    empty = _("No trip report of the last three years is on file.")
    return Section("reports", _("Last reports"), REPORT, shown, empty, highest(one.marking for one in shown))


INSTRUMENT = (
    Column("title", gettext_lazy("Instrument"), lambda a: a.title, url=cells.page_of),
    Column("kind", gettext_lazy("Type"), lambda a: a.get_kind_display()),
    Column("ends", gettext_lazy("Ends"), lambda a: PartialDate(a.ended_on)),
    Column("office", gettext_lazy("Office"), lambda a: cells.name_of(a.owner)),
)


def _instruments(ask: Ask, found: Portfolio) -> Section:
    """The instruments that end within two years. One query."""
    until = (date.fromisoformat(ask.on) + ENDS_WITHIN).isoformat()
    bound = Q(parties__partner__in=found.partners) | Q(parties__partner__parent__in=found.partners)
    rows = agreements_policy.visible_to(ask.person).filter(bound | Q(owner__in=found.units))
    rows = rows.filter(days.not_over(ask.on, ends="ended_on"), ended_on__lte=until).exclude(ended_on__in=UNKNOWN)
    shown = list(rows.select_related("owner").distinct().order_by("ended_on", "id"))
    empty = _("No instrument ends within two years.")
    return Section(
        "instruments", _("Instruments that end"), INSTRUMENT, shown, empty, highest(a.marking for a in shown)
    )


SEAT = (
    Column("seat", gettext_lazy("Seat"), lambda s: s.name),
    Column("body", gettext_lazy("Forum or body"), lambda s: s.body.name, url=lambda s: cells.page_of(s.body)),
    Column("holder", gettext_lazy("Held by"), lambda s: s.holder.name, url=lambda s: cells.page_of(s.holder)),
    Column("ends", gettext_lazy("Ends"), lambda s: PartialDate(s.ends_on)),
)


def _seats(ask: Ask, found: Portfolio) -> Section:
    """The seats in its forums, or of its partners, that end within a year. One query."""
    until = (date.fromisoformat(ask.on) + SEAT_ENDS_WITHIN).isoformat()
    rows = forums.seats(ask).filter(found.about("holder", "body"), ends_on__lte=until).exclude(ends_on__in=UNKNOWN)
    shown = list(rows.filter(days.not_over(ask.on)).order_by("ends_on", "id"))
    empty = _("No seat ends within a year.")
    return Section("seats", _("Seats that end"), SEAT, shown, empty, _seat_marking(shown))


def _seat_marking(shown: Iterable[Any]) -> str:
    return highest(marking for one in shown for marking in (one.body.marking, one.holder.marking))
