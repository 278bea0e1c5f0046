from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from defender_tui.cli.main import main


@dataclass(frozen=True, slots=True)
class Finished:
    """What one run left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Finished]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Give a function that runs one command in this process."""
    mask = os.umask(0o022)

    def run_command(*arguments: str) -> Finished:
        code = main(arguments)
        captured = capsys.readouterr()
        return Finished(code, captured.out, captured.err)

    yield run_command
    os.umask(mask)


@dataclass(frozen=True, slots=True)
class Announced:
    """What a running sandbox printed about itself."""

    addresses: dict[str, str]
    tenant_id: str
    ca_file: str
    secrets: dict[str, tuple[str, str]]
    """Client id and secret by the application's name."""


@contextmanager
def served(*options: str) -> Iterator[Announced]:
    """Run a sandbox as a process of its own."""
    command = [sys.executable, "-m", "defender_tui", "sandbox", "--json", "--exit-with-stdin"]
    with subprocess.Popen(
        [*command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        announced = json.loads(child.stdout.readline())
        yield Announced(
            {name: announced[name] for name in ("authority", "graph", "xdr", "mde", "keyvault")},
            announced["tenant_id"],
            announced["ca_file"],
            {app["name"]: (app["client_id"], app["client_secret"]) for app in announced["apps"]},
        )
        child.stdin.close()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Announced]:
    """Run one sandbox for all tests that need no state of their own."""
    with served() as announced:
        yield announced


@pytest.fixture
def as_app(
    sandbox: Announced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    """Give a function that makes an application of the sandbox the default profile."""

    def configure(name: str, *, secret: str | None = None, **settings: str) -> None:
        client_id, own_secret = sandbox.secrets[name]
        values = {
            "tenant_id": sandbox.tenant_id,
            "client_id": client_id,
            "ca_file": sandbox.ca_file,
            **settings,
        }
        lines = [f"[profiles.{name}]", *(f'{key} = "{value}"' for key, value in values.items())]
        lines += [f"[profiles.{name}.hosts]"]
        lines += [f'{key} = "{value}"' for key, value in sandbox.addresses.items()]
        lines += [f"[profiles.{name}.credential]", 'place = "environment"']
        (tmp_path / "config.toml").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setenv("DEFENDER_TUI_CONFIG_DIR", str(tmp_path))
        monkeypatch.setenv("AZURE_CLIENT_SECRET", own_secret if secret is None else secret)

    return configure
