"""What happens to partners. Each action is one verb, one transaction; the trail says it under the partner."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition
from entente.foundation.index import actions as index
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction
from entente.foundation.trail import actions as trail
from entente.kit.sheet import Directory, Later, Row, Sheet, generations

from . import queries, rules, search
from .models import Aim, Office, Partner, Standing, Succession
from .policy import PARTNERS

KEY = 70  # characters; leaves room for a number behind
BATCH = 500


# ── Adding ────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def register(*, by: Any, another: bool = False, **said: Any) -> Partner:
    """Add a partner by hand; its key is made from the English name and stays.

    ``another`` says that a partner of this kind and name is meant to exist twice.

    Raises:
        PermissionDenied: ``by`` is no desk officer cleared for the marking.
        ValidationError: PAR-8, PAR-9, PAR-10 or PAR-12 refuses, or a value cannot stand there.
    """
    partner = Partner(**_as_of_today(said))
    PARTNERS.require(by, "register", partner)
    partner.key = _key_for(partner.name_en or partner.name_fr)
    others = [] if another else queries.namesakes(by, kind=partner.kind, name=partner.name_en)
    _check(partner, *rules.obstacles(partner, rules.ENTERED), rules.one_of_a_name(partner, others=others))
    partner.save()
    trail.record(by=by, verb="register", subject=partner, kind=partner.kind, marking=partner.marking)
    _renew(partner)
    return partner


@transaction.atomic
def add_office(partner: Partner, *, by: Any, **said: Any) -> Office:
    """Add a contact, as an office with its dates and never as a person.

    Raises:
        PermissionDenied: ``by`` is no desk officer cleared for the partner.
        ValidationError: PAR-10 refuses, or a value cannot stand there.
    """
    PARTNERS.require(by, "add_office", partner)
    office = Office(partner=partner, **_as_of_today(said))
    office.key = _free(f"{partner.key[:40]}-{slugify(office.title_en or office.title_fr)[:KEY]}", Office)
    _check(office, rules.period_holds(office))
    office.save()
    trail.record(by=by, verb="add_office", subject=partner, office=office.title_en or office.title_fr)
    index.put([search.office_entry(office)])
    return office


@transaction.atomic
def record_succession(partner: Partner, sheet: Sheet, *, by: Any, ends: bool = False, **said: Any) -> Succession:
    """Record that ``partner`` became, or gave work to, another one (``to_partner``).

    ``ends`` also gives ``partner`` the day as its end, where it has none yet; ``sheet`` is that of partners.

    Raises:
        PermissionDenied: ``by`` is no desk officer cleared for both.
        ValidationError: PAR-7 refuses, it is recorded already, or a value cannot stand there.
    """
    succession = Succession(from_partner=partner, **_as_of_today(said))
    for side in (partner, succession.to_partner):
        PARTNERS.require(by, "record_succession", side)
    known = Succession.objects.values_list("from_partner_id", "to_partner_id")
    _check(succession, rules.no_circle(succession, known=known))
    succession.save()
    lines = [
        trail.line(side, "record_succession", kind=succession.kind, on=succession.on, other=other.key)
        for side, other in ((partner, succession.to_partner), (succession.to_partner, partner))
    ]
    trail.record_many(lines, by=by)
    if ends and not partner.ends_on and succession.on:
        change(partner, sheet, by=by, reason=str(succession), texts={"ends_on": succession.on})
    return succession


@transaction.atomic
def add_aim(partner: Partner, *, by: Any, edition: Edition, **said: Any) -> Aim:
    """Add what we want with a partner under an edition, after the aims that are there.

    Raises:
        PermissionDenied: ``by`` is neither desk officer nor executive, or not cleared.
        ValidationError: PAR-11 or PAR-14 refuses, or the objective is another edition's.
    """
    PARTNERS.require(by, "add_aim", partner)
    last = Aim.objects.filter(partner=partner, edition=edition).aggregate(last=Max("position"))["last"] or 0
    aim = Aim(partner=partner, edition=edition, position=last + 1, **_as_of_today(said))
    texts = {"text_en": aim.text_en, "text_fr": aim.text_fr}
    _check(aim, rules.said_once(texts), rules.objective_of_edition(aim), rules.edition_open(edition))
    aim.save()
    trail.record(by=by, verb="add_aim", subject=partner, edition=edition.key, aim=aim.text_en or aim.text_fr)
    return aim


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def change(partner: Partner, sheet: Sheet, *, by: Any, reason: str, texts: Mapping[str, str]) -> Partner:
    """Change what the record says of a partner. ``texts`` are the values as a file spells them, by column.

    What a source said becomes a correction and stays beside the new value; what was entered here is replaced.

    Raises:
        PermissionDenied: ``by`` is no desk officer cleared for the partner, before or after the change.
        ValidationError: no reason, nothing changes, or a value cannot stand there.
    """
    PARTNERS.require(by, "change", partner)
    moved = {name: text.strip() for name, text in texts.items() if text.strip() != sheet.text(partner, name)}
    if not moved:
        raise ValidationError(_("Nothing was changed."), code="unchanged")
    _require_reason(reason)
    if partner.source_id:
        for name, text in moved.items():
            sources.correct(partner, sheet, field=name, text=text, reason=reason, by=by)
    else:
        before = {name: sheet.text(partner, name) for name in moved}
        _put(partner, sheet, moved)
        steps = {name: [before[name], text] for name, text in moved.items()}
        trail.record(by=by, verb="change", subject=partner, reason=reason, **steps)
    _check(partner, *rules.obstacles(partner, rules.ENTERED))
    partner.save()
    PARTNERS.require(by, "change", partner)
    _renew(partner)
    return partner


@transaction.atomic
def set_standing(partner: Partner, sheet: Sheet, *, by: Any, reason: str = "", **said: Any) -> Standing:
    """Put a partner in a tier of an edition, or out of its scope, on tests met and evidence.

    ``said`` holds ``edition``, ``tier``, ``in_scope``, the texts ``tests_met_…`` and ``evidence_…``, and
    ``ticked`` (tests as ticked, by the key of their tier). What a source gave is corrected, so both show.

    Raises:
        PermissionDenied: ``by`` is neither desk officer nor executive, or not cleared.
        ValidationError: PAR-4, PAR-5 or PAR-6 refuses; a change without a reason; nothing changes.
    """
    PARTNERS.require(by, "set_standing", partner)
    ticked: Mapping[str, str] = said.pop("ticked", {})
    edition: Edition = said.pop("edition")
    standing = Standing.objects.select_for_update(of=("self",)).filter(edition=edition, partner=partner).first()
    if standing is None:
        return _first_standing(Standing(edition=edition, partner=partner, **_as_of_today(said)), ticked, reason, by)
    before = {name: sheet.text(standing, name) for name in said}
    for name, value in said.items():
        setattr(standing, name, value)
    if said.get("tier"):
        standing.tier_gap = ""
    after = {name: sheet.text(standing, name) for name in said}
    moved = {name: text for name, text in after.items() if text != before[name]}
    if not moved:
        raise ValidationError(_("Nothing was changed."), code="unchanged")
    _require_reason(reason)
    _check(standing, *_grounds(standing, ticked))
    if standing.source_id:
        standing.refresh_from_db()
        for name, text in moved.items():
            sources.correct(standing, sheet, field=name, text=text, reason=reason, by=by)
    else:
        standing.save()
        steps = {name: [before[name], text] for name, text in moved.items()}
        trail.record(by=by, verb="set_standing", subject=partner, reason=reason, edition=edition.key, **steps)
    return standing


def _first_standing(standing: Standing, ticked: Mapping[str, str], reason: str, by: Any) -> Standing:
    peers = Standing.objects.filter(edition=standing.edition, tier=standing.tier)
    standing.position = (peers.aggregate(last=Max("position"))["last"] or 0) + 1
    _check(standing, *_grounds(standing, ticked))
    standing.save()
    tier = standing.tier.key if standing.tier else ""
    trail.record(
        by=by,
        verb="set_standing",
        subject=standing.partner,
        reason=reason,
        edition=standing.edition.key,
        tier=["", tier],
        in_scope=standing.in_scope,
    )
    return standing


def _grounds(standing: Standing, ticked: Mapping[str, str]) -> list[ValidationError | None]:
    return [
        rules.tier_of_edition(standing),
        rules.standing_grounded(standing),
        rules.tests_of_tier(standing, ticked=ticked),
    ]


@transaction.atomic
def correct(thing: Any, sheet: Sheet, *, field: str, by: Any, **said: str) -> Correction:
    """Correct one field of a record of this room; what the source says stays beside it.

    ``said`` is the ``text`` of the better value as a file spells it, and the ``reason``.

    Raises:
        PermissionDenied: not ``by``'s to correct, or the new marking would be above the clearance.
        ValidationError: the field may not be corrected; no reason; nothing changes; a rule refuses.
    """
    PARTNERS.require(by, "correct", _partner_of(thing))
    if field not in rules.CORRECTABLE.get(type(thing), ()):
        raise ValidationError(_("This field is not corrected here."), code="not_correctable")
    correction = sources.correct(thing, sheet, field=field, by=by, **said)
    _settle(thing, by=by)
    return correction


@transaction.atomic
def withdraw(correction: Correction, thing: Any, sheet: Sheet, *, reason: str, by: Any) -> Correction:
    """Give a field its source's value back. Raises as ``correct`` does."""
    PARTNERS.require(by, "withdraw_correction", _partner_of(thing))
    withdrawn = sources.withdraw(correction, thing, sheet, reason=reason, by=by)
    _settle(thing, by=by)
    return withdrawn


