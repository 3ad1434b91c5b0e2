"""May this be released? One answer for page, sheet and action, worked out of facts alone: no query, no clock.

Whoever asks gathers the facts; nothing here looks anything up. Every element gets its own verdict, and every verdict
its reasons, article by article, those that speak for it among them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.engagement.agreements.models import ClauseKind, Element, Permission, Purpose
from entente.engagement.agreements.queries import Basis, Term
from entente.foundation.people.roles import LADDER, Marking, Rank
from entente.kit.bilingual import LANGUAGES

from ..models import ABOUT_PEOPLE, Flow, Level, Verdict, Way
from .law import LAW, MISTREATMENT_ACT, Provision

ORDER = list(Verdict)
SILENT_LEVEL = Rank.DIRECTOR  # who decides what an instrument does not speak of
MEDIUM_LEVEL = Rank.DIRECTOR_GENERAL  # who decides where somebody may be mistreated
ELSEWHERE_LEVEL = Rank.VICE_PRESIDENT  # who decides on what another instrument with the same partner forbids
SUBSTANTIAL_LEVEL = Rank.HEAD_OF_AGENCY  # who decides whether what was agreed makes a substantial risk bearable


@dataclass(frozen=True, slots=True)
class Piece:
    """One element that is asked for. ``originator``: it came to us from somebody else.

    ``consent``: the word that a clause asks for is in; ``originator_consents``: that of the originator is.
    """

    element: str
    originator: bool = False
    consent: bool = False
    originator_consents: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What would be released. ``partners``: whoever asks and what it is part of, by primary key."""

    flow: str
    purpose: str
    pieces: tuple[Piece, ...]
    partners: frozenset[int]
    marking: str = Marking.PROTECTED_A
    way: str = Way.WRITTEN
    urgent: bool = False
    confirmed: bool = False
    confirm_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """The baseline that stands, or nothing, and whether something was agreed that lowers the risk.

    ``overdue``: the day by which it was to be reviewed is over.
    """

    baseline: str = ""
    mitigated: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in both languages."""

    en: str
    fr: str

    @classmethod
    def of(cls, words: Any, **values: Any) -> "Said":
        """Lazy words with named places, said in both languages. Values may be lazy or pairs themselves."""
        found = {}
        for lang in LANGUAGES:
            with override(lang):
                filled = {name: getattr(one, lang) if isinstance(one, Said) else one for name, one in values.items()}
                found[lang] = str(words) % filled if filled else str(words)
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground: its rule, the article or section it rests on, what it asks for; ``level`` decides higher up."""

    code: str
    verdict: Verdict
    place: Said
    text: Said
    article: str = ""
    level: str = ""

    def kept(self) -> dict[str, Any]:
        """As it is frozen with a decision."""
        return {
            "code": self.code,
            "verdict": self.verdict.value,
            "place": {"en": self.place.en, "fr": self.place.fr},
            "text": {"en": self.text.en, "fr": self.text.fr},
            "article": self.article,
            "level": self.level,
        }


