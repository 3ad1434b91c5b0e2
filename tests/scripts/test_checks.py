"""What ./test says at its end is what people and machines go by."""

import pytest

from scripts import checks, chromium, pip_settings, postgresql
from scripts.missing import Missing


@pytest.fixture
def report():
    made = checks.Report()
    made.counts["passed"] = 12
    return made


def last_line(capsys):
    return capsys.readouterr().out.splitlines()[-1]


def test_all_is_well(report, monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    report.line("lint", 0.1, broken=0)

    assert report.close() == 0
    assert last_line(capsys) == "12 passed, 0 failed, 0 skipped"


def test_a_failed_check_counts_beside_the_tests(report, capsys):
    report.line("lint", 0.1, broken=1)
    report.line("tests on SQLite", 20, broken=3)

    assert report.close() == 1
    assert last_line(capsys) == "12 passed, 4 failed, 0 skipped"


@pytest.mark.parametrize(("strict", "code"), [("", 0), ("true", 1), ("1", 1)])
def test_what_is_left_out_is_named_and_fails_only_where_nothing_may_be(report, monkeypatch, capsys, strict, code):
    monkeypatch.setenv("CI", strict)
    report.left_out["tests in a browser"] = str(Missing("Chromium is not installed", "chromium"))

    assert report.close() == code
    said = capsys.readouterr().out
    assert "LEFT OUT: tests in a browser. Chromium is not installed: apt-get install" in said
    assert f"12 passed, {code} failed" in said


def test_a_missing_browser_is_said_with_its_remedy(monkeypatch):
    monkeypatch.delenv("ENTENTE_CHROMIUM", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: None)

    with pytest.raises(Missing, match="apt-get install .* chromium"):
        chromium.settings()


def test_a_missing_server_is_said_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(postgresql, "Path", lambda path: tmp_path)

    with pytest.raises(Missing, match="apt-get install .* postgresql"):
        postgresql.find_programs()


def test_wrong_usage_is_said(capsys):
    assert checks.main(["everything"]) == 2
    assert "./test quick" in capsys.readouterr().err


def test_what_a_site_tells_pip_is_told_to_uv(monkeypatch, capsys):
    said = "global.index-url='https://index.example/simple'\nglobal.cert='/etc/ca.pem'\n:env:.cert='/own/ca.pem'\n"
    monkeypatch.setattr("subprocess.run", lambda *a, **k: type("Done", (), {"stdout": said}))
    for name in pip_settings.UV.values():
        monkeypatch.delenv(name, raising=False)

    pip_settings.main()

    told = capsys.readouterr().out.splitlines()
    assert "export UV_DEFAULT_INDEX=https://index.example/simple" in told
    assert "export SSL_CERT_FILE=/own/ca.pem" in told


def test_what_a_site_tells_uv_itself_is_left_alone(monkeypatch, capsys):
    said = "global.index-url='https://index.example/simple'\n"
    monkeypatch.setattr("subprocess.run", lambda *a, **k: type("Done", (), {"stdout": said}))
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")

    pip_settings.main()

    assert "UV_DEFAULT_INDEX" not in capsys.readouterr().out
