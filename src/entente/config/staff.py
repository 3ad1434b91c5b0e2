"""The people of a demonstration: one account a role, and the offices that the working year needs.

They hold offices of the edition of 2019 to 2022, under the President of the Agency. Nobody of them is real.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.people import actions
from entente.foundation.people import queries as people_queries
from entente.foundation.people.models import Authority, Delegation, Person, Unit, Work
from entente.foundation.people.roles import MEANS, Marking, Rank, Role

SINCE = date(2026, 1, 5)  # a Monday: everybody holds the office since the beginning of the year
NIGHTS = 365  # days for which the demonstration delegates what is decided at night
BRANCH, POLICY, AFFAIRS, TOP = "ieb", "spb", "ippd", "president"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the demonstration. ``heads``: it heads its office."""

    name: str
    role: Role
    unit: str = ""
    rank: Rank = Rank.EXPERT
    heads: bool = False
    called: Any = ""
    means: Any = ""
    clearance: Marking = Marking.PROTECTED_B


ACCOUNTS = (
    Account("reader", Role.READER, clearance=Marking.UNCLASSIFIED),
    Account("delegate", Role.READER, BRANCH, Rank.MANAGER, called=_("Delegate"),
            means=_("Travels for the Intelligence and Enforcement Branch and reports."), clearance=Marking.PROTECTED_A),
    Account("desk_officer", Role.DESK_OFFICER, AFFAIRS),
    Account("agreements_officer", Role.AGREEMENTS_OFFICER, AFFAIRS),
    Account("travel_planner", Role.TRAVEL_PLANNER, BRANCH, called=_("Branch planner"),
            means=_("Forecasts the travel of the Intelligence and Enforcement Branch.")),
    Account("affairs_planner", Role.TRAVEL_PLANNER, AFFAIRS, called=_("Planner in International Affairs"),
            means=_("Opens and balances the quarter, puts it before the President.")),
    Account("visits_officer", Role.VISITS_OFFICER, AFFAIRS),
    Account("exchange_officer", Role.EXCHANGE_OFFICER, BRANCH),
    Account("duty_manager", Role.EXCHANGE_OFFICER, BRANCH, Rank.MANAGER, called=_("Duty manager"),
            means=_("Decides at night on exchanges of information, for the vice-president.")),
    Account("removals_officer", Role.REMOVALS_OFFICER, BRANCH),
    Account("director_general", Role.EXECUTIVE, AFFAIRS, Rank.DIRECTOR_GENERAL, heads=True,
            called=_("Director general"), means=_("Heads the directorate that coordinates international affairs.")),
    Account("vice_president", Role.EXECUTIVE, BRANCH, Rank.VICE_PRESIDENT, heads=True, called=_("Vice-president"),
            means=_("Heads the Intelligence and Enforcement Branch: authorises its travel, accepts its reports.")),
    Account("executive", Role.EXECUTIVE, POLICY, Rank.VICE_PRESIDENT, heads=True),
    Account("president", Role.EXECUTIVE, TOP, Rank.HEAD_OF_AGENCY, heads=True, called=_("President"),
            means=_("Decides the quarter on one screen.")),
    Account("auditor", Role.AUDITOR),
    Account("administrator", Role.ADMINISTRATOR, clearance=Marking.UNCLASSIFIED),
)  # fmt: skip


def open_accounts(password: str, *, language: str) -> list[tuple[str, str]]:
    """Open what is missing, set heads and the offices' work once. Returns each account and what it is for."""
    units = {one.key: one for one in Unit.objects.filter(key__in=(BRANCH, POLICY, AFFAIRS, TOP))}
    for key, work in ((TOP, Work.HEAD_OF_AGENCY), (AFFAIRS, Work.INTERNATIONAL_AFFAIRS)):
        if key in units and not Unit.objects.filter(work=work).exists():
            units[key] = actions.set_work(units[key], by="demo", work=work)
    there = set(Person.objects.values_list("username", flat=True))
    for one in ACCOUNTS:
        if one.name in there:
            continue
        person = actions.open_account(
            by="demo",
            username=one.name,
            password=password,
            first_name=str(one.called or one.role.label.capitalize()),
            email=f"{one.name}@demo.invalid",
            role=one.role,
            clearance=one.clearance,
            language=language,
            unit=units.get(one.unit),
            rank=one.rank,
        )
        if one.heads and one.unit in units:
            actions.name_head(by="demo", unit=units[one.unit], person=person, rank=one.rank, starts_on=SINCE)
    _delegate_the_night()
    return [(one.name, str(one.means or MEANS[one.role])) for one in ACCOUNTS]


def _delegate_the_night() -> None:
    """The vice-president gives the duty manager the authority to decide on exchanges, once, for a year."""
    people = {one.username: one for one in Person.objects.filter(username__in=("vice_president", "duty_manager"))}
    given = Delegation.objects.filter(authority=Authority.RELEASE_INFORMATION).exists()
    if len(people) < len(("vice_president", "duty_manager")) or given:
        return
    vice, manager = people["vice_president"], people["duty_manager"]
    if not people_queries.headed_by(vice, timezone.localdate()):
        return
    actions.delegate(
        by="demo",
        giver=vice,
        receiver=manager,
        authorities=[Authority.RELEASE_INFORMATION],
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=NIGHTS),
        reason="Duty roster",
    )
