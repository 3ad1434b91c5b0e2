"""My access tokens: those that work, opening one, revoking one."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, forms, queries
from ..policy import TOKENS


# A token works without a password and without the second step, so whoever opens one has just signed in again.
@reauthentication_required(allow_get=True)
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens, and a new one, which is shown this one time."""
    person: Any = request.user
    form, opened, secret = typed.form(forms.NewToken, request), None, ""
    if form.is_bound and form.is_valid():
        try:
            opened, secret = actions.open_token(by=person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            form = forms.NewToken()
    context = {
        "form": form,
        "opened": opened,
        "secret": secret,
        "tokens": queries.open_tokens(person, timezone.localdate()),
        "page_title": _("My access tokens"),
        "breadcrumb": [(_("My account"), reverse("people:me"))],
    }
    answer = render(request, "people/tokens.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(answer)
    return answer


def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token now."""
    found = get_object_or_404(queries.token(request.user, pk))
    TOKENS.require(request.user, "revoke_token", found)
    own = found.person_id == request.user.pk
    back = reverse("people:tokens") if own else reverse("people:account", args=[found.person_id])
    form = typed.form(forms.Sure, request)
    if form.is_bound:
        actions.revoke_token(found, by=request.user)
        messages.success(request, _("The token is revoked."))
        return redirect(back)
    context = {
        "form": form,
        "page_title": _("Revoke the token: %(name)s") % {"name": found.name},
        "submit": _("Revoke the token"),
        "lead_text": _("The program that uses it is refused at once. What it did stands. Open another token for it."),
        "breadcrumb": [(_("My access tokens"), back)] if own else [(str(found.person), back)],
        "cancel": back,
    }
    return render(request, "people/form.html", context)
