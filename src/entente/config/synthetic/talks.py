"""What happens at the table of an invented negotiation: rounds, texts, points between brackets, reviews."""

from datetime import date, timedelta
from typing import Any

from entente.engagement.agreements import actions
from entente.engagement.agreements.models import Agreement, Bracket, Movement, Review, Round

from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import World

ROUNDS = (15, 65, 115)  # days after the rounds are opened
LENGTH = timedelta(days=2)
REVIEW = timedelta(days=30)
PLACES = ("Ottawa", "On line / En ligne", "Ottawa")
CAME_OF_IT = (
    ("Both sides set out what they need.", "Chaque partie a exposé ce dont elle a besoin."),
    ("Articles 1 to 3 are agreed; two points stay open.", "Les articles 1 à 3 sont convenus ; deux points restent."),
    ("The text is complete but for its languages.", "Le texte est complet, à ses versions linguistiques près."),
)
TEXT = "Article 1. Purpose\nThe sides assist each other.\n\nArticle 4. Information\n{}\n\nArticle 11. Retention\n{}"
# Article, what it is about, our text, theirs, and the words that end it.
POINTS = (
    ("art. 4(2)", "Who may ask", "Designated contact points may ask.", "Any officer may ask.",
     "Designated contact points may ask; in an emergency, any officer."),
    ("art. 9", "Protection des renseignements personnels", "Les dossiers passagers sont exclus.",
     "Les dossiers passagers sont inclus.", "Les dossiers passagers sont exclus."),
    ("art. 11", "How long information is kept", "Two years.", "Ten years.", "Two years, once extended."),
    ("art. 15", "Règlement des différends", "Par consultation.", "Par arbitrage.", "Par consultation."),
)  # fmt: skip


def hold(world: World, one: Agreement, *, begun: date, until: date, by: Any) -> None:
    """The rounds that fit between two days, each with its text; points are opened in the first, and then move."""
    held: list[Round] = []
    for number, days in enumerate(ROUNDS):
        first = begun + timedelta(days=days)
        if first + LENGTH >= until:
            break
        summary_en, summary_fr = CAME_OF_IT[number]
        held.append(
            actions.hold_round(
                one, by=by, first_on=first, last_on=first + LENGTH, place=PLACES[number],
                our_head="Director, Agreements", their_head="Director of international relations",
                summary_en=f"{summary_en} {INVENTED_EN}", summary_fr=f"{summary_fr} {INVENTED_FR}",
            )
        )  # fmt: skip
        side = ("us", "them", "both")[number]
        body = TEXT.format(POINTS[0][2 + number], POINTS[2][2 + number])
        actions.add_text(one, by=by, round=held[-1], side=side, on=first + LENGTH, body=body, note=INVENTED_EN)
    if held:
        points(world, one, held, by=by)


def points(world: World, one: Agreement, held: list[Round], *, by: Any) -> None:
    """Two to four points; the first is agreed in the second round, of the next one side gives way a little."""
    for number, (article, topic, ours, theirs, _agreed) in enumerate(POINTS[: world.chance.choice([2, 3, 4])]):
        texts = {"our_text": ours, "their_text": theirs}
        side = "us" if number % 2 else "them"
        made = actions.open_bracket(one, by=by, article=article, topic=topic, side=side, round=held[0], **texts)
        if number == 0 and held[1:]:
            agree(made, by=by, round=held[1])
        if number == 1 and held[1:]:
            moved = {"status": Bracket.OPEN, "note": "Wait for their capital. / Leur capitale doit répondre."}
            actions.move_bracket(made, by=by, seen=last(made), side="them", round=held[1], **texts, **moved)


def agree(point: Bracket, *, by: Any, round: Round | None) -> None:
    """Both sides agree on the words of a point."""
    words = next(agreed for article, *_said, agreed in POINTS if article == point.article)
    texts = {"our_text": point.our_text, "their_text": point.their_text, "agreed_text": words}
    actions.move_bracket(point, by=by, seen=last(point), side="both", round=round, status=Bracket.AGREED, **texts)


def last(point: Bracket) -> int:
    """The key of the last movement on a point, which a writer has seen."""
    return Movement.objects.filter(bracket=point).order_by("-id").values_list("pk", flat=True)[0]


def settle(one: Agreement, *, by: Any) -> None:
    """What is still between brackets ends in the last round: agreed, the last point dropped where there are four."""
    final = Round.objects.filter(agreement=one).order_by("-number").first()
    for point in Bracket.objects.filter(agreement=one, status=Bracket.OPEN).order_by("number"):
        if point.article != POINTS[-1][0]:
            agree(point, by=by, round=final)
            continue
        texts = {"our_text": point.our_text, "their_text": point.their_text}
        note = "Le droit commun y répond déjà."
        actions.move_bracket(
            point, by=by, seen=last(point), side="both", round=final, status=Bracket.DROPPED, note=note, **texts
        )


def ask(one: Agreement, *, on: date, by: Any) -> None:
    """Both reviews are asked for; the lawyers answer soon, the privacy office takes its time."""
    for kind, office in ((Review.LEGAL, "Legal Services"), (Review.PRIVACY, "Privacy Office")):
        made = actions.ask_review(one, by=by, kind=kind, office=f"{office} {INVENTED_EN}")
        Review.objects.filter(pk=made.pk).update(asked_on=on, asked_at=None, due_on=on + REVIEW)
        if kind == Review.LEGAL:
            actions.give_opinion(made, by=by, opinion=Review.FAVOURABLE, given_on=on + timedelta(days=4))


def answer(one: Agreement, *, on: date, by: Any) -> None:
    """The privacy office answers with a condition, which is met."""
    for waiting in Review.objects.filter(agreement=one, opinion="").order_by("id"):
        given = actions.give_opinion(
            waiting, by=by, opinion=Review.CONDITIONAL, given_on=on, reference=f"PIA {INVENTED_EN}",
            conditions="Say how long information is kept.",
        )  # fmt: skip
        actions.meet_conditions(given, by=by, met="L’article 11 le dit.")
