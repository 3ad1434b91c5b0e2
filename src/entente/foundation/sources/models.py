"""Where every fact comes from: source documents, places in them, the packages that carried them, and
corrections.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.days import PartialDateField


class Kind(models.TextChoices):
    FRAMEWORK = "framework", _("framework")
    ARTICLE = "article", _("article")
    PRESENTATION = "presentation", _("presentation")
    NOTE = "note", _("note")
    REGISTER = "register", _("register")
    OTHER = "other", _("other")


class Source(models.Model):
    """A document that facts are taken from. Its text is not kept here."""

    Kind = Kind
    LANGUAGES = [("en", _("English")), ("fr", _("French")), ("both", _("both languages"))]

    key = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    publisher_en = models.CharField(max_length=200, blank=True)
    publisher_fr = models.CharField(max_length=200, blank=True)
    published_on = PartialDateField()
    language = models.CharField(max_length=4, choices=LANGUAGES, default="en")
    url = models.URLField(max_length=400, blank=True)
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    publisher = Bilingual("publisher")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return str(self.title)


class Cited(models.Model):
    """Three columns every loaded row carries: which document, where in it, and the day it speaks for."""

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    place = models.CharField(_("place in the source"), max_length=200, blank=True)
    as_of = PartialDateField(verbose_name=_("as of"))

    class Meta:
        abstract = True


class Package(models.Model):
    """A folder of files that brought a framework in."""

    name = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(max_length=300)
    title_fr = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)  # SHA-256 over names and contents: the same digest means nothing to do
    position = models.PositiveSmallIntegerField()
    loaded_at = models.DateTimeField()

    title = Bilingual("title")

    class Meta:
        verbose_name = _("edition package")
        verbose_name_plural = _("edition packages")

    def __str__(self) -> str:
        return self.name


class PackageFile(models.Model):
    """One file of a package. ``content`` is kept where no room reads the file, so that a dump gives it back."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.TextField(blank=True)
    is_read = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "name"], name="one_file_of_a_name")]

    def __str__(self) -> str:
        return f"{self.package}/{self.name}"


class LoadedRow(models.Model):
    """Which row of which package a record came from, with its cells as they stood in the file."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="rows")
    file = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    identity = models.CharField(max_length=300)
    label = models.CharField(max_length=60)  # room.model
    record = models.PositiveBigIntegerField()
    cells = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "file", "identity"], name="one_row_of_an_identity"),
            models.UniqueConstraint(fields=["label", "record"], name="one_package_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.identity}"


class Correction(models.Model):
    """A person's better value for one field of one record, beside what the source says.

    The record carries the corrected value; the correction keeps the source's. A reload changes
    ``source_value`` and leaves the record alone, so that both can be shown. What a later public text says of a record
    that an earlier package brought is one too: it names its package, and the source and place that say so.
    """

    label = models.CharField(max_length=60)
    record = models.PositiveBigIntegerField()
    field = models.CharField(max_length=60)
    source_value = models.TextField(blank=True)
    value = models.TextField(blank=True)
    reason = models.TextField()
    reason_fr = models.TextField(blank=True)  # a package gives both; a person writes in one language
    package = models.ForeignKey(Package, models.SET_NULL, null=True, blank=True, related_name="corrections")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    source_changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["label", "record", "field"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_correction_a_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}:{self.record}.{self.field}"

    @property
    def author(self) -> str:
        """Who says so: the account, or the package that brought it. Select ``package`` with it."""
        return self.package.title if self.package else self.by

    @property
    def why(self) -> str:
        """The reason in the reader's language, with the source a package gives for it. Select ``source`` with it."""
        reason = (self.reason_fr if get_language() == "fr" else "") or self.reason
        if self.source is None:
            return reason
        return f"{reason} ({', '.join(part for part in (self.source.title, self.place) if part)})"


def label_of(thing: models.Model | type[models.Model]) -> str:
    """The label under which loaded rows and corrections know a record's table."""
    return str(thing._meta.label_lower)
