"""The demonstration as a person starts it: its own process and database, the files a browser really gets."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from entente.config import places, serving
from scripts.postgresql import free_port
from tests.browser.conftest import listen

# The second start is one of the folder of the first: together, in this order, wherever the others run.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demonstration")]
PATIENCE = 60  # seconds to stop in, on a machine that does other things too; it takes less than one


@contextmanager
def demonstration(folder: Path) -> Iterator[tuple[str, int]]:
    """`entente demo` on a data folder; yields its address and process group, and stops all of it as Ctrl-C does.

    However it ends, nothing of it runs on and its port is free.
    """
    port = free_port()
    command = [sys.executable, "-m", "entente.config.cli", "demo", "--data", str(folder), "--port", str(port)]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
    screen = folder.with_suffix(".screen")
    with (
        screen.open("w") as out,
        subprocess.Popen(command, env=outside, stderr=out, start_new_session=True) as process,
    ):
        try:
            while "Ctrl-C" not in screen.read_text():
                assert process.poll() is None, screen.read_text()
                time.sleep(0.05)
            yield f"http://localhost:{port}", process.pid
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # else the block would wait for it without end
                raise
    assert process.returncode == 0
    assert running(process.pid) == []
    assert serving.is_free("localhost", port)


def running(group: int) -> list[str]:
    """The whole commands of the processes that were started together and have not ended.

    Whole: without ``-ww`` a line is cut where a terminal that is not there would end.
    """
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    found = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [args for pgid, stat, args in found if int(pgid) == group and not stat.startswith("Z")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demonstration") / "data"


def test_every_account_on_the_first_screen_opens_the_house(browser, folder):
    from entente.config import staff

    complaints: list[str] = []
    with demonstration(folder) as (home, _group):
        for role in (one.name for one in staff.ACCOUNTS):
            context = browser.new_context(base_url=home, locale="en-CA")
            page = context.new_page()
            listen(page, home, complaints)
            page.goto("/")
            page.locator("input[name=login]").fill(role)
            page.locator("input[name=password]").fill((folder / places.MARKER).read_text().strip())
            page.locator("main button").first.click()
            page.wait_for_url("**/en/")
            assert page.locator("h1").is_visible()
            context.close()

    assert complaints == []


def test_a_second_start_finds_everything_as_it_was(folder):
    with demonstration(folder) as (home, _group), urlopen(f"{home}/readyz") as answer:
        assert answer.read() == b"ready\n"

    command = [sys.executable, "-m", "entente.config.cli", "user", "list", "--data", str(folder)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "administrator" in listed
    assert "Preparing" not in listed


def test_a_demonstration_that_was_stopped_answers_no_more(folder):
    with demonstration(folder) as (home, _group):
        pass

    with pytest.raises(URLError):
        urlopen(f"{home}/livez")


def test_the_worker_stops_with_the_pages(folder):
    with demonstration(folder) as (_home, group):
        until = time.monotonic() + PATIENCE
        while not (beside := [one for one in running(group) if " work --beside " in one]):
            assert time.monotonic() < until, running(group)
            time.sleep(0.05)

    assert len(beside) == 1
    assert running(group) == []
