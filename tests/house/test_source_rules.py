from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from .source import modules_of_tests, name, product_modules, tree, written_files

# The two places where whatever happens must become words for the user instead of a crash.
MAY_CATCH_EVERYTHING = {"defender_tui/cli/main.py", "defender_tui/ui/worker.py"}

# Spelled with brackets, so that this file does not break its own rule.
FOREIGN = {
    "a path of one machine": r"(?<![\w.])/(wor[k]|roo[t]|far[m])/|/home/(?!user\b)[a-z]+/",
    "the host of a package index": r"py[p]i\.org|pythonhoste[d]|--?index-ur[l]|/simpl[e]/",
    "an issue by number": r"(?i)\bissue\s*#?\d+\b",
    "who or what wrote it": r"(?i)\b(claud[e]|chatgp[t]|ai[- ]generated)\b",
    "work left over": r"\b(TO[D]O|FIX[M]E|XX[X])\b|NotImplementedErro[r]",
}


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
    if "BaseException" in names:
        last = handler.body[-1]
        return not (isinstance(last, ast.Raise) and last.exc is None)
    return "Exception" in names


def _handlers(path: Path) -> list[ast.ExceptHandler]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]


def test_only_the_two_outer_walls_catch_everything() -> None:
    assert [] == [
        f"{name(path)}:{handler.lineno}"
        for path in product_modules()
        if name(path) not in MAY_CATCH_EVERYTHING
        for handler in _handlers(path)
        if _catches_everything(handler)
    ]


def test_no_handler_swallows_what_it_caught_without_a_word_why() -> None:
    def is_mute(handler: ast.ExceptHandler, lines: list[str]) -> bool:
        only = handler.body[0]
        if not isinstance(only, ast.Pass):
            return False
        return "#" not in "".join(lines[handler.lineno - 1 : only.lineno])

    assert [] == [
        f"{name(path)}:{handler.lineno}"
        for path in product_modules()
        for handler in _handlers(path)
        if is_mute(handler, path.read_text(encoding="utf-8").splitlines())
    ]


def test_every_module_says_what_it_is() -> None:
    assert [] == [name(path) for path in product_modules() if not ast.get_docstring(tree(path))]


def test_every_public_class_and_function_has_a_docstring() -> None:
    assert [] == [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in product_modules()
        for node in tree(path).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FOREIGN[what])
    found = []
    for path in written_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name(path)}:{number}")
    assert [] == found


def test_every_test_directory_is_a_package() -> None:
    folders = {path.parent for path in modules_of_tests()}
    assert [] == sorted(name(folder) for folder in folders if not (folder / "__init__.py").exists())