# ── An officer's own spreadsheet ──────────────────────────────────────────────────────────────────


@transaction.atomic
def import_rows(rows: Iterable[Row], *, by: Any, file: str) -> list[Partner]:
    """Add the partners of a sheet that was judged and found good: all of them or none.

    ``rows`` come from ``imports.judge``; a row may be part of another row of the same sheet.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or not cleared for one of the markings.
        ValidationError: a rule refuses a row.
    """
    PARTNERS.require(by, "import")
    directory, added = Directory(), []
    for wave in generations(list(rows), Partner):
        partners = [Partner(**_as_of_today(_settled(row, directory))) for row in wave]
        for partner in partners:
            PARTNERS.require(by, "import", partner)
            rules.refuse(rules.obstacles(partner, rules.ENTERED))
        Partner.objects.bulk_create(partners, batch_size=BATCH)
        for partner in partners:
            directory.add(Partner, (partner.key,), partner.pk)
        added += partners
    trail.record_many([trail.line(one, "import", file=file) for one in added], by=by)
    found = Partner.objects.select_related("country").prefetch_related("country__names")
    index.put(search.entry(one) for one in found.in_bulk([one.pk for one in added]).values())
    return added


def _settled(row: Row, directory: Directory) -> dict[str, Any]:
    return {
        name: directory.find(value.model, value.identity) if isinstance(value, Later) else value
        for name, value in row.values.items()
    }


