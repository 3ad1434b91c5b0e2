"""Everything this room knows of one country, asked once for a page, as it stood on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from entente.engagement.facts import policy as facts_policy
from entente.engagement.facts import queries as facts
from entente.engagement.facts.models import Statistic, Value
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Role
from entente.kit.table import Ask

from .. import policy
from ..models import (
    CountryFile,
    Decision,
    Figure,
    Item,
    ItemState,
    Lever,
    Plan,
    Ranked,
    Ranking,
    Reaction,
    State,
    Turn,
    Use,
)
from .files import lacking, standing_figures
from .known import worded_by


@dataclass(slots=True)
class Whole:
    """A country file with what belongs to it; lists in order of time, plans with the latest first."""

    file: CountryFile
    figures: list[Figure]
    levers: list[Lever]
    plans: list[Plan]
    decisions: list[Decision]
    ranks: list[Ranked]

    @property
    def uses(self) -> list[Use]:
        """Every use of a lever, the latest first."""
        found = [use for lever in self.levers for use in lever.uses.all()]
        return sorted(found, key=lambda one: (one.used_on, one.pk), reverse=True)

    @property
    def reactions(self) -> list[Reaction]:
        """Every reaction of the country."""
        return [reaction for use in self.uses for reaction in use.reactions.all()]

    @property
    def plan(self) -> Plan | None:
        """The plan that counts: the active one, else the latest that was not given up, else the latest."""
        order = {State.ACTIVE: 0, State.GIVEN_UP: 2}
        return min(self.plans, key=lambda one: order.get(State(one.state), 1), default=None)


def whole(ask: Ask, file: CountryFile) -> Whole:
    """What is known of a country by the day asked about. Nine queries the first time a page asks, none after."""
    kept = file.__dict__.setdefault("_whole", {})
    if ask.on not in kept:
        day = date.fromisoformat(ask.on)
        kept[ask.on] = Whole(
            file=file,
            figures=list(standing_figures(ask.on).filter(file=file).select_related("source").order_by("measure", "id")),
            levers=_levers(file, day, ahead=not ask.past),
            plans=_plans(file, day),
            decisions=list(
                file.decisions.filter(decided_on__lte=day).select_related("body", "plan").order_by("-decided_on", "-id")
            ),
            ranks=list(
                file.ranks.filter(ranking__in=policy.rankings_visible_to(ask.person), ranking__ranked_on__lte=ask.on)
                .select_related("ranking", "ranking__source")
                .order_by("-ranking__ranked_on", "-id")
            ),
        )
    found: Whole = kept[ask.on]
    return found


def _levers(file: CountryFile, day: date, *, ahead: bool) -> list[Lever]:
    """Its levers with what was done with them by a day; ``ahead``: those still to come, too."""
    reactions = Reaction.objects.filter(noted_on__lte=day).order_by("noted_on", "id")
    uses = Use.objects.filter(used_on__lte=day).order_by("used_on", "id")
    uses = uses.prefetch_related("jointly", Prefetch("reactions", queryset=reactions))
    rows = file.levers.all() if ahead else file.levers.filter(available_on__lte=day)
    return list(rows.prefetch_related(Prefetch("uses", queryset=uses)))


def _plans(file: CountryFile, day: date) -> list[Plan]:
    """Its plans, each in the state in which it was on the day. Their items stand on the page of each."""
    rows = file.plans.filter(drafted_on__lte=day).select_related("lead").order_by("-drafted_on", "-id")
    plans = list(rows.prefetch_related(_TURNS))
    for plan in plans:
        plan.state = state_on(plan, day)
    return plans


_TURNS = Prefetch("turns", queryset=Turn.objects.select_related("by").order_by("at", "id"))
_PARTS = (
    Prefetch("items", queryset=Item.objects.select_related("lead", "department").order_by("due_on", "id")),
    _TURNS,
)


def state_on(plan: Plan, day: date) -> str:
    """The state of a plan on a day: what the next turn found. Reads its turns."""
    later = next((turn for turn in plan.turns.all() if turn.on > day), None)
    return later.before if later else plan.state


def last_reaction(use: Use) -> Reaction | None:
    """The reaction that counts: the last one noted. Reads its reactions."""
    noted = list(use.reactions.all())
    return noted[-1] if noted else None


# ── Plans ─────────────────────────────────────────────────────────────────────────────────────────


def plan(person: Any, key: str) -> QuerySet[Plan]:
    """One engagement plan with what its page needs, as a queryset of one or none."""
    rows = policy.plans_visible_to(person).filter(key=key).select_related("file", "file__partner", "lead", "author")
    return rows.prefetch_related(*_PARTS)


def plans_of(file: CountryFile, person: Any) -> QuerySet[Plan]:
    """The plans of a country to choose from in a form, the latest first."""
    return policy.plans_visible_to(person).filter(file=file).order_by("-drafted_on", "-id")


def items_of(plan: Plan) -> list[Item]:
    """The items of a plan, as they stand in the database now. One query."""
    return list(Item.objects.filter(plan=plan).order_by("due_on", "id"))


def active_beside(plan: Plan) -> Plan | None:
    """Another plan that is active for the same country. One query."""
    return Plan.objects.filter(file=plan.file_id, state=State.ACTIVE).exclude(pk=plan.pk).first()


def item(person: Any, pk: int) -> QuerySet[Item]:
    """One item of a plan this person may see, as a queryset of one or none."""
    found = Item.objects.filter(pk=pk, plan__in=policy.plans_visible_to(person))
    return found.select_related("plan", "plan__file", "plan__file__partner")


def leads() -> QuerySet[Person]:
    """Who may lead a plan or an item, by name: open accounts whose role is to do or decide something."""
    idle = (Role.AUDITOR, Role.ADMINISTRATOR)
    found = Person.objects.filter(is_active=True).exclude(role__in=idle)
    return found.order_by("last_name", "first_name", "username", "id")


def due(person: Any, until: date) -> QuerySet[Plan]:
    """Active plans to be reviewed by a day, the nearest first. One query."""
    rows = policy.plans_visible_to(person).filter(state=State.ACTIVE, review_on__lte=until)
    return rows.select_related("file", "file__partner").order_by("review_on", "id")


def to_approve(person: Any) -> QuerySet[Plan]:
    """Plans under consultation that somebody else drafted, worded and leads, the oldest first. One query.

    Whoever had a part in a plan does not approve it (REM-20): it does not wait for them.
    """
    rows = policy.plans_visible_to(person).filter(state=State.CONSULTED)
    rows = rows.exclude(author=person).exclude(lead=person).exclude(worded_by(person))
    return rows.select_related("file", "file__partner").order_by("changed_at", "id")


def items_due(person: Any, until: date) -> QuerySet[Item]:
    """Open items of active plans that this person leads and that fall due by a day, the nearest first. One query."""
    rows = Item.objects.filter(lead=person, state=ItemState.OPEN, plan__state=State.ACTIVE, due_on__lte=until)
    rows = rows.filter(plan__in=policy.plans_visible_to(person))
    return rows.select_related("plan", "plan__file", "plan__file__partner").order_by("due_on", "id")


# ── Levers, figures, rankings ─────────────────────────────────────────────────────────────────────


def lever(person: Any, pk: int) -> QuerySet[Lever]:
    """One lever of a file this person may see, as a queryset of one or none."""
    found = Lever.objects.filter(pk=pk, file__in=policy.visible_to(person))
    return found.select_related("file", "file__partner")


def use(person: Any, pk: int) -> QuerySet[Use]:
    """One use of a lever, as a queryset of one or none."""
    found = Use.objects.filter(pk=pk, lever__file__in=policy.visible_to(person))
    return found.select_related("lever", "lever__file", "lever__file__partner")


def unanswered(person: Any, today: date) -> QuerySet[Use]:
    """Steps whose answer was expected by now and whose reaction nobody has noted, the oldest first. One query."""
    rows = Use.objects.filter(answer_due_on__lte=today, reactions__isnull=True)
    rows = rows.filter(lever__file__in=policy.visible_to(person))
    return rows.select_related("lever", "lever__file", "lever__file__partner").order_by("answer_due_on", "id")


def figure(person: Any, pk: int) -> QuerySet[Figure]:
    """One figure, as a queryset of one or none."""
    found = Figure.objects.filter(pk=pk, file__in=policy.visible_to(person))
    return found.select_related("file", "file__partner", "source")


def said_before(figure: Figure) -> list[Figure]:
    """What else stands for the same country, measure and period. One query."""
    same = {"file": figure.file_id, "measure": figure.measure, "starts_on": figure.starts_on, "ends_on": figure.ends_on}
    return list(Figure.objects.filter(withdrawn_at__isnull=True, **same).exclude(pk=figure.pk))


def ranking(person: Any, key: str) -> QuerySet[Ranking]:
    """One ranking, as a queryset of one or none."""
    return policy.rankings_visible_to(person).filter(key=key).select_related("source")


def places_of(ranking: Ranking, person: Any) -> list[Ranked]:
    """The countries on a ranking that this person may see, in order. One query."""
    found = ranking.places.filter(file__in=policy.visible_to(person))
    return list(found.select_related("file", "file__partner").order_by("rank", "id"))


def is_key_taken(key: str) -> bool:
    """Whether a ranking has this key. One query."""
    return Ranking.objects.filter(key=key).exists()


def statements(ranking: Ranking, ask: Ask) -> list[tuple[Statistic, list[Value]]]:
    """What sources say of a ranking (how many countries, how many of them first), each with its values. Few queries.

    They are kept once, as facts; where two places of a source say otherwise, both stand.
    """
    keys = [key for key in ranking.statements.split("|") if key]
    found = {one.key: one for one in facts_policy.visible_to(ask.person).filter(key__in=keys)}
    return [(found[key], facts.values_of(found[key], ask.on)) for key in keys if key in found]


# ── For reminders, which no person asks ───────────────────────────────────────────────────────────


def to_review(until: date) -> QuerySet[Plan]:
    """Active plans to be reviewed by a day, whoever may see them. One query."""
    rows = Plan.objects.filter(state=State.ACTIVE, review_on__lte=until)
    return rows.select_related("file", "file__partner", "lead").order_by("review_on", "id")


def without_figures(first: date, last: date) -> QuerySet[CountryFile]:
    """Files that somebody keeps and that lack a figure for a period, whoever may see them. One query."""
    rows = lacking(CountryFile.objects.filter(officer__isnull=False, opened_on__lte=last), first, last)
    return rows.select_related("partner", "officer").order_by("id")
