"""What a negotiation's page says: where it stands, what may follow, what is open, and who moved last."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.days import PartialDate, spoken
from entente.kit.panel import Panel

from .. import actions, exports, queries, rules
from ..models import STAGES_OF, Agreement, Bracket, Review, Stage, Step
from ..policy import AGREEMENTS
from ..queries import Talks

TREATY_LINE = (
    Stage.REQUESTED, Stage.MANDATED, Stage.NEGOTIATING, Stage.INITIALLED, Stage.IN_REVIEW, Stage.SIGNED, Stage.TABLED,
    Stage.RATIFIED, Stage.NOTIFIED, Stage.IN_FORCE, Stage.IMPLEMENTED,
)  # fmt: skip
ARRANGEMENT_LINE = tuple(stage for stage in TREATY_LINE if stage not in (Stage.TABLED, Stage.RATIFIED, Stage.NOTIFIED))
OPINION_KINDS = {Review.FAVOURABLE: "good", Review.CONDITIONAL: "warning", Review.UNFAVOURABLE: "danger"}
BRACKET_KINDS = {Bracket.OPEN: "warning", Bracket.AGREED: "good", Bracket.DROPPED: "neutral"}
MOVED = {
    "us": gettext_lazy("we moved last"),
    "them": gettext_lazy("they moved last"),
    "both": gettext_lazy("both sides moved last"),
}


def stage_name(stage: str) -> str:
    """A stage in words; for none, that nobody knows."""
    return str(Stage(stage).label) if stage else str(_("not known"))


def line(agreement: Agreement) -> list[dict[str, Any]]:
    """The stages of the path this instrument takes, the present one marked; stages beside the path are left out."""
    stages = TREATY_LINE if agreement.binding else ARRANGEMENT_LINE
    at = agreement.stage_now
    return [{"label": stage.label, "current": stage == at} for stage in stages]


def next_steps(person: Any, agreement: Agreement) -> list[dict[str, Any]]:
    """The steps that may follow, each with what stands in its way today; those of the other path are left out."""
    found, today = [], timezone.localdate()
    agreement.stage = agreement.stage_now
    for row in actions.NEGOTIATION.open_to(agreement):
        if not AGREEMENTS.allows(person, row.name, agreement) or other_path(agreement, row.name):
            continue
        # What the form itself asks for stands in nobody's way yet.
        ways = actions.standing_in_the_way(
            agreement, row.name, on=today.isoformat(), today=today, reason="-", reference="-"
        )
        found.append(
            {
                "verb": _("Table it again") if again(agreement, row.name) else actions.STEPS[row.name],
                "url": reverse("agreements:stage", args=[agreement.key, row.name]),
                "why": [one.messages[0] for one in ways],
                "negative": row.needs_reason,
                "again": again(agreement, row.name),
            }
        )
    return sorted(found, key=lambda one: (one["negative"], one["again"], bool(one["why"])))


def what_follows(agreement: Agreement, stage: str) -> list[str]:
    """The steps forward from a stage on the path of an instrument, whoever may take them. No query."""
    found = [row for row in actions.NEGOTIATION.moves.values() if stage in row.sources and not row.needs_reason]
    return [str(actions.STEPS[row.name]) for row in found if not other_path(agreement, row.name)]


def again(agreement: Agreement, move: str) -> bool:
    """Whether a step would table a treaty that is tabled: after a dissolution it must be, else hardly ever."""
    return move == "table_treaty" and agreement.stage_now == Stage.TABLED


def other_path(agreement: Agreement, move: str) -> bool:
    """Whether a step belongs to the path this instrument does not take."""
    rules_of = actions.NEGOTIATION.moves[move].rules
    here = [rule for rule in rules_of if rule in (*rules.TREATY, *rules.ARRANGEMENT)]
    return any(rule(agreement) for rule in here)


def page(person: Any, agreement: Agreement) -> dict[str, Any]:
    """Everything the page of a negotiation shows. Seven queries, and those of the steps' rules."""
    kept, today = queries.talks(agreement), timezone.localdate()
    may = {act: AGREEMENTS.allows(person, act, agreement) for act in ACTS}
    shown = queries.clocks([agreement], today=today).get(agreement.pk, queries.Clocks())
    again = next((one for one in kept.steps if one.move == "reopen_text"), None)
    earlier = {one.pk for one in kept.reviews if rules.of_an_earlier_text(one, again)}
    return {
        "stage": stage_name(agreement.stage_now),
        "line": line(agreement),
        "path": _("path of a treaty") if agreement.binding else _("path of an arrangement"),
        "undecided": agreement.binding is None,
        "next": next_steps(person, queries.with_steps(agreement)),
        "clocks": clock_lines(agreement, kept.steps, shown, today=today),
        "brackets": [point(one, agreement) for one in _open_first(kept)],
        "open_brackets": len(kept.open_brackets),
        "rounds": kept.rounds,
        "drafts": kept.drafts,
        "reviews": [reviewed(one, today=today) | {"earlier": one.pk in earlier} for one in kept.reviews],
        "reviews_missing": _missing(agreement, [one for one in kept.reviews if one.pk not in earlier]),
        "tablings": kept.tablings,
        "steps": [told(one) for one in kept.steps],
        "may": may,
        "treaty": agreement.binding,
        "due": next((one.due_on for one in kept.steps), None),
    }


