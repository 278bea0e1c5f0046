"""A name is given only where it is free, on every kind of disk, and no file is lost by it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from defender_tui.store.appearing import rename_to_new, write_appearing

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture(params=["links", "no links"])
def _disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "no links":
        monkeypatch.setattr(os, "link", _refuse)


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def a_file(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text)
    return file


def held(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


@pytest.mark.usefixtures("_disk")
def test_a_file_gets_its_new_name_with_what_it_holds(tmp_path: Path) -> None:
    rename_to_new(a_file(tmp_path, "old", "mine"), tmp_path / "new")
    assert {"new": "mine"} == held(tmp_path)


@pytest.mark.usefixtures("_disk")
def test_a_file_that_has_the_name_since_a_moment_ago_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if it came after the look.
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    old, new = a_file(tmp_path, "old", "mine"), a_file(tmp_path, "new", "theirs")
    with pytest.raises(FileExistsError):
        rename_to_new(old, new)
    with pytest.raises(FileExistsError):
        write_appearing(new, ("mine",), overwrite=False)
    assert {"old": "mine", "new": "theirs"} == held(tmp_path)


@needs_links
@pytest.mark.usefixtures("_disk")
def test_a_link_is_renamed_itself_and_never_over_a_file(tmp_path: Path) -> None:
    target, other = a_file(tmp_path, "target", "mine"), a_file(tmp_path, "other", "theirs")
    link = tmp_path / "link"
    link.symlink_to(target)
    with pytest.raises(FileExistsError):
        rename_to_new(link, other)
    rename_to_new(link, tmp_path / "new")
    assert {"target": "mine", "other": "theirs", "new": "mine"} == held(tmp_path)
    assert (tmp_path / "new").is_symlink()


@pytest.mark.usefixtures("_disk")
@pytest.mark.parametrize("refused", ["unlink", "replace"])
def test_a_file_that_cannot_be_moved_keeps_its_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    old, act = a_file(tmp_path, "old", "mine"), getattr(Path, refused)

    def refuse(file: Path, *given: object, **named: object) -> object:
        if file == old:
            raise PermissionError(13, "Permission denied")
        return act(file, *given, **named)

    monkeypatch.setattr(Path, refused, refuse)
    try:
        rename_to_new(old, tmp_path / "new")
    except PermissionError:
        assert {"old": "mine"} == held(tmp_path)
    else:
        assert {"new": "mine"} == held(tmp_path)


@pytest.mark.usefixtures("_disk")
def test_a_file_that_is_gone_leaves_no_empty_one_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rename_to_new(tmp_path / "old", tmp_path / "new")
    assert {} == held(tmp_path)


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 255)
    write_appearing(file, ("a", "b"), overwrite=True)
    assert {file.name: "ab"} == held(tmp_path)
