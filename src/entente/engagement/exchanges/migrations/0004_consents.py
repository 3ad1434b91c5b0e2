"""The originator's consent stands by itself: what was given as “the consent” of what came from somebody was theirs."""

from django.db import migrations, models
from django.db.models import F


def tell_apart(apps, schema_editor):
    lines = apps.get_model("exchanges", "Line").objects.using(schema_editor.connection.alias)
    lines.filter(origin__isnull=False).exclude(consent="").update(originator_consent=F("consent"))


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0003_ledger_added_up")]
    operations = [
        migrations.AddField(
            model_name="line",
            name="originator_consent",
            field=models.CharField(blank=True, max_length=100, verbose_name="reference of the originator’s consent"),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
