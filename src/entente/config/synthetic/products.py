"""What is made together with others in the invented years, with what each side owes to it."""

from datetime import date, timedelta

from django.utils import timezone

from entente.engagement.meetings import actions
from entente.engagement.meetings.models import Input, Product

from .meetings import Held
from .vocabulary import INPUTS, INVENTED_EN, INVENTED_FR, MADE
from .world import BRANCHES, COORDINATES, World


def invent(world: World, held: Held) -> None:
    """As many as the size asks for, each decided at a meeting of a body that was held."""
    over = [one for one in held.meetings if one.state == "held" and one.body and one.attendance == "attend"]
    for number, meeting in enumerate(world.chance.sample(over, min(len(over), world.size.products))):
        product = begun(world, meeting)
        owed = [owe(world, product, place) for place in range(world.chance.choice([2, 3, 4]))]
        finish(world, product, owed, number)


def begun(world: World, meeting: object) -> Product:
    """A product that a meeting decided on, and on which work has begun."""
    (en, fr), (topic_en, topic_fr) = world.chance.choice(MADE), world.topic()
    key = world.chance.choice(BRANCHES)
    made = actions.open_product(
        by=world.desks[COORDINATES],
        meeting=meeting,
        body=meeting.body,  # type: ignore[attr-defined]
        title_en=f"{en.format(topic_en)} {INVENTED_EN}",
        title_fr=f"{fr.format(topic_fr)} {INVENTED_FR}",
        due_on=meeting.ends_on + timedelta(days=world.chance.choice([90, 180, 270])),  # type: ignore[attr-defined]
        unit=world.units[key],
        lead=world.desks[key],
    )
    return actions.begin_product(made, by=world.desks[key])


def owe(world: World, product: Product, place: int) -> Input:
    """What one of our branches or a partner owes to it; ours stand first."""
    (en, fr), key = INPUTS[place], world.chance.choice(BRANCHES)
    whose = (
        {"unit": world.units[key], "owner": world.desks[key]}
        if place == 0
        else {"partner": world.chance.choice(world.partners)}
    )
    due_on = (product.due_on or world.today) - timedelta(days=30)
    titles = {"title_en": f"{en} {INVENTED_EN}", "title_fr": f"{fr} {INVENTED_FR}"}
    return actions.owe_input(product, by=world.desks[COORDINATES], due_on=due_on, **titles, **whose)


def finish(world: World, product: Product, owed: list[Input], number: int) -> None:
    """What came by today: most of what was due, all of it where the product is done; one in twelve is dropped."""
    desk, due_on = world.desks[COORDINATES], product.due_on or world.today
    if number % 12 == 5:
        actions.drop_product(product, by=desk, reason="La réunion suivante a choisi un autre sujet.")
        return
    done = due_on < world.today and number % 3 > 0
    for one in owed:
        if done or world.chance.random() < 0.4:
            actions.deliver_input(one, by=desk, delivered_on=came_on(world, one), delivered="By letter.")
        elif world.chance.random() < 0.1:
            actions.waive_input(one, by=desk, reason="The others said it already.")
    if done:
        actions.finish_product(product, by=desk)


def came_on(world: World, one: Input) -> date:
    """The day an input came: about when it was due, and by today."""
    due_on = one.due_on or world.today
    return min(due_on - timedelta(days=world.chance.randrange(12)), world.today, timezone.localdate())
