"""The profiles in `config.toml`, edited without touching comments and order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import ConfigError, StoreError
from ..core.profile_table import read_profile, write_profile
from ..core.profiles import Profile
from .files import write_private
from .paths import config_dir

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

FILE_NAME = "config.toml"


class ProfileFile:
    """The configuration file. It is read anew for every question, since people edit it by hand."""

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or config_dir()) / FILE_NAME

    def names(self) -> tuple[str, ...]:
        """Give the profiles' names in file order; empty without a file.

        Raises:
            ConfigError: the file is not valid TOML, or `profiles` is not a table.
            StoreError: the file is there and cannot be read.
        """
        return tuple(self._tables())

    def default_name(self) -> str | None:
        """Give the profile to open with: `default_profile`, else the first; `None` without any.

        Raises:
            ConfigError, StoreError: as `names`.
        """
        names = self.names()
        chosen = self._document().get("default_profile")
        if isinstance(chosen, str) and chosen in names:
            return str(chosen)
        return names[0] if names else None

    def load(self, name: str) -> Profile:
        """Read one profile.

        Raises:
            ConfigError: there is no such profile, or one of its settings is wrong.
            StoreError: the file is there and cannot be read.
        """
        tables = self._tables()
        table = tables.get(name)
        if table is not None and not isinstance(table, Mapping):
            raise self._not_a_table(f"profiles.{name}")
        if table is None:
            known = ", ".join(tables) or "none yet"
            raise ConfigError(
                f"There is no profile “{name}”.",
                hint=f"Profiles: {known}. Make one in Credentials.",
                file=self.file,
                key=f"profiles.{name}",
            )
        return read_profile(name, table, file=self.file)

    def save(self, profile: Profile) -> None:
        """Write one profile and make it the one to open with; the rest of the file stays as it is.

        Raises:
            ConfigError: the file is not valid TOML, or is laid out in a way that cannot be edited
                without loss; it was not changed.
            StoreError: the file cannot be written; it was not changed.
        """
        wanted = write_profile(profile)
        profiles = {**self._tables(), profile.name: wanted}
        self._edit(
            lambda document: _put(document, profile.name, wanted),
            {"profiles": profiles, "default_profile": profile.name},
        )

    def remove(self, name: str) -> None:
        """Take one profile out; absent is fine. The rest of the file stays as it is.

        Raises:
            ConfigError, StoreError: as `save`.
        """
        profiles = dict(self._tables())
        if profiles.pop(name, None) is None:
            return
        first = next(iter(profiles), None)
        is_default = self._document().get("default_profile") == name
        wanted: dict[str, object] = {"profiles": profiles}
        if is_default:
            wanted["default_profile"] = first
        self._edit(
            lambda document: _take_out(document, name, first if is_default else None), wanted
        )

    def _edit(
        self, edit: Callable[[TOMLDocument], None], wanted: Mapping[str, object | None]
    ) -> None:
        """Edit the file; `wanted` is what its top-level keys must say then, `None` for gone."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        document = self._document()
        expected = {**document.unwrap(), **wanted}
        try:
            edit(document)
            text = tomlkit.dumps(document)
            after = tomlkit.parse(text).unwrap()
        except (TOMLKitError, ValueError, LookupError) as cause:
            raise self._not_editable() from cause
        if _said(after) != _said(expected):
            raise self._not_editable()
        write_private(self.file, text)

    def _tables(self) -> Mapping[str, object]:
        profiles = self._document().unwrap().get("profiles", {})
        if not isinstance(profiles, dict):
            raise self._not_a_table()
        return profiles

    def _not_a_table(self, key: str = "profiles") -> ConfigError:
        return ConfigError(
            f"{key} is not a table.",
            hint="Write [profiles.NAME] sections.",
            file=self.file,
            key=key,
        )

    def _not_editable(self) -> ConfigError:
        return ConfigError(
            "The configuration is laid out in a way that cannot be edited without loss.",
            hint="Write each profile as a [profiles.NAME] section of its own.",
            file=self.file,
            key="profiles",
        )

    def _document(self) -> TOMLDocument:
        import tomlkit
        from tomlkit.exceptions import ParseError, TOMLKitError

        try:
            # Windows editors put a byte order mark first, and their line ends are kept.
            with self.file.open(encoding="utf-8-sig", newline="") as stream:
                document = tomlkit.parse(stream.read())
            # Tables in pieces are put together, and found to clash, only when they are read.
            document.unwrap()
        except FileNotFoundError:
            return tomlkit.document()
        except TOMLKitError as cause:
            raise ConfigError(
                f"The configuration is not valid TOML: {str(cause).rstrip('.')}.",
                hint="Correct that line.",
                file=self.file,
                line=cause.line if isinstance(cause, ParseError) else None,
            ) from cause
        except (OSError, UnicodeDecodeError) as cause:
            raise StoreError(
                f"Could not read {self.file}.", hint="Check the file and its permissions."
            ) from cause
        return document


def _put(document: TOMLDocument, name: str, wanted: Mapping[str, object]) -> None:
    import tomlkit

    if "profiles" not in document:
        document.add("profiles", tomlkit.table(is_super_table=True))
    profiles = document["profiles"]
    if isinstance(profiles, MutableMapping):
        held = profiles.get(name)
        if isinstance(held, MutableMapping):
            _merge(held, wanted)
        else:
            profiles[name] = dict(wanted)
    document["default_profile"] = name


def _take_out(document: TOMLDocument, name: str, new_default: str | None) -> None:
    profiles = document["profiles"]
    if isinstance(profiles, MutableMapping):
        del profiles[name]
    if document.get("default_profile") == name:
        if new_default is None:
            del document["default_profile"]
        else:
            document["default_profile"] = new_default


def _said(settings: Mapping[str, object]) -> dict[str, object]:
    """Leave out what says nothing: keys that are gone, and a list of profiles with none in it."""
    return {key: value for key, value in settings.items() if value is not None and value != {}}


def _merge(table: MutableMapping[str, object], wanted: Mapping[str, object]) -> None:
    """Change only what differs, so that comments beside the rest stay."""
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        held = table.get(key)
        if isinstance(held, MutableMapping) and isinstance(value, Mapping):
            _merge(held, value)
        elif held != value:
            table[key] = value