@dataclass(frozen=True, slots=True)
class Ruling:
    """What may be done with one element, and why."""

    element: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    level: str = ""

    @property
    def article(self) -> str:
        """The article under which it is released: that of its own clause, else of its purpose."""
        spoken = [one.article for one in self.reasons if one.article and one.code in ("EXC-6", "EXC-5")]
        return spoken[-1] if spoken else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The ruling on each element that was asked for, in the order asked."""

    rulings: tuple[Ruling, ...] = field(default=())

    def on(self, element: str) -> Ruling:
        """The ruling on one element. Raises ``KeyError``."""
        return {one.element: one for one in self.rulings}[element]

    @property
    def releasable(self) -> tuple[str, ...]:
        """The elements that may go without anybody else being asked."""
        return tuple(one.element for one in self.rulings if one.verdict == Verdict.RELEASE)


def may_release(  # noqa: PLR0913 - every fact it rests on
    asked: Asked,
    *,
    basis: Basis | None,
    risk: Risk,
    law: Iterable[Provision],
    at: datetime,
    beside: Iterable[Basis] = (),
) -> Decision:
    """What may be released at an instant, element by element, and why.

    Args:
        asked: purpose, elements, partner, direction, marking and manner.
        basis: the instrument with its clauses as the switch tells it for this instant, or nothing.
        risk: the baseline with the partner, and whether something was agreed about it.
        law: the provisions that stand at the instant (``law.in_force_on``).
        at: the instant, with its zone.
        beside: the other instruments in force with the partner at the instant.

    Returns:
        One ruling an element. Its verdict is the strictest of its reasons; the level is the highest of those it needs.

    Source: needs study M14 and F1; Customs Act, section 107; Privacy Act, paragraph 8(2)(f); instruments' own clauses.
    """
    provisions = tuple(law)
    others = tuple(beside)
    shared = [one for test in WHOLE for one in test(asked, basis, at)]
    return Decision(
        tuple(
            _ruling(
                [
                    *shared,
                    *_provided(asked, piece, provisions),
                    *_element(piece, basis),
                    *_elsewhere(piece, others),
                    *_originator(piece),
                    *_mistreatment(piece, risk, provisions),
                    *_reviewed(piece, risk, provisions),
                ],
                piece,
            )
            for piece in asked.pieces
        )
    )


def _ruling(reasons: list[Reason], piece: Piece) -> Ruling:
    verdict = max((one.verdict for one in reasons), key=ORDER.index)
    levels = [Rank(one.level) for one in reasons if one.verdict == Verdict.HIGHER and one.level]
    level = max(levels, key=LADDER.index).value if levels and verdict != Verdict.REFUSE else ""
    return Ruling(piece.element, verdict, tuple(reasons), level)


# ── What holds of the whole ───────────────────────────────────────────────────────────────────────


def _live(asked: Asked, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-1. An instrument is in force at the instant. At the instant of its lapse it is not."""
    if basis is None:
        nothing = Said.of(_("No instrument"))
        yield Reason("EXC-1", Verdict.REFUSE, nothing, Said.of(_("No instrument with this partner is in force.")))
    elif basis.since > at or (basis.until is not None and at >= basis.until):
        yield Reason("EXC-1", Verdict.REFUSE, _title(basis), Said.of(_("The instrument is not in force.")))
    else:
        told = _("In force, as a source vouches for it; no day is known.") if basis.vouched else _("In force.")
        yield Reason("EXC-1", Verdict.RELEASE, _title(basis), Said.of(told))


