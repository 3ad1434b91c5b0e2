"""The page of a register: what was asked, one page of it, or the whole of it as a file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from . import export
from .days import asked_day
from .table import Ask, Register, Report, check_chosen, read


def ask_of(request: HttpRequest, register: Register | Report | None = None) -> Ask:
    """What the address asks: the day (``on``), the edition and the register's filters.

    A day that is none is said so on the page, and today is shown instead.
    """
    today = timezone.localdate()
    try:
        on, past = asked_day(request.GET.get("on", ""), today=today)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        on, past = today.isoformat(), False
    names = [one.name for one in register.filters] if register else []
    chosen = {name: request.GET[name] for name in names if request.GET.get(name)}
    return Ask(request.user, on, past, request.GET.get("edition", ""), chosen)


def register_page(
    request: HttpRequest,
    register: Register,
    template: str,
    *,
    exported: Callable[..., object],
    beside: Callable[[Ask], dict[str, Any]] | None = None,
    **context: Any,
) -> HttpResponseBase:
    """A page of the register, or with ``?format=csv|xlsx|json`` the whole of it as a file.

    ``beside`` is asked what stands beside the list on the day asked about; a file does without it.

    ``exported(by=…, register=…, form=…, asked=…)`` notes an export in the trail before the first byte leaves.
    A filter value that is not known is said so, and the list is shown without it.
    """
    ask = ask_of(request, register)
    try:
        check_chosen(register, ask)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        ask = Ask(ask.person, ask.on, ask.past, ask.edition)
    form = request.GET.get("format", "")
    if form in export.TYPES:
        exported(by=request.user, register=register.name, form=form, asked=request.GET.urlencode())
        return as_file(register, ask, form, request.GET.get("sort", ""))
    listing = read(register, ask, request.GET.dict())
    keep = [(name, request.GET[name]) for name in ("on", "edition", "sort") if request.GET.get(name)]
    chosen = [
        (name, value) for name, value in request.GET.items() if value and name not in ("on", "after", "before", "last")
    ]
    context |= beside(ask) if beside else {}
    context |= {"listing": listing, "ask": ask, "path": request.path, "keep": keep, "kept_filters": chosen}
    return render(request, template, context)


def as_file(register: Register | Report, ask: Ask, form: str, order: str = "") -> HttpResponse | StreamingHttpResponse:
    """The whole register as a file to keep, streamed."""
    name = f"{register.name}-{ask.on}.{form}"
    return StreamingHttpResponse(
        export.stream(register, ask, form, order),
        content_type=export.TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
