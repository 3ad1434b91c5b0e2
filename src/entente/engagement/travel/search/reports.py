"""What a trip report offers to the one index: the protected text to who may read it, the public part to everybody."""

from django.db.models import F, Prefetch, QuerySet

from entente.foundation.index.actions import Entry
from entente.foundation.people.roles import highest

from ..models import PAIRS, Report, Told, Version
from ..policy.reports import READERS

PROTECTED = tuple(name for name in PAIRS if name != "public")


def handed_in() -> QuerySet[Report]:
    """Every report of which a version was handed in, with the newest of them."""
    newest = Prefetch("versions", Version.objects.order_by("-number"), to_attr="handed")
    found = Report.objects.filter(submitted_at__isnull=False).prefetch_related(newest)
    return found.select_related("author", "meeting__body", "meeting__partner")


def published() -> QuerySet[Version]:
    """Every accepted version with a public part."""
    accepted = Version.objects.filter(number=F("report__accepted_version")).exclude(public_en="", public_fr="")
    return accepted.select_related("report__meeting__body", "report__meeting__partner")


def entry(report: Report, version: Told | None = None) -> Entry:
    """The protected text of what was handed in last. Reads ``meeting`` with body and partner, and ``handed``."""
    version = version or report.handed[0]  # type: ignore[attr-defined]
    return Entry(
        thing=report,
        kind="report",
        address=("travel:report", report.key),
        title_en=report.meeting.title_en,
        title_fr=report.meeting.title_fr,
        text_en=_text(version, PROTECTED, "en"),
        text_fr=_text(version, PROTECTED, "fr"),
        more=f"{report.key} {report.author}",
        marking=highest([report.marking, *_markings(report)]),
        readers=tuple(READERS),
    )


def public_entry(version: Version) -> Entry:
    """The public part of what was accepted last. Reads ``report.meeting`` with body and partner."""
    report = version.report
    return Entry(
        thing=version,
        kind="public_report",
        address=("travel:public_report", report.key),
        title_en=report.meeting.title_en,
        title_fr=report.meeting.title_fr,
        text_en=version.public_en,
        text_fr=version.public_fr,
        more=report.key,
        marking=highest(_markings(report)),
    )


def _markings(report: Report) -> list[str]:
    meeting = report.meeting
    return [one.marking for one in (meeting, meeting.body, meeting.partner) if one is not None]


def _text(told: Told, names: tuple[str, ...], lang: str) -> str:
    return " ".join(text for name in names if (text := getattr(told, f"{name}_{lang}")))


OFFERS = ((Report, handed_in, entry), (Version, published, public_entry))
