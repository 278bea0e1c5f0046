"""The project's own files, found and parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_TEXT_SUFFIXES = frozenset({".md", ".py", ".toml", ".txt", ".tcss", ".json", ".svg", ".sh", ""})
_ROOMS = ("defender_tui", "tests", "scripts", ".ci", "screenshots")


@cache
def product_modules() -> tuple[Path, ...]:
    """Every Python file of the product, sorted."""
    return tuple(sorted((ROOT / "defender_tui").rglob("*.py")))


@cache
def modules_of_tests() -> tuple[Path, ...]:
    """Every Python file of the tests, sorted."""
    return tuple(sorted((ROOT / "tests").rglob("*.py")))


@cache
def written_files() -> tuple[Path, ...]:
    """Every text file that people write here: code, documents, settings."""
    inside = (path for room in _ROOMS for path in (ROOT / room).rglob("*"))
    files = (path for path in (*ROOT.iterdir(), *inside) if path.is_file())
    return tuple(
        sorted(
            path
            for path in files
            if path.suffix in _TEXT_SUFFIXES and "__pycache__" not in path.parts
        )
    )


def name(path: Path) -> str:
    """The path as people write it: from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The module parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def line_count(path: Path) -> int:
    """How many lines the file has."""
    return path.read_text(encoding="utf-8").count("\n")
