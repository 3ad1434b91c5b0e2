"""A candidacy's own dossier: what it asks for now, the proposal, what came before it, how it went."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from entente.foundation.sources.queries import Notes
from entente.foundation.trail.models import verb_in_words
from entente.kit import numerals
from entente.kit.days import spoken
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import actions
from ..models import Candidacy, CandidacyState, Step
from ..policy import CANDIDACIES
from ..queries import candidacies
from .words import period

KINDS = {
    CandidacyState.PROPOSED: "info",
    CandidacyState.APPROVED: "info",
    CandidacyState.LODGED: "info",
    CandidacyState.REFUSED: "danger",
    CandidacyState.WON: "good",
    CandidacyState.SUPPORTED: "good",
    CandidacyState.REPORTED: "good",
}
LABELS = {
    "propose_candidacy": gettext_lazy("Propose it to the vice-president"),
    "approve_candidacy": gettext_lazy("Decide on it"),
    "lodge": gettext_lazy("Record that it was lodged"),
    "win_seat": gettext_lazy("Record that it was won"),
    "lose_seat": gettext_lazy("Record that it was lost"),
    "report_term": gettext_lazy("Write the report on the term"),
    "support_candidacy": gettext_lazy("Decide whether we support it"),
    "stand_down": gettext_lazy("Stand no more"),
}
"""The moves that have a page, in the order in which they are taken."""
ONE_PAGE = {"approve_candidacy": "decide", "support_candidacy": "decide", "decline_support": "decide"}


def candidacy_head(ask: Ask, candidacy: Candidacy, notes: Notes) -> Head:
    """The seat, the body, where it stands, and what is to happen next in one sentence."""
    badges: list[tuple[str, Any]] = [
        (KINDS.get(CandidacyState(candidacy.state), "neutral"), candidacy.get_state_display())
    ]
    late = lateness(candidacy, date.fromisoformat(ask.on))
    if late:
        badges.append(("warning", late))
    kind = _("Our candidacy") if candidacy.is_ours else _("Candidacy of %(who)s") % {"who": candidacy.candidate.name}
    return Head(
        name=capfirst(str(candidacy)),
        kind=f"{kind}, {candidacy.key}",
        sentence=sentence(candidacy),
        badges=tuple(badges),
        marking=candidacy.marking,
        above=(
            (candidacy.body.name, candidacy.body.get_absolute_url()),
            (_("Candidacies"), reverse("forums:candidacies")),
        ),
    )


def lateness(candidacy: Candidacy, today: date) -> str:
    """What has run out without an answer, in words; nothing when all is in time."""
    waits = candidacy.state in (CandidacyState.CALLED, CandidacyState.PROPOSED, CandidacyState.APPROVED)
    if waits and candidacy.closes_on and candidacy.closes_on < today:
        return _("the call closed on %(day)s") % {"day": _day(candidacy.closes_on)}
    won = candidacy.is_ours and candidacy.state == CandidacyState.WON
    if won and candidacy.term_ends_on and candidacy.term_ends_on < today:
        return _("the report on the term was due on %(day)s") % {"day": _day(candidacy.term_ends_on)}
    return ""


def sentence(candidacy: Candidacy) -> str:
    """What matters now, in one sentence."""
    said = {
        "closes": _day(candidacy.closes_on),
        "body": candidacy.body.name,
        "who": candidacy.candidate.name,
        "until": _day(candidacy.term_ends_on),
        "on": _day(candidacy.decided_on or candidacy.reported_on or candidacy.lodged_on),
    }
    state = candidacy.state
    if not candidacy.is_ours and state == CandidacyState.CALLED:
        return _("%(who)s asks for our support; nobody has decided yet.") % said
    if state == CandidacyState.CALLED and candidacy.closes_on:
        return _("The call is open until %(closes)s; the lead branch has not proposed anything yet.") % said
    if state == CandidacyState.APPROVED and candidacy.informed_on is None:
        return _("Approved; it may be lodged once the President is informed.")
    return _SENTENCES[CandidacyState(state)] % said


_SENTENCES = {
    CandidacyState.CALLED: gettext_lazy("The call is open; the lead branch has not proposed anything yet."),
    CandidacyState.PROPOSED: gettext_lazy("The proposal is with the vice-president of the lead branch."),
    CandidacyState.APPROVED: gettext_lazy("Approved, and the President is informed: it may be lodged."),
    CandidacyState.REFUSED: gettext_lazy("The vice-president refused the proposal; we do not stand."),
    CandidacyState.LODGED: gettext_lazy("Lodged on %(on)s; the result is awaited."),
    CandidacyState.SUPPORTED: gettext_lazy("We support %(who)s; the result is awaited."),
    CandidacyState.NOT_SUPPORTED: gettext_lazy("We do not support %(who)s; the result is awaited."),
    CandidacyState.WON: gettext_lazy("Won; the term runs until %(until)s."),
    CandidacyState.LOST: gettext_lazy("Lost, by the result of %(on)s."),
    CandidacyState.WITHDRAWN: gettext_lazy("Withdrawn."),
    CandidacyState.REPORTED: gettext_lazy("The term ended on %(until)s and is reported on."),
}


def _day(day: date | None) -> str:
    return spoken(day.isoformat()) if day else "–"


# ── Panels ────────────────────────────────────────────────────────────────────────────────────────


def candidacy_panels(ask: Ask, candidacy: Candidacy, notes: Notes) -> list[Panel]:
    """What it asks for now; the proposal; who sat there before and what we stood for; every step. Five queries."""
    made = [
        _next(ask, candidacy),
        _proposal(ask, candidacy),
        _term(ask, candidacy),
        _past(ask, candidacy, notes),
        _steps(ask, candidacy),
    ]
    return [panel for panel in made if panel]


def _next(ask: Ask, candidacy: Candidacy) -> Panel | None:
    if ask.past:
        return None
    steps = list(_open_steps(ask.person, candidacy))
    if not steps:
        return None
    return Panel("next", _("What can be done now"), "forums/panels/next.html", {"steps": steps}, open=True)


def _open_steps(person: Any, candidacy: Candidacy) -> Iterable[tuple[Any, str]]:
    open_now = {move.name for move in actions.life_of(candidacy).open_to(candidacy)}
    besides = {"describe_candidacy", "inform_president", "move_closing", "move_term"}
    may = {act for act in open_now | besides if CANDIDACIES.allows(person, act, candidacy)}
    if "describe_candidacy" in may and open_now & {"propose_candidacy", "support_candidacy", "decline_support"}:
        yield _("Write the proposal") if candidacy.is_ours else _("Change the particulars"), _at("proposal", candidacy)
    waits = candidacy.state == CandidacyState.APPROVED and candidacy.informed_on is None
    if waits and "inform_president" in may:
        yield _("Record that the President was informed"), _at("inform_president", candidacy)
    pages = []
    for name, label in LABELS.items():
        page = ONE_PAGE.get(name, name)
        if name in open_now and name in may and page not in pages:
            pages.append(page)
            yield label, _at(page, candidacy)
    if "decline_support" in open_now & may and "decide" not in pages:
        yield LABELS["support_candidacy"], _at("decide", candidacy)
    if "move_closing" in may and "stand_down" in open_now:
        yield _("Move the closing day"), _at("move_closing", candidacy)
    if "move_term" in may and candidacy.state == CandidacyState.WON:
        yield _("Move the end of the term"), _at("move_term", candidacy)


def _at(name: str, candidacy: Candidacy) -> str:
    return reverse(f"forums:{name}", args=[candidacy.key])


def _proposal(ask: Ask, candidacy: Candidacy) -> Panel:
    title = _("The proposal") if candidacy.is_ours else _("The candidacy")
    return Panel("proposal", title, "forums/panels/proposal.html", proposal_shown(candidacy))


def proposal_shown(candidacy: Candidacy) -> dict[str, Any]:
    """The particulars and texts of a candidacy: ``facts`` and ``texts``, as its panel and its decisions show them."""
    lead = candidacy.lead
    facts = [
        (_("Forum or body"), candidacy.body.name, candidacy.body.get_absolute_url()),
        (_("Candidate"), candidacy.candidate.name, candidacy.candidate.get_absolute_url()),
        (_("Called on"), _day(candidacy.called_on), ""),
        (_("Closes on"), _day(candidacy.closes_on), ""),
        (_("Lead branch"), candidacy.unit.name if candidacy.unit else "", ""),
        (_("Lead"), str(lead) if lead else "", ""),
        (_("Further travel"), travel_in_words(candidacy), ""),
        (_("President informed on"), _day(candidacy.informed_on) if candidacy.informed_on else "", ""),
    ]
    texts = ((_("Rationale"), candidacy.rationale), (_("Expected returns"), candidacy.returns))
    return {
        "facts": [{"label": label, "value": value, "url": url} for label, value, url in facts if value],
        "texts": [(title, text) for title, text in texts if text],
    }


def travel_in_words(candidacy: Candidacy) -> str:
    """What it means in travel: “3 trips a year, CAD 24,000”; as far as it is told."""
    said = []
    if candidacy.trips is not None:
        said.append(
            ngettext("%(count)s further trip a year", "%(count)s further trips a year", candidacy.trips)
            % {"count": candidacy.trips}
        )
    if candidacy.travel is not None:
        said.append(_("%(money)s a year") % {"money": numerals.money(candidacy.travel, "CAD")})
    return ", ".join(said)


def _term(ask: Ask, candidacy: Candidacy) -> Panel | None:
    if candidacy.term_starts_on is None and not candidacy.report:
        return None
    facts = [
        (_("Term from"), _day(candidacy.term_starts_on)),
        (_("Term to"), _day(candidacy.term_ends_on)),
        (_("Result of"), _day(candidacy.decided_on) if candidacy.decided_on else ""),
        (_("Reported on"), _day(candidacy.reported_on) if candidacy.reported_on else ""),
    ]
    texts = [(_("What the term brought"), candidacy.report)] if candidacy.report else []
    context = {"facts": [{"label": label, "value": value} for label, value in facts if value], "texts": texts}
    return Panel("term", _("The term"), "forums/panels/proposal.html", context)


def _past(ask: Ask, candidacy: Candidacy, notes: Notes) -> Panel:
    known = candidacies.past(ask, candidacy)
    context = {
        "holders": [_row(one, notes) for one in known.holders],
        "ours": [_row(one, notes) for one in known.ours if one.kind != candidacy.kind],
        "earlier": known.earlier,
    }
    return Panel(
        "past",
        _("Who sat there before, and what we stood for"),
        "forums/panels/past.html" if any(context.values()) else "",
        context,
        empty=_("No holder of this seat and no earlier candidacy of ours in this body is on record."),
    )


def _row(seat: Any, notes: Notes) -> dict[str, Any]:
    return {"record": seat, "who": seat.holder, "period": period(seat), "citation": notes.cite(seat)}


def _steps(ask: Ask, candidacy: Candidacy) -> Panel:
    taken = [_told(step) for step in candidacy.steps.order_by("-id")]
    may = CANDIDACIES.allows(ask.person, "comment", candidacy) and not ask.past
    return Panel(
        "steps",
        _("What was done and said"),
        "forums/panels/steps.html",
        {"steps": taken},
        count=len(taken),
        action=(_("Comment"), _at("comment", candidacy)) if may else None,
    )


def _told(step: Step) -> dict[str, Any]:
    """One step with the proposal as it stood when it was handed in."""
    names = {name: Candidacy._meta.get_field(name) for name in step.paper}
    paper = [{"label": getattr(names[name], "verbose_name", name), "value": step.paper[name]} for name in step.paper]
    return {"step": step, "said": verb_in_words(step.verb), "paper": paper}


def candidacy_events(ask: Ask, candidacy: Candidacy, notes: Notes) -> list[Event]:
    """The dated steps of its life. No query."""
    dated = [
        (candidacy.called_on, pgettext("candidacy", "Called")),
        (candidacy.closes_on, _("The call closes")),
        (
            timezone.localdate(candidacy.approved_at) if candidacy.approved_at else None,
            pgettext("candidacy", "Approved"),
        ),
        (candidacy.informed_on, _("President informed")),
        (candidacy.lodged_on, pgettext("candidacy", "Lodged")),
        (candidacy.decided_on, _("Result")),
        (candidacy.term_starts_on, _("Term begins")),
        (candidacy.term_ends_on, _("Term ends")),
        (candidacy.reported_on, _("Term reported on")),
    ]
    return [Event(day.isoformat(), title) for day, title in dated if day is not None]
