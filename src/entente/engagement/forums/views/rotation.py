"""The rotation of chairs over years, and the turns of which it is made."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.kit import export, pages, typed

from .. import actions, exports, forms, queries
from ..exports.candidacies import HOW, rotation_report
from ..forms.turns import FIRST_YEAR, LAST_YEAR
from ..panels import pictures
from ..policy import FORUMS
from ..queries import rotation as rotations
from .answering import about, above, answer, tabs
from .bodies import pages_of


def rotation(request: HttpRequest) -> HttpResponseBase:
    """Body by year: who held, who holds, who follows, where we stand."""
    ask, notes = pages.ask_of(request), Notes()
    only_ours = bool(request.GET.get("ours"))
    found = rotations.rotation(ask, first=_first_year(request), only_ours=only_ours)
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register="rotation", form=form, asked=request.GET.urlencode())
        return pages.as_file(rotation_report(found), ask, form)
    kept = [(name, request.GET[name]) for name in ("from", "ours") if request.GET.get(name)]
    context: dict[str, Any] = {
        "page_title": _("Rotation of chairs"),
        "tabs": tabs("rotation"),
        "breadcrumb": above("rotation"),
        "path": request.path,
        "ask": ask,
        "rotation": found,
        "lines": [{"line": line, "citations": pictures.cited(_sourced(line), notes)} for line in found.lines],
        "gaps": sum(1 for line in found.lines if line.has_gap_ahead),
        "words": HOW,
        "only_ours": only_ours,
        "kept": kept,
        "files": pages_of(request, request.path),
        "sources": notes.listed,
    }
    return render(request, "forums/rotation.html", context)


def _sourced(line: rotations.Line) -> list[Any]:
    return [one for one in line.records if hasattr(one, "source_id")]


def _first_year(request: HttpRequest) -> int:
    """The first year asked for; one that is none is said so, and the usual years are shown."""
    text = request.GET.get("from", "").strip()
    if not text:
        return 0
    if text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    messages.error(request, _("“%(text)s” is no year between %(first)s and %(last)s.") % _years(text))
    return 0


def _years(text: str) -> dict[str, Any]:
    return {"text": text[:20], "first": FIRST_YEAR, "last": LAST_YEAR}


def turns(request: HttpRequest) -> HttpResponseBase:
    """Every turn on record: expected, decided, dropped."""
    context = {"page_title": exports.TURNS.title, "tabs": tabs("rotation"), "breadcrumb": above("turns")}
    return pages.register_page(request, exports.TURNS, "forums/list.html", exported=trail.note_export, **context)


def expect_turn(request: HttpRequest, key: str) -> HttpResponse:
    """Lay out a rotation: who follows whom, from which year."""
    body = get_object_or_404(queries.body(request.user, key))
    FORUMS.require(request.user, "expect_turn", body)
    form = typed.form(forms.NewTurns, request, person=request.user, initial={"first": timezone.localdate().year + 1})
    context = {
        "page_title": _("Lay out a rotation"),
        "lead_text": _("Each turn is expected until it is decided; then it becomes a seat."),
        "submit": _("Put it on record"),
        "body": body,
    }
    return answer(request, form, about(actions.lay_out, body), _("The rotation is on record."), **context)


def decide_turn(request: HttpRequest, pk: int) -> HttpResponse:
    """A turn is decided: it becomes a seat."""
    turn = get_object_or_404(rotations.turn(request.user, pk))
    FORUMS.require(request.user, "decide_turn", turn)
    initial = {"starts_on": turn.starts_on, "ends_on": turn.ends_on}
    form = typed.form(forms.DecidedTurn, request, initial=initial)
    context = {
        "page_title": _("A turn is decided"),
        "lead_text": _("%(holder)s: %(seat)s. From now on it is a seat, held from the first day to the last.")
        % _said(turn),
        "submit": _("Record the seat"),
        "body": turn.body,
    }
    return answer(request, form, about(actions.decide_turn, turn), _("The seat is recorded."), **context)


def drop_turn(request: HttpRequest, pk: int) -> HttpResponse:
    """A turn will not come."""
    turn = get_object_or_404(rotations.turn(request.user, pk))
    FORUMS.require(request.user, "drop_turn", turn)
    form = typed.form(forms.DroppedTurn, request)
    context = {
        "page_title": _("A turn will not come"),
        "lead_text": _("%(holder)s: %(seat)s. It stays on record as dropped.") % _said(turn),
        "submit": _("Drop it"),
        "body": turn.body,
    }
    return answer(request, form, about(actions.drop_turn, turn), _("The turn is dropped."), **context)


def _said(turn: Any) -> dict[str, Any]:
    return {"holder": turn.holder.name, "seat": turn.get_kind_display()}
