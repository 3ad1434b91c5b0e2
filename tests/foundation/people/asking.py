"""Opening and sending pages of the room."""

import re

from django.urls import reverse
from django.utils.translation import override


def get(client, name, *args, lang="en", **asked):
    with override(lang):
        return client.get(reverse(f"people:{name}", args=args), asked)


def post(client, name, *args, lang="en", **said):
    with override(lang):
        return client.post(reverse(f"people:{name}", args=args), said)


def text_of(response):
    return re.sub(r"[ \n]+", " ", response.content.decode()).replace("\u00a0", " ")
