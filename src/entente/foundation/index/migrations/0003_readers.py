"""Who finds a record, where not everybody who is cleared for it reads it.

The column is added in SQL: on SQLite Django would make the table anew and lose the triggers that feed the words.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("index", "0002_words")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE index_record ADD COLUMN readers varchar(200) NOT NULL DEFAULT ''",
            "ALTER TABLE index_record DROP COLUMN readers",
            state_operations=[
                migrations.AddField("record", "readers", models.CharField(blank=True, max_length=200)),
            ],
        ),
    ]
