from __future__ import annotations

import ast
from collections.abc import Iterable
from statistics import median

from .source import functions, line_count, modules_of_tests, name, product_modules, tree

MAX_MODULE_LINES = 400
MEDIAN_MODULE_LINES = 150
MAX_CLASS_LINES = 250
MAX_FUNCTION_LINES = 60
MAX_POSITIONAL = 4
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_utils"}


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _classes() -> Iterable[tuple[str, ast.ClassDef]]:
    for path in product_modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                yield f"{name(path)}:{node.lineno} {node.name}", node


def test_no_module_is_longer_than_one_concept_needs() -> None:
    modules = (*product_modules(), *modules_of_tests())
    assert [] == [name(path) for path in modules if line_count(path) > MAX_MODULE_LINES]


def test_most_modules_are_short() -> None:
    counts = [line_count(path) for path in product_modules() if line_count(path) > 1]
    assert median(counts) <= MEDIAN_MODULE_LINES


def test_no_function_is_longer_than_a_screen() -> None:
    assert [] == [
        f"{name(path)}:{function.lineno} {function.name} {_lines(function)}"
        for path in (*product_modules(), *modules_of_tests())
        for function in functions(path)
        if _lines(function) > MAX_FUNCTION_LINES
    ]


def test_no_class_carries_everything() -> None:
    assert [] == [where for where, node in _classes() if _lines(node) > MAX_CLASS_LINES]


def test_no_module_or_class_has_an_empty_name() -> None:
    modules = [name(path) for path in product_modules() if path.stem in EMPTY_NAMES]
    classes = [where for where, node in _classes() if node.name.endswith(("Manager", "Helper"))]
    assert [] == modules + classes


def test_no_function_takes_a_row_of_unnamed_arguments() -> None:
    def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        return len([each for each in names if each not in {"self", "cls"}])

    assert [] == [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in product_modules()
        for function in functions(path)
        if positional(function) > MAX_POSITIONAL and not function.name.startswith("_")
    ]
