"""doctor on the command line: lines for people, JSON for programs, a code for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run

APIS = ("Microsoft Graph", "Defender XDR", "Defender for Endpoint")


def found(out: str) -> dict[str, dict[str, str]]:
    """Read the JSON form into lines by name."""
    rows: list[dict[str, str]] = json.loads(out)
    assert all({"name", "state", "found", "next_step"} == set(row) for row in rows)
    return {row["name"]: row for row in rows}


def test_the_demo_is_well_and_says_so_line_by_line(run: Run) -> None:
    done = run("doctor", "--demo")
    assert 0 == done.code, done.out
    assert "fail " not in done.out
    assert "passed" in done.err
    for name in ("profile", "tenant", "sign-in", *(f"roles on {api}" for api in APIS)):
        assert any(line.startswith("pass ") and name in line for line in done.out.splitlines()), (
            name
        )


def test_json_holds_every_line_with_its_next_step(run: Run, as_app: Callable[..., None]) -> None:
    as_app("full")
    done = run("doctor", "--json")
    lines = found(done.out)
    assert 0 == done.code
    assert "" == done.err
    assert {"configuration", "keyring", "credential", "CA", "proxy", "clock"} <= set(lines)
    assert any(name.startswith("TLS ") for name in lines)
    assert {"pass", "warn", "skipped"} >= {line["state"] for line in lines.values()}


@pytest.mark.parametrize(
    ("app", "name"), [("no-roles", "roles on Microsoft Graph"), ("full", "sign-in")]
)
def test_what_fails_ends_in_exit_code_1_with_one_failing_line(
    run: Run, as_app: Callable[..., None], app: str, name: str
) -> None:
    as_app(app, secret=None if app == "no-roles" else "wrong~Sentinel-8Q")
    done = run("doctor", "--json")
    failing = [line for line in found(done.out).values() if line["state"] == "fail"]
    assert 1 == done.code
    assert [name] == [line["name"] for line in failing]
    assert failing[0]["next_step"]
    assert "Sentinel" not in done.out + done.err


def test_doctor_and_a_failing_command_say_the_same(run: Run, as_app: Callable[..., None]) -> None:
    as_app("full", secret="wrong~Sentinel-8Q")
    line = found(run("doctor", "--json").out)["sign-in"]
    told = run("token").err
    message = line["found"].partition(" (")[0]
    assert message in told
    assert line["next_step"] in told
    assert "AADSTS7000215" in line["found"]
    assert "AADSTS7000215" in told


def test_without_any_profile_doctor_still_looks_and_says_what_is_missing(run: Run) -> None:
    done = run("doctor")
    assert 1 == done.code
    assert "pass     configuration" in done.out
    assert "fail     profile" in done.out
    assert "-> " in done.out


def test_doctor_takes_a_profile_or_the_demo(run: Run) -> None:
    assert 2 == run("doctor", "--demo", "--profile", "x").code


def test_hostile_names_cannot_steer_the_terminal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('[profiles."a\\u001b[2J"]\n', encoding="utf-8")
    monkeypatch.setenv("DEFENDER_TUI_CONFIG_DIR", str(tmp_path))
    out = run("doctor").out
    assert all(line.isprintable() for line in out.splitlines())


def test_the_secrets_end_is_told_to_an_application_that_may_read_its_registration(
    run: Run, as_app: Callable[..., None]
) -> None:
    as_app("directory-reader")
    lines = found(run("doctor", "--json").out)
    assert lines["expiry"]["state"] in ("pass", "warn"), lines["expiry"]
    assert "the client secret ends on" in lines["expiry"]["found"]


@pytest.mark.parametrize(
    "app", ["expired-secret", "disabled", "without-principal", "public-client"]
)
def test_each_broken_application_fails_at_the_sign_in_with_a_place_to_mend_it(
    run: Run, as_app: Callable[..., None], app: str
) -> None:
    as_app(app)
    lines = found(run("doctor", "--json").out)
    assert ["sign-in"] == [name for name, line in lines.items() if line["state"] == "fail"]
    assert "AADSTS" in lines["sign-in"]["found"]
    assert lines["sign-in"]["next_step"]
