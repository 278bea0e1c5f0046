"""Saved queries: `.kql` files in the folders that the configuration names."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..core.errors import ConfigError, StoreError
from ..core.saved_query import SUFFIX, Library, QueryNameTaken, SavedQuery, query_name_problem
from ..core.typed_path import typed_path
from .appearing import rename_to_new
from .paths import config_dir
from .profiles import FILE_NAME as CONFIG_NAME
from .whole_file import write_whole

KEY = "query_folders"
DEFAULT_FOLDER = "queries"
MAX_FILES = 5_000
MAX_FILE_BYTES = 512 * 1024
MAX_CHARACTERS = 32_000_000


class QueryFolders:
    """The user's folders of queries, read anew for every question, since others edit them too.

    `query_folders = [...]` in `config.toml` names them; without it there is one, `queries`, beside
    that file. What leads out of a folder by a link is named and not followed.
    """

    def __init__(self, config_folder: Path | None = None) -> None:
        self._config_folder = config_folder

    def folders(self) -> tuple[Path, ...]:
        """Give the folders, there or not; queries are saved in the first.

        Raises:
            ConfigError: the configuration is no TOML, or names folders in another way.
            StoreError: the configuration cannot be read.
        """
        base = self._config_folder or config_dir()
        named = _named_folders(base / CONFIG_NAME)
        return tuple(base / typed_path(one) for one in named) or (base / DEFAULT_FOLDER,)

    def load(self) -> Library:
        """Read all queries; what cannot be read is named in the library.

        Raises:
            ConfigError, StoreError: as `folders`.
        """
        folders = self.folders()
        problems: list[str] = []
        queries: list[SavedQuery] = []
        characters = 0
        for folder in dict.fromkeys(folders):
            if not folder.is_dir():
                if folder.name != DEFAULT_FOLDER or os.path.lexists(folder):
                    problems.append(f"There is no folder {folder}.")
                continue
            for file in _files_in(folder, problems):
                if len(queries) == MAX_FILES or characters > MAX_CHARACTERS:
                    problems.append(f"Only the first {len(queries):,} queries were read.")
                    return Library(folders, tuple(queries), tuple(problems))
                queries.append(_read(folder, file))
                characters += len(queries[-1].text)
        return Library(folders, tuple(queries), tuple(problems))

    def save(
        self, name: str, text: str, *, folder: Path | None = None, overwrite: bool = False
    ) -> SavedQuery:
        """Write a query into one of the folders, the first unless told, and give it.

        It is written whole or not at all.

        Raises:
            QueryNameTaken: a query has the name already and is not to be overwritten.
            ConfigError: the name cannot be had, or the folder is none of those.
            StoreError: the folder or the file cannot be written.
        """
        folders = self.folders()
        folder = folder or folders[0]
        if folder not in folders:
            raise ConfigError(f"{folder} is none of the folders for queries.", key=KEY)
        file, plain = self._place(folder, name)
        if not overwrite and os.path.lexists(file):
            raise _taken(plain, file)
        whole = text if text.endswith("\n") else f"{text}\n"
        write_whole(file, whole, overwrite=overwrite)
        return SavedQuery(folder, plain, file, whole)

    def rename(self, query: SavedQuery, name: str) -> SavedQuery:
        """Give a query another name in its folder.

        Raises:
            QueryNameTaken: another query has the name.
            ConfigError: the name cannot be had.
            StoreError: the disk refused; the query keeps its name.
        """
        file, plain = self._place(query.folder, name)
        if plain == query.name:
            return query
        try:
            rename_to_new(query.file, file)
        except FileExistsError as cause:
            raise _taken(plain, file) from cause
        except OSError as cause:
            raise StoreError(
                f"Could not rename {query.file}: {cause.strerror or 'the disk refused'}.",
                hint="Check the folder's permissions.",
            ) from cause
        return replace(query, name=plain, file=file)

    def delete(self, query: SavedQuery) -> None:
        """Remove a query's file for good; absent is fine.

        Raises:
            StoreError: the disk refused.
        """
        try:
            query.file.unlink(missing_ok=True)
        except OSError as cause:
            raise StoreError(
                f"Could not delete {query.file}: {cause.strerror or 'the disk refused'}.",
                hint="Check the folder's permissions.",
            ) from cause

    def _place(self, folder: Path, name: str) -> tuple[Path, str]:
        """Give the file of a name and the name without `.kql`; its folder is made."""
        if problem := query_name_problem(name):
            raise ConfigError(problem, hint="Choose another name.")
        plain = name.strip().removesuffix(SUFFIX)
        file = folder / f"{plain}{SUFFIX}"
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as cause:
            raise StoreError(
                f"Could not make {file.parent}: {cause.strerror or 'the disk refused'}.",
                hint="Check the folder's permissions and free space.",
            ) from cause
        if not _is_within(folder, file.parent):
            raise ConfigError(
                f"{file.parent} leads out of {folder}.", hint="Choose another name.", file=file
            )
        return file, plain


def _taken(name: str, file: Path) -> QueryNameTaken:
    return QueryNameTaken(
        f"There is a query {name} already.", hint="Choose another name.", file=file
    )


def _named_folders(config: Path) -> list[str]:
    try:
        held = tomllib.loads(config.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise ConfigError(
            "The configuration is not valid TOML.", hint="Correct it.", file=config
        ) from cause
    except OSError as cause:
        raise StoreError(
            f"Could not read {config}.", hint="Check the file and its permissions."
        ) from cause
    named = held.get(KEY, [])
    if isinstance(named, list) and all(isinstance(one, str) and one.strip() for one in named):
        return named
    raise ConfigError(
        f"{KEY} must be a list of folders.",
        hint=f'Write {KEY} = ["~/queries"] above the first section.',
        file=config,
        key=KEY,
    )


def _files_in(folder: Path, problems: list[str]) -> Iterator[Path]:
    """Give the files that may hold queries, by name; hidden ones and those in links stay out."""

    def refused(cause: OSError) -> None:
        problems.append(f"Could not read {cause.filename}: {cause.strerror}.")

    for place, inner, names in os.walk(folder, onerror=refused, followlinks=False):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names, key=str.casefold):
            if name.casefold().endswith(SUFFIX) and not name.startswith("."):
                yield Path(place, name)


def _read(folder: Path, file: Path) -> SavedQuery:
    name = file.relative_to(folder).as_posix()[: -len(SUFFIX)]
    try:
        if not _is_within(folder, file):
            return SavedQuery(folder, name, file, problem="It is a link out of its folder.")
        if not file.is_file():
            return SavedQuery(folder, name, file, problem="It is no file.")
        with file.open("rb") as stream:
            held = stream.read(MAX_FILE_BYTES + 1)
        if len(held) > MAX_FILE_BYTES:
            problem = f"It is larger than {MAX_FILE_BYTES >> 10} KiB."
            return SavedQuery(folder, name, file, problem=problem)
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError:
        return SavedQuery(folder, name, file, problem="It is not UTF-8 text.")
    except OSError as cause:
        problem = f"It cannot be read: {cause.strerror or 'the disk refused'}."
        return SavedQuery(folder, name, file, problem=problem)
    return SavedQuery(folder, name, file, text.replace("\r\n", "\n"))


def _is_within(folder: Path, place: Path) -> bool:
    return place.resolve().is_relative_to(folder.resolve())
