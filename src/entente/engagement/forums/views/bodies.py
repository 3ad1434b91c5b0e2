"""Pages about forums: registers, trees, priority forums, the matrix, who chairs, and the forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.engagement.partners import queries as partners
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.kit import export, pages, typed

from .. import actions, exports, forms, queries
from ..exports.matrix import matrix_report
from ..panels import pictures
from ..policy import FORUMS
from ..queries import chairs as chairing
from ..queries import editions, trees
from ..queries import matrix as matrices
from .answering import about, above, answer, tabs

# ── Registers ─────────────────────────────────────────────────────────────────────────────────────


def _register(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    context = {"page_title": register.title, "tabs": tabs(name), "breadcrumb": above(name)} | context
    return pages.register_page(request, register, "forums/list.html", exported=trail.note_export, **context)


def index(request: HttpRequest) -> HttpResponseBase:
    """Every forum and body."""
    may_add = FORUMS.allows(request.user, "add")
    return _register(request, exports.BODIES, "index", may_add=may_add, technical=True)


def memberships(request: HttpRequest) -> HttpResponseBase:
    """Who sits where, since when."""
    return _register(request, exports.MEMBERSHIPS, "memberships")


def seats(request: HttpRequest) -> HttpResponseBase:
    """Chairs and other seats: now, before and to come."""
    return _register(request, exports.SEATS, "seats")


def priority_list(request: HttpRequest) -> HttpResponseBase:
    """The priority forums of an edition as a table."""
    return _register(request, exports.PRIORITIES, "priorities")


# ── Pictures of the whole ─────────────────────────────────────────────────────────────────────────


def _page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    shared = {"page_title": title, "tabs": tabs(name), "breadcrumb": above(name), "path": request.path}
    return render(request, f"forums/{name}.html", shared | context)


def tree(request: HttpRequest) -> HttpResponse:
    """Forums and the bodies under them, abroad and at home."""
    ask = pages.ask_of(request)
    abroad, at_home = trees.tree(ask)
    sides = [(_("Abroad"), abroad), (_("At home"), at_home)]
    shown = [{"title": title, "nodes": nodes, "count": trees.size(nodes)} for title, nodes in sides]
    opened = request.GET.get("open") == "all"
    return _page(request, "tree", _("Trees of forums and bodies"), ask=ask, sides=shown, opened=opened)


def priorities(request: HttpRequest) -> HttpResponse:
    """The forums an edition puts first: what they are about, what we do there, what we want."""
    ask, notes = pages.ask_of(request), Notes()
    known = list(partners.editions(request.user))
    edition = editions.shown(ask, known)
    found = queries.priorities_of(request.user, edition).order_by("position", "id")
    return _page(
        request,
        "priorities",
        _("Priority forums"),
        ask=ask,
        edition=edition,
        editions=known,
        forums=pictures.forums(found, notes),
        sources=notes.listed,
        files=pages_of(request, reverse("forums:priority_list")),
    )


def matrix(request: HttpRequest) -> HttpResponseBase:
    """Which priority partner sits in which forum, on any day and under any edition."""
    ask, notes = pages.ask_of(request), Notes()
    found = matrices.matrix(ask, request.GET.getlist("forum"))
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register="forum-matrix", form=form, asked=request.GET.urlencode())
        return pages.as_file(matrix_report(found), ask, form)
    return _page(
        request,
        "matrix",
        _("Partners by forum"),
        ask=ask,
        matrix=found,
        columns=pictures.columns(found, notes),
        tiers=pictures.tiers(found, notes),
        remarks=pictures.remarks(found, notes),
        kept=pictures.kept(request.GET),
        files=pages_of(request, request.path),
        sources=notes.listed,
    )


def chairs(request: HttpRequest) -> HttpResponse:
    """Who chairs what on a day."""
    ask, notes = pages.ask_of(request), Notes()
    rows = pictures.chairs(chairing.chairs(ask), notes)
    files = pages_of(request, reverse("forums:seats"), current="1")
    return _page(
        request,
        "chairs",
        _("Who chairs on this day"),
        ask=ask,
        rows=rows,
        sources=notes.listed,
        files=files,
    )


def pages_of(request: HttpRequest, path: str, **more: str) -> list[tuple[str, str]]:
    """The links that take what a page shows away as a file, in each form."""
    asked = request.GET.copy()
    for name, value in more.items():
        asked[name] = value
    links = []
    for form in ("csv", "xlsx", "json"):
        asked["format"] = form
        links.append((form.upper(), f"{path}?{asked.urlencode()}"))
    return links


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def new_body(request: HttpRequest) -> HttpResponse:
    """Add a forum or body."""
    FORUMS.require(request.user, "add")
    form = typed.form(forms.NewBody, request, person=request.user)
    done = _("The body is in the register.")
    context = {"page_title": _("Add a forum or body"), "submit": _("Add it"), "body": None}
    return answer(request, form, actions.register, done, **context)


def describe(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a body is about."""
    body = get_object_or_404(queries.body(request.user, key))
    FORUMS.require(request.user, "describe", body)
    present = {name: getattr(body, name) for name in forms.Description.base_fields if hasattr(body, name)}
    form = typed.form(forms.Description, request, initial=present)
    context = {"page_title": _("Change the description"), "submit": _("Save the description"), "body": body}
    return answer(request, form, about(actions.describe, body), _("The description is changed."), **context)


