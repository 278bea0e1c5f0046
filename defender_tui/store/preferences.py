"""What people chose on the screens and want to find again: columns, orders, named filters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ..core.errors import ConfigError, StoreError
from .files import write_private
from .paths import config_dir

FILE_NAME = "preferences.json"


class PreferenceFile:
    """One object for each screen in `preferences.json`, beside the configuration; no secrets.

    The program writes it, so that what people write into `config.toml` is left alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def file(self) -> Path:
        """The file itself, there or not."""
        return (self._folder or config_dir()) / FILE_NAME

    def load(self, screen: str) -> Mapping[str, object]:
        """Give what was kept for a screen; empty when nothing was.

        Raises:
            ConfigError: the file holds no JSON object.
            StoreError: the file is there and cannot be read.
        """
        held = self._all().get(screen)
        return held if isinstance(held, dict) else {}

    def save(self, screen: str, choices: Mapping[str, object]) -> None:
        """Keep what was chosen on a screen in place of what was; the other screens' stays.

        Raises:
            ConfigError: the file that is there holds no JSON object; it was not changed.
            StoreError: the file cannot be read or written; it was not changed.
        """
        everything = {**self._all(), screen: dict(choices)}
        write_private(self.file, json.dumps(everything, indent=2, ensure_ascii=False) + "\n")

    def _all(self) -> dict[str, object]:
        try:
            held = json.loads(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as cause:
            raise StoreError(
                f"Could not read {self.file}.", hint="Check the file and its permissions."
            ) from cause
        except ValueError as cause:
            raise self._broken() from cause
        if not isinstance(held, dict):
            raise self._broken()
        return held

    def _broken(self) -> ConfigError:
        return ConfigError(
            "What was chosen on the screens cannot be read: the file holds no JSON object.",
            hint="Correct the file, or delete it to begin anew.",
            file=self.file,
        )


class MemoryPreferences:
    """Choices that last as long as the program."""

    def __init__(self) -> None:
        self._held: dict[str, Mapping[str, object]] = {}

    def load(self, screen: str) -> Mapping[str, object]:
        """Give what was kept for a screen; empty when nothing was."""
        return self._held.get(screen, {})

    def save(self, screen: str, choices: Mapping[str, object]) -> None:
        """Keep what was chosen on a screen."""
        self._held[screen] = dict(choices)
