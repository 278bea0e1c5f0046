from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.store.whole_file import write_whole


def test_a_new_file_holds_the_text_and_is_for_this_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    write_whole(file, "a\r\nb\n")
    assert b"a\r\nb\n" == file.read_bytes()
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert [file] == list(tmp_path.iterdir())


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("mine")
    with pytest.raises(ConfigError, match=r"There is a file"):
        write_whole(file, "other")
    assert "mine" == file.read_text()


def test_a_link_to_nowhere_is_not_written_through(tmp_path: Path) -> None:
    link = tmp_path / "report.md"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError):
        write_whole(link, "other")
    assert [link] == list(tmp_path.iterdir())


def test_asked_to_it_replaces_the_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("a much longer text than the new one")
    write_whole(file, "new", overwrite=True)
    assert "new" == file.read_text()
    assert [file] == list(tmp_path.iterdir())


def test_where_links_are_unknown_it_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    write_whole(tmp_path / "a", "text")
    with pytest.raises(ConfigError):
        write_whole(tmp_path / "a", "other")
    assert "text" == (tmp_path / "a").read_text()


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"No space left on device"):
        write_whole(tmp_path / "a", "text")
    assert [] == list(tmp_path.iterdir())


def test_half_a_character_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no text file can"):
        write_whole(tmp_path / "a", "half \ud800")
    assert [] == list(tmp_path.iterdir())


def test_a_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Could not write"):
        write_whole(tmp_path / "none" / "a", "text")
    assert [] == list(tmp_path.iterdir())
