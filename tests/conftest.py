"""What every test stands on: a home of its own, no network, no blocking in the event loop."""

from __future__ import annotations

import gc
import os
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from ipaddress import ip_address
from itertools import count
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Compiling the program anew takes longer than most tests that start it as a process.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# `make test` tries few examples of each property, `make test-all` many.
_IN_CI = bool(os.environ.get("CI"))
for _name, _examples in (("quick", 30), ("thorough", 200)):
    settings.register_profile(
        _name, deadline=None, max_examples=_examples, derandomize=_IN_CI, print_blob=_IN_CI
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_FOREIGN_SETTINGS = (
    "ALL_PROXY",
    "COLUMNS",
    "DEFENDER_TUI_CONFIG_DIR",
    "EDITOR",
    "FORCE_COLOR",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LINES",
    "NO_COLOR",
    "NO_PROXY",
    "PAGER",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep thousands of tests, which stay to the end, out of every search for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_sessionfinish() -> None:
    """Let everything be collected at the end; DuckDB complains of what is not."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def new_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give places for homes, none twice; pytest itself would look through all that were made."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(new_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home that is empty, with no keyring and no setting of the developer's."""
    home = next(new_homes)
    home.mkdir()
    for name in list(os.environ):
        is_foreign = name.upper() in _FOREIGN_SETTINGS or name.startswith(("AZURE_", "TEXTUAL"))
        if is_foreign:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name, folder in (
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return home


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""

    def guarded(method: str) -> Callable[..., object]:
        real = getattr(socket.socket, method)

        def connect(self: socket.socket, address: object, *rest: object) -> object:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                _insist_on_loopback(address)
            return real(self, address, *rest)

        return connect

    for method in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, method, guarded(method))


def _insist_on_loopback(address: object) -> None:
    host = address[0] if isinstance(address, tuple) else address
    name = str(host).partition("%")[0]
    if name == "localhost":
        return
    try:
        is_local = ip_address(name).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise AssertionError(f"a test tried to reach {host}")


@pytest.fixture(scope="session", autouse=True)
def no_blocking_in_the_loop() -> Iterator[None]:
    """Fail a test whose product code blocks the event loop: sleep, disk, sockets, locks."""
    with blockbuster_ctx("defender_tui"):
        yield


@pytest.fixture(scope="session")
def reference() -> Path:
    """Give the folder of vendor samples that lies beside the repository; skip without it."""
    folder = Path(os.environ.get("DEFENDER_TUI_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip(f"the vendor samples are not at {folder}")
    return folder
