"""What minutes, their sharing, decisions and promises of a meeting must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.kit.days import spoken
from entente.kit.numerals import moment

from ..models import Decision, Item, Meeting, Minutes, Share


def outcome_after_the_beginning(meeting: Meeting, today: date) -> ValidationError | None:
    """MTG-40. What came of a meeting is written once it has begun. Source: what an outcome is."""
    if meeting.starts_on <= today:
        return None
    said = _("MTG-40: it begins on %(day)s. What came of it is written on that day or later.")
    return ValidationError(said, code="not_begun", params={"day": spoken(meeting.starts_on)})


def minutes_say_something(minutes: Minutes) -> ValidationError | None:
    """MTG-41. Minutes say something, in at least one language. Source: what minutes are."""
    if any(getattr(minutes, name).strip() for name in ("text_en", "text_fr", "restricted_en", "restricted_fr")):
        return None
    return ValidationError({"text_en": _("MTG-41: write the minutes in at least one language.")}, code="empty")


def nobody_wrote_minutes_meanwhile(last: Minutes | None, seen: int | None) -> ValidationError | None:
    """MTG-42. Two people who write the minutes do not overwrite each other. ``seen`` is the version one started from.

    Source: design, nothing is lost.
    """
    if last is None or seen is None or seen == last.version:
        return None
    said = _("MTG-42: %(who)s saved version %(number)s meanwhile. Your text is kept below: compare, then save again.")
    return ValidationError(said, code="meanwhile", params={"who": last.by, "number": last.version})


def restricted_within_clearance(marking: str, person: Any) -> ValidationError | None:
    """MTG-43. Nobody marks the restricted part higher than the own clearance: it would vanish before their eyes.

    Source: design, visibility.
    """
    if marking in markings_for(person):
        return None
    said = _("MTG-43: this marking is above your clearance.")
    return ValidationError({"restricted_marking": said}, code="marking")


def last_version_is_shared(minutes: Minutes, last: int) -> ValidationError | None:
    """MTG-44. Only the last version is shared; a later version is shared anew. Source: needs of the desk."""
    if minutes.version == last:
        return None
    said = _("MTG-44: there is a later version (%(number)s). Share that one.")
    return ValidationError(said, code="not_last", params={"number": last})


def shared_language_is_written(
    minutes: Minutes, language: str, decisions: Iterable[Decision] = ()
) -> ValidationError | None:
    """MTG-45. A paper is shared in a language in which all of it is written: text, title and the decisions it tells.

    Source: Official Languages Act (equal status).
    """
    texts = {
        "en": (_("MTG-45: the English text is missing."), _("MTG-45: the meeting has no title in English.")),
        "fr": (_("MTG-45: the French text is missing."), _("MTG-45: the meeting has no title in French.")),
    }
    decided = {
        "en": _("MTG-45: decision %(number)s is not written in English: word it, or share the text without decisions."),
        "fr": _("MTG-45: decision %(number)s is not written in French: word it, or share the text without decisions."),
    }
    missing: list[Any] = []
    for lang in (lang for lang in ("en", "fr") if language in (lang, "both")):
        pieces = (getattr(minutes, f"text_{lang}"), getattr(minutes.meeting, f"title_{lang}"))
        missing += [said for said, text in zip(texts[lang], pieces, strict=True) if not text.strip()]
        missing += [
            decided[lang] % {"number": one.position} for one in decisions if not getattr(one, f"text_{lang}").strip()
        ]
    return ValidationError({"language": missing}, code="missing") if missing else None


def shared_after_a_check(checked: bool) -> ValidationError | None:
    """MTG-46. Somebody has read the text before it leaves, and says so. Source: design, markings; Privacy Act."""
    if checked:
        return None
    said = _("MTG-46: read the text below, then confirm that nothing in it is protected.")
    return ValidationError({"checked": said}, code="unchecked")


def shared_once(share: Share, before: Share | None) -> ValidationError | None:
    """MTG-47. The same version is given to the same side in the same language once. Source: what a record is."""
    if before is None:
        return None
    said = _("MTG-47: %(to)s was given this version on %(when)s.")
    return ValidationError(said, code="shared", params={"to": share.to, "when": moment(before.at)})


def stands_as_decided(decision: Decision) -> ValidationError | None:
    """MTG-48. A wording that was replaced or struck out stays as it was. Source: design, nothing is overwritten."""
    if decision.replaced_by_id is None and not decision.struck_because:
        return None
    return ValidationError(_("MTG-48: this wording does not stand any more."), code="not_standing")


def item_of_the_meeting(item: Item | None, meeting: Meeting) -> ValidationError | None:
    """MTG-49. A decision or promise on an item is on one of the meeting’s own. Source: what an agenda is."""
    if item is None or item.meeting_id == meeting.pk:
        return None
    return ValidationError({"item": _("MTG-49: this item is not on the agenda of this meeting.")}, code="foreign")


def reason_given(reason: str, field: str = "reason") -> ValidationError | None:
    """MTG-50. A negative step, a slip and a new wording carry a reason. Source: design, negative steps."""
    if reason.strip():
        return None
    return ValidationError({field: _("MTG-50: say why. It stays on record.")}, code="reason_missing")
