"""Whom a command works as: a stored profile, or the one of the environment's variables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from defender_tui.cli.opening import screen_parts
from defender_tui.core.errors import ConfigError
from tests.cli.conftest import Announced, Run


def test_the_environments_profile_goes_by_its_name_too(
    run: Run, sandbox: Announced, as_app: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_app("no-roles")
    client_id, secret = sandbox.secrets["read-only"]
    for name, value in {
        "AZURE_TENANT_ID": sandbox.tenant_id,
        "AZURE_CLIENT_ID": client_id,
        "AZURE_CLIENT_SECRET": secret,
        "AZURE_AUTHORITY_HOST": sandbox.addresses["authority"],
        "SSL_CERT_FILE": sandbox.ca_file,
    }.items():
        monkeypatch.setenv(name, value)
    assert client_id in run("token", "--profile", "env").out
    assert client_id in run("token").out


def test_without_its_variables_the_environments_profile_is_unknown(
    run: Run, as_app: Callable[..., None]
) -> None:
    as_app("full")
    finished = run("token", "--profile", "env")
    assert 1 == finished.code
    assert "no profile “env”" in finished.err


def test_variables_that_cannot_be_right_lock_nobody_out_of_a_stored_profile(
    as_app: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_app("full")
    monkeypatch.setenv("AZURE_TENANT_ID", "common")
    monkeypatch.setenv("AZURE_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444")
    for name in (None, "full"):
        assert screen_parts(name).fallback is None
    with pytest.raises(ConfigError, match="does not work for an application"):
        screen_parts("env")


def test_variables_that_cannot_be_right_are_told_where_nothing_else_is_there_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFENDER_TUI_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("AZURE_TENANT_ID", "common")
    monkeypatch.setenv("AZURE_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444")
    with pytest.raises(ConfigError, match="does not work for an application"):
        screen_parts(None)
