"""Two invented free trade agreements: their chapters, and committees that have met and will meet."""

from entente.engagement.agreements.models import Agreement, Chapter, ChapterDepartment, Party
from entente.engagement.forums.models import Body, Committee
from entente.engagement.partners.models import Partner

from .meetings import Held, write
from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import World

AGREEMENTS = (  # key, status, the days that the register tells
    ("invented-trade-agreement-1", "in_force", {"signed_on": "2023-05-02", "in_force_on": "2024-01-01"}),
    ("invented-trade-agreement-2", "negotiating", {"requested_on": "2025-03"}),
)
CHAPTERS = (  # number, titles, what we are in it, whose desk
    ("4", "Rules of origin", "Règles d’origine", "led", "ctb"),
    ("5", "Origin procedures", "Procédures d’origine", "led", "ctb"),
    ("6", "Customs procedures and trade facilitation", "Procédures douanières et facilitation des échanges", "co_led",
     "ctb"),
    ("9", "Technical barriers to trade", "Obstacles techniques au commerce", "followed", "ippd"),
    ("13", "Financial services", "Services financiers", "not_ours", ""),
)  # fmt: skip
TALKS = ("closed", "open", "open", "not_opened", "")
EACH = 2  # committees of an agreement


def invent(world: World, held: Held) -> None:
    """The agreements, and as committees some invented bodies that meet."""
    meeting = {one.body_id for one in held.meetings if one.body_id}
    committees = [one for one in world.bodies if one.pk in meeting and one.key.startswith("invented-body-")]
    elsewhere = Partner.objects.filter(kind="department").order_by("id").first()
    for place, (key, status, days) in enumerate(AGREEMENTS):
        agreement = Agreement.objects.create(
            key=key,
            kind="fta",
            binding=True,
            status=status,
            title_en=f"Free trade agreement {place + 1} {INVENTED_EN}",
            title_fr=f"Accord de libre-échange {place + 1} {INVENTED_FR}",
            **days,
            **world.cited,
        )
        Party.objects.create(agreement=agreement, partner=world.partners[place], **world.cited)
        chapters = write([chapter(world, agreement, number) for number in range(len(CHAPTERS))])
        if elsewhere:
            write([ChapterDepartment(chapter=one, department=elsewhere, **world.cited) for one in chapters[2:4]])
        seats = committees[place * EACH : (place + 1) * EACH]
        Body.objects.filter(pk__in=[one.pk for one in seats]).update(agreement=agreement)
        looked_after = zip(seats, (chapters[:2], chapters[2:3]), strict=False)
        write([Committee(body=body, chapter=one, **world.cited) for body, some in looked_after for one in some])


def chapter(world: World, agreement: Agreement, place: int) -> Chapter:
    """One chapter; where its text stands is said while the agreement is at the table."""
    number, title_en, title_fr, role, unit = CHAPTERS[place]
    return Chapter(
        key=f"{agreement.key}-{number}",
        agreement=agreement,
        number=number,
        title_en=f"{title_en} {INVENTED_EN}",
        title_fr=f"{title_fr} {INVENTED_FR}",
        role=role,
        owner=world.units.get(unit),
        talks=TALKS[place] if agreement.status == "negotiating" else "",
        **world.cited,
    )
