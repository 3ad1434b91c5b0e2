"""What the ledger holds already is added up: each line under its element and under its purpose."""

from django.db import migrations

ADD_UP = """
    INSERT INTO exchanges_tally (kept_as, flow, year, partner_id, agreement_id, what, code, often, much)
    SELECT kept_as, flow, year, partner_id, agreement_id, '{what}', {what},
        SUM(CASE WHEN first THEN 1 ELSE 0 END), SUM(count)
    FROM exchanges_entry GROUP BY kept_as, flow, year, partner_id, agreement_id, {what}"""


def add_up(apps, schema_editor):
    for what in ("element", "purpose"):
        schema_editor.execute(ADD_UP.format(what=what))


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0002_tallies")]
    operations = [migrations.RunPython(add_up, migrations.RunPython.noop)]
