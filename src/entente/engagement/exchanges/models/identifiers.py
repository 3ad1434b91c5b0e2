"""Personal identifiers, where a site switches them on: sealed at rest, every reading noted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .exchanges import Exchange


class Identifier(models.Model):
    """An identifier of a person or company, readable only with the key that the installation keeps elsewhere."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="identifiers")
    sealed = models.TextField()  # Fernet token: AES in CBC mode with an HMAC, base64
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("personal identifier")
        verbose_name_plural = _("personal identifiers")

    def __str__(self) -> str:
        return f"{self.exchange_id}: {self.pk}"
