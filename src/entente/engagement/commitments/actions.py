"""What is done with promises. Each verb asks the policy, writes in one transaction, and leaves its trail.

Nothing said is overwritten: a date that moves leaves the old one with its reason, evidence and remarks only add up,
and what was changed stands in the trail as it was.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.numbers import actions as numbers
from entente.foundation.trail import actions as trail
from entente.kit.bilingual import language

from . import notices, rules, search
from .models import ENDED, Commitment, Evidence, Remark, Slip, State
from .policy import COMMITMENTS
from .queries.standing import RELATED
from .rules import must_be_verified as must_be_verified
from .workflow import PROMISE as PROMISE  # read by panels, which may not open the table themselves

SERIES = "COM"
TOLD = {"close": "keep", "report": "report_done"}
"""What the trail calls a move, where its name means something else in other rooms."""


# ── Making ────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def promise(*, by: Any, side: str, made_on: date, witnessed: bool = False, **given: Any) -> Commitment:
    """Write a promise down: ours or theirs, with a key ``COM-YYYY-NNNN``.

    ``given`` are values of its fields: ``title_en title_fr text_en text_fr due_on partner body agreement objective
    unit owner level marking source place``. Without an owner it is the author's until it is passed on; without an
    office it is the owner's office's. ``witnessed`` says that the author's own minutes or report hold it, which
    opens the verb to every delegate.

    Raises:
        PermissionDenied: ``by`` may not, or is not cleared for what it names.
        ValidationError: a value is not fit for its field, or COM-1 to COM-6 refuse; every obstacle at once.
    """
    commitment = _written(by=by, side=side, made_on=made_on, **given)
    COMMITMENTS.require(by, "witness" if witnessed else "promise", commitment)
    _enter(commitment, by=by)
    trail.record(by=by, verb="promise", subject=commitment, **_at_birth(commitment))
    return commitment


@transaction.atomic
def import_rows(rows: Iterable[dict[str, Any]], *, by: Any, file: str) -> list[Commitment]:
    """Write down the rows of a spreadsheet, all or none. Raises as ``promise``."""
    COMMITMENTS.require(by, "import")
    entered = []
    for given in rows:
        commitment = _written(by=by, **given)
        COMMITMENTS.require(by, "import", commitment)
        _enter(commitment, by=by)
        entered.append(commitment)
    lines = [trail.line(one, "import", file=file, **_at_birth(one)) for one in entered]
    trail.record_many(lines, by=by)
    return entered


def _written(*, by: Any, **given: Any) -> Commitment:
    return Commitment.written(by=by, **{"as_of": _today().isoformat()} | given)


def _enter(commitment: Commitment, *, by: Any) -> None:
    _obey(*_against(commitment, by=by))
    commitment.key = numbers.take(SERIES, year=_today().year)
    commitment.full_clean()
    commitment.save()
    _renew(commitment)
    if commitment.owner_id != by.pk:
        notices.tell_owner(commitment, by=by)


def _at_birth(commitment: Commitment) -> dict[str, Any]:
    named = {one._meta.model_name: one.key for one in commitment.belongs_to}
    said = {"side": commitment.side, "owner": commitment.owner, "made_on": commitment.made_on}
    return said | {"due_on": commitment.due_on or ""} | named


# ── On the way ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def change(commitment: Commitment, *, by: Any, reason: str = "", **changes: Any) -> Commitment:
    """Change what a promise says or belongs to; its day and its owner have verbs of their own.

    Raises:
        PermissionDenied: ``by`` may not, before or after the change.
        ValidationError: nothing changes, a reason is missing, or COM-1 to COM-6 refuse.
    """
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "change", commitment)
    before = {name: getattr(commitment, name) for name in changes}
    moved = [name for name, value in changes.items() if before[name] != value]
    for name in moved:
        setattr(commitment, name, changes[name])
    _obey(
        rules.something_changes(moved),
        rules.reason_for_other_words(moved, before, reason),
        *_against(commitment, by=by),
    )
    COMMITMENTS.require(by, "view", commitment)
    _keep(commitment)
    kept = {name: [_word(before[name]), _word(changes[name])] for name in moved}
    trail.record(by=by, verb="change", subject=commitment, reason=reason, **kept)
    return commitment


@transaction.atomic
def remark(commitment: Commitment, *, by: Any, words: str) -> Remark:
    """Note something on the way, in the language of the page. Raises ``ValidationError`` for an empty remark."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "remark", commitment)
    made = Remark(commitment=commitment, words=words.strip(), language=language(), by=by, at=timezone.now())
    made.full_clean()
    made.save()
    trail.record(by=by, verb="remark", subject=commitment, reason=made.words)
    return made


@transaction.atomic
def slip(commitment: Commitment, *, by: Any, due_on: date, reason: str) -> Commitment:
    """Move the day it is due; the old one is kept with the reason. A first day is given the same way.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason, the state does not allow it, or COM-2 or COM-9 refuses.
    """
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "slip", commitment)
    before = commitment.due_on
    problem = rules.slips_to_another_day(commitment, due_on, today=_today())
    commitment.due_on = due_on
    _move(commitment, "slip", problem, rules.due_once_made(commitment), reason=reason)
    made = Slip(commitment=commitment, before=before, after=due_on, reason=reason.strip(), by=by, at=timezone.now())
    made.full_clean()
    made.save()
    _keep(commitment)
    trail.record(by=by, verb="slip", subject=commitment, reason=reason, due_on=[before or "", due_on])
    return commitment


