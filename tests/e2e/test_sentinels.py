"""No secret and no token reaches anything that lasts or that others see.

The secrets are those of a served sandbox. They are looked for in all that the real program prints
and writes, in its crash, and in what it shows of its processes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from ..pty_process import PtyProcess
from ..sandbox.served import announced, running
from .planted import Planted, configure, environment, planted
from .screen import Screen
from .sentinels import Sentinels, children, sentinels

KINDS = (
    "secret",
    "certificate",
    "passphrase",
    "federated",
    "machine",
    "vault-secret",
    "vault-certificate",
)
PROGRAM = [sys.executable, "-m", "defender_tui"]
# The program with a mistake in the turn of its theme, on a frame that holds every secret it can.
CRASHING = """
import os, sys
from defender_tui.ui.app import DefenderTuiApp
from defender_tui.cli.main import main

def crash(self):
    session = self._session
    token = session.known_token(next(iter(session._client.tokens._held))).value.reveal()
    secret = os.environ["AZURE_CLIENT_SECRET"]
    raise ValueError(f"cannot use {token} and {secret}")

DefenderTuiApp.action_turn_theme = crash
sys.exit(main(sys.argv[1:]))
"""
PATIENCE_S = 60.0
pytestmark = pytest.mark.timeout(180)


@dataclass(frozen=True, slots=True)
class Ground:
    """A sandbox that serves, every kind of credential for it, and what must stay secret."""

    line: dict[str, Any]
    profiles: dict[str, Planted]
    sentinels: Sentinels


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with running() as process:
        line = announced(process)
        profiles = {one.name: one for one in planted(line)}
        yield Ground(line, profiles, sentinels(line))


@pytest.fixture
def home(own_home: Path, ground: Ground) -> Path:
    folder = own_home / "config" / "defender-tui"
    configure(folder, ground.line, tuple(ground.profiles.values()))
    return own_home


def _finished(
    command: list[str], env: dict[str, str], *, code: int = 0
) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [*PROGRAM, *command], env=env, capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert code == done.returncode, done.stderr.decode()
    return done


def test_the_search_finds_what_it_is_to_find(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for number, value in enumerate(ground.sentinels.values.values()):
        (tmp_path / "deep" / f"{number}.log").write_text(f"say {value}.", encoding="utf-8")
    assert len(ground.sentinels.values) == len(ground.sentinels.leaks_below(tmp_path))
    token = Path(
        next(a for a in ground.line["apps"] if a["name"] == "federated")["federated_token_file"]
    ).read_bytes()
    assert ["federated token", "a signed token"] == ground.sentinels.leaks(b"x" + token)
    assert [] == ground.sentinels.leaks(b"nothing of it")


@pytest.mark.full
@pytest.mark.parametrize("kind", KINDS)
def test_the_commands_print_and_keep_no_secret(kind: str, ground: Ground, home: Path) -> None:
    env = environment(home, ground.profiles[kind])
    report = _finished(["token", "--profile", kind], env)
    assert b"ThreatHunting.Read.All" in report.stdout
    commands = [
        ["token", "--profile", kind, "--json"],
        ["incidents", "--profile", kind, "--limit", "1", "--format", "json"],
        ["hunt", "--profile", kind, "DeviceProcessEvents | take 1", "--format", "json"],
        ["doctor", "--profile", kind, "--json"],
        ["token", "--profile", kind, "--as-code", "curl"],
    ]
    for done in (report, *(_finished(command, env) for command in commands)):
        assert [] == ground.sentinels.leaks(done.stdout + done.stderr), done.args
    assert [] == ground.sentinels.leaks_below(home)


@pytest.mark.full
def test_a_refused_secret_is_not_in_the_refusal(ground: Ground, home: Path) -> None:
    wrong = "wrong~Sentinel-0123456789/+="
    env = environment(home, ground.profiles["secret"]) | {"AZURE_CLIENT_SECRET": wrong}
    looked_for = Sentinels({"the wrong secret": wrong, **ground.sentinels.values})
    for command in (["token"], ["incidents"], ["doctor"], ["doctor", "--json"]):
        done = _finished([*command, "--profile", "secret"], env, code=1)
        assert b"AADSTS7000215" in done.stdout + done.stderr
        assert [] == looked_for.leaks(done.stdout + done.stderr), done.args
    assert [] == looked_for.leaks_below(home)


@pytest.mark.full
@pytest.mark.parametrize("kind", KINDS)
def test_the_screens_log_show_and_keep_no_secret(kind: str, ground: Ground, home: Path) -> None:
    env = environment(home, ground.profiles[kind])
    with PtyProcess([*PROGRAM, "--profile", kind], env=env, columns=120, lines=40) as process:
        screen = Screen(process, columns=120, lines=40)
        screen.wait_for(r"\d+ incidents", "synced")
        screen.press("f3")
        screen.wait_for("F5 Acquire")
        screen.press("A")
        screen.wait_for(r"Graph +● valid", r"XDR +[●○]", r"MDE +[●○]")
        for tab in ("]", "]", "]", "]"):
            screen.press(tab)
        screen.press("f2")
        screen.wait_for("F5 Test")
        screen.press("f5")
        screen.wait_for("All is well")
        assert [] == ground.sentinels.leaks_in_processes(process.pid)
        screen.press("ctrl+q")
        assert 0 == screen.wait_for_end()
    assert (home / "textual.log").stat().st_size
    assert [] == ground.sentinels.leaks(screen.raw)
    assert [] == ground.sentinels.leaks_below(home)


def test_a_crash_with_every_log_on_tells_no_secret(ground: Ground, home: Path) -> None:
    env = environment(home, ground.profiles["secret"])
    command = [sys.executable, "-c", CRASHING, "--profile", "secret"]
    with PtyProcess(command, env=env, columns=120, lines=40) as process:
        screen = Screen(process, columns=120, lines=40)
        screen.wait_for(r"\d+ incidents", "synced")
        screen.press("f10")
        assert 1 == screen.wait_for_end()
    assert b"ValueError" in screen.raw
    assert b"in crash" in screen.raw
    assert [] == ground.sentinels.leaks(screen.raw)
    assert (home / "textual.log").stat().st_size
    assert [] == ground.sentinels.leaks_below(home)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="there is no /proc here")
def test_the_embedded_sandbox_is_not_handed_what_we_sign_in_with(
    ground: Ground, home: Path
) -> None:
    variables = {
        name: value for one in ground.profiles.values() for name, value in one.variables.items()
    }
    env = environment(home, Planted("all", "full", "", variables))
    with PtyProcess([*PROGRAM, "demo"], env=env, columns=80, lines=24) as process:
        screen = Screen(process, columns=80, lines=24)
        screen.wait_for(r"\d+ incidents")
        assert list(children(process.pid))
        assert [] == ground.sentinels.leaks_in_processes(process.pid)
        screen.press("ctrl+q")
        assert 0 == screen.wait_for_end()
    assert [] == ground.sentinels.leaks_below(home)
