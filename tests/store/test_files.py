"""A file is written whole or stays as it was."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.store.files import write_new_private, write_private


def test_the_text_is_written_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "config.toml"
    write_private(file, "é\r\nx\n")
    assert "é\r\nx\n".encode() == file.read_bytes()


def test_an_open_file_becomes_private_when_it_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert "new" == file.read_text()
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"config\.toml: No space left on device"):
        write_private(file, "new")
    assert "old" == file.read_text()
    assert [file] == list(tmp_path.iterdir())


def test_an_interruption_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text("old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_private(file, "new")
    assert "old" == file.read_text()
    assert [file] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocking = tmp_path / "a"
    blocking.write_text("a file, no folder")
    with pytest.raises(StoreError, match="Could not write") as caught:
        write_private(blocking / "config.toml", "x")
    assert "permissions" in caught.value.hint


def test_a_failure_without_words_is_still_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(StoreError, match="the disk refused"):
        write_private(tmp_path / "config.toml", "x")


def test_a_character_that_no_file_holds_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("old")
    with pytest.raises(StoreError, match="no text file can"):
        write_private(file, "a\udcffb")
    assert "old" == file.read_text()
    assert [file] == list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_to_the_settings_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("old")
    link.symlink_to(real)
    write_private(link, "new")
    assert link.is_symlink()
    assert "new" == real.read_text()


def test_a_new_file_is_private_and_its_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "soc.pem"
    write_new_private(file, "key\n")
    assert "key\n" == file.read_text()
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
        assert 0o700 == stat.S_IMODE(file.parent.stat().st_mode)


def test_a_new_file_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "soc.pem"
    file.write_text("precious")
    with pytest.raises(ConfigError, match=r"soc\.pem already"):
        write_new_private(file, "key")
    assert "precious" == file.read_text()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(ConfigError, match="keys already"):
        write_new_private(tmp_path / "keys" / "soc.pem", "key")
