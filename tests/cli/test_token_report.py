"""The token command says who signed the token and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from .conftest import Run
from .test_token_decode import _token


def test_a_signature_is_verified_by_the_tenants_keys(run: Run, as_app: Callable[..., None]) -> None:
    as_app("full")
    assert "verified by the tenant's keys" in run("token", "--resource", "xdr").out
    assert "cannot be checked by third parties" in run("token").out


def test_a_token_without_roles_is_warned_of(run: Run, as_app: Callable[..., None]) -> None:
    as_app("no-roles")
    report = json.loads(run("token", "--json").out)
    assert ["no-roles"] == [warning["kind"] for warning in report["warnings"]]
    assert "admin consent" in report["warnings"][0]["remedy"]


def test_a_good_token_has_no_warnings(run: Run, as_app: Callable[..., None]) -> None:
    as_app("full")
    assert [] == json.loads(run("token", "--json").out)["warnings"]


def test_decoding_does_not_check_a_signature_and_says_so(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(_token(aud="https://api.securitycenter.microsoft.com", exp=1), encoding="utf-8")
    out = run("token", "decode", str(file)).out
    assert "not checked offline" in out
    assert "It has expired: every API refuses it." in out
    assert "the Defender XDR API refuses it" in out


def test_a_token_is_not_saved_through_a_link(
    run: Run, as_app: Callable[..., None], tmp_path: Path
) -> None:
    as_app("full")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")
    finished = run("token", "--save", str(link))
    assert 1 == finished.code
    assert "is a link" in finished.err
    assert not (tmp_path / "target").exists()