def _bound(asked: Asked, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-2. Whoever receives is bound by the instrument, itself or through its country."""
    if basis is not None and not basis.partner_ids & asked.partners:
        yield Reason("EXC-2", Verdict.REFUSE, _title(basis), Said.of(_("The partner is not bound by this instrument.")))


def _direction(asked: Asked, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-4. The instrument lets information go this way. One that says nothing of directions goes both ways."""
    terms = _terms(basis, ClauseKind.DIRECTION)
    spoken = [one for one in terms if one.code in (asked.flow, "both")]
    if terms and not spoken:
        yield Reason("EXC-4", Verdict.REFUSE, _article(basis, terms[0]), _only(terms[0], _("Not in this direction.")))
    for one in spoken:
        yield from _answered("EXC-4", basis, one, _("In this direction."))


def _purpose(asked: Asked, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-5. Solely for the purposes set out in the instrument. One whose purposes nobody has coded is silent."""
    if basis is None:
        return
    named = Purpose(asked.purpose).label if asked.purpose else _("no purpose")
    if not asked.purpose:
        yield Reason("EXC-5", Verdict.REFUSE, _title(basis), Said.of(_("No purpose is named.")))
        return
    terms = _terms(basis, ClauseKind.PURPOSE)
    spoken = [one for one in terms if one.code == asked.purpose]
    if not terms:
        text = Said.of(_("The purposes of this instrument are not on record: somebody must read it."))
        yield Reason("EXC-5", Verdict.HIGHER, _title(basis), text, level=SILENT_LEVEL)
    elif not spoken:
        text = Said.of(_("Not for this purpose: %(purpose)s."), purpose=named)
        yield Reason("EXC-5", Verdict.REFUSE, _article(basis, terms[0]), text, terms[0].article)
    for one in spoken:
        yield from _answered("EXC-5", basis, one, _("For this purpose: %(what)s."), what=named)


def _manner(asked: Asked, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-7. By a channel the instrument allows; by word of mouth only in urgency, until the paper is overdue.

    One that names no way, or only through whom it travels, allows any. Words that were confirmed count as writing.
    """
    terms = [one for one in _terms(basis, ClauseKind.CHANNEL) if one.code in Way.values]
    spoken = [one for one in terms if one.code == asked.way]
    if not spoken and asked.way == Way.VERBAL and asked.confirmed:
        spoken = [one for one in terms if one.code == Way.WRITTEN]
    allowed = [one for one in terms if one.answer != Permission.FORBIDDEN]
    if allowed and not spoken:
        said = [Said.of(Way(one.code).label) for one in allowed]
        ways = Said(", ".join(dict.fromkeys(one.en for one in said)), ", ".join(dict.fromkeys(one.fr for one in said)))
        text = Said.of(_("Not this way. The instrument lets it go only: %(ways)s."), ways=ways)
        yield Reason("EXC-7", Verdict.REFUSE, _article(basis, allowed[0]), text, allowed[0].article)
    for one in spoken:
        yield from _answered("EXC-7", basis, one, _("By this channel."))
    if asked.way != Way.VERBAL or asked.confirmed:
        return
    house = Said.of(_("Verbal exchanges"))
    if not asked.urgent:
        text = Said.of(
            _("Words alone are enough in urgency only, and this is not urgent: have it confirmed in writing.")
        )
        yield Reason("EXC-7", Verdict.REFUSE, house, text)
    elif asked.confirm_by is None or at >= asked.confirm_by:
        text = Said.of(_("The time for the written confirmation is over and none has come."))
        yield Reason("EXC-7", Verdict.REFUSE, house, text)
    else:
        yield Reason("EXC-7", Verdict.RELEASE, house, Said.of(_("Urgent; to be confirmed in writing.")))


def _guarded(asked: Asked, basis: Basis | None, at: datetime) -> Iterator[Reason]:
    """EXC-8. Protected information goes where the instrument says how it is kept safe."""
    if basis is None or asked.marking == Marking.UNCLASSIFIED or asked.flow == Flow.TO_US:
        return
    terms = _terms(basis, ClauseKind.SECURITY)
    if not terms:
        text = Said.of(_("No clause says how protected information is kept safe."))
        yield Reason("EXC-8", Verdict.HIGHER, _title(basis), text, level=SILENT_LEVEL)
    for one in terms:
        yield Reason("EXC-8", Verdict.RELEASE, _article(basis, one), _only(one, _("Kept safe by both sides.")))


WHOLE: tuple[Callable[[Asked, Basis | None, datetime], Iterable[Reason]], ...] = (
    _live, _bound, _direction, _purpose, _manner, _guarded,
)  # fmt: skip


# ── What holds of one element ─────────────────────────────────────────────────────────────────────


def _provided(asked: Asked, piece: Piece, law: tuple[Provision, ...]) -> Iterator[Reason]:
    """EXC-3. A statute lets it be told under an arrangement; what comes to us needs none of ours."""
    if asked.flow == Flow.TO_US:
        return
    for one in LAW:
        if not one.disclosure or piece.element not in one.covers:
            continue
        if one in law:
            text = Said.of(_("May be told under an arrangement, for its purposes."))
            yield Reason("EXC-3", Verdict.RELEASE, Said.of(one.name), text)
        else:
            text = Said.of(_("This provision is not known to stand at that instant."))
            yield Reason("EXC-3", Verdict.REFUSE, Said.of(one.name), text)


def _element(piece: Piece, basis: Basis | None) -> Iterator[Reason]:
    """EXC-6. The instrument lets this element be exchanged. What it does not name somebody higher decides."""
    if basis is None:
        return
    named = Element(piece.element).label
    spoken = [one for one in _terms(basis, ClauseKind.ELEMENT) if one.code == piece.element]
    if not spoken:
        text = Said.of(_("The instrument does not name this element: %(element)s."), element=named)
        yield Reason("EXC-6", Verdict.HIGHER, _title(basis), text, level=SILENT_LEVEL)
    for one in spoken:
        yield from _answered("EXC-6", basis, one, _("This element: %(what)s."), what=named, consent=piece.consent)


def _elsewhere(piece: Piece, others: tuple[Basis, ...]) -> Iterator[Reason]:
    """EXC-43. What another instrument with the same partner forbids goes under this one only with a word from above.

    Its title is said only where anybody may read it. Source: the audit of 2006: exchanges outside the agreement.
    """
    for other in others:
        for one in _terms(other, ClauseKind.ELEMENT):
            if one.code == piece.element and one.answer == Permission.FORBIDDEN:
                hidden = Said.of(_("Another instrument, which is marked"))
                place = _article(other, one) if other.marking == Marking.UNCLASSIFIED else hidden
                text = Said.of(_("Another instrument in force with this partner forbids this element."))
                yield Reason("EXC-43", Verdict.HIGHER, place, text, level=ELSEWHERE_LEVEL)


def _originator(piece: Piece) -> Iterator[Reason]:
    """EXC-9. What came to us from somebody else is passed on with the originator's consent only."""
    if not piece.originator:
        return
    house = Said.of(_("The originator’s control"))
    if piece.originator_consents:
        yield Reason("EXC-9", Verdict.RELEASE, house, Said.of(_("The originator has consented.")))
    else:
        text = Said.of(_("It came to us from somebody else: the originator must consent."))
        yield Reason("EXC-9", Verdict.CONSENT, house, text)


def _mistreatment(piece: Piece, risk: Risk, law: tuple[Provision, ...]) -> Iterator[Reason]:
    """EXC-10. Nobody is mistreated for what we tell or ask. What lowers the risk never lowers the baseline."""
    if piece.element not in ABOUT_PEOPLE or MISTREATMENT_ACT not in law:
        return
    place = Said.of(MISTREATMENT_ACT.name)
    if not risk.baseline:
        text = Said.of(_("No baseline stands for this country or entity: assess it first."))
        yield Reason("EXC-10", Verdict.HIGHER, place, text, level=SUBSTANTIAL_LEVEL)
    elif risk.baseline == Level.LOW:
        yield Reason("EXC-10", Verdict.RELEASE, place, Said.of(_("Baseline: low.")))
    elif risk.baseline == Level.MEDIUM:
        yield Reason("EXC-10", Verdict.HIGHER, place, Said.of(_("Baseline: medium.")), level=MEDIUM_LEVEL)
    elif risk.mitigated:
        text = Said.of(_("Baseline: substantial. Measures stand beside it; whether they are enough is decided above."))
        yield Reason("EXC-10", Verdict.HIGHER, place, text, level=SUBSTANTIAL_LEVEL)
    else:
        text = Said.of(_("Baseline: substantial, and nothing was agreed that lowers the risk."))
        yield Reason("EXC-10", Verdict.REFUSE, place, text)


def _reviewed(piece: Piece, risk: Risk, law: tuple[Provision, ...]) -> Iterator[Reason]:
    """EXC-51. A baseline whose review is overdue is none to rest on, by whatever door and until the release itself.

    Source: Avoiding Complicity in Mistreatment by Foreign Entities Act, section 3; NSIRA, reviews for 2020 and 2022.
    """
    if risk.overdue and piece.element in ABOUT_PEOPLE and MISTREATMENT_ACT in law:
        text = Said.of(_("The baseline is overdue for review: have it assessed again first."))
        yield Reason("EXC-51", Verdict.HIGHER, Said.of(MISTREATMENT_ACT.name), text, level=SUBSTANTIAL_LEVEL)


# ── Clauses ───────────────────────────────────────────────────────────────────────────────────────


def _terms(basis: Basis | None, kind: str) -> list[Term]:
    return [one for one in basis.terms if one.kind == kind] if basis else []


def _answered(
    code: str, basis: Basis | None, term: Term, permitted: Any, *, what: Any = "", consent: bool = False
) -> Iterator[Reason]:
    """What a clause says of what it speaks of. A clause without an answer names it, and so permits it."""
    place, values = _article(basis, term), {"what": what} if what else {}
    if term.answer == Permission.FORBIDDEN:
        yield Reason(code, Verdict.REFUSE, place, _only(term, _("Forbidden.")), term.article)
    elif term.answer == Permission.WITH_CONSENT and not consent:
        yield Reason(code, Verdict.CONSENT, place, _only(term, _("With consent only.")), term.article)
    elif term.answer == Permission.CONDITIONAL:
        text = _only(term, _("On conditions only."))
        yield Reason(code, Verdict.HIGHER, place, text, term.article, SILENT_LEVEL)
    else:
        yield Reason(code, Verdict.RELEASE, place, Said.of(permitted, **values), term.article)


def _title(basis: Basis) -> Said:
    return Said(basis.title_en or basis.title_fr, basis.title_fr or basis.title_en)


def _article(basis: Basis | None, term: Term) -> Said:
    """The instrument and the article, as it is printed."""
    title = _title(basis) if basis else Said("", "")
    return Said(*(f"{one}, {term.article}" if term.article else one for one in (title.en, title.fr)))


def _only(term: Term, otherwise: Any) -> Said:
    """What the clause says in our words, or the shortest that can be said."""
    plain = Said.of(otherwise)
    return Said(
        f"{plain.en} {term.text_en or term.text_fr}".strip(), f"{plain.fr} {term.text_fr or term.text_en}".strip()
    )
