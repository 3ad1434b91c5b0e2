"""Pages on which a step is taken: what is asked, on what grounds, what happens next, what was decided before."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.people.roles import Rank
from entente.kit import typed

from .. import actions, forms, panels, queries, rules
from ..models import Exchange, Verdict
from ..policy import EXCHANGES, head_behind
from ..workflow import EXCHANGE
from .opening import above, answered, opened, sorted_out

VERBS: dict[str, Callable[..., Exchange]] = {
    "complete": actions.complete,
    "test_purpose": actions.test_purpose,
    "assess_risk": actions.assess_risk,
    "send_back": actions.send_back,
    "postpone": actions.postpone,
    "resume": actions.resume,
    "refuse": actions.refuse,
    "reconsider": actions.reconsider,
    "close_exchange": actions.close,
}
ASKED = {
    "match": gettext_lazy("Under which instrument, in force now with this partner, may it be exchanged?"),
    "complete": gettext_lazy("Does the request say everything it must say?"),
    "test_purpose": gettext_lazy("Is the purpose one that the instrument was made for?"),
    "assess_risk": gettext_lazy("Is the risk known that somebody is mistreated for it?"),
    "decide": gettext_lazy("What may go, element by element?"),
    "release": gettext_lazy("Does what was decided go now?"),
    "send_back": gettext_lazy("Is it returned to whoever asked, to be completed?"),
    "postpone": gettext_lazy("Is it put off?"),
    "resume": gettext_lazy("Is it taken up again?"),
    "refuse": gettext_lazy("Is the whole of it refused?"),
    "reconsider": gettext_lazy("Is the decision taken back before anything goes?"),
    "close_exchange": gettext_lazy("Is nothing owed any more?"),
}
AFTER = {
    "match": gettext_lazy("Then it is seen whether the request is complete."),
    "complete": gettext_lazy("Then its purpose is tested against the instrument."),
    "test_purpose": gettext_lazy("Then the risk is assessed."),
    "assess_risk": gettext_lazy("Whoever decides is told. The baseline is the same for every desk."),
    "decide": gettext_lazy("The reasons are frozen, article by article. What may go is then released with its caveat."),
    "release": gettext_lazy(
        "The law and the instrument are asked again for this moment. The caveat is frozen, the lines enter the ledger,"
        " and the receipt is chased. This cannot be undone."
    ),
    "send_back": gettext_lazy("The reason is kept. When it is complete, its path begins again."),
    "postpone": gettext_lazy("The reason is kept. It can be taken up again."),
    "resume": gettext_lazy("Its path begins again with the legal basis."),
    "refuse": gettext_lazy("The reason is kept. Nothing of it can be released any more."),
    "reconsider": gettext_lazy("Its path begins again; the earlier decision stays in the trail."),
    "close_exchange": gettext_lazy("Nothing more is chased. It stays to be found."),
}
NOBODY_DECIDES = gettext_lazy(
    "Nobody was told: no head of the deciding office or above it, and nobody who holds the authority from one, may read"
    " it without having worked on it. A head gives that authority; an administrator names who heads an office."
)
NOBODY_ANSWERS = gettext_lazy(
    "Nobody was told: nobody who may read it heads an office at that level, above the office that decides. An"
    " administrator names who heads an office; another level can be asked."
)
LATELY = 6  # earlier steps that stand beside the decision


def step(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take one step of an exchange, or say everything that stands in its way."""
    exchange = opened(request, key)
    if name not in VERBS:
        raise Http404
    EXCHANGES.require(request.user, name, exchange)
    form = typed.form(forms.Reason if EXCHANGE.moves[name].needs_reason else forms.Word, request)
    return _taken(request, exchange, name, form, VERBS[name])


def match(request: HttpRequest, key: str) -> HttpResponse:
    """Name the instrument among those in force with the partner now."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "match", exchange)
    bases = queries.bases(exchange.partner, timezone.now(), person=request.user)
    known = {"purpose": exchange.purpose, "agreement": bases[0].key if len(bases) == 1 else ""}
    initial = {} if request.method == "POST" else {"initial": known}
    form = typed.form(forms.Matched, request, bases=bases, **initial)

    def act(one: Exchange, **given: Any) -> Exchange:
        return actions.match(one, **given | {"agreement": queries.instrument(given["agreement"])})

    return _taken(request, exchange, "match", form, act, bases=bases)


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Decide what may go, with the reasons in sight."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "decide", exchange)
    decision = _decision(exchange)
    form = typed.form(forms.Decided, request, elements=[one.element for one in decision.rulings])
    head = head_behind(request.user, exchange)
    context = {"behalf": head if head != request.user else None}
    return _taken(request, exchange, "decide", form, actions.decide, **context)


def release(request: HttpRequest, key: str) -> HttpResponse:
    """Release what was decided."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "release", exchange)
    context = {"whom": exchange.office or exchange.partner.name}
    return _taken(request, exchange, "release", typed.form(forms.Word, request), actions.release, **context)


