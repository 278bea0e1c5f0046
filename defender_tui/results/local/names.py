"""What a table of one's own may be called."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from defender_tui.core.errors import ConfigError
from defender_tui.kql.lexer import tokenize
from defender_tui.kql.tokens import TokenKind

MAX_LENGTH = 64
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OWN_PREFIX = "defender_tui_"
_RESULT_NAME = re.compile(r"r[0-9]+")


def is_result_name(name: str) -> bool:
    """Whether results go by such a name: r1, r2, ..."""
    return _RESULT_NAME.fullmatch(name) is not None


def check_name(name: str, taken: Collection[str]) -> None:
    """Refuse a name that a query could not write down as it is, or that another table has.

    Names that differ in case only count as one: the engine cannot tell them apart.

    Raises:
        ConfigError: it is none, and what to write instead.
    """
    problem = name_problem(name, taken)
    if problem:
        raise ConfigError(problem, hint="Letters, digits and _ make a name: Logons, sign_ins_2.")


def name_problem(name: str, taken: Collection[str] = ()) -> str:
    """Say why a table cannot have this name; empty when it can."""
    if not name:
        return "The table needs a name."
    if not _NAME.fullmatch(name) or len(name) > MAX_LENGTH:
        return f"“{name[:MAX_LENGTH]}” cannot be the name of a table."
    if is_result_name(name):
        return f"“{name}” is kept for a result."
    if not _is_plain_word(name) or name.casefold().startswith(_OWN_PREFIX):
        return f"“{name}” means something else in a query."
    other = next((one for one in taken if one.casefold() == name.casefold()), None)
    return "" if other is None else f"There is a table called {other} already."


def suggested_name(file: Path, taken: Collection[str] = ()) -> str:
    """Make a name that is free out of a file's: `sign_ins` for `sign-ins.csv`."""
    stem = file.name.partition(".")[0] or file.name.strip(".")
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", stem).strip("_")[: MAX_LENGTH - 4]
    if not plain or plain[0].isdigit():
        plain = f"t_{plain}" if plain else "file"
    if name_problem(plain):
        plain = f"{plain}_rows"
    name, number = plain, 1
    while name_problem(name, taken):
        number += 1
        name = f"{plain}_{number}"
    return name


def _is_plain_word(name: str) -> bool:
    tokens = tokenize(name, tables=())
    return len(tokens) == 1 and tokens[0].kind is TokenKind.NAME
