"""The profiles in `config.toml`, edited without touching comments and order."""

from __future__ import annotations

from collections.abc import Mapping
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
        if not isinstance(table, Mapping):
            known = ", ".join(tables) or "none yet"
            raise ConfigError(
                f"There is no profile “{name}”.",
                hint=f"Profiles: {known}. Make one in Credentials (F2).",
                file=self.file,
                key=f"profiles.{name}",
            )
        return read_profile(name, table, file=self.file)

    def save(self, profile: Profile) -> None:
        """Write one profile and make it the one to open with; the rest of the file stays as it is.

        Raises:
            ConfigError: the file is not valid TOML; it was not changed.
            StoreError: the file cannot be written; it was not changed.
        """
        import tomlkit
        from tomlkit.items import Table

        document = self._document()
        if "profiles" not in document:
            document.add("profiles", tomlkit.table(is_super_table=True))
        profiles = document["profiles"]
        if not isinstance(profiles, Table):
            raise self._not_a_table()
        table = tomlkit.table()
        for key, value in write_profile(profile).items():
            table.add(key, value)
        profiles[profile.name] = table
        document["default_profile"] = profile.name
        write_private(self.file, tomlkit.dumps(document))

    def _tables(self) -> Mapping[str, object]:
        profiles = self._document().unwrap().get("profiles", {})
        if not isinstance(profiles, dict):
            raise self._not_a_table()
        return profiles

    def _not_a_table(self) -> ConfigError:
        return ConfigError(
            "profiles is not a table.",
            hint="Write [profiles.NAME] sections.",
            file=self.file,
            key="profiles",
        )

    def _document(self) -> TOMLDocument:
        import tomlkit
        from tomlkit.exceptions import ParseError

        try:
            return tomlkit.parse(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return tomlkit.document()
        except ParseError as cause:
            raise ConfigError(
                f"The configuration is not valid TOML: {cause}.",
                hint="Correct that line.",
                file=self.file,
                line=cause.line,
            ) from cause
        except (OSError, UnicodeDecodeError) as cause:
            raise StoreError(
                f"Could not read {self.file}.", hint="Check the file and its permissions."
            ) from cause
