"""What a person typed, kept over a switch of language.

The language switch on a form page is a submit button of that form: the address in the other language receives what
was typed and shows it again, unjudged.
"""

from typing import Any, TypeVar

from django.forms import DateField, DateTimeField, Form
from django.http import HttpRequest, QueryDict

from .days import in_our_time

SWITCH = "_switch_language"
F = TypeVar("F", bound=Form)


def form(form_class: type[F], request: HttpRequest, **given: Any) -> F:
    """The form, bound when it was sent, filled but unjudged when only the language was switched.

    A day in no year that can be meant is refused in every form: the next step would count from it.
    """
    if request.method != "POST":
        return form_class(**given)
    if SWITCH in request.POST:
        typed = {name: request.POST.getlist(name) for name in request.POST}
        initial = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
        return form_class(**given | {"initial": initial})
    return _in_our_time(form_class(request.POST, request.FILES, **given))


def asked(form_class: type[F], asked: QueryDict | None, **given: Any) -> F:
    """The form of what an address asks, unbound when it asks nothing; its days are in our time as in every form."""
    return _in_our_time(form_class(asked, **given))


def _in_our_time(sent: F) -> F:
    for field in sent.fields.values():
        if isinstance(field, (DateField, DateTimeField)):
            field.validators.append(in_our_time)
    return sent
