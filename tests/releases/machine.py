"""A program that asks for a person: with a token, without a session."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entente.foundation.people import actions


def token(person: Any, days: int = 30, *, writes: bool = True) -> str:
    """A token that works, opened as it is for real."""
    ends_on = timezone.localdate() + timedelta(days=days)
    return actions.open_token(by=person, name="A feed", ends_on=ends_on, writes=writes)[1]


class Machine:
    """``Machine(officer).post("may_release", {…})``: the name of an address, its arguments, what is sent."""

    def __init__(self, person: Any, secret: str = "", **headers: str):
        self.secret = secret or token(person)
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"} | headers)

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(f"api:{name}", args=args), query)

    def post(self, name: str, *args: Any, said: Any = None, raw: str | None = None) -> Any:
        body = raw if raw is not None else json.dumps(said if said is not None else {})
        return self.client.post(reverse(f"api:{name}", args=args), body, content_type="application/json")


def codes(answer: Any) -> set[str]:
    return {one["code"] for one in answer.json()["errors"]}


def fields(answer: Any) -> set[str]:
    return {one["field"] for one in answer.json()["errors"]}
