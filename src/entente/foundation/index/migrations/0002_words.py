"""What makes the stems searchable: FTS5 kept in step by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE index_words USING fts5("
    "stems, content='index_record', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER index_record_added AFTER INSERT ON index_record "
    "BEGIN INSERT INTO index_words(rowid, stems) VALUES (new.id, new.stems); END",
    "CREATE TRIGGER index_record_gone AFTER DELETE ON index_record "
    "BEGIN INSERT INTO index_words(index_words, rowid, stems) VALUES ('delete', old.id, old.stems); END",
    "CREATE TRIGGER index_record_changed AFTER UPDATE ON index_record "
    "BEGIN INSERT INTO index_words(index_words, rowid, stems) VALUES ('delete', old.id, old.stems); "
    "INSERT INTO index_words(rowid, stems) VALUES (new.id, new.stems); END",
]
POSTGRESQL = ["CREATE INDEX index_record_stems ON index_record USING gin (to_tsvector('simple', stems))"]


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def raze(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX index_record_stems")
    else:
        for name in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER index_record_{name}")
        schema_editor.execute("DROP TABLE index_words")


class Migration(migrations.Migration):
    dependencies = [("index", "0001_tables")]
    operations = [migrations.RunPython(build, raze)]
