"""One page for each step of a candidacy: what is asked, on what grounds, what happens next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit import typed
from entente.kit.table import Ask

from .. import actions, forms
from ..models import Candidacy, CandidacyState
from ..panels.candidacy import proposal_shown
from ..policy import CANDIDACIES
from ..queries import candidacies as asked
from ..workflow import life_of
from .answering import explain
from .candidacies import way_to


@dataclass(frozen=True, slots=True)
class Page:
    """One step as its page shows it. ``act`` is the verb, ``name`` its row in the policy."""

    act: Callable[..., Any]
    form: type[Form]
    title: Any
    asks: Any
    follows: Any
    done: Any
    days: tuple[str, ...] = ()  # days that are today unless somebody says otherwise


PAGES = {
    "propose_candidacy": Page(
        actions.propose_candidacy,
        forms.Submission,
        gettext_lazy("Propose it to the vice-president"),
        gettext_lazy("Shall this proposal go to the vice-president of the lead branch?"),
        gettext_lazy(
            "The vice-president approves it, sends it back or refuses it. Until then nobody changes the proposal; "
            "what it says now is kept."
        ),
        gettext_lazy("The proposal is with the vice-president."),
    ),
    "inform_president": Page(
        actions.inform_president,
        forms.Informed,
        gettext_lazy("Record that the President was informed"),
        gettext_lazy("On what day, and how, was the President informed of the approved proposal?"),
        gettext_lazy("The candidacy may then be lodged."),
        gettext_lazy("It is on record that the President was informed."),
        ("informed_on",),
    ),
    "lodge": Page(
        actions.lodge,
        forms.Lodging,
        gettext_lazy("Record that it was lodged"),
        gettext_lazy("On what day was the candidacy lodged?"),
        gettext_lazy("The result is awaited; record it as won or lost when it is known."),
        gettext_lazy("The candidacy is lodged."),
        ("lodged_on",),
    ),
    "win_seat": Page(
        actions.win_seat,
        forms.Win,
        gettext_lazy("Record that it was won"),
        gettext_lazy("On what day was it won, and from when to when is the term?"),
        gettext_lazy("The seat is recorded as held for that term. The report on it is due on its last day."),
        gettext_lazy("The seat is recorded."),
        ("decided_on",),
    ),
    "lose_seat": Page(
        actions.lose_seat,
        forms.Loss,
        gettext_lazy("Record that it was lost"),
        gettext_lazy("On what day did the result come?"),
        gettext_lazy("The candidacy is closed; what was said stays on record for the next one."),
        gettext_lazy("The result is recorded."),
        ("decided_on",),
    ),
    "stand_down": Page(
        actions.stand_down,
        forms.Why,
        gettext_lazy("Stand no more"),
        gettext_lazy("Why is this call let pass, or this candidacy taken back?"),
        gettext_lazy("The candidacy is closed as withdrawn. It cannot be taken up again; a new one can be recorded."),
        gettext_lazy("The candidacy is withdrawn."),
    ),
    "report_term": Page(
        actions.report_term,
        forms.Report,
        gettext_lazy("Write the report on the term"),
        gettext_lazy("What did the term bring, measured against what was expected?"),
        gettext_lazy(
            "The term is closed. The report stays with the candidacy and shows for the next one in this body."
        ),
        gettext_lazy("The term is reported on."),
    ),
    "move_closing": Page(
        actions.move_closing,
        forms.Closing,
        gettext_lazy("Move the closing day"),
        gettext_lazy("Until when is the call open now, and why?"),
        gettext_lazy("The old day and the reason stay on record."),
        gettext_lazy("The closing day is moved."),
    ),
    "move_term": Page(
        actions.move_term,
        forms.EndOfTerm,
        gettext_lazy("Move the end of the term"),
        gettext_lazy("Until when does the term run now, and why?"),
        gettext_lazy("The seat follows. The old day and the reason stay on record."),
        gettext_lazy("The end of the term is moved."),
    ),
    "comment": Page(
        actions.comment,
        forms.Comment,
        gettext_lazy("Comment"),
        gettext_lazy("What is there to say?"),
        gettext_lazy("Everybody who sees the candidacy reads it. It stays on record."),
        gettext_lazy("The comment is on record."),
    ),
}
POSSIBLE: dict[str, Callable[[Candidacy], bool]] = {
    "inform_president": lambda candidacy: candidacy.state == CandidacyState.APPROVED,
    "move_closing": lambda candidacy: "stand_down" in _open(candidacy),
    "move_term": lambda candidacy: candidacy.state == CandidacyState.WON,
    "comment": lambda candidacy: True,
}
"""Acts that change no state, and when they make sense."""


def step(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take one step of a candidacy’s life, or say everything that stands in its way."""
    candidacy = get_object_or_404(asked.candidacy(request.user, key))
    CANDIDACIES.require(request.user, name, candidacy)
    page = PAGES[name]
    form = typed.form(page.form, request, initial=_initial(page, candidacy))
    if form.is_bound and form.is_valid():
        try:
            page.act(candidacy, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, page.done)
            return redirect(candidacy)
    possible = POSSIBLE.get(name, lambda one: name in _open(one))(candidacy)
    return _shown(request, candidacy, form, page, possible=possible)


