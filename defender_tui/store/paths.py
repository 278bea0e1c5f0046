"""Where this user's files are."""

from __future__ import annotations

import os
from pathlib import Path

APP = "defender-tui"
CONFIG_DIR_VARIABLE = "DEFENDER_TUI_CONFIG_DIR"


def config_dir() -> Path:
    """Give the folder of `config.toml`; DEFENDER_TUI_CONFIG_DIR overrides the platform's own."""
    override = os.environ.get(CONFIG_DIR_VARIABLE)
    if override:
        return Path(override).expanduser()
    import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False)


def data_dir() -> Path:
    """Give the folder for what the program gathers and people want to keep."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def cache_dir() -> Path:
    """Give the folder for what may be deleted at any time."""
    import platformdirs

    return platformdirs.user_cache_path(APP, appauthor=False)
