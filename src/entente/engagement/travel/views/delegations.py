"""The page that puts an approved delegation on the meeting's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from .. import actions, queries
from ..panels import seats


@require_POST
def name_delegates(request: HttpRequest, key: str) -> HttpResponse:
    """Name the approved travellers for our delegation in one click, and show the meeting."""
    proposal = get_object_or_404(queries.proposal(request.user, key))
    try:
        made = actions.name_delegates(proposal, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(proposal)
    if not made:
        messages.warning(request, _("Every approved traveller with a name is on the delegation already."))
        return redirect(proposal.meeting)
    said = ngettext(
        "%(count)s traveller is put on the delegation.", "%(count)s travellers are put on the delegation.", len(made)
    )
    messages.success(request, said % {"count": len(made)})
    for one in seats.not_leading(proposal, made):
        led = _("Somebody heads the delegation already: %(who)s is on it as a member.")
        messages.warning(request, led % {"who": one})
    return redirect(proposal.meeting)
