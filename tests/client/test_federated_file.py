"""The file of a federated token."""

from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.client.federated_file import read_federated_token
from defender_tui.core.credentials import FederatedToken
from defender_tui.core.errors import ConfigError


def test_the_file_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "token"
    for text in ("a.b.c", "d.e.f\n"):
        file.write_text(text)
        assert text.strip() == read_federated_token(FederatedToken(file)).assertion.reveal()


def test_a_file_of_its_own_comes_before_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.write_text("a.b.c")
    theirs.write_text("d.e.f")
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(theirs))
    assert "a.b.c" == read_federated_token(FederatedToken(mine)).assertion.reveal()
    assert "d.e.f" == read_federated_token(FederatedToken()).assertion.reveal()


def test_no_file_at_all_names_the_variable() -> None:
    with pytest.raises(ConfigError) as caught:
        read_federated_token(FederatedToken())
    assert "AZURE_FEDERATED_TOKEN_FILE" in caught.value.hint


@pytest.mark.parametrize(
    ("told", "content"),
    [
        ("is not there", None),
        ("is empty", b""),
        ("is empty", b" \n"),
        ("not hold one token", b"a.b.c d.e.f"),
        ("not hold one token", b"\xff\xfea.b.c"),
    ],
)
@pytest.mark.parametrize("by", ["profile", "variable"])
def test_a_fault_names_the_file_and_the_setting_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, content: bytes | None, by: str
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(file))
    with pytest.raises(ConfigError, match=told) as caught:
        read_federated_token(FederatedToken(file if by == "profile" else None))
    assert file == caught.value.file
    key = "credential.file" if by == "profile" else "AZURE_FEDERATED_TOKEN_FILE"
    assert key == caught.value.key
