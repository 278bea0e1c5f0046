"""The same words serve screens, commands and doctor, so none of them names a screen's key."""

from __future__ import annotations

import ast
import re

from .source import name, product_modules, tree

KEY = re.compile(r"\bF\d{1,2}\b|\b[Cc]trl\+")
ROOMS = ("core", "kql", "results", "client", "store", "workflows", "cli")


def test_outside_of_the_screens_no_text_names_a_key() -> None:
    rooms = tuple(f"defender_tui/{room}/" for room in ROOMS)
    assert [] == [
        f"{name(path)}:{node.lineno}"
        for path in product_modules()
        if name(path).startswith(rooms)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if KEY.search(node.value)
    ]
