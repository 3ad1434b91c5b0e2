"""What people are here for, and what they are cleared to read."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """One role a person. Its label is what the person reads in the account page."""

    READER = "reader", _("reader")
    DESK_OFFICER = "desk_officer", _("desk officer")
    AGREEMENTS_OFFICER = "agreements_officer", _("agreements officer")
    TRAVEL_PLANNER = "travel_planner", _("travel planner")
    VISITS_OFFICER = "visits_officer", _("visits officer")
    EXCHANGE_OFFICER = "exchange_officer", _("exchange officer")
    REMOVALS_OFFICER = "removals_officer", _("removals officer")
    EXECUTIVE = "executive", _("executive")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


WORKING = tuple(role for role in Role if role not in (Role.READER, Role.AUDITOR, Role.ADMINISTRATOR))
"""Those who work on the record, each at something: they may promise, lead, keep documents."""

MEANS = {
    Role.READER: _("Reads what the clearance allows; changes nothing."),
    Role.DESK_OFFICER: _("Keeps partners, forums and facts: adds, corrects with a reason, imports."),
    Role.AGREEMENTS_OFFICER: _("Keeps the register of instruments and the negotiation candidates."),
    Role.TRAVEL_PLANNER: _("Forecasts a branch’s meetings and travel, prepares worksheets, authorities and costs."),
    Role.VISITS_OFFICER: _("Receives foreign delegations: routing, programme, protocol, feedback."),
    Role.EXCHANGE_OFFICER: _("Records exchanges of information, tests them, releases with a caveat, follows them up."),
    Role.REMOVALS_OFFICER: _("Keeps country files on removals: figures, levers, engagement plans; totals only."),
    Role.EXECUTIVE: _("Sends a framework back or puts it in effect; corrects any fact."),
    Role.AUDITOR: _("Reads everything the clearance allows and the whole trail; changes nothing."),
    Role.ADMINISTRATOR: _("Keeps accounts and reference data and loads editions; decides nothing."),
}


class Rank(TextChoices):
    """The level at which people meet, and that of the head of an office; the lowest first."""

    EXPERT = "expert", _("expert")
    MANAGER = "manager", _("manager")
    DIRECTOR = "director", _("director")
    DIRECTOR_GENERAL = "director_general", _("director general")
    VICE_PRESIDENT = "vice_president", _("vice-president")
    HEAD_OF_AGENCY = "head_of_agency", _("head of agency")
    MINISTER = "minister", _("minister")
    LEADER = "leader", _("head of government")


LADDER = list(Rank)


def at_least(rank: str, least: str) -> bool:
    """Whether a rank stands as high as another or higher. An unknown rank stands below all."""
    return bool(rank) and LADDER.index(Rank(rank)) >= LADDER.index(Rank(least))


class Marking(TextChoices):
    """How a record is marked. Anything above Protected B does not belong in this system."""

    UNCLASSIFIED = "unclassified", _("Unclassified")
    PROTECTED_A = "protected_a", _("Protected A")
    PROTECTED_B = "protected_b", _("Protected B")


HEIGHT = list(Marking)


def highest(markings: Iterable[str]) -> str:
    """The highest of some markings: what a page that shows them all must bear."""
    return max((Marking(one) for one in markings), key=HEIGHT.index, default=Marking.UNCLASSIFIED).value


def up_to(clearance: str) -> list[str]:
    """The markings a person with this clearance may read."""
    return [marking.value for marking in HEIGHT[: HEIGHT.index(Marking(clearance)) + 1]]
