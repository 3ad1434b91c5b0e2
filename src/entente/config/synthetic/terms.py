"""What invented instruments in force oblige to: clauses, duties and what was done of them, amendments under way."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.agreements import actions
from entente.engagement.agreements.models import Agreement, Draft, Status

from .exchanges import CLAUSES
from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import COORDINATES, World

# Article, the duty in both languages, who is bound, how often it comes again, and in how many days it is due.
DUTIES: tuple[tuple[Any, ...], ...] = (
    ("art. 14", "Name contact points", "Nommer les points de contact", "both", {}, -30),
    ("art. 16", "Meet once a year", "Se réunir une fois l’an", "both", {"every": 1, "unit": "years"}, 60),
    ("art. 17", "Report on what was exchanged", "Rendre compte des échanges", "us", {"every": 6, "unit": "months"}, -9),
    ("art. 18", "Tell of new law on secrecy", "Signaler les lois sur le secret", "them", {}, None),
)  # fmt: skip
WAITS_FOR = {
    "trigger_en": f"A new law of the other side {INVENTED_EN}",
    "trigger_fr": f"Une nouvelle loi de l’autre partie {INVENTED_FR}",
}
KEPT_LONGER = 3  # years
AMENDED_EVERY = 3  # of those in force


def invent(world: World, one: Agreement, keeper: Any) -> None:
    """Clauses and duties of what is in force; every third is being amended."""
    if one.status != Status.IN_FORCE:
        return
    begun = one.in_force_on
    for said in CLAUSES:
        actions.add_clause(one, by=keeper, from_on=begun, **said, **world.cited)
    duties(world, one, keeper)
    if one.stage == "implemented" or (one.stage == "in_force" and one.pk % AMENDED_EVERY == 0):
        amend(world, one, keeper)


def duties(world: World, one: Agreement, keeper: Any) -> None:
    """Four duties: one was done, one comes again, one is late, one waits for an event."""
    today = min(world.today, timezone.localdate())
    for number, (article, en, fr, bound, again, days) in enumerate(DUTIES):
        moment = {"due_on": today + timedelta(days=days)} if days is not None else WAITS_FOR
        made = actions.add_obligation(
            one, by=keeper, article=article, title_en=f"{en} {INVENTED_EN}", title_fr=f"{fr} {INVENTED_FR}",
            bound=bound, owner=world.units[COORDINATES], **again, **moment, **world.cited,
        )  # fmt: skip
        if number == 0:
            actions.discharge(made, by=keeper, text=f"Letter with the names {INVENTED_EN}", on=today)
        if number == 1:
            actions.waive(made, by=keeper, reason="Les deux parties se sont vues à l’OMD. / Both met elsewhere.")


def amend(world: World, one: Agreement, keeper: Any) -> None:
    """A draft in which information is kept longer."""
    made = actions.begin_amendment(
        one, by=keeper, title_en=f"Longer retention {INVENTED_EN}", title_fr=f"Conservation prolongée {INVENTED_FR}"
    )
    kept = Draft.objects.filter(amendment=made, kind="retention").order_by("id").first()
    if kept:
        actions.change_draft(kept, by=keeper, revision=kept.revision, number=KEPT_LONGER)
