"""The registers of forums: one declaration each for the page, the exports and the command."""

from django.utils.translation import gettext_lazy as _

from entente.kit.table import Column, Filter, Register, words

from .. import queries
from ..models import Kind, Membership, Seat
from ..queries import trees
from ..queries.editions import LAST
from .candidacies import CANDIDACIES as CANDIDACIES
from .candidacies import TURNS as TURNS
from .cells import (
    PARTS,
    PLACES,
    SUBJECTS,
    called,
    day,
    editions,
    equal,
    first_place,
    goals_drawn,
    goals_of,
    in_question,
    key_of,
    keyed,
    listed,
    moved,
    name_of,
    origin,
    page_of,
    rotates,
    seen,
    where,
)

BODIES = Register(
    name="bodies",
    title=_("Forums and bodies"),
    question=queries.bodies,
    order="name",
    columns=(
        Column("name", _("Name"), lambda b: b.name, sort="sort_{lang}", url=page_of, html=called),
        Column("key", _("Key"), lambda b: b.key, shown=False),
        Column("name_en", _("Name in English"), lambda b: b.name_en, shown=False),
        Column("name_fr", _("Name in French"), lambda b: b.name_fr, shown=False),
        Column("acronym", _("Acronym"), lambda b: b.acronym, shown=False),
        Column(
            "body_of",
            _("Body of"),
            lambda b: name_of(seen(b, "parent")),
            sort="above_sort",
            url=lambda b: page_of(seen(b, "parent")),
        ),
        Column("body_of_key", _("Key of that body"), lambda b: key_of(seen(b, "parent")), shown=False),
        Column("kind", _("Kind"), lambda b: b.get_kind_display(), sort="kind"),
        Column("where", _("Where"), where, sort="home"),
        Column("movement", _("Movement of"), moved, sort="movement"),
        Column(
            "lead",
            _("Lead"),
            lambda b: name_of(seen(b, "lead")),
            sort="lead_sort",
            url=lambda b: page_of(seen(b, "lead")),
        ),
        Column("lead_key", _("Key of the lead department"), lambda b: key_of(seen(b, "lead")), shown=False),
        Column("our_role", _("Our role"), lambda b: b.roles, sort="our_roles"),
        Column("meets", _("Meets"), lambda b: b.get_recurrence_display(), sort="recurrence"),
        Column(
            "priority",
            _("Priority"),
            first_place,
            sort="rank",
            html=lambda b: words(first_place(b) or ""),
        ),
        Column("owner", _("Office"), lambda b: name_of(b.owner), sort="owner_sort"),
        Column("focus", _("Focus"), lambda b: b.focus, shown=False),
        Column("rests_on", _("Rests on"), lambda b: key_of(seen(b, "agreement")), shown=False),
        Column("starts_on", _("Exists from"), lambda b: b.starts_on, shown=False),
        Column("ends_on", _("Exists to"), lambda b: b.ends_on, shown=False),
        Column("marking", _("Marking"), lambda b: b.get_marking_display(), shown=False),
        *origin(),
    ),
    filters=(
        Filter("q", _("Words of the name"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter("kind", _("Kind"), equal("kind"), listed(Kind.choices)),
        Filter(
            "where",
            _("Where"),
            lambda rows, value, ask: rows.filter(home=value == "home"),
            listed(PLACES),
        ),
        Filter(
            "movement",
            _("Movement of"),
            lambda rows, value, ask: queries.about(rows, value),
            listed(SUBJECTS),
        ),
        Filter("lead", _("Lead department"), equal("lead__key"), keyed(queries.leads)),
        Filter("role", _("Our role"), lambda rows, value, ask: queries.in_part(rows, value), listed(PARTS)),
        Filter(
            "under",
            _("Forum and what is under it"),
            lambda rows, key, ask: trees.under(rows, key),
            keyed(trees.with_parts),
        ),
        Filter(
            "place",
            _("Place in the source"),
            lambda rows, text, ask: rows.filter(place__icontains=text),
            kind="search",
        ),
        Filter(
            "first",
            _("priority forums only"),
            lambda rows, value, ask: rows.filter(rank__lt=LAST),
            kind="check",
        ),
        Filter(
            "leaderless",
            _("without a lead department"),
            lambda rows, value, ask: rows.filter(lead__isnull=True),
            kind="check",
        ),
        Filter(
            "technical",
            _("technical committees"),
            lambda rows, value, ask: queries.technical(rows),
            kind="check",
        ),
    ),
    empty=_("No forum or body matches. They come with an edition of the framework, or one by one."),
)


MEMBERSHIPS = Register(
    name="memberships",
    title=_("Memberships"),
    question=queries.memberships,
    order="body",
    columns=(
        Column("body", _("Forum or body"), lambda m: m.body.name, "body__sort_{lang}", lambda m: page_of(m.body)),
        Column("body_key", _("Key of the body"), lambda m: m.body.key, shown=False),
        Column(
            "partner",
            _("Partner"),
            lambda m: m.partner.name,
            "partner__sort_{lang}",
            lambda m: page_of(m.partner),
        ),
        Column("partner_key", _("Key of the partner"), lambda m: m.partner.key, shown=False),
        Column("role", _("Role"), Membership.get_role_display, sort="role"),
        Column("starts_on", _("From"), lambda m: day(m.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda m: day(m.ends_on), sort="ends_on"),
        Column("note", _("Note"), lambda m: m.note),
        *origin(),
    ),
    filters=(
        Filter(
            "q",
            _("Words of the body’s name"),
            lambda rows, text, ask: queries.named(rows, text, "body__"),
            kind="search",
        ),
        Filter("partner", _("Partner"), equal("partner__key"), keyed(queries.members)),
        Filter("role", _("Role"), equal("role"), listed(Membership.ROLES)),
        Filter(
            "under",
            _("Forum and what is under it"),
            lambda rows, key, ask: trees.under(rows, key, "body"),
            keyed(trees.with_parts),
        ),
        Filter("ours", _("ours only"), lambda rows, value, ask: queries.of_ours(rows, "partner"), kind="check"),
        Filter("past", _("with those that ended"), in_question, kind="check"),
    ),
    empty=_("No membership matches. They are added on the page of a body."),
)

SEATS = Register(
    name="seats",
    title=_("Chairs and seats"),
    question=queries.seats,
    order="body",
    columns=(
        Column("seat", _("Seat"), lambda s: s.name, sort="kind"),
        Column("key", _("Key"), lambda s: s.key, shown=False),
        Column("kind", _("Kind"), Seat.get_kind_display, shown=False),
        Column("body", _("Forum or body"), lambda s: s.body.name, "body__sort_{lang}", lambda s: page_of(s.body)),
        Column("body_key", _("Key of the body"), lambda s: s.body.key, shown=False),
        Column(
            "holder",
            _("Held by"),
            lambda s: s.holder.name,
            "holder__sort_{lang}",
            lambda s: page_of(s.holder),
        ),
        Column("holder_key", _("Key of the holder"), lambda s: s.holder.key, shown=False),
        Column("rotates", _("Rotates"), rotates),
        Column("starts_on", _("From"), lambda s: day(s.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda s: day(s.ends_on), sort="ends_on"),
        Column("stands", _("Held on the day"), lambda s: s.stands),
        Column("note", _("Note"), lambda s: s.note, shown=False),
        *origin(),
    ),
    filters=(
        Filter(
            "q",
            _("Words of the body’s name"),
            lambda rows, text, ask: queries.named(rows, text, "body__"),
            kind="search",
        ),
        Filter("kind", _("Kind"), equal("kind"), listed(Seat.KINDS)),
        Filter(
            "under",
            _("Forum and what is under it"),
            lambda rows, key, ask: trees.under(rows, key, "body"),
            keyed(trees.with_parts),
        ),
        Filter(
            "current",
            _("held on the day"),
            lambda rows, value, ask: rows.filter(stands=True),
            kind="check",
        ),
        Filter("ours", _("ours only"), lambda rows, value, ask: queries.of_ours(rows, "holder"), kind="check"),
    ),
    empty=_("No seat matches. Seats are added on the page of a body."),
)

PRIORITIES = Register(
    name="forum-priorities",
    title=_("Priority forums"),
    question=queries.priorities,
    order="position",
    columns=(
        Column("forum", _("Forum"), lambda p: p.body.name, "body__sort_{lang}", lambda p: page_of(p.body)),
        Column("forum_key", _("Key of the forum"), lambda p: p.body.key, shown=False),
        Column("position", _("Rank"), lambda p: p.position, sort="position"),
        Column("edition", _("Edition"), lambda p: p.edition.key, shown=False),
        Column("focus", _("Focus"), lambda p: p.focus),
        Column("involvement", _("What we do there"), lambda p: p.involvement),
        Column("goals", _("Goals"), goals_of, html=goals_drawn),
        *origin(),
    ),
    filters=(Filter("edition", _("Edition"), in_question, editions),),
    empty=_("This edition names no priority forum. They come with an edition of the framework."),
)

REGISTERS = (BODIES, MEMBERSHIPS, SEATS, PRIORITIES, CANDIDACIES, TURNS)
