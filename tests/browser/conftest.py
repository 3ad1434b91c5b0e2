"""A real browser on a real server. Playwright drives the computer's own Chromium; ./test says where it is."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",  # as root there is no other way
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = os.environ.get("ENTENTE_CHROMIUM") or shutil.which("chromium")
    assert program, "no Chromium: apt-get install chromium"
    # Playwright keeps an event loop in the test's thread; Django would refuse to ask the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def home(db: None) -> Iterator[str]:
    """The address of a server that sees what the test made, inside the test's own transaction.

    pytest-django's ``live_server`` empties every table afterwards, which the trail refuses: nothing is ever
    deleted from it. Here the transaction is rolled back. What waits for a commit (mail) does not happen.
    """
    connection = connections["default"]
    turn = threading.Lock()  # all requests share the test's one connection

    def one_at_a_time(application: Any) -> Any:
        answer = StaticFilesHandler(application)

        def in_turn(*request: Any) -> Any:
            with turn:
                return answer(*request)

        return in_turn

    connection.inc_thread_sharing()  # for good: a thread may still be closing its end after the test
    server = LiveServerThread("localhost", one_at_a_time, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def open_page(browser: Any, home: str) -> Iterator[Callable[..., Any]]:
    """Open a page of ``home``: ``open_page(width=320, person=reader, javascript=False)``.

    When the test is over, everything the browser complained about (script errors, refused content, answers
    of 500, requests to elsewhere) fails it.
    """
    complaints: list[str] = []
    contexts = []

    def build(*, width: int = 1280, person: Any = None, javascript: bool = True, **options: Any) -> Any:
        context = browser.new_context(
            base_url=home,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            **options,
        )
        context.set_default_timeout(10_000)  # milliseconds
        contexts.append(context)
        if person:
            context.add_cookies([{**session_of(person), "url": home}])
        page = context.new_page()
        listen(page, home, complaints)
        return page

    yield build
    for context in contexts:
        context.close()
    assert complaints == []


def session_of(person: Any) -> dict[str, str]:
    """The cookie of a person who has signed in."""
    from django.test import Client

    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def listen(page: Any, home: str, complaints: list[str]) -> None:
    """Note down what the browser complains about. That a page is refused or not found is for its test to say."""

    def heard(message: Any) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(f"console: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            complaints.append(f"asked elsewhere: {request.url}")

    def answered(answer: Any) -> None:
        is_page = answer.request.resource_type in {"document", "xhr", "fetch"}
        if answer.status >= (500 if is_page else 400):
            complaints.append(f"{answer.status}: {answer.url}")

    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", heard)
    page.on("request", asked)
    page.on("response", answered)


@pytest.fixture
def barriers() -> Callable[[Any], list[str]]:
    """What axe finds on a page that keeps somebody out, a line each: ``assert barriers(page) == []``."""
    source = AXE.read_text()

    def find(page: Any) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        return [
            f"{violation['id']} ({violation['impact']}): {node['html'][:120]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return find
