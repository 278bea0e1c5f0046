"""Deferred imports fool a static check, so these look at what a fresh interpreter has loaded."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .source import ROOT

COSTLY = frozenset(
    {
        "antlr4",
        "duckdb",
        "duckdb_kql",
        "httpx",
        "keyring",
        "msal",
        "odata_query",
        "plotext",
        "rich",
        "starlette",
        "textual",
        "trustme",
        "uvicorn",
    }
)
ALLOWED = {
    "core": frozenset(),
    "kql": frozenset(),
    "results": frozenset({"duckdb", "duckdb_kql", "antlr4"}),
    "client": frozenset({"duckdb", "duckdb_kql", "antlr4", "httpx", "msal", "rich"}),
    "store": frozenset({"keyring"}),
    "workflows": frozenset({"duckdb", "duckdb_kql", "antlr4", "httpx", "keyring", "msal", "rich"}),
    "ui": frozenset({"plotext", "rich", "textual"}),
    "cli": frozenset(),
    "sandbox": frozenset(
        {"antlr4", "duckdb", "duckdb_kql", "odata_query", "starlette", "trustme", "uvicorn"}
    ),
}
_LOADED = "import json, sys; print(json.dumps(sorted({m.partition('.')[0] for m in sys.modules})))"


def _loaded_after(code: str) -> frozenset[str]:
    answer = subprocess.run(
        [sys.executable, "-c", f"{code}\n{_LOADED}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded: list[str] = json.loads(answer.stdout.splitlines()[-1])
    return frozenset(loaded) & COSTLY


@pytest.mark.parametrize("room", ALLOWED)
def test_importing_a_room_loads_only_its_own_costly_libraries(room: str) -> None:
    code = f"""
import importlib, pkgutil
room = importlib.import_module("defender_tui.{room}")
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
"""
    if room == "cli":
        code = "import defender_tui.cli, defender_tui.cli.parser, defender_tui.__main__"
    assert frozenset() == _loaded_after(code) - ALLOWED[room]


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_nothing_costly(argument: str) -> None:
    code = f"""
import runpy, sys
sys.argv = ["defender-tui", {argument!r}]
try:
    runpy.run_module("defender_tui", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code, end.code
"""
    assert frozenset() == _loaded_after(code)


def test_the_app_starts_without_the_network_and_data_libraries() -> None:
    loaded = _loaded_after("import defender_tui.ui.app")
    assert frozenset() == loaded - {"textual", "rich"}


def test_the_sandbox_listens_before_it_loads_its_query_engine() -> None:
    loaded = _loaded_after("import defender_tui.sandbox.serve")
    assert frozenset() == loaded & {"duckdb", "duckdb_kql", "antlr4", "httpx", "msal", "textual"}
