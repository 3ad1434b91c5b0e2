"""What can be done with instruments. Each verb asks the policy, writes in one transaction, and leaves its
trail.

What a package brought is never overwritten: a step or a change keeps the source's value beside the new one,
so that loading the package again does not undo a person's work.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Partner, Subject
from entente.foundation.index import actions as index
from entente.foundation.numbers import actions as numbers
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction
from entente.foundation.trail import actions as trail
from entente.kit.bilingual import fold
from entente.kit.days import PartialDate
from entente.kit.sheet import Sheet

from .. import queries, rules, search
from ..models import Act, Agreement, Candidate, Chapter, Clause, Link, Obligation, Party, PartyAction, Suspension
from ..policy import AGREEMENTS
from ..workflow import DATES, MOMENTS
from ..workflow import INSTRUMENT as INSTRUMENT  # read by panels, which may not open the table themselves

SERIES = "AGR"
DAYS = ("requested_on", "signed_on", "in_force_on", "ended_on")
RESERVED = (
    "new", "import", "matrix", "candidates", "conventions", "acts", "actions", "clauses", "lapses", "obligations",
    "free-trade", "libre-echange",
    "nouveau", "importation", "matrice", "candidats", "lois", "actes", "dispositions", "echeances",
    "pipeline", "reviews", "negociations", "examens",
)  # fmt: skip
"""First words of the room's own addresses in both languages, which no instrument's key may be."""
VERBS = {
    "negotiate": _("Open negotiations"),
    "sign": _("Record the signature"),
    "bring_into_force": _("Bring into force"),
    "suspend": _("Suspend"),
    "resume": _("Resume"),
    "end": _("End the instrument"),
}


# ── Entering ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def register(*, by: Any, parties: Iterable[Partner] = (), **given: Any) -> Agreement:
    """Enter an instrument, with a key made from its English title and a reference number ``AGR-YYYY-NNNN``.

    A proposed instrument may lack nearly everything. One that is entered as signed or beyond must hold what a
    step to that status asks for.

    Raises:
        PermissionDenied: ``by`` may not register.
        ValidationError: a value is not fit for its field, or AGR-1 to AGR-9 refuse; every obstacle at once.
    """
    AGREEMENTS.require(by, "register")
    (agreement,) = _add([(given, list(parties))], verb="register", by=by)
    return agreement


@transaction.atomic
def import_rows(rows: Iterable[tuple[dict[str, Any], list[Partner]]], *, by: Any) -> list[Agreement]:
    """Register the rows of a spreadsheet (field values, and the parties), all or none.

    Raises ``PermissionDenied`` or ``ValidationError``, as ``register``.
    """
    AGREEMENTS.require(by, "import")
    return _add(list(rows), verb="import", by=by)


def _add(rows: list[tuple[dict[str, Any], list[Partner]]], *, verb: str, by: Any) -> list[Agreement]:
    today = timezone.localdate()
    taken, added, lines = set(Agreement.objects.values_list("key", flat=True)) | set(RESERVED), [], []
    for given, parties in rows:
        agreement = Agreement(**_as_of_today(given))
        agreement.key = agreement.key or _free_key(agreement.title_en or agreement.title_fr, taken)
        taken.add(agreement.key)
        agreement.number = numbers.take(SERIES, year=today.year)
        agreement.full_clean()
        agreement.save()
        bound = [Party(agreement=agreement, partner=partner, as_of=agreement.as_of) for partner in parties]
        for party in bound:
            AGREEMENTS.require(by, "add_party", party)
        Party.objects.bulk_create(bound)
        _refuse(_against(agreement, by=by))
        added.append(agreement)
        names = [partner.key for partner in parties]
        lines.append(trail.line(agreement, verb, number=agreement.number, parties=names))
    trail.record_many(lines, by=by)
    _renew(*added)
    return added


@transaction.atomic
def add_party(agreement: Agreement, *, by: Any, partner: Partner, role: str = "party") -> Party:
    """Name a party of an instrument. Raises ``PermissionDenied``, or ``ValidationError`` when it is one
    already.
    """
    party = Party(agreement=agreement, partner=partner, role=role, **_as_of_today({}))
    AGREEMENTS.require(by, "add_party", party)
    _save(party)
    trail.record(by=by, verb="add_party", subject=agreement, partner=partner.key, role=role)
    _renew(agreement)
    return party


@transaction.atomic
def link(agreement: Agreement, *, by: Any, to_agreement: Agreement, kind: str, **note: str) -> Link:
    """Say how an instrument stands to another. Raises ``PermissionDenied`` or ``ValidationError`` (AGR-122)."""
    made = Link(from_agreement=agreement, to_agreement=to_agreement, kind=kind, **_as_of_today(note))
    AGREEMENTS.require(by, "link", made)
    _refuse(_against(made, by=by))
    _save(made)
    told = [
        trail.line(agreement, "link", kind=kind, to=to_agreement.key),
        trail.line(to_agreement, "link", kind=kind, **{"from": agreement.key}),
    ]
    trail.record_many(told, by=by)
    return made


@transaction.atomic
def record_party_action(agreement: Agreement, *, by: Any, partner: Partner, **done: str) -> PartyAction:
    """Record what one party did on its own: ``action``, ``on`` (a partial date), ``note_en``, ``note_fr``.

    Raises ``PermissionDenied`` or ``ValidationError`` (AGR-8: a day that has not come).
    """
    act = PartyAction(agreement=agreement, partner=partner, **_as_of_today(done))
    AGREEMENTS.require(by, "record_party_action", act)
    act.full_clean()
    _refuse(rules.days_have_come(act, ("on",), today=timezone.localdate()))
    _save(act)
    said = {"partner": partner.key, "action": act.action, "on": act.on}
    trail.record(by=by, verb="record_party_action", subject=agreement, **said)
    return act


@transaction.atomic
def nominate(edition: Edition, *, by: Any, partner: Partner, **given: Any) -> Candidate:
    """Put a partner in line for negotiation under an edition, behind those already there.

    Raises ``PermissionDenied``, or ``ValidationError`` when the edition names the partner already, or AGR-10
    refuses.
    """
    closed = rules.edition_open(edition)
    last = Candidate.objects.filter(edition=edition).order_by("-position", "id").first()
    position = last.position + 1 if last else 1
    candidate = Candidate(edition=edition, partner=partner, position=position, **_as_of_today(given))
    AGREEMENTS.require(by, "nominate", candidate)
    _refuse([closed] if closed else [])
    _save(candidate)
    trail.record(by=by, verb="nominate", subject=candidate, edition=edition.key, partner=partner.key)
    return candidate


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def describe(
    agreement: Agreement, *, by: Any, reason: str = "", seen: str = "", shown: str = "", **changes: Any
) -> Agreement:
    """Change what the record says of an instrument, its status apart.

    Args:
        seen: the mark of what ``by`` had read (``queries.as_read``), empty where nobody looked.
        shown: the mark of the past days ``by`` was warned of.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason for changing what a package brought, AGR-1 to AGR-9 refuse what is new, AGR-116
            the change of what was signed, AGR-119 what somebody else changed meanwhile, AGR-120 a day that slips
            without a reason, or AGR-121 a past day nobody was warned of.
    """
    locked = _locked(agreement)
    AGREEMENTS.require(by, "describe", locked)
    before, bound = {name: _cell(locked, name) for name in changes}, locked.binding
    meanwhile = [locked._meta.get_field(name).verbose_name for name in queries.changed_since(seen, locked)]
    stood = {one.code for one in _against(locked, by=by)}
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.full_clean()
    found = [one for one in _against(locked, by=by) if one.code not in stood]
    moved = rules.moved_days(before, locked)
    more = [
        rules.nobody_described_it_meanwhile(meanwhile),
        rules.binding_stands(locked, bound),
        rules.moved_day_has_reason(moved, reason),
        rules.past_answers_were_shown(moved, shown, today=timezone.localdate()),
    ]
    _refuse([*found, *rules.all_of(more)])
    return _keep(locked, before, verb="describe", reason=reason, by=by)


@transaction.atomic
def correct(  # noqa: PLR0913 - what every room's correction is told
    thing: Any, sheet: Sheet, *, field: str, text: str, reason: str, by: Any
) -> Correction:
    """Correct one field of a record of this room; what the source says stays beside it.

    ``text`` is the value as a file spells it.

    Raises:
        PermissionDenied: not ``by``'s to correct, or it would point at what ``by`` may not see.
        ValidationError: the field may not be corrected; no reason; nothing changes; a rule refuses what is
        new.
    """
    locked = _locked(thing)
    AGREEMENTS.require(by, "correct", locked)
    if field not in rules.CORRECTABLE.get(type(locked), ()):
        raise ValidationError(_("This field is not corrected here."), code="not_correctable")
    stood = {one.code for one in _against(locked, by=by)} if field != "status" else set()
    bound = _bound(locked)
    correction = _corrected(locked, sheet, {field: text}, reason=reason, by=by)[0]
    _refuse([*(one for one in _against(locked, by=by) if one.code not in stood), *_unbound(locked, bound)])
    AGREEMENTS.require(by, "correct", locked)
    _renew(locked)
    return correction


@transaction.atomic
def withdraw(correction: Correction, thing: Any, sheet: Sheet, *, reason: str, by: Any) -> Correction:
    """Give a field its source's value back, whatever the rules say of it: it is the source's. AGR-116 alone stands.

    Raises ``PermissionDenied``, or ``ValidationError`` without a reason or when the value cannot stand any
    more.
    """
    locked = _locked(thing)
    AGREEMENTS.require(by, "withdraw", locked)
    bound = _bound(locked)
    withdrawn = _withdrawn(correction, locked, sheet, reason=reason, by=by)
    _refuse(_unbound(locked, bound))
    AGREEMENTS.require(by, "withdraw", locked)
    _renew(locked)
    return withdrawn


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────


def negotiate(agreement: Agreement, *, by: Any, reason: str = "") -> Agreement:
    """Open negotiations. Raises ``PermissionDenied`` or ``ValidationError``."""
    return take(agreement, "negotiate", by=by, reason=reason)


def sign(agreement: Agreement, *, by: Any, reason: str = "", **days: str) -> Agreement:
    """Record the signature; ``signed_on`` is a partial date.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: wrong status, or AGR-1 to AGR-4 or AGR-8 refuse; every obstacle at once.
    """
    return take(agreement, "sign", by=by, reason=reason, **days)


def bring_into_force(agreement: Agreement, *, by: Any, reason: str = "", **days: str) -> Agreement:
    """Record the entry into force; ``in_force_on`` (and ``signed_on``) are partial dates.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: wrong status, or AGR-1 to AGR-6 or AGR-8 refuse; every obstacle at once.
    """
    return take(agreement, "bring_into_force", by=by, reason=reason, **days)


def suspend(agreement: Agreement, *, by: Any, reason: str, **days: str) -> Agreement:
    """Suspend what is in force: now, or from 00:00 of the full day ``suspended_on``, which must have come.

    Raises ``ValidationError`` without a reason, or when AGR-60 refuses the day.
    """
    return take(agreement, "suspend", by=by, reason=reason, **days)


def resume(agreement: Agreement, *, by: Any, reason: str = "", **days: str) -> Agreement:
    """Take up again what was suspended: now, or from 00:00 of the full day ``resumed_on``."""
    return take(agreement, "resume", by=by, reason=reason, **days)


def end(agreement: Agreement, *, by: Any, reason: str, **days: str) -> Agreement:
    """End an instrument on a day (``ended_on``), from any status. Raises ``ValidationError`` without a
    reason.
    """
    return take(agreement, "end", by=by, reason=reason, **days)


@transaction.atomic
def take(agreement: Agreement, name: str, *, by: Any, reason: str = "", **days: str) -> Agreement:
    """Take one step of the table in ``workflow.py``; ``days`` are the partial dates it records.

    Raises:
        PermissionDenied: ``by`` may not take this step.
        ValidationError: with every obstacle at once; AGR-95 when the instrument is run by its stages.
    """
    locked = _locked(agreement)
    AGREEMENTS.require(by, name, locked)
    staged = rules.run_by_stages(locked)
    _refuse([staged] if staged else [])
    return carry_out(locked, name, [], by=by, reason=reason, **days)


def carry_out(
    locked: Agreement, name: str, also: rules.Obstacles, *, by: Any, reason: str = "", **days: str
) -> Agreement:
    """Change the status of a locked instrument; ``also`` are obstacles that the caller found. Raises as ``take``."""
    fields = DATES.get(name, ())
    before = {field: _cell(locked, field) for field in ("status", *fields)}
    for field in fields:
        setattr(locked, field, days.get(field, getattr(locked, field)))
    locked.clean_fields(exclude=[one.name for one in locked._meta.fields if one.name not in fields])
    ahead = rules.days_have_come(locked, fields, today=timezone.localdate())
    _refuse([*also, *INSTRUMENT.obstacles(locked, name, reason=reason), *ahead])
    INSTRUMENT.take(locked, name, reason=reason)
    locked.full_clean()
    on = days.get(MOMENTS.get(name, ""), "").strip()
    if name in MOMENTS:
        _date(locked, name, on=on, reason=reason)
    return _keep(locked, before, verb=name, reason=reason, by=by, noted={MOMENTS[name]: on} if on else {})


def _date(agreement: Agreement, step: str, *, on: str, reason: str) -> None:
    """Open a suspension at the step ``suspend``, close the open one at ``resume``: from 00:00 of a day, or now.

    Raises ``ValidationError`` (AGR-60, or a day that is none).
    """
    now = timezone.now()
    at = queries.midnight(rules.full_day(on)) if on else now
    own = Suspension.objects.filter(agreement=agreement)
    if step == "suspend":
        one, since = Suspension(agreement=agreement, from_at=at, reason=reason), _last_end(own)
    else:
        # A source may call it suspended without saying since when: what is known begins with the source's own day.
        one = own.filter(to_at__isnull=True).first() or Suspension(agreement=agreement, from_at=_known(agreement, at))
        one.to_at, since = at, one.from_at
    refused = rules.moment_fits(at, since=since, now=now)
    _refuse([refused] if refused else [])
    _save(one)


def _last_end(own: "models.QuerySet[Suspension]") -> datetime | None:
    return max((one.to_at for one in own if one.to_at), default=None)


def _known(agreement: Agreement, at: datetime) -> datetime:
    day = agreement.as_of
    return min(at, queries.midnight(PartialDate(day).first)) if rules.is_day(day) else at


# ── What the verbs share ──────────────────────────────────────────────────────────────────────────


def _locked(thing: Any) -> Any:
    return type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _as_of_today(given: dict[str, Any]) -> dict[str, Any]:
    """What was said, speaking for today unless it says otherwise."""
    return {**given, "as_of": given.get("as_of") or timezone.localdate().isoformat()}


def _free_key(title: str, taken: set[str]) -> str:
    stem = slugify(fold(title))[:70].strip("-") or "instrument"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def _save(thing: models.Model) -> None:
    thing.full_clean()
    thing.save()


def _refuse(found: Iterable[ValidationError]) -> None:
    if obstacles := list(found):
        raise ValidationError(obstacles)


def _against(thing: Any, *, by: Any) -> rules.Obstacles:
    """What the rules have against an instrument, clause, chapter, duty or link as it stands; nothing against others."""
    if isinstance(thing, Clause):
        return rules.against_clause(thing)
    if isinstance(thing, Chapter):
        return rules.against_chapter(thing, queries.other_chapters(thing))
    if isinstance(thing, Obligation):
        return rules.against_duty(thing)
    if isinstance(thing, Link):
        return rules.all_of([rules.rests_on_no_circle(thing, queries.supports())])
    if not isinstance(thing, Agreement):
        return []
    above = rules.marking_within_clearance(thing, by=by)
    ahead = rules.days_have_come(thing, DAYS, today=timezone.localdate())
    return [*rules.required(thing), *ahead, *rules.all_of([above, rules.no_force_beside_the_wait(thing)])]


def _bound(thing: Any) -> bool | None:
    return thing.binding if isinstance(thing, Agreement) else None


def _unbound(thing: Any, was: bool | None) -> rules.Obstacles:
    """What stands against a change of whether an instrument binds; nothing against other records."""
    return rules.all_of([rules.binding_stands(thing, was)]) if isinstance(thing, Agreement) else []


def _cell(thing: models.Model, field: str) -> str:
    return _sheet(field).text(thing, field)


def _sheet(field: str) -> Sheet:
    """One column of the file of agreements, to spell and to read its cells."""
    codes = {field: Subject} if field == "subjects" else {}
    return Sheet(file="", model=Agreement, columns=(field,), identity=(field,), codes=codes)


def _keep(  # noqa: PLR0913 - what every step is told
    agreement: Agreement,
    before: dict[str, str],
    *,
    verb: str,
    reason: str,
    by: Any,
    noted: dict[str, str] | None = None,
) -> Agreement:
    """Write what changed since ``before``: as corrections where a package brought the record.

    ``noted`` goes into the trail beside the changes.
    """
    moved = {name: [was, now] for name, was in before.items() if (now := _cell(agreement, name)) != was}
    if not moved:
        return agreement
    if queries.is_loaded(agreement):
        said = reason or (str(VERBS[verb]) if verb in VERBS else "")
        as_it_was = _locked(agreement)
        for name, (_was, now) in moved.items():
            _corrected(as_it_was, _sheet(name), {name: now}, reason=said, by=by)
    else:
        agreement.save()
    trail.record(by=by, verb=verb, subject=agreement, reason=reason, **moved, **(noted or {}))
    _renew(agreement)
    return agreement


def _corrected(thing: Any, sheet: Sheet, texts: dict[str, str], *, reason: str, by: Any) -> list[Correction]:
    return [sources.correct(thing, sheet, field=name, text=text, reason=reason, by=by) for name, text in texts.items()]


def _withdrawn(correction: Correction, thing: Any, sheet: Sheet, *, reason: str, by: Any) -> Correction:
    return sources.withdraw(correction, thing, sheet, reason=reason, by=by)


def _renew(*things: Any) -> None:
    """Put what can be found of records, or of the instruments they belong to, into the index again."""
    index.put(search.act_entry(thing) for thing in things if isinstance(thing, Act))
    about = [thing if isinstance(thing, Agreement) else getattr(thing, "agreement", None) for thing in things]
    found = search.agreements().filter(pk__in=[one.pk for one in about if one is not None])
    index.put(search.agreement_entry(one) for one in found)
