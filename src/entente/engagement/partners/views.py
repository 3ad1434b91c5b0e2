"""Pages of partners: lists, editions, the map, and the forms that add and change."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from entente.engagement.framework.models import Edition
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.kit import once, typed
from entente.kit.pages import ask_of, register_page
from entente.kit.table import Ask, Register

from . import actions, exports, forms, imports, panels, queries
from .models import Partner, Standing
from .policy import PARTNERS

SENT = "partners-sheet"  # the session's name for a sheet between upload and confirmation
ERRORS_SHOWN, ROWS_SHOWN = 200, 20
Open = list[tuple[str, str]]


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────


def _list(request: HttpRequest, register: Register, **context: Any) -> HttpResponseBase:
    return register_page(
        request,
        register,
        context.pop("template", "partners/register.html"),
        exported=trail.note_export,
        page_title=register.title,
        tabs=_tabs(register.name),
        breadcrumb=[] if register.name == exports.PARTNERS.name else _above(),
        **context,
    )


def _above(partner: Partner | None = None) -> list[tuple[Any, str]]:
    steps: list[tuple[Any, str]] = [(_("Partners"), reverse("partners:index"))]
    return [*steps, (partner.name, partner.get_absolute_url())] if partner else steps


def _tabs(current: str) -> list[dict[str, Any]]:
    """The room's lists, the one shown marked."""
    places = (
        ("partners", _("List"), "partners:index"),
        ("standings", _("Standings"), "partners:standings"),
        ("map", _("Map"), "partners:map"),
        ("aims", _("Aims"), "partners:aims"),
        ("contacts", _("Contacts"), "partners:contacts"),
        ("successions", _("Successions"), "partners:successions"),
    )
    return [{"label": label, "url": reverse(to), "current": name == current} for name, label, to in places]


def index(request: HttpRequest) -> HttpResponseBase:
    """All partners, narrowed, sorted, as they stood on a day; the usual questions one click away."""
    spoken_of: list[Edition] = []  # filled by the question, so that the page names the edition without asking twice

    def question(ask: Ask) -> QuerySet[Partner]:
        edition = queries.edition_asked(ask)
        spoken_of[:] = [edition] if edition else []
        return queries.partners(ask, edition)

    return _list(
        request,
        replace(exports.PARTNERS, question=question),
        template="partners/index.html",
        usual=exports.usual(),
        spoken_of=spoken_of,
        may_register=PARTNERS.allows(request.user, "register"),
        may_import=PARTNERS.allows(request.user, "import"),
    )


def standings(request: HttpRequest) -> HttpResponseBase:
    """Standings of every edition; each edition also has a page of its own."""
    return _list(request, exports.STANDINGS, editions=queries.editions(request.user))


def contacts(request: HttpRequest) -> HttpResponseBase:
    """Whom we reach, by office, on a day."""
    return _list(request, exports.CONTACTS)


def successions(request: HttpRequest) -> HttpResponseBase:
    """Which agency became which."""
    return _list(request, exports.SUCCESSIONS)


def aims(request: HttpRequest) -> HttpResponseBase:
    """What we want with whom, edition by edition."""
    return _list(request, exports.AIMS)


# ── One edition ───────────────────────────────────────────────────────────────────────────────────


def _edition(request: HttpRequest, key: str) -> Edition:
    """The edition of an address; without one, that of the day. Raises ``Http404``."""
    if key:
        return get_object_or_404(queries.editions(request.user), key=key)
    found = queries.edition_asked(ask_of(request)) or queries.editions(request.user).first()
    if found is None:
        raise Http404
    return found