def escalate(request: HttpRequest, key: str) -> HttpResponse:
    """Put it before a named level."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "escalate", exchange)
    needed = [one.level for one in _decision(exchange).rulings if one.level] if exchange.agreement else []
    initial = {} if request.method == "POST" else {"initial": {"level": needed[0] if needed else ""}}
    form = typed.form(forms.PutBefore, request, **initial)
    context = {"page_title": _("Put before a higher level"), "submit": _("Put it before that level")}

    def act(**given: Any) -> Any:
        made = actions.escalate(exchange, **given)
        head = queries.head_at(exchange, made.level, timezone.localdate(), without=[made.by])
        if head is None:
            messages.warning(request, NOBODY_ANSWERS)
        else:
            messages.info(request, _("Told: %(who)s.") % {"who": head})
        return made

    return answered(request, form, act, _("It is put before that level."), exchange=exchange, **context)


def answer(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Answer a question that was put before one's level."""
    exchange = opened(request, key)
    asked = get_object_or_404(exchange.escalations.filter(pk=pk))
    EXCHANGES.require(request.user, "answer", exchange)
    form = typed.form(forms.Answered, request)
    context = {"page_title": _("Answer"), "submit": _("Give the answer"), "lead_text": asked.question}

    def act(**given: Any) -> Any:
        return actions.answer(asked, **given)

    return answered(request, form, act, _("The answer is kept; who asked is told."), exchange=exchange, **context)


def mitigate(request: HttpRequest, key: str) -> HttpResponse:
    """Record what is done about the risk."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "mitigate", exchange)
    form = typed.form(forms.Measured, request)
    context = {"page_title": _("Record a measure"), "submit": _("Record the measure")}

    def act(**given: Any) -> Any:
        return actions.mitigate(exchange, **given)

    return answered(request, form, act, _("The measure stands beside the baseline."), exchange=exchange, **context)


# ── What the pages share ──────────────────────────────────────────────────────────────────────────


def _taken(
    request: HttpRequest, exchange: Exchange, name: str, form: Any, act: Callable[..., Any], **more: Any
) -> HttpResponse:
    problems = [one for one in EXCHANGE.obstacles(exchange, name) if one.code != "reason_missing"]
    if form.is_bound and form.is_valid():
        try:
            act(exchange, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            problems = sorted_out(form, refusal)
        else:
            state = str(Exchange.State(EXCHANGE.moves[name].target).label)
            messages.success(request, _("The exchange is now “%(state)s”.") % {"state": state})
            if name == "assess_risk" and not queries.deciders(exchange, timezone.localdate()):
                messages.warning(request, NOBODY_DECIDES)
            return redirect(exchange)
    context = {
        "page_title": panels.MOVES[name],
        "breadcrumb": above(exchange),
        "marking": exchange.kept_as,
        "exchange": exchange,
        "received": panels.moment(exchange.received_at),
        "form": form,
        "obstacles": [(" ".join(one.messages), "") for one in problems],
        "asked": ASKED[name],
        "after": AFTER[name],
        "verb": panels.MOVES[name],
        "blocked": any(one.code == "wrong_state" for one in problems),
        "negative": EXCHANGE.moves[name].needs_reason,
        "rulings": _rulings(exchange, name),
        "history": [
            {"step": one, "label": panels.taken(one), "day": timezone.localdate(one.at)}
            for one in exchange.steps.order_by("-id")[:LATELY]
        ],
    } | more
    return render(request, "exchanges/step.html", context, status=422 if form.is_bound else 200)


def _decision(exchange: Exchange) -> rules.Decision:
    at = timezone.now()
    return rules.judged(exchange, list(exchange.lines.order_by("id")), queries.standing_of(exchange, at), at)


def _rulings(exchange: Exchange, name: str) -> list[dict[str, Any]]:
    """What the one function says now, element by element: shown wherever somebody decides on it."""
    if name not in ("decide", "release", "test_purpose", "assess_risk", "refuse") or exchange.agreement is None:
        return []
    lines = {one.element: one for one in exchange.lines.all()}
    decision = _decision(exchange)
    given = rules.authorised(exchange, lines.values(), decision, queries.answered_above(exchange))
    above = {element: [rules.word_from_above(one)] for element, one in given.items()}
    return [
        {
            "line": lines[one.element],
            "kind": panels.VERDICTS[one.verdict],
            "verdict": Verdict(one.verdict).label,
            "level": Rank(one.level).label if one.level else "",
            "reasons": panels.reasons([reason.kept() for reason in (*one.reasons, *above.get(one.element, []))]),
        }
        for one in decision.rulings
    ]
