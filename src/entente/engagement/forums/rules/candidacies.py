"""What a candidacy must obey. A rule returns a problem or nothing."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

from ..models import CandidacyState
from ..models.candidacies import REPORT_FROM


def lead_branch_named(candidacy: Any) -> ValidationError | None:
    """FOR-11. A proposal comes from a lead branch. Source: framework 2008, section 4C (the lead branch proposes)."""
    if candidacy.unit_id is None:
        return ValidationError({"unit": _("FOR-11: name the lead branch; its vice-president decides.")}, code="branch")
    return None


def rationale_given(candidacy: Any) -> ValidationError | None:
    """FOR-12. A proposal gives its rationale, in both languages. Source: framework 2008, section 4C."""
    return _in_both(candidacy, "rationale", _("FOR-12: give the rationale in both languages; this one is missing."))


def returns_named(candidacy: Any) -> ValidationError | None:
    """FOR-13. A proposal names the returns it expects, in both languages. Source: framework 2008, section 4C."""
    return _in_both(
        candidacy, "returns", _("FOR-13: name the expected returns in both languages; this one is missing.")
    )


def travel_told(candidacy: Any) -> ValidationError | None:
    """FOR-14. A proposal tells the further travel it means, in trips and in money; none is an answer, too.

    Source: framework 2008, section 4C (implications for additional international travel).
    """
    missing: dict[str, Any] = {}
    if candidacy.trips is None:
        missing["trips"] = _("FOR-14: say how many further trips a year it means; 0 if none.")
    if candidacy.travel is None:
        missing["travel"] = _("FOR-14: say what further travel costs a year; 0 if nothing.")
    return ValidationError(missing, code="travel") if missing else None


def approved_and_president_informed(candidacy: Any) -> ValidationError | None:
    """FOR-15. A candidacy is lodged after the vice-president approved it and the President was informed.

    Source: framework 2008, section 4C.
    """
    if candidacy.approved_at is None:
        return ValidationError(_("FOR-15: the vice-president has not approved it."), code="not_approved")
    if candidacy.informed_on is None:
        return ValidationError(
            _("FOR-15: nothing on record says that the President was informed. Record the day and how."),
            code="not_informed",
        )
    return None


def call_was_open(candidacy: Any) -> ValidationError | None:
    """FOR-16. A candidacy is lodged before the call closes. Source: framework 2008, section 4C (a call is answered)."""
    if candidacy.closes_on and candidacy.lodged_on and candidacy.lodged_on > candidacy.closes_on:
        said = {"day": spoken(candidacy.closes_on.isoformat())}
        message = _("FOR-16: the call closed on %(day)s. If it was extended, move its closing day first.") % said
        return ValidationError({"lodged_on": message}, code="closed")
    return None


def term_dated(candidacy: Any) -> ValidationError | None:
    """FOR-17. A seat that is won has a term with a beginning and an end. Source: framework 2008, Appendix H."""
    missing = {
        name: _("FOR-17: give the day.")
        for name in ("term_starts_on", "term_ends_on")
        if getattr(candidacy, name) is None
    }
    if missing:
        return ValidationError(missing, code="term")
    if candidacy.term_ends_on < candidacy.term_starts_on:
        return ValidationError({"term_ends_on": _("FOR-17: the end cannot come before the beginning.")}, code="order")
    return None


def term_reported(candidacy: Any) -> ValidationError | None:
    """FOR-18. A term closes with a report on what it brought. Source: framework 2008, section 4C (expected returns)."""
    if candidacy.report_en.strip() or candidacy.report_fr.strip():
        return None
    return ValidationError(
        {"report_en": _("FOR-18: write what the term brought, in at least one language.")}, code="report"
    )


def term_is_ending(candidacy: Any) -> ValidationError | None:
    """FOR-19. The report is due when the term ends and is taken from sixty days before. Source: needs, M4 (term)."""
    first = candidacy.term_ends_on - timedelta(days=REPORT_FROM)
    if candidacy.reported_on and candidacy.reported_on < first:
        said = {"day": spoken(first.isoformat()), "end": spoken(candidacy.term_ends_on.isoformat())}
        return ValidationError(
            _("FOR-19: the term runs until %(end)s; its report is taken from %(day)s on.") % said, code="early"
        )
    return None


def has_come(day: date | None, field: str, today: date) -> ValidationError | None:
    """FOR-20. What happened did not happen tomorrow: the day given has come. Source: what a record is."""
    if day is not None and day > today:
        return ValidationError({field: _("FOR-20: this day has not come yet.")}, code="future")
    return None


def stands_once(candidacy: Any, others: Any) -> ValidationError | None:
    """FOR-21. The same candidate stands once for the same seat at a time. ``others`` are its standing candidacies.

    Source: framework 2008, section 4C (one proposal a call).
    """
    for other in others:
        return ValidationError(
            _("FOR-21: %(key)s stands for this seat already. Go on with it, or end it first."),
            code="stands",
            params={"key": other.key},
        )
    return None


def is_being_written(candidacy: Any) -> ValidationError | None:
    """FOR-22. What was handed in is not rewritten; it is sent back first. Source: design, nothing is overwritten."""
    if candidacy.state in (CandidacyState.CALLED, CandidacyState.SUPPORTED, CandidacyState.NOT_SUPPORTED):
        return None
    return ValidationError(
        _("FOR-22: “%(state)s”: the proposal is not changed any more. The vice-president may send it back."),
        code="handed_in",
        params={"state": candidacy.get_state_display()},
    )


def nobody_changed_it(candidacy: Any, seen: int | None) -> ValidationError | None:
    """FOR-23. Nobody writes over what somebody else wrote meanwhile. ``seen`` is the revision the writer started from.

    Source: design, nothing is overwritten.
    """
    if seen is None or seen == candidacy.revision:
        return None
    return ValidationError(
        _("FOR-23: somebody changed it while you were writing. What you typed is below; what stands now is beside it."),
        code="changed",
    )


def step_of_its_side(candidacy: Any, known: bool) -> ValidationError | None:
    """FOR-27. Approval is asked for what is ours, support for what is a partner’s; no step is taken for the other.

    ``known`` says whether the step belongs to the side of the candidacy. Source: framework 2008, section 4C.
    """
    if known:
        return None
    return ValidationError(
        _("FOR-27: this step is not taken for a candidacy that is %(side)s."),
        code="side",
        params={"side": candidacy.get_side_display()},
    )


def informed_after_approval(candidacy: Any, on: date | None, approved_on: date | None) -> ValidationError | None:
    """FOR-28. The President is informed of what was approved, on that day or after it, and once.

    Source: framework 2008, section 4C (the President is then advised).
    """
    if approved_on is None:
        return ValidationError(_("FOR-28: the vice-president has not approved it yet."), code="not_approved")
    if candidacy.informed_on is not None:
        return ValidationError(
            _("FOR-28: it is on record that the President was informed on %(day)s."),
            code="informed",
            params={"day": spoken(candidacy.informed_on.isoformat())},
        )
    if on is not None and on < approved_on:
        return ValidationError({"informed_on": _("FOR-28: that was before the approval.")}, code="before")
    return None


def _in_both(candidacy: Any, name: str, message: Any) -> ValidationError | None:
    missing = {f"{name}_{lang}": message for lang in ("en", "fr") if not getattr(candidacy, f"{name}_{lang}").strip()}
    return ValidationError(missing, code=name) if missing else None