def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition’s tiers with their tests, and the partners in each."""
    chosen, notes = _edition(request, edition), Notes()
    found = queries.by_tier(request.user, chosen)
    return render(
        request,
        "partners/edition.html",
        panels.tiers(chosen, found, notes)
        | {
            "page_title": queries.called(chosen),
            "tabs": _tabs("standings"),
            "breadcrumb": [*_above(), (_("Standings"), reverse("partners:standings"))],
            "editions": queries.editions(request.user),
            "sources": notes.listed,
        },
    )


def world(request: HttpRequest, edition: str = "") -> HttpResponse:
    """Where the partners of an edition are, on a map and as the same table."""
    chosen = _edition(request, edition)
    drawn = panels.picture(chosen, queries.by_tier(request.user, chosen))
    asked = {"edition": queries.called(chosen), "count": drawn["total"]}
    title = _("Where are the %(count)s partners of “%(edition)s”?") if drawn["total"] else _("Map: %(edition)s")
    context = {
        "page_title": title % asked,
        "tabs": _tabs("map"),
        "breadcrumb": _above(),
        "editions": queries.editions(request.user),
    }
    return render(request, "partners/world.html", drawn | context)


@cache_control(max_age=30 * 24 * 3600, private=True)
def land(request: HttpRequest) -> HttpResponse:
    """The land under the map, the same for everyone: a browser asks once a month."""
    return HttpResponse(panels.land(), content_type="image/svg+xml")


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def _asked(request: HttpRequest, form: Form, act: Callable[[], Partner], done: str, **context: Any) -> HttpResponse:
    """Show a form; when it is good, act on it and go to the partner, or show what the rules refuse."""
    if form.is_bound and form.is_valid():
        try:
            partner = act()
        except ValidationError as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(partner)
    context |= {"form": form, "switched": typed.SWITCH in request.POST}
    template = context.pop("template", "patterns/form.html")
    return render(request, template, context, status=422 if form.errors else 200)


def _explain(form: Form, refusal: ValidationError) -> None:
    """Put every problem at its field, or at the top where the form has no such field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


def _one(request: HttpRequest, key: str, act: str) -> Partner:
    """The partner of an address, for a person who may do this with it."""
    partner: Partner = get_object_or_404(queries.partner(request.user, key))
    PARTNERS.require(request.user, act, partner)
    return partner