def _open(candidacy: Candidacy) -> set[str]:
    return {move.name for move in life_of(candidacy).open_to(candidacy)}


def _initial(page: Page, candidacy: Candidacy) -> dict[str, Any]:
    known = {name: getattr(candidacy, name) for name in page.form.base_fields if hasattr(candidacy, name)}
    today = timezone.localdate()
    return known | {name: known.get(name) or today for name in page.days}


DECISIONS: dict[str, tuple[Callable[..., Candidacy], Any, bool]] = {
    "approve_candidacy": (actions.approve_candidacy, gettext_lazy("Approve"), False),
    "send_back": (actions.send_back, gettext_lazy("Send back"), False),
    "refuse_candidacy": (actions.refuse_candidacy, gettext_lazy("Refuse"), True),
    "support_candidacy": (actions.support_candidacy, gettext_lazy("Support it"), False),
    "decline_support": (actions.decline_support, gettext_lazy("Do not support it"), True),
}
DECIDE = Page(
    actions.approve_candidacy,
    forms.Decision,
    gettext_lazy("Decide on a candidacy"),
    gettext_lazy("The lead branch proposes that we stand for this seat. Shall we?"),
    gettext_lazy(
        "Approved, the President is informed at once and the candidacy may be lodged. Sent back, the lead branch works "
        "on it. Refused, we do not stand. What you say stays on record."
    ),
    gettext_lazy("The decision is recorded."),
)
SUPPORT = Page(
    actions.support_candidacy,
    forms.Decision,
    gettext_lazy("Decide whether we support it"),
    gettext_lazy("A partner stands for this seat and asks for our support. Do we give it?"),
    gettext_lazy(
        "The desk tells the partner. The reason stays on record; the decision may be changed with another one."
    ),
    gettext_lazy("The decision is recorded."),
)


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """The vice-president’s page: approve, send back or refuse; for a partner’s candidacy, support it or not."""
    candidacy = get_object_or_404(asked.candidacy(request.user, key))
    page, first = (DECIDE, "approve_candidacy") if candidacy.is_ours else (SUPPORT, "support_candidacy")
    CANDIDACIES.require(request.user, first, candidacy)
    form, open_now = typed.form(page.form, request), _open(candidacy)
    verb = request.POST.get("verb", "")
    if form.is_bound and form.is_valid() and verb in DECISIONS:
        try:
            DECISIONS[verb][0](candidacy, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, page.done)
            return redirect(candidacy)
    elif form.is_bound and form.is_valid():
        form.add_error(None, _("Choose one of the buttons."))
    buttons = [(name, label, danger) for name, (_act, label, danger) in DECISIONS.items() if name in open_now]
    return _shown(request, candidacy, form, page, possible=bool(buttons), buttons=buttons)


def _shown(request: HttpRequest, candidacy: Candidacy, form: Form, page: Page, **context: Any) -> HttpResponse:
    ask = Ask(request.user, timezone.localdate().isoformat())
    context |= {
        "page_title": page.title,
        "asked": page.asks,
        "next": page.follows,
        "submit": page.title,
        "candidacy": candidacy,
        "form": form,
        "rows": forms.rows(form),
        "past": asked.past(ask, candidacy),
        "breadcrumb": way_to(candidacy),
        "cancel": candidacy.get_absolute_url(),
        "marking": candidacy.marking,
        "editing": reverse("forums:proposal", args=[candidacy.key]),
    }
    return render(request, "forums/step.html", context | proposal_shown(candidacy), status=422 if form.errors else 200)
