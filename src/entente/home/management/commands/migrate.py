"""Django's `migrate`, which builds an empty database at once instead of retelling how its tables came to be.

Walking every step costs minutes of work that an empty database has no use for: each step draws all models anew. What
both ways lead to is compared by a test, to the last column, constraint, index and trigger.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

PARTIAL = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "prune")
"""Asked for one of these, Django's own command does what it does."""


class Command(migrate.Command):
    help = "Bring the database to this version. An empty one is built from the models as they are."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--step-by-step", action="store_true", help="walk every step, even from nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build what is empty; then let Django do what is left, and tell the apps that it is done."""
        connection = connections[options["database"]]
        wanted_whole = not options.get("step_by_step") and not any(options.get(name) for name in PARTIAL)
        if wanted_whole and is_empty(connection):
            build(connection)
        super().handle(*args, **options)


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """No table at all, but perhaps the one that counts the steps: it is made first, and counts none yet."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return (
        tables <= {MigrationRecorder.Migration._meta.db_table}
        and not MigrationRecorder(connection).applied_migrations()
    )


def build(connection: BaseDatabaseWrapper) -> None:
    """Make every table as its model is today, and what no model tells; note all steps as taken. All, or nothing."""
    executor = MigrationExecutor(connection)
    steps = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    today = executor.loader.project_state()
    executor.recorder.ensure_schema()
    with connection.schema_editor(atomic=True) as editor:
        for model in today.apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for step, operation in told_by_no_model(steps):
            operation.database_forwards(step.app_label, editor, today, today)
        for step in steps:
            executor.recorder.record_applied(step.app_label, step.name)


def told_by_no_model(steps: Sequence[Migration]) -> Iterator[tuple[Migration, Operation]]:
    """The operations of our rooms that do more than models say: triggers, full-text tables, exclusions.

    The libraries' own only move data, of which an empty database has none.
    """
    for step in steps:
        if not step.__module__.startswith("entente."):
            continue
        for operation in step.operations:
            more_than_state = isinstance(operation, RunSQL) and not operation.state_operations
            if isinstance(operation, RunPython) or more_than_state:
                yield step, operation
