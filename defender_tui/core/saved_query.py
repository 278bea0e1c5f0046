"""Queries that people keep as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .errors import ConfigError

SUFFIX = ".kql"
MAX_NAME = 120
# What no file name can hold on one system or another.
_FORBIDDEN = frozenset('<>:"|?*\\')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{word}{at}" for word in ("com", "lpt") for at in range(1, 10))}
)


class QueryNameTaken(ConfigError):
    """Another query has the name; nothing was written over."""


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One file. `name` is its path in the folder, with `/` and without `.kql`.

    `problem` says why it cannot be used; then the text is empty.
    """

    folder: Path
    name: str
    file: Path
    text: str = ""
    problem: str = ""

    @property
    def description(self) -> str:
        """The comment lines at its head, without their slashes; empty when it has none."""
        lines: list[str] = []
        for line in self.text.splitlines():
            words = line.strip()
            if words.startswith("//"):
                lines.append(words.lstrip("/").strip())
            elif words or lines:
                break
        return "\n".join(lines).strip()

    @property
    def search_text(self) -> str:
        """What a search looks in, without letter case: name, folder's name, text, problem."""
        return f"{self.name} {self.folder.name} {self.text} {self.problem}".casefold()


@dataclass(frozen=True, slots=True)
class Library:
    """The queries of all folders by folder and name, and what could not be read.

    `folders` are those of the configuration, the first being where queries are saved.
    """

    folders: tuple[Path, ...]
    queries: tuple[SavedQuery, ...] = ()
    problems: tuple[str, ...] = ()


def query_name_problem(name: str) -> str | None:
    """Say what is wrong with a name as typed; `None` when a file can have it on every system."""
    text = name.strip()
    if not text:
        return "The name is missing."
    if len(text) > MAX_NAME:
        return f"A name has at most {MAX_NAME} characters."
    if not text.isprintable() or _FORBIDDEN & set(text):
        return 'A name holds none of < > : " | ? * \\ and no invisible character.'
    for part in text.split("/"):
        if not part.strip() or part != part.strip() or part.startswith(".") or part.endswith("."):
            return "Between slashes stand names that do not begin or end with a dot or a blank."
        if part.split(".")[0].casefold() in _RESERVED:
            return f"“{part}” is a name that Windows keeps for itself."
    return None