@transaction.atomic
def pass_on(commitment: Commitment, *, by: Any, owner: Any, reason: str) -> Commitment:
    """Pass a promise to another owner. The new owner is told. Raises by COM-4 or COM-10, or without a reason."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "pass_on", commitment)
    before, problem = commitment.owner, rules.passes_to_another(commitment, owner)
    commitment.owner = owner
    _move(commitment, "pass_on", problem, rules.owner_can_keep_it(commitment), reason=reason)
    _keep(commitment)
    entry = trail.record(by=by, verb="pass_on", subject=commitment, reason=reason, owner=[before or "", owner])
    notices.tell_owner(commitment, by=by, why=reason, again=entry.pk)
    return commitment


@transaction.atomic
def give_evidence(commitment: Commitment, *, by: Any, text_en: str = "", text_fr: str = "", url: str = "") -> Evidence:
    """Say what shows that it was kept, without closing it yet. Raises ``ValidationError`` when nothing is said."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "give_evidence", commitment)
    return _shown(commitment, by=by, text_en=text_en, text_fr=text_fr, url=url)


def _shown(commitment: Commitment, *, by: Any, **said: str) -> Evidence:
    words = {name: text.strip() for name, text in said.items()}
    given = Evidence(commitment=commitment, by=by, at=timezone.now(), **words)
    given.full_clean()
    given.save()
    trail.record(by=by, verb="give_evidence", subject=commitment, reason=str(given), url=given.url)
    return given


# ── Ending ────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def close(commitment: Commitment, *, by: Any, text_en: str = "", text_fr: str = "", url: str = "") -> Commitment:
    """Say that it was kept, and what shows it; evidence given before does too.

    It counts as kept at once, or as reported where somebody else must verify it: where who says so wrote it down, or
    where author and owner are one person.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: COM-7 (nothing shows it), or the state does not allow it.
    """
    commitment = _locked(commitment)
    move = "report" if rules.must_be_verified(commitment, by) else "close"
    COMMITMENTS.require(by, move, commitment)
    if text_en.strip() or text_fr.strip() or url.strip():
        _shown(commitment, by=by, text_en=text_en, text_fr=text_fr, url=url)
    return _taken(commitment, move, by=by)


@transaction.atomic
def verify(commitment: Commitment, *, by: Any) -> Commitment:
    """Agree that it was kept. Raises ``ValidationError`` by COM-8 for whoever wrote, owns or showed it."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "verify", commitment)
    return _taken(commitment, "verify", rules.verified_by_another(commitment, by), by=by)


@transaction.atomic
def send_back(commitment: Commitment, *, by: Any, reason: str) -> Commitment:
    """Disagree that it was kept: it is open again, and new evidence is asked for. Raises as ``verify``."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "send_back", commitment)
    commitment = _taken(commitment, "send_back", rules.verified_by_another(commitment, by), by=by, reason=reason)
    again = int(commitment.asked_again_at.timestamp()) if commitment.asked_again_at else 0
    notices.tell_sent_back(commitment, by=by, why=reason, again=again)
    return commitment


@transaction.atomic
def drop(commitment: Commitment, *, by: Any, reason: str) -> Commitment:
    """Give a promise up, with the reason. Raises ``ValidationError`` without one."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "drop", commitment)
    return _taken(commitment, "drop", by=by, reason=reason)


@transaction.atomic
def reopen(commitment: Commitment, *, by: Any, reason: str) -> Commitment:
    """Ask for it again, with the reason; what showed it before no longer does."""
    commitment = _locked(commitment)
    COMMITMENTS.require(by, "reopen", commitment)
    return _taken(commitment, "reopen", by=by, reason=reason)


def _taken(commitment: Commitment, move: str, *problems: Any, by: Any, reason: str = "") -> Commitment:
    """Take a move that changes the state, and tell the trail."""
    before = commitment.state
    _move(commitment, move, *problems, reason=reason)
    commitment.ended_on = _today() if commitment.state in ENDED else None
    if commitment.state == State.OPEN:
        commitment.asked_again_at = timezone.now()
    _keep(commitment)
    moved = [before, commitment.state]
    trail.record(by=by, verb=TOLD.get(move, move), subject=commitment, reason=reason, state=moved)
    return commitment


# ── What the verbs share ──────────────────────────────────────────────────────────────────────────


def _today() -> date:
    return timezone.localdate()


def _locked(commitment: Commitment) -> Commitment:
    """The promise as it stands now, held until the transaction ends, with what it belongs to."""
    rows = Commitment.objects.select_for_update(of=("self",))
    return rows.select_related(*RELATED).get(pk=commitment.pk)


def _keep(commitment: Commitment) -> None:
    commitment.revision += 1
    commitment.full_clean()
    commitment.save()
    _renew(commitment)


def _renew(commitment: Commitment) -> None:
    index.put([search.entry(commitment)])


def _against(commitment: Commitment, *, by: Any) -> rules.Obstacles:
    return rules.obstacles(commitment, by=by, today=_today())


def _move(commitment: Commitment, move: str, *problems: ValidationError | None, reason: str = "") -> None:
    """Take a move. Raises every obstacle at once, the table's and the rules'."""
    _obey(*PROMISE.obstacles(commitment, move, reason=reason), *problems)
    PROMISE.take(commitment, move, reason=reason)


def _word(value: Any) -> Any:
    return getattr(value, "key", value) if value is not None else ""


def _obey(*problems: ValidationError | None) -> None:
    """Raises every problem at once: those of a question under its name, the others under none."""
    said: dict[str, list[ValidationError]] = {}
    for one in problems:
        if one is not None:
            place = rules.FIELDS.get(getattr(one, "code", None) or "", NON_FIELD_ERRORS)
            for name, found in getattr(one, "error_dict", {place: [one]}).items():
                said.setdefault(name, []).extend(found)
    if said:
        raise ValidationError(said)
