"""Two public addresses for whoever watches the server: does it live, can it serve."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database, so that a slow one does not get us restarted."""
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has the tables this version needs. 503 with the reason when not."""
    if obstacle := why_not_ready():
        return HttpResponse(f"{obstacle}\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


def why_not_ready() -> str:
    """What stands in the way of serving, or nothing."""
    try:
        return "migrations are missing" if missing_migrations() else ""
    except DatabaseError:
        return "the database does not answer"


def missing_migrations() -> list[str]:
    """Names of the migrations that this version has and the database has not, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