ACTS = ("hold_round", "add_text", "open_bracket", "move_bracket", "ask_review", "give_opinion", "meet_conditions",
        "move_due", "except_urgency")  # fmt: skip


def _open_first(kept: Talks) -> list[Any]:
    return sorted(kept.brackets, key=lambda one: (one.status != Bracket.OPEN, one.number))


def point(one: Any, agreement: Agreement) -> dict[str, Any]:
    """A bracketed point: both texts, its state, and who moved last, when, in which round."""
    last = one.moves[-1] if one.moves else None
    return {
        "thing": one,
        "url": reverse("agreements:bracket", args=[agreement.key, one.number]),
        "kind": BRACKET_KINDS[one.status],
        "state": one.get_status_display(),
        "moved": MOVED[last.side] if last else "",
        "side": last.side if last else "",
        "when": last.on if last else None,
        "round": last.round.number if last and last.round else None,
    }


def reviewed(one: Review, *, today: date) -> dict[str, Any]:
    """A review: its opinion, or for how long it is waited for; whether its conditions are met."""
    return {
        "thing": one,
        "kind": one.get_kind_display(),
        "badge": OPINION_KINDS.get(one.opinion) or ("danger" if one.due_on < today else "info"),
        "said": one.get_opinion_display() if one.opinion else exports.late_in_words(one.due_on, today=today),
        "waits": not one.opinion,
        "unmet": one.opinion == Review.CONDITIONAL and not one.met,
    }


def _missing(agreement: Agreement, reviews: list[Review]) -> list[str]:
    asked = {one.kind for one in reviews}
    names = dict(Review.KINDS)
    early = agreement.status in ("proposed", "negotiating")
    return [str(names[kind]) for kind in rules.reviews_needed(agreement) if early and kind not in asked]


def told(one: Step) -> dict[str, Any]:
    """A step of the history in words."""
    verb = actions.STEPS.get(one.move) or _("Another day for what follows")
    return {"verb": verb, "thing": one, "stage": one.get_to_stage_display(), "on": spoken(one.on)}


def clock_lines(
    agreement: Agreement, steps: list[Step], shown: queries.Clocks, *, today: date
) -> list[tuple[str, str]]:
    """The clocks that run, as (kind of badge, text)."""
    found = []
    if steps and steps[0].due_on:
        due = steps[0].due_on
        found.append(("danger" if due < today else "info", clock_of_stage(agreement.stage_now, due, today=today)))
    for one in shown.reviews:
        said = exports.clock(f"{one.get_kind_display()}, {one.office}", one.due_on, today=today)
        found.append(("danger" if one.due_on < today else "info", said))
    if shown.wait:
        found.append(tabling_line(shown, today=today))
    return found


def clock_of_stage(stage: str, due: date, *, today: date) -> str:
    """What is due after a stage, and when."""
    what = _("Answer to the request") if stage == Stage.REQUESTED else _("Next step")
    return exports.clock(what, due, today=today)


def tabling_line(shown: queries.Clocks, *, today: date) -> tuple[str, str]:
    """How far the wait of a tabled treaty has come."""
    wait = shown.wait
    if wait is None:
        return "neutral", ""
    if wait.day and wait.day < today:
        return "good", _("The wait of the House is over; it may be ratified.")
    if wait.day:
        said = {"passed": min(shown.passed, wait.count), "count": wait.count, "day": spoken(wait.day)}
        return "info", _("%(passed)s of %(count)s sitting days have passed; the wait ends with %(day)s.") % said
    return "danger", str(rules.waiting_for(wait, on=today))


def negotiation_panel(person: Any, agreement: Agreement, *, past: bool) -> Iterable[Panel]:
    """In an instrument's dossier: where its negotiation stands, and the way to it. One query once a step was taken."""
    stage = agreement.stage_now
    if past or not stage or stage in STAGES_OF["ended"]:
        return
    # Who has no stage kept has taken no step: the register's instruments cost no question more.
    step, today = queries.last_step(agreement) if agreement.stage else None, timezone.localdate()
    if step is None and not AGREEMENTS.allows(person, "screen", agreement):
        return
    since = PartialDate(step.on).first if step else None
    facts = [(_("Stage"), stage_name(stage))]
    if since:
        facts.append((_("At this stage"), exports.age_in_words((today - since).days)))
    if step and step.due_on:
        facts.append((_("What follows"), exports.late_in_words(step.due_on, today=today)))
    yield Panel(
        key="negotiation",
        title=_("Negotiation"),
        template="agreements/panels/negotiation.html",
        context={"facts": facts},
        action=(_("Open the negotiation"), reverse("agreements:negotiation", args=[agreement.key])),
    )
