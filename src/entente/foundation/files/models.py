"""Documents attached to records; every version is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual


class Document(models.Model):
    """A text or annex of a record. ``subject`` is the record's label: ``agreements.agreement:us-cmaa``."""

    subject = models.CharField(max_length=120, db_index=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                name="document_has_a_title",
                condition=~models.Q(title_en="") | ~models.Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Version(models.Model):
    """One version of a document, as it was handed in."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"
