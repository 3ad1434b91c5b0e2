from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_access_token")]

    operations = [
        # The tokens that are there were opened to do all that their person may; they go on.
        migrations.AddField(
            model_name="token",
            name="writes",
            field=models.BooleanField(default=True, verbose_name="also writes"),
        ),
        migrations.AlterField(
            model_name="token",
            name="writes",
            field=models.BooleanField(default=False, verbose_name="also writes"),
        ),
    ]
