"""Forums, partners and editions for tests: as little as a test needs, valid as they would be on file."""

from datetime import date, timedelta
from typing import Any

from entente.engagement.forums import actions
from entente.engagement.forums.models import Body, Candidacy, Goal, Membership, Priority, Seat
from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Partner, Standing, Tier
from entente.foundation.people.models import Headship, Person, Unit, Work
from entente.foundation.people.roles import Rank, Role
from entente.foundation.sources.models import Source

VOUCHED = "2008"  # the day our sources speak for


def source(key: str = "framework") -> Source:
    found = {"title_en": "Framework", "title_fr": "Cadre", "kind": "framework"}
    return Source.objects.get_or_create(key=key, defaults=found)[0]


def partner(key: str, **given: Any) -> Partner:
    words = {"name_en": key.upper(), "name_fr": f"{key.upper()} (fr)", "kind": "country", "as_of": VOUCHED}
    return Partner.objects.create(key=key, source=source(), **(words | given))


def body(key: str, **given: Any) -> Body:
    words = {"name_en": f"Forum {key}", "name_fr": f"Instance {key}", "kind": "forum", "as_of": VOUCHED}
    return Body.objects.create(key=key, source=source(), **(words | given))


def membership(of: Body, who: Partner, **given: Any) -> Membership:
    return Membership.objects.create(body=of, partner=who, source=source(), **({"as_of": VOUCHED} | given))


def seat(of: Body, who: Partner, **given: Any) -> Seat:
    given = {"as_of": VOUCHED, "kind": "chair", "key": f"{of.key}-{who.key}-{Seat.objects.count()}"} | given
    return Seat.objects.create(body=of, holder=who, source=source(), **given)


def edition(key: str = "first", **given: Any) -> Edition:
    words = {"title_en": f"Edition {key}", "title_fr": f"Édition {key}", "agency": "us", "as_of": VOUCHED}
    return Edition.objects.create(key=key, **(words | {"state": "in_effect", "starts_on": "2008"} | given))


def standing(of: Edition, who: Partner, tier: str = "core", **given: Any) -> Standing:
    grade, _new = Tier.objects.get_or_create(edition=of, key=tier, defaults={"name_en": tier, "name_fr": tier})
    return Standing.objects.create(edition=of, partner=who, tier=grade, as_of=VOUCHED, source=source(), **given)


def priority(of: Edition, forum: Body, **given: Any) -> Priority:
    return Priority.objects.create(edition=of, body=forum, as_of=VOUCHED, source=source(), **given)


def goal(of: Edition, forum: Body, **given: Any) -> Goal:
    return Goal.objects.create(edition=of, body=forum, as_of=VOUCHED, source=source(), **given)


# ── Candidacies ───────────────────────────────────────────────────────────────────────────────────

WORDS = {
    "rationale_en": "We lead on risk.",
    "rationale_fr": "Nous menons sur le risque.",
    "returns_en": "A seat at the table.",
    "returns_fr": "Une place à la table.",
    "trips": 2,
    "travel": 9000,
}


class Agency:
    """A small chart: the President, a branch with its vice-president, a directorate with a desk; another branch."""

    def __init__(self) -> None:
        self.top = _office("president", work=Work.HEAD_OF_AGENCY)
        self.branch = _office("travellers")
        self.directorate = _office("travellers-policy", parent=self.branch)
        self.other = _office("commercial")
        self.president = _account("head-of-agency", Role.EXECUTIVE, unit=self.top)
        self.vp = _account("vp", Role.EXECUTIVE, unit=self.branch)
        self.other_vp = _account("other-vp", Role.EXECUTIVE, unit=self.other)
        self.desk = _account("desk", Role.DESK_OFFICER, unit=self.directorate)
        self.planner = _account("planner", Role.TRAVEL_PLANNER, unit=self.directorate)
        for unit, person, rank in (
            (self.top, self.president, Rank.HEAD_OF_AGENCY),
            (self.branch, self.vp, Rank.VICE_PRESIDENT),
            (self.other, self.other_vp, Rank.VICE_PRESIDENT),
        ):
            Headship.objects.create(unit=unit, person=person, rank=rank, starts_on=date(2020, 1, 1))


def _office(key: str, **given: Any) -> Unit:
    return Unit.objects.create(key=key, **{"name_en": key.title(), "name_fr": f"{key.title()} (fr)"} | given)


def _account(username: str, role: str, **given: Any) -> Person:
    usual = {"email": f"{username}@example.org", "clearance": "protected_b"}
    return Person.objects.create(username=username, role=role, **usual | given)


def candidacy(agency: Agency, state: str = "called", **given: Any) -> Candidacy:
    """A candidacy of ours that came to a state by the moves that lead there."""
    today = date.today()
    our = Partner.objects.filter(kind="own").first() or partner("us-agency", kind="own")
    forum = given.pop("body", None) or Body.objects.filter(key="wco").first() or body("wco")
    usual = {
        "side": "ours",
        "kind": "chair",
        "body": forum,
        "candidate": our,
        "unit": agency.directorate,
        "lead": agency.desk,
    }
    made = actions.open_call(by=agency.desk, **usual | {"called_on": today} | WORDS | given)
    if state == "called":
        return made
    made = actions.propose_candidacy(made, by=agency.desk)
    if state in ("proposed", "refused"):
        return made if state == "proposed" else actions.refuse_candidacy(made, by=agency.vp, reason="Not now.")
    made = actions.approve_candidacy(made, by=agency.vp)
    if state == "approved":
        return made
    made = actions.lodge(made, by=agency.desk, lodged_on=today)
    if state == "lodged":
        return made
    if state == "lost":
        return actions.lose_seat(made, by=agency.desk, decided_on=today)
    term = {"term_starts_on": today, "term_ends_on": today + timedelta(days=30)}
    made = actions.win_seat(made, by=agency.desk, decided_on=today, **term)
    return actions.report_term(made, by=agency.desk, report_en="Done.", report_fr="") if state == "reported" else made


def support(agency: Agency, **given: Any) -> Candidacy:
    """A partner's candidacy that asks for our support."""
    forum = given.pop("body", None) or Body.objects.filter(key="wco").first() or body("wco")
    who = given.pop("candidate", None) or partner("nz", name_en="New Zealand", name_fr="Nouvelle-Zélande")
    usual = {"side": "theirs", "kind": "vice_chair", "body": forum, "candidate": who, "unit": agency.branch}
    return actions.open_call(by=agency.desk, **usual | {"called_on": date.today()} | given)
