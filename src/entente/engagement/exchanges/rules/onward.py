"""May what was released be passed on? Where it is ours, so is the answer: the same facts, of whoever receives it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import ClauseKind, Permission
from entente.engagement.agreements.queries import Basis, Term
from entente.foundation.people.roles import Rank, at_least

from ..models import OnwardRequest, Verdict
from .law import Provision
from .release import (
    SILENT_LEVEL,
    Asked,
    Decision,
    Piece,
    Reason,
    Risk,
    Said,
    _article,
    _bound,
    _elsewhere,
    _live,
    _mistreatment,
    _only,
    _originator,
    _provided,
    _purpose,
    _reviewed,
    _ruling,
    _terms,
    _title,
)
from .steps import _why


def may_pass_on(  # noqa: PLR0913 - every fact it rests on
    asked: Asked, *, basis: Basis | None, risk: Risk, law: Iterable[Provision], at: datetime, beside: Collection[Basis]
) -> Decision:
    """What we may let a partner pass on at an instant, element by element, and why.

    Args:
        asked: what was released, and the purpose for which it would be passed on.
        basis: the instrument it was released under, as the switch tells it for this instant, or nothing.
        risk: the baseline with whoever would receive it.
        law: the provisions that stand at the instant.
        at: the instant, with its zone.
        beside: the instruments in force with whoever would receive it.

    Source: Customs Act, subsection 107(8); Privacy Act, paragraph 8(2)(f); instruments' own clauses; Avoiding
    Complicity in Mistreatment by Foreign Entities Act, section 3: it speaks of requests and of passing on alike.
    """
    provisions = tuple(law)
    shared = [*_live(asked, basis, at), *_bound(asked, basis, at)]
    return Decision(
        tuple(
            _ruling(
                [
                    *shared,
                    *_provided(asked, piece, provisions),
                    *_use(asked, piece, basis, at),
                    *_onward(piece, basis),
                    *_elsewhere(piece, tuple(beside)),
                    *_originator(piece),
                    *_mistreatment(piece, risk, provisions),
                    *_reviewed(piece, risk, provisions),
                ],
                piece,
            )
            for piece in asked.pieces
        )
    )


def _onward(piece: Piece, basis: Basis | None) -> Iterator[Reason]:
    """EXC-52. The instrument lets it be passed on. Where it says nothing of it, somebody higher decides."""
    if basis is None:
        return
    spoken = _speaking(basis, ClauseKind.ONWARD_TRANSFER, piece)
    if not spoken:
        text = Said.of(_("The instrument does not speak of passing on."))
        yield Reason("EXC-52", Verdict.HIGHER, _title(basis), text, level=SILENT_LEVEL)
    for one in spoken:
        yield _consented("EXC-52", basis, one)


def _use(asked: Asked, piece: Piece, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-53. It is passed on for a purpose of the instrument, or as the instrument lets it be used for another."""
    other = _speaking(basis, ClauseKind.SECONDARY_USE, piece) if basis else []
    if basis is None or not other or asked.purpose in {one.code for one in _terms(basis, ClauseKind.PURPOSE)}:
        yield from _purpose(asked, basis, at)
        return
    for one in other:
        yield _consented("EXC-53", basis, one)


def _speaking(basis: Basis, kind: str, piece: Piece) -> list[Term]:
    """The clauses of a kind that speak of this element or of everything."""
    return [one for one in _terms(basis, kind) if one.code in ("", piece.element)]


def _consented(code: str, basis: Basis, term: Term) -> Reason:
    """What a clause says where our consent is what is being decided. One without an answer somebody must read."""
    place = _article(basis, term)
    if term.answer == Permission.FORBIDDEN:
        return Reason(code, Verdict.REFUSE, place, _only(term, _("Forbidden.")), term.article)
    if term.answer == Permission.WITH_CONSENT:
        return Reason(code, Verdict.RELEASE, place, _only(term, _("With our consent.")), term.article)
    if term.answer == Permission.PERMITTED:
        return Reason(code, Verdict.RELEASE, place, _only(term, _("Permitted.")), term.article)
    return Reason(code, Verdict.HIGHER, place, _only(term, _("On conditions only.")), term.article, SILENT_LEVEL)


def another_consents(asked: OnwardRequest, by: Any) -> ValidationError | None:
    """EXC-54. Whoever recorded a request to pass on does not consent to it.

    Source: the audit of 2006: exchanges outside the approval process; NSIRA, review for 2022: lack of checks and
    balances.
    """
    if by.username != asked.by:
        return None
    message = _("EXC-54: You recorded this request yourself. Somebody else consents; a denial can be recorded.")
    return ValidationError(message, code="own_work")


def may_be_passed_on(decision: Decision, rank: str) -> ValidationError | None:
    """EXC-55. We consent only to what may be passed on, at the level that decides it.

    Source: Customs Act, subsection 107(8); NSIRA, review for 2020: the same risk was approved at different levels.
    """
    stopped = [_told(one) for ruling in decision.rulings for one in ruling.reasons if _stops(one, rank)]
    if not stopped:
        return None
    message = _(
        "EXC-55: This may not be passed on. %(what)s. Cure what is named, or have the level named answer; a denial can "
        "be recorded at any time."
    )
    return ValidationError(message, code="may_not_go", params={"what": "; ".join(dict.fromkeys(stopped))})


def _stops(reason: Reason, rank: str) -> bool:
    if reason.verdict == Verdict.HIGHER:
        return not at_least(rank, reason.level)
    return reason.verdict != Verdict.RELEASE


def _told(reason: Reason) -> str:
    """A ground in the reader's language, with its place and the level it needs."""
    said = _why(reason.code, reason)
    if reason.verdict != Verdict.HIGHER:
        return said
    needed = _("needs: %(level)s") % {"level": Rank(reason.level).label}
    return f"{said}, {needed}"
