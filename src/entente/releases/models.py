"""Addresses at which a calendar program reads what a person wants to follow, without signing in."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Person


class Scope(models.TextChoices):
    MINE = "mine", _("what concerns me")
    OFFICE = "office", _("what concerns my office")
    ALL = "all", _("everything unclassified")


def new_secret() -> str:
    """What nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


class Feed(models.Model):
    """A secret address of one person. Whoever knows it reads unclassified entries, nothing else."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="feeds", verbose_name=_("person"))
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    scope = models.CharField(_("what it holds"), max_length=10, choices=Scope, default=Scope.MINE)
    kinds = models.CharField(_("kinds"), max_length=120, blank=True)  # codes between bars; none: the usual ones
    opened_at = models.DateTimeField(_("opened"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.get_scope_display()}"

    @property
    def kind_codes(self) -> list[str]:
        """The kinds it holds; none stands for the usual ones."""
        return [code for code in self.kinds.split("|") if code]
