from __future__ import annotations

import stat
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError
from defender_tui.store.preferences import PreferenceFile


def test_what_was_chosen_is_found_again_and_other_screens_keep_theirs(tmp_path: Path) -> None:
    PreferenceFile(tmp_path).save("hunting", {"panes": 2})
    PreferenceFile(tmp_path).save("incidents", {"columns": ["id", "título"]})
    again = PreferenceFile(tmp_path)
    assert {"columns": ["id", "título"]} == again.load("incidents")
    assert {"panes": 2} == again.load("hunting")


def test_nothing_chosen_is_nothing_found_and_makes_no_file(tmp_path: Path) -> None:
    kept = PreferenceFile(tmp_path)
    assert {} == kept.load("incidents")
    assert not kept.file.exists()


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    kept = PreferenceFile(tmp_path / "new")
    kept.save("incidents", {})
    assert 0o600 == stat.S_IMODE(kept.file.stat().st_mode)


@pytest.mark.parametrize("text", ["{", "[]", "\udcff"])
def test_a_broken_file_is_named_and_never_written_over(tmp_path: Path, text: str) -> None:
    kept = PreferenceFile(tmp_path)
    kept.file.write_bytes(text.encode(errors="surrogateescape"))
    before = kept.file.read_bytes()
    with pytest.raises(ConfigError) as told:
        kept.load("incidents")
    assert kept.file == told.value.file
    with pytest.raises(ConfigError):
        kept.save("incidents", {})
    assert before == kept.file.read_bytes()
