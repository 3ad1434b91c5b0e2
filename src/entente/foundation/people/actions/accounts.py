"""Opening, changing and closing accounts."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail import actions as trail

from ..models import Person
from ..policy import PEOPLE
from ..roles import Role


@transaction.atomic
def open_account(*, by: Any, username: str, password: str, **given: Any) -> Person:
    """Open an account. ``by`` is an administrator, or the name of a command run on the machine itself.

    Raises:
        PermissionDenied: ``by`` is a person without the right.
        ValidationError: the name or e-mail is taken, or a value is not known.
    """
    if not isinstance(by, str):
        PEOPLE.require(by, "open_account")
    person = Person(username=username, **given)
    person.set_password(password or None)
    person.full_clean(exclude=["password"])
    _alone_of_its_name(person)
    person.save()
    trail.record(by=by, verb="open_account", subject=person, username=username, role=person.role)
    return person


@transaction.atomic
def change_account(person: Person, *, by: Any, **changes: Any) -> Person:
    """Change a role, clearance, office or name. The last administrator keeps the role."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not isinstance(by, str):
        PEOPLE.require(by, "change_account", person)
    before = {name: getattr(person, name) for name in changes}
    for name, value in changes.items():
        setattr(person, name, value)
    _keep_one_administrator(person)
    person.full_clean(exclude=["password"])
    if moves_name := {"username", "email"} & {name for name, old in before.items() if old != changes[name]}:
        _alone_of_its_name(person, moves_name)
    person.save()
    moved = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
    trail.record(by=by, verb="change_account", subject=person, **moved)
    return person


@transaction.atomic
def close_account(person: Person, *, by: Any, reason: str) -> Person:
    """Close an account; what it did stays in the trail. Raises ``ValidationError`` without a reason."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not isinstance(by, str):
        PEOPLE.require(by, "close_account", person)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason for this step.")}, code="reason_missing")
    person.is_active = False
    _keep_one_administrator(person)
    person.save()
    trail.record(by=by, verb="close_account", subject=person, reason=reason)
    return person


@transaction.atomic
def reopen_account(person: Person, *, by: Any, reason: str) -> Person:
    """Open a closed account again. Raises ``ValidationError`` without a reason."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not isinstance(by, str):
        PEOPLE.require(by, "reopen_account", person)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason for this step.")}, code="reason_missing")
    person.is_active = True
    person.save()
    trail.record(by=by, verb="reopen_account", subject=person, reason=reason)
    return person


@transaction.atomic
def set_password(person: Person, *, by: str, password: str) -> Person:
    """Give an account a new password from the machine itself. ``by`` names the command."""
    person.set_password(password)
    person.save()
    trail.record(by=by, verb="set_password", subject=person)
    return person


@transaction.atomic
def choose_language(person: Person, *, by: Any, language: str) -> Person:
    """Remember the language in which a person wants mail and files."""
    PEOPLE.require(by, "choose_language", person)
    before, person.language = person.language, language
    person.full_clean(exclude=["password"])
    person.save()
    trail.record(by=by, verb="choose_language", subject=person, language=[before, language])
    return person


@transaction.atomic
def choose_mail(person: Person, *, by: Any, mail: str) -> Person:
    """Remember how a person wants notices mailed: each at once, one digest a day, or none."""
    PEOPLE.require(by, "choose_mail", person)
    before, person.mail = person.mail, mail
    person.full_clean(exclude=["password"])
    person.save()
    trail.record(by=by, verb="choose_mail", subject=person, mail=[before, mail])
    return person


def _keep_one_administrator(person: Person) -> None:
    stays = person.is_active and person.role == Role.ADMINISTRATOR
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if not stays and not others.exists() and Person.objects.filter(pk=person.pk, role=Role.ADMINISTRATOR).exists():
        raise ValidationError(_("Somebody must remain administrator."), code="last_administrator")


def _alone_of_its_name(person: Person, names: Iterable[str] = ("username", "email")) -> None:
    """Raises ``ValidationError``: who signs in by name or e-mail is one person, however it is capitalised."""
    wrong = {
        name: ValidationError(_("Another account has this already."), code="taken")
        for name in sorted(names)
        if (said := getattr(person, name))
        and Person.objects.exclude(pk=person.pk).filter(**{f"{name}__iexact": said}).exists()
    }
    if wrong:
        raise ValidationError(wrong)
