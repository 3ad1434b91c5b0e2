"""The database itself refuses to change or remove what the trail holds."""

from django.db import migrations

REFUSAL = "The trail is only appended to."

SQLITE = [
    f"""
    CREATE TRIGGER trail_entry_no_{verb.lower()} BEFORE {verb} ON trail_entry
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
    """,
    """
    CREATE TRIGGER trail_entry_only_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entry
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()
    """,
]


def seal(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unseal(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER trail_entry_only_appended ON trail_entry")
        schema_editor.execute("DROP FUNCTION trail_refuse()")
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER trail_entry_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_tables")]
    operations = [migrations.RunPython(seal, unseal)]
