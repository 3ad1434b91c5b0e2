"""What was authorised is kept with the answer. Earlier answers are about nothing that is known: they count for none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0004_consents")]
    operations = [
        migrations.AddField(
            model_name="escalation",
            name="about",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