# ── What the verbs share ──────────────────────────────────────────────────────────────────────────


def _key_for(name: str) -> str:
    """A free key made from a name: lower-case letters, digits and hyphens."""
    return _free(slugify(name)[:KEY].strip("-") or "partner", Partner)


def _free(wanted: str, model: type[models.Model]) -> str:
    taken = set(model._default_manager.filter(key__startswith=wanted).values_list("key", flat=True))
    key, number = wanted, 1
    while key in taken or key in rules.RESERVED:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _as_of_today(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, speaking for today unless it says otherwise."""
    return {**said, "as_of": said.get("as_of") or timezone.localdate().isoformat()}


def _check(thing: models.Model, *found: ValidationError | None) -> None:
    """Raises everything that the model and the rules find, at once."""
    try:
        thing.full_clean()
    except ValidationError as wrong:
        rules.refuse([*found, wrong])
    rules.refuse(found)


def _put(thing: models.Model, sheet: Sheet, texts: Mapping[str, str]) -> None:
    """Give a record the values that some cells mean. Raises each cell's problem at its field."""
    wrong, cells = [], {**sheet.texts(thing), **texts}
    for name in texts:
        try:
            for attribute, value in sheet.meaning(name, cells).items():
                setattr(thing, attribute, value)
        except ValidationError as problem:
            wrong.append(ValidationError({name: problem.messages}))
    rules.refuse(wrong)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason for this step.")}, code="reason_missing")


def _partner_of(thing: Any) -> Partner:
    if isinstance(thing, Partner):
        return thing
    found: Partner = thing.from_partner if isinstance(thing, Succession) else thing.partner
    return found


def _settle(thing: Any, *, by: Any) -> None:
    """After a correction: the rules still agree, the person still sees it, the index knows it."""
    rules.refuse(rules.obstacles(thing, rules.CORRECTED.get(type(thing), ())))
    PARTNERS.require(by, "correct", _partner_of(thing))
    if isinstance(thing, Partner):
        _renew(thing)
    elif isinstance(thing, Office):
        index.put([search.office_entry(thing)])


def _renew(partner: Partner) -> None:
    """Bring the index up to date with a partner and, for its marking and name, with its contacts."""
    offices = partner.offices.select_related("partner")
    index.put([search.entry(partner), *[search.office_entry(one) for one in offices]])
