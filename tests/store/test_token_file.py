"""A saved token is for this user alone, whole, and never written through a link."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from defender_tui.core.errors import StoreError
from defender_tui.core.secret import Secret
from defender_tui.store.token_file import save_token

TOKEN = Secret("header.claims.signature")


def test_a_token_is_saved_for_this_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    save_token(file, TOKEN)
    assert "header.claims.signature\n" == file.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_an_older_token_is_replaced_and_its_mode_too(tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text("older and longer than the new one" * 9, encoding="utf-8")
    file.chmod(0o644)
    save_token(file, TOKEN)
    assert "header.claims.signature\n" == file.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert ["token.txt"] == [entry.name for entry in tmp_path.iterdir()]


@pytest.mark.parametrize("is_dangling", [True, False])
def test_a_link_is_not_followed(tmp_path: Path, is_dangling: bool) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    if not is_dangling:
        target.write_text("kept", encoding="utf-8")
    link.symlink_to(target)
    with pytest.raises(StoreError, match="is a link"):
        save_token(link, TOKEN)
    assert is_dangling or "kept" == target.read_text(encoding="utf-8")
    assert is_dangling is not target.exists()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no file"):
        save_token(tmp_path, TOKEN)


def test_what_cannot_be_written_whole_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token.txt"
    file.write_text("older", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        save_token(file, TOKEN)
    assert "older" == file.read_text(encoding="utf-8")
    assert ["token.txt"] == [entry.name for entry in tmp_path.iterdir()]
