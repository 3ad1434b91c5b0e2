"""Addresses of machines: no language in them, no session behind them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja.responses import Response

from . import PREFIX, api
from .errors import not_found

app_name = "api"


@login_not_required
@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """What may be asked and answered, in the words of OpenAPI. It says nothing of what is kept."""
    return Response(document())


@login_not_required
@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """What lies beside the addresses: no page for people, but the answer a program can read."""
    return api.create_response(request, {"errors": [not_found()]}, status=404)


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


def opened() -> list[Any]:
    """The addresses without the one at the top, which answers nothing. Whoever comes needs a token, not a session."""
    every: list[Any] = api.urls[0]
    found = [one for one in every if one.name != "api-root"]
    for one in found:
        login_not_required(one.callback)
    return found


urlpatterns = [
    path("openapi.json", described, name="openapi"),
    *opened(),
    path("<path:rest>", unknown, name="unknown"),
]
