"""A real browser on a real server. Playwright drives the computer's own Chromium; ./test says where it is."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import transaction
from django.test.testcases import LiveServerThread

from tests import databases
from tests.conftest import ROOT

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What passes is not told in full and stays in the browser: of a long page it would be megabytes.
FIND = """async rules => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(one => one.nodes.map(
    node => `${one.id} (${one.impact}): ${node.html.slice(0, 120)}`));
}"""
WIDTHS = (1280, 320)  # a desk and a phone; or a desk's page four times as large
HEIGHT = 900
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


@pytest.fixture(scope="session")
def loaded_once(origin, django_db_blocker, tmp_path_factory) -> Iterator[databases.Origin]:
    """All shipped editions, loaded once for the whole run, at rest."""
    from entente.config import packages
    from entente.foundation.reference import imports as reference

    where = databases.place(tmp_path_factory.mktemp("loaded"), "loaded")
    with django_db_blocker.unblock(), origin.copied(where, kept=True) as copy, transaction.atomic():
        reference.load(by="tests")
        packages.load(sorted((ROOT / "editions").glob("cbsa-*")), by="tests")
    yield copy
    with django_db_blocker.unblock():
        copy.drop()


@pytest.fixture
def db(request, origin, django_db_blocker, tmp_path) -> Iterator[None]:
    """An own database for each test: the server's threads and the test each have a connection of their own.

    One connection for all of them would make them wait for each other, in the end for ever.
    """
    asked = "loaded_once" in request.fixturenames
    rest = request.getfixturevalue("loaded_once") if asked else origin
    with django_db_blocker.unblock(), rest.copied(databases.place(tmp_path, "own")):
        yield


@pytest.fixture
def home(db: None) -> Iterator[str]:
    """The address of a server on the test's own database."""
    server = LiveServerThread("localhost", StaticFilesHandler)
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
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
            **options,
        )
        context.set_default_timeout(60_000)  # milliseconds; no test has a time to keep
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
def barriers() -> Callable[..., list[str]]:
    """What keeps somebody out of a page, a line each: ``assert barriers(page, *WIDTHS) == []``.

    What axe finds, and a page that is wider than its screen. For each width the page that is open is laid out anew;
    for none it is taken as it stands. Where many pages are looked at, ``axe`` names the one width at which it is asked.
    """
    source = AXE.read_text()

    def find(page: Any, *widths: int, axe: int | None = None) -> list[str]:
        page.evaluate(source)
        wrong: list[str] = []
        for width in widths or (page.viewport_size["width"],):
            if page.viewport_size["width"] != width:
                page.set_viewport_size({"width": width, "height": HEIGHT})
            found: list[str] = page.evaluate(FIND, RULES) if axe in (None, width) else []
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append("wider than the screen")
            wrong += [f"{width}: {one}" for one in found]
        return wrong

    return find
