from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path

import pytest

from .conftest import Run


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _token(**claims: object) -> str:
    header = {"typ": "JWT", "alg": "RS256", "kid": "k1"}
    return f"{_part(header)}.{_part(claims)}.c2lnbmF0dXJl"


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """Give what the next command reads as its standard input."""
    pasted = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pasted, encoding="utf-8"))
    return pasted


def _paste(stdin: io.BytesIO, text: str) -> None:
    stdin.write(text.encode())
    stdin.seek(0)


def test_a_token_from_stdin_is_shown_with_what_it_allows(run: Run, stdin: io.BytesIO) -> None:
    audience = "https://graph.microsoft.com"
    _paste(stdin, f"Bearer {_token(aud=audience, roles=['ThreatHunting.Read.All'], exp=1)}\n")
    finished = run("token", "decode", "-")
    assert 0 == finished.code
    assert "Microsoft Graph (https://graph.microsoft.com)" in finished.out
    assert "1970-01-01 00:00:01 UTC, which is past" in finished.out
    assert "yes hunt" in finished.out
    assert "no  browse incidents" in finished.out
    assert "cannot be checked by third parties" in finished.out


def test_json_holds_header_and_claims_but_not_the_token(run: Run, tmp_path: Path) -> None:
    token = _token(aud="8ee8fdad-f234-4243-8f3b-15c294843740", roles=[], tid="t")
    file = tmp_path / "token.txt"
    file.write_text(token, encoding="utf-8")
    finished = run("token", "decode", "--json", str(file))
    report = json.loads(finished.out)
    assert "xdr" == report["resource"]
    assert "RS256" == report["header"]["alg"]
    assert "t" == report["claims"]["tid"]
    assert token not in finished.out


@pytest.mark.parametrize("pasted", ["garbage", "", "a.b.c", "\x00\x1b[2J.x.y", "é.é.é"])
def test_garbage_is_one_clear_line(run: Run, stdin: io.BytesIO, pasted: str) -> None:
    _paste(stdin, pasted)
    finished = run("token", "decode", "-")
    assert 1 == finished.code
    assert "" == finished.out
    assert finished.err.startswith("defender-tui: ")
    assert 1 == len(finished.err.splitlines())


def test_bytes_that_are_no_text_are_refused(run: Run, stdin: io.BytesIO) -> None:
    stdin.write(b"\xff\xfe\x00")
    stdin.seek(0)
    assert "not UTF-8" in run("token", "decode").err


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    finished = run("token", "decode", str(tmp_path / "none.txt"))
    assert 1 == finished.code
    assert "none.txt" in finished.err


def test_claims_cannot_steer_the_terminal(run: Run, stdin: io.BytesIO) -> None:
    _paste(stdin, _token(aud="\x1b]52;c;x\x07", **{"\x1b[2J": "\x9b2J"}))
    finished = run("token", "decode", "-")
    assert 0 == finished.code
    assert all(line.isprintable() for line in finished.out.splitlines())


def test_nothing_is_sent_anywhere(
    run: Run, stdin: io.BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket", None)
    _paste(stdin, _token(aud="x"))
    assert 0 == run("token", "decode", "-").code