def register(request: HttpRequest) -> HttpResponse:
    """Add a partner."""
    PARTNERS.require(request.user, "register")
    form = typed.form(forms.NewPartner, request, person=request.user, parents=queries.choices(request.user))
    return _asked(
        request,
        form,
        lambda: actions.register(by=request.user, **form.cleaned_data),
        _("The partner is added."),
        template="partners/partner_form.html",
        page_title=_("Add a partner"),
        breadcrumb=_above(),
        submit=_("Add the partner"),
        cancel=reverse("partners:index"),
    )


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what the record says of a partner, with the reason."""
    partner = _one(request, key, "change")
    sheet = imports.SHEET_OF[Partner]
    form = typed.form(
        forms.ChangedPartner,
        request,
        person=request.user,
        parents=queries.choices(request.user).exclude(pk=partner.pk),
        partner=partner,
    )
    return _asked(
        request,
        form,
        lambda: actions.change(partner, sheet, by=request.user, **form.said()),
        _("The change is recorded."),
        template="partners/partner_form.html",
        page_title=_("Change %(partner)s") % {"partner": partner.name},
        breadcrumb=_above(partner),
        marking=partner.marking,
        submit=_("Save the change"),
        cancel=partner.get_absolute_url(),
    )


def add_office(request: HttpRequest, key: str) -> HttpResponse:
    """Add a contact by office."""
    partner = _one(request, key, "add_office")
    form = typed.form(forms.NewContact, request)
    return _asked(
        request,
        form,
        lambda: actions.add_office(partner, by=request.user, **form.cleaned_data).partner,
        _("The contact is added."),
        page_title=_("Add a contact: %(partner)s") % {"partner": partner.name},
        breadcrumb=_above(partner),
        marking=partner.marking,
        submit=_("Add the contact"),
        cancel=partner.get_absolute_url(),
    )


def record_succession(request: HttpRequest, key: str) -> HttpResponse:
    """Record what became of a partner."""
    partner = _one(request, key, "record_succession")
    sheet = imports.SHEET_OF[Partner]
    form = typed.form(forms.NewSuccession, request, partners=queries.choices(request.user).exclude(pk=partner.pk))
    return _asked(
        request,
        form,
        lambda: actions.record_succession(partner, sheet, by=request.user, **form.cleaned_data).from_partner,
        _("The succession is recorded."),
        page_title=_("What became of %(partner)s?") % {"partner": partner.name},
        breadcrumb=_above(partner),
        marking=partner.marking,
        submit=_("Record the succession"),
        cancel=partner.get_absolute_url(),
    )


def set_standing(request: HttpRequest, key: str) -> HttpResponse:
    """Set or change where a partner stands in an edition."""
    partner = _one(request, key, "set_standing")
    chosen = _edition(request, request.GET.get("edition", ""))
    before = queries.standing_in(request.user, partner, chosen)
    sheet, tiers = imports.SHEET_OF[Standing], queries.tiers(request.user).filter(edition=chosen)
    form = typed.form(forms.StandingForm, request, tiers=tiers, standing=before)
    return _asked(
        request,
        form,
        lambda: actions.set_standing(partner, sheet, by=request.user, edition=chosen, **form.said()).partner,
        _("The standing is recorded."),
        template="partners/standing_form.html",
        page_title=_("Standing of %(partner)s") % {"partner": partner.name},
        breadcrumb=_above(partner),
        marking=partner.marking,
        edition=chosen,
        editions=queries.editions(request.user),
        before=before,
        submit=_("Record the standing"),
        cancel=partner.get_absolute_url(),
    )


def add_aim(request: HttpRequest, key: str) -> HttpResponse:
    """Add what we want with a partner under an edition."""
    partner = _one(request, key, "add_aim")
    form = typed.form(
        forms.NewAim,
        request,
        editions=queries.open_editions(request.user),
        objectives=queries.objectives(request.user),
    )
    return _asked(
        request,
        form,
        lambda: actions.add_aim(partner, by=request.user, **form.cleaned_data).partner,
        _("The aim is added."),
        page_title=_("What do we want with %(partner)s?") % {"partner": partner.name},
        breadcrumb=_above(partner),
        marking=partner.marking,
        submit=_("Add the aim"),
        cancel=partner.get_absolute_url(),
    )


# ── An officer's own spreadsheet ──────────────────────────────────────────────────────────────────


def send(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet of partners; what each column takes stands below."""
    PARTNERS.require(request.user, "import")
    form = typed.form(forms.Upload, request)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            table = imports.opened(sent.name, sent.read())
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            request.session[SENT] = {"name": sent.name, "table": table}
            return redirect("partners:check")
    context = {
        "form": form,
        "page_title": _("Add partners from a spreadsheet"),
        "breadcrumb": _above(),
        "columns": imports.columns(),
        "waiting": request.session.get(SENT),
    }
    return render(request, "partners/import.html", context, status=422 if form.errors else 200)


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would add, what the record has already, and every cell that is wrong; then add, or not."""
    PARTNERS.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        return redirect("partners:import")
    if "forget" in request.POST:
        del request.session[SENT]
        return redirect("partners:import")
    judged = imports.judge(sent["table"], person=request.user)
    if request.method == "POST" and typed.SWITCH not in request.POST and not judged.errors and judged.rows:
        act = partial(actions.import_rows, judged.rows, by=request.user, file=sent["name"])
        added = once.enter(request, SENT, act)
        if added is None:
            return redirect("partners:check")
        messages.success(request, _("Partners added: %(count)s.") % {"count": len(added)})
        return redirect("partners:index")
    context = {
        "page_title": _("Check the spreadsheet"),
        "breadcrumb": [*_above(), (_("Add partners from a spreadsheet"), reverse("partners:import"))],
        "name": sent["name"],
        "judged": judged,
        "errors": judged.errors[:ERRORS_SHOWN],
        "rows": judged.rows[:ROWS_SHOWN],
    }
    return render(request, "partners/check.html", context)


def template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the right headings, to fill."""
    PARTNERS.require(request.user, "import")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = _("partners-to-fill") + ".xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(imports.template(), content_type=kind, headers=headers)


def errors(request: HttpRequest) -> HttpResponse:
    """The wrong rows with why, to mend and send again."""
    PARTNERS.require(request.user, "import")
    sent = request.session.get(SENT)
    if sent is None:
        raise Http404
    text = imports.with_errors(imports.judge(sent["table"], person=request.user))
    name = _("to-mend") + ".csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
