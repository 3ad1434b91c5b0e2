"""The registers of proposals, of their travellers and of what was decided."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from entente.engagement.meetings import queries as meetings
from entente.foundation.people.roles import Rank
from entente.kit.table import Column, Filter, Register, words

from .. import queries
from ..models import Category, Outcome, Proposal, ProposalState, TravellerState
from .cells import amount, at_least_once, equal, keyed, listed, spoken


def titled(proposal: Any) -> SafeString:
    """The meeting, with the mark of an exception where it is one."""
    if not proposal.exception:
        return words(proposal.meeting.title)
    return format_html('{} <span class="mark">{}</span>', words(proposal.meeting.title), translated("exception"))


def place(proposal: Any) -> Any:
    """City and country of the meeting."""
    meeting = proposal.meeting
    return [one for one in (meeting.city, meeting.country and meeting.country.name) if one]


def quarters(ask: Any) -> Any:
    """The quarters, the latest first."""
    return queries.every_quarter(ask.person)


def asked_by(path: str = "") -> Filter:
    """A filter by branch."""
    return Filter("branch", _("Branch"), equal(f"{path}unit__key"), keyed(queries.branches_seen))


def in_quarter(path: str = "") -> Filter:
    """A filter by quarter."""
    return Filter("quarter", _("Quarter"), equal(f"{path}quarter__key"), keyed(quarters))


PROPOSALS = Register(
    name="travel-proposals",
    title=_("Travel proposals"),
    question=queries.every_proposal,
    order="-starts_on",
    dated=False,
    empty=_("No proposal yet. A branch proposes a delegation from the page of the quarter."),
    columns=(
        Column(
            "meeting",
            _("Meeting"),
            lambda p: p.meeting.title,
            sort="meeting__sort_{lang}",
            url=lambda p: p.get_absolute_url(),
            html=titled,
        ),
        Column("key", _("Key"), lambda p: p.key, sort="key", shown=False),
        Column("meeting_key", _("Key of the meeting"), lambda p: p.meeting.key, shown=False),
        Column(
            "starts_on",
            _("From"),
            lambda p: p.meeting.starts_on,
            sort="meeting__starts_on",
            html=spoken("meeting.starts_on"),
        ),
        Column("ends_on", _("To"), lambda p: p.meeting.ends_on, shown=False),
        Column("place", _("Place"), place),
        Column("branch", _("Branch"), lambda p: p.unit.name, sort="unit__sort_{lang}"),
        Column("quarter", _("Quarter"), lambda p: p.quarter.title, sort="quarter__starts_on", shown=False),
        Column("priority", _("Priority"), lambda p: p.get_priority_display(), sort="priority"),
        Column("category", _("Purpose"), lambda p: p.get_category_display(), sort="category", shown=False),
        Column("travellers", _("Travellers"), lambda p: p.size, sort="size"),
        Column(
            "money", _("Our cost, in CAD"), lambda p: float(p.money), sort="money", html=amount("money"), look="number"
        ),
        Column("state", _("State"), lambda p: p.get_state_display(), sort="state"),
        Column("exception", _("Exception"), lambda p: p.exception, shown=False),
        Column("rationale", _("Why"), lambda p: p.rationale, shown=False),
        Column("marking", _("Marking"), lambda p: p.get_marking_display(), shown=False),
    ),
    filters=(
        Filter(
            "q",
            _("Words of the meeting"),
            lambda rows, text, ask: meetings.called(rows, text, "meeting__"),
            kind="search",
        ),
        in_quarter(),
        asked_by(),
        Filter("state", _("State"), equal("state"), listed(ProposalState.choices)),
        Filter("priority", _("Priority"), equal("priority"), listed(Proposal.PRIORITIES)),
        Filter("category", _("Purpose"), equal("category"), listed(Category.choices)),
        at_least_once("exception", _("Exceptions only"), "exception"),
    ),
)

TRAVELLERS = Register(
    name="travellers",
    title=_("Travellers"),
    question=queries.travellers,
    order="-starts_on",
    dated=False,
    empty=_("Nobody is in a delegation yet."),
    columns=(
        Column("who", _("Who"), str, sort="called", url=lambda t: t.proposal.get_absolute_url()),
        Column("username", _("Account"), lambda t: t.person and t.person.username, shown=False),
        Column("rank", _("Rank"), lambda t: t.get_rank_display(), sort="rank"),
        Column("office", _("Office"), lambda t: t.unit and t.unit.name, sort="unit_sort"),
        Column("meeting", _("Meeting"), lambda t: t.proposal.meeting.title, sort="proposal__meeting__sort_{lang}"),
        Column(
            "starts_on",
            _("From"),
            lambda t: t.proposal.meeting.starts_on,
            sort="proposal__meeting__starts_on",
            html=spoken("proposal.meeting.starts_on"),
        ),
        Column("proposal", _("Key of the proposal"), lambda t: t.proposal.key, shown=False),
        Column("branch", _("Branch"), lambda t: t.proposal.unit.name, sort="proposal__unit__sort_{lang}"),
        Column("is_head", _("Heads the delegation"), lambda t: t.is_head, shown=False),
        Column("reason", _("Why needed"), lambda t: t.reason, shown=False),
        Column(
            "money", _("Our cost, in CAD"), lambda t: float(t.money), sort="money", html=amount("money"), look="number"
        ),
        Column("state", _("State"), lambda t: t.get_state_display(), sort="state"),
    ),
    filters=(
        Filter("q", _("Name"), lambda rows, text, ask: queries.travellers_called(rows, text), kind="search"),
        in_quarter("proposal__"),
        asked_by("proposal__"),
        Filter("rank", _("Rank"), equal("rank"), listed(Rank.choices)),
        Filter("state", _("State"), equal("state"), listed(TravellerState.choices)),
    ),
)

VERDICTS = Register(
    name="travel-decisions",
    title=_("Decisions on travel"),
    question=queries.verdicts,
    order="-at",
    dated=False,
    empty=_("Nothing has been decided yet."),
    columns=(
        Column(
            "meeting",
            _("Meeting"),
            lambda v: v.proposal.meeting.title,
            sort="proposal__meeting__sort_{lang}",
            url=lambda v: v.proposal.get_absolute_url(),
        ),
        Column("proposal", _("Key of the proposal"), lambda v: v.proposal.key, shown=False),
        Column("branch", _("Branch"), lambda v: v.proposal.unit.name, sort="proposal__unit__sort_{lang}"),
        Column("traveller", _("Traveller"), lambda v: str(v.traveller) if v.traveller else ""),
        Column("outcome", _("Step"), lambda v: v.get_outcome_display(), sort="outcome"),
        Column("reason", _("Reason"), lambda v: v.reason),
        Column("by", _("By"), lambda v: str(v.by), sort="by__username"),
        Column("for", _("On behalf of"), lambda v: str(v.on_behalf_of) if v.on_behalf_of else "", shown=False),
        Column("at", _("On"), lambda v: v.at.isoformat(), sort="at", html=spoken("day")),
    ),
    filters=(
        in_quarter("proposal__"),
        asked_by("proposal__"),
        Filter("outcome", _("Step"), equal("outcome"), listed(Outcome.choices)),
    ),
)