def role(request: HttpRequest, key: str) -> HttpResponse:
    """Say what we are in a body."""
    body = get_object_or_404(queries.body(request.user, key))
    FORUMS.require(request.user, "set_role", body)
    form = typed.form(forms.OurRole, request, initial={"roles": body.our_roles.split("|")})
    context = {"page_title": _("Set our role"), "submit": _("Set our role"), "body": body}
    return answer(request, form, about(actions.set_role, body), _("Our role is set."), **context)


def add_membership(request: HttpRequest, key: str) -> HttpResponse:
    """Record that a partner sits in a body."""
    body = get_object_or_404(queries.body(request.user, key))
    FORUMS.require(request.user, "add_membership", body)
    form = typed.form(forms.NewMembership, request, person=request.user)
    context = {"page_title": _("Add a membership"), "submit": _("Add the membership"), "body": body}
    return answer(request, form, about(actions.add_membership, body), _("The membership is added."), **context)


def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a partner left a body."""
    found = get_object_or_404(queries.membership(request.user, pk))
    FORUMS.require(request.user, "end_membership", found)
    form = typed.form(forms.EndOfMembership, request, initial={"ends_on": found.ends_on})
    said = {"partner": found.partner.name, "body": found.body.name}
    context = {
        "page_title": _("End a membership"),
        "lead_text": _("%(partner)s leaves %(body)s.") % said,
        "submit": _("End the membership"),
        "body": found.body,
    }
    return answer(request, form, about(actions.end_membership, found), _("The membership is ended."), **context)


def add_seat(request: HttpRequest, key: str) -> HttpResponse:
    """Record a chair or another seat of a body."""
    body = get_object_or_404(queries.body(request.user, key))
    FORUMS.require(request.user, "add_seat", body)
    form = typed.form(forms.NewSeat, request, person=request.user)
    context = {"page_title": _("Add a seat"), "submit": _("Add the seat"), "body": body}
    return answer(request, form, about(actions.add_seat, body), _("The seat is added."), **context)


def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Pass a seat to its next holder."""
    seat = get_object_or_404(queries.seat(request.user, key))
    FORUMS.require(request.user, "hand_over", seat)
    form = typed.form(forms.Handover, request, person=request.user, initial={"on": seat.ends_on})
    said = {"seat": seat.name, "holder": seat.holder.name}
    context = {
        "page_title": _("Hand a seat over"),
        "lead_text": _("%(seat)s, held by %(holder)s. It ends on the day given; the next begins then.") % said,
        "submit": _("Hand it over"),
        "body": seat.body,
    }
    return answer(request, form, about(actions.hand_over, seat), _("The seat is handed over."), **context)
