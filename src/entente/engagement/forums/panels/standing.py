"""Candidacies and turns where others look for them: on the pages of bodies and partners, in My day, in calendars."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.engagement.partners.models import Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Role, highest
from entente.kit.days import spoken
from entente.kit.occasion import Occasion
from entente.kit.panel import Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from .. import notices, policy
from ..models import Body, Candidacy, CandidacyState, TurnState
from ..models.candidacies import STANDING
from ..policy import CANDIDACIES, FORUMS
from ..queries import candidacies, rotation
from .candidacy import KINDS, lateness
from .words import period

OPEN = (*STANDING, CandidacyState.SUPPORTED, CandidacyState.NOT_SUPPORTED)


def candidacies_of_body(ask: Ask, body: Body) -> Panel | None:
    """The calls and candidacies for seats of a body, those that are open first. One query."""
    found = candidacies.of_body(ask, body)
    may = CANDIDACIES.allows(ask.person, "open_call", Candidacy(body=body)) and not ask.past
    if not found and not may:
        return None
    to = (_("Record a call for a seat"), f"{reverse('forums:new_candidacy')}?body={body.key}") if may else None
    return _listed("candidacies", _("Calls and candidacies"), found, ask, action=to)


def candidacies_of_partner(ask: Ask, partner: Partner) -> Panel | None:
    """The candidacies of a partner that asks, or asked, for our support. One query."""
    found = candidacies.of_partner(ask, partner)
    return _listed("candidacies", _("Candidacies"), found, ask) if found else None


def _listed(key: str, title: str, found: list[Any], ask: Ask, **given: Any) -> Panel:
    today = date.fromisoformat(ask.on)
    rows = [
        {
            "candidacy": one,
            "kind": KINDS.get(CandidacyState(one.state), "neutral"),
            "late": lateness(one, today),
        }
        for one in found
    ]
    return Panel(
        key,
        title,
        "forums/panels/candidacies.html" if rows else "",
        {"rows": rows},
        count=len(rows),
        open=any(one.state in OPEN for one in found),
        empty=_("No call for a seat is on record."),
        **given,
    )


def turns_of_body(ask: Ask, body: Body) -> Panel | None:
    """Who follows in the seats that rotate: expected, decided, dropped. One query."""
    found = rotation.turns_of_body(ask, body)
    for one in found:
        one.body = body
    may = FORUMS.allows(ask.person, "expect_turn", body) and not ask.past
    if not found and not may:
        return None
    to = (_("Lay out a rotation"), reverse("forums:expect_turn", args=[body.key])) if may else None
    rows = [{"turn": one, "period": period(one), "may": may and one.state == TurnState.EXPECTED} for one in found]
    return Panel(
        "turns",
        _("Who follows"),
        "forums/panels/turns.html" if rows else "",
        {"rows": rows, "may": any(row["may"] for row in rows)},
        count=sum(1 for one in found if one.state == TurnState.EXPECTED),
        empty=_("No turn is expected."),
        action=to,
    )


# ── My day ────────────────────────────────────────────────────────────────────────────────────────


def candidacy_waiting(person: Any, today: date) -> list[Debt]:
    """What of candidacies waits for a person: to decide, to propose, to lodge, to report."""
    return [*_to_decide(person), *_to_go_on_with(person, today)]


def _to_decide(person: Any) -> list[Debt]:
    """Proposals and requests for support that the person decides on, by the organisation chart of the day."""
    known: dict[int | None, bool] = {}
    found = []
    for one in [*candidacies.proposed(person), *candidacies.support_asked(person)]:
        if one.unit_id is None or not _decides(person, one, known):
            continue
        why = _("The lead branch proposes that we stand.") if one.is_ours else _("A partner asks for our support.")
        found.append(
            Debt(
                str(one),
                reverse("forums:decide", args=[one.key]),
                why,
                since=timezone.localdate(one.changed_at),
                due=one.closes_on,
            )
        )
    return found


def _decides(person: Any, candidacy: Candidacy, known: dict[int | None, bool]) -> bool:
    """Asked once for each lead office: several candidacies of one branch have one answer."""
    if candidacy.unit_id not in known:
        known[candidacy.unit_id] = policy.exercised_for(person, candidacy) is not None
    return known[candidacy.unit_id]


def _to_go_on_with(person: Any, today: date) -> list[Debt]:
    """What the lead, or a desk officer or planner of the lead branch, has to go on with."""
    if person.role not in policy.CALLINGS:
        return []
    branches: dict[int, Unit | None] = {}
    found = []
    for one in candidacies.asking(person, today):
        if one.lead_id == person.pk or (one.lead_id is None and _of_branch(person, one, branches)):
            found.append(
                Debt(
                    str(one), one.get_absolute_url(), _why(one), due=_due(one), since=timezone.localdate(one.changed_at)
                )
            )
    return found


def _of_branch(person: Any, candidacy: Candidacy, known: dict[int, Unit | None]) -> bool:
    """Whether a candidacy without a lead falls to the person: by its branch, or to every desk without one."""
    if candidacy.unit is None:
        return bool(person.role == Role.DESK_OFFICER)
    if person.unit is None:
        return False
    for unit in (candidacy.unit, person.unit):
        if unit.pk not in known:
            known[unit.pk] = people.branch_of(unit)
    return known[candidacy.unit.pk] == known[person.unit.pk]


def _due(candidacy: Candidacy) -> date | None:
    if candidacy.state == CandidacyState.LODGED:
        return candidacy.term_starts_on
    return candidacy.term_ends_on if candidacy.state == CandidacyState.WON else candidacy.closes_on


def _why(candidacy: Candidacy) -> str:
    due = _due(candidacy)
    said = {"day": spoken(due.isoformat()) if due else "–"}
    if candidacy.state == CandidacyState.WON:
        return _("The report on the term is due on %(day)s.") % said
    if candidacy.state == CandidacyState.LODGED:
        return _("Lodged; its term should have begun on %(day)s: record how it ended.") % said
    if candidacy.state == CandidacyState.APPROVED and candidacy.informed_on is None:
        return _("Approved: record that the President was informed.")
    if candidacy.state == CandidacyState.APPROVED:
        return _("Approved: lodge it, the call closes on %(day)s.") % said if due else _("Approved: lodge it.")
    return _("The call closes on %(day)s and nothing is proposed.") % said


# ── Calendars ─────────────────────────────────────────────────────────────────────────────────────


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """Calls that close and terms that end in a period. One query."""
    for one in candidacies.between(person, first, last):
        if one.closes_on and first <= one.closes_on <= last and one.decided_on is None:
            yield _occasion(one, "closes", one.closes_on, CLOSES)
        if one.term_ends_on and first <= one.term_ends_on <= last and one.decided_on is not None:
            yield _occasion(one, "ends", one.term_ends_on, ENDS)


CLOSES = gettext_lazy("Call closes: %(seat)s, %(body)s")
ENDS = gettext_lazy("Term ends: %(seat)s, %(body)s")


def _occasion(one: Candidacy, what: str, day: date, words: Any) -> Occasion:
    seat, titles = notices.seat_of(one), {}
    for lang in ("en", "fr"):
        with override(lang):
            titles[lang] = str(words) % {"seat": seat[lang] or seat["en"], "body": one.body.name}
    return Occasion(
        uid=f"candidacy-{one.key}-{what}",
        revision=one.revision,
        kind="term" if what == "ends" else "candidacy",
        title_en=titles["en"],
        title_fr=titles["fr"],
        first=day,
        last=day,
        address=("forums:candidacy", one.key),
        changed_at=one.changed_at,
        marking=highest([one.marking, one.body.marking, one.candidate.marking]),
        partner=one.candidate.key,
        body=one.body.key,
        unit=one.unit.key if one.unit else "",
        people=(one.lead_id,) if one.lead_id else (),
    )
