"""One TOML table, looked up by typed questions whose failures name the key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from .errors import ConfigError
from .typed_path import typed_path

_Word = TypeVar("_Word", bound=StrEnum)


class ConfigTable:
    """One TOML table with typed look-ups that fail by naming the key, `path` and all."""

    def __init__(
        self, name: str, values: Mapping[str, object], file: Path | None, path: str = ""
    ) -> None:
        self._name = name
        self._values = values
        self._file = file
        self._path = path

    def error(self, key: str, message: str, hint: str = "") -> ConfigError:
        return ConfigError(
            f"Profile “{self._name}”: {message}", hint=hint, file=self._file, key=key
        )

    def check_keys(self, known: frozenset[str]) -> None:
        for key in self._values:
            if key not in known:
                names = ", ".join(sorted(known))
                place = self._path + key
                raise self.error(place, f"{place} is not a setting.", f"Known settings: {names}.")

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None or isinstance(value, str):
            return value
        place = self._path + key
        raise self.error(place, f"{place} must be text in quotes.")

    def table(self, key: str) -> ConfigTable | None:
        value = self._values.get(key)
        place = self._path + key
        if value is None:
            return None
        if isinstance(value, Mapping):
            return ConfigTable(self._name, value, self._file, f"{place}.")
        raise self.error(place, f"{place} must be a table.")

    def tables(self, key: str) -> list[ConfigTable] | None:
        value = self._values.get(key)
        place = self._path + key
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            return [
                ConfigTable(self._name, one, self._file, f"{place}[{number}].")
                for number, one in enumerate(value)
            ]
        raise self.error(place, f"{place} must be a list of tables.")

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._values.get(key, default)
        if isinstance(value, bool):
            return value
        place = self._path + key
        raise self.error(place, f"{place} must be true or false.")

    def count(self, key: str, *, most: int) -> int | None:
        """Give a whole number from 1 to `most`; `None` where there is none."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        place = self._path + key
        raise self.error(place, f"{place} must be a whole number from 1 to {most}.")

    def needed_text(self, key: str) -> str:
        value = (self.text(key) or "").strip()
        if value:
            return value
        place = self._path + key
        raise self.error(place, f"{place} is missing.")

    def file(self, key: str) -> Path | None:
        value = self.text(key)
        return typed_path(value) if value else None

    def place_of(self, key: str) -> str:
        """Give a key with the path to it, as it is written in the file."""
        return self._path + key

    def texts(self) -> dict[str, str]:
        found = ((key, self.text(key)) for key in self._values)
        return {key: value for key, value in found if value is not None}

    def word(self, key: str, kind: type[_Word], default: _Word) -> _Word:
        return self.word_or_none(key, kind) or default

    def word_or_none(self, key: str, kind: type[_Word]) -> _Word | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            place = self._path + key
            raise self.error(place, f"{place} = “{value}” is not known.", f"Use {known}.") from None
