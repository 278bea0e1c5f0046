"""Where this user's files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.store.paths import cache_dir, config_dir


def test_files_are_below_the_users_home(own_home: Path) -> None:
    for folder in (config_dir(), cache_dir()):
        assert own_home in folder.parents
        assert "defender-tui" in folder.parts


def test_settings_and_cache_are_apart() -> None:
    assert config_dir() != cache_dir()


def test_a_variable_moves_the_settings(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFENDER_TUI_CONFIG_DIR", str(tmp_path))
    assert tmp_path == config_dir()
    monkeypatch.setenv("DEFENDER_TUI_CONFIG_DIR", "~/elsewhere")
    assert own_home / "elsewhere" == config_dir()
