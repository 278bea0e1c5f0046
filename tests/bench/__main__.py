"""Prints each measured figure with its target: `python -m tests.bench [ROUNDS]`.

Starts are real processes on a pseudo-terminal, measured from spawn to the first output that holds
a known text, interleaved with starts of the reference so that both see the same machine.
"""

from __future__ import annotations

import compileall
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import defender_tui

from ..conftest import ROOT
from ..pty_process import PtyProcess

ROUNDS = 15
LIMIT_S = 60.0
COLUMNS, LINES = 120, 40
BARE_APP = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
DEMO = [sys.executable, "-m", "defender_tui", "demo"]
HUNT = [sys.executable, "-m", "defender_tui", "hunt", "--demo", "DeviceInfo | count"]
_RUNS = (
    "incident_queue",
    "results_table",
    "result_exports",
    "result_grid",
    "chart_drawing",
    "editor_keys",
)
_ESCAPE_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-9;?>=$<]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>()78].?)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured ratio to the reference with the target it must not exceed."""

    name: str
    seconds: float
    ratio: float
    target: float

    @property
    def has_passed(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.target

    def __str__(self) -> str:
        verdict = "pass" if self.has_passed else "FAIL"
        measured = f"{self.seconds:.3f} s   {self.ratio:.2f} x bare"
        return f"{self.name:<30} {measured}   target <= {self.target:.2f} x   {verdict}"


def seconds_until(
    command: Sequence[str], texts: Sequence[str], env: Mapping[str, str]
) -> list[float]:
    """Start a program and give, for each text, the seconds until it was on the terminal."""
    wanted = [text.encode() for text in texts]
    found: dict[bytes, float] = {}
    written = b""
    with PtyProcess(command, env=env, columns=COLUMNS, lines=LINES) as process:
        deadline = process.started_at + LIMIT_S
        while len(found) < len(wanted):
            chunk = process.read(deadline)
            now = time.monotonic()
            written += chunk
            shown = _ESCAPE_SEQUENCE.sub(b"", written)
            found.update({text: now for text in wanted if text in shown and text not in found})
            if not chunk:
                raise TimeoutError(f"{command} never showed {texts}")
        process.write(b"\x11")
        process.drain(time.monotonic() + LIMIT_S)
        return [found[text] - process.started_at for text in wanted]


def seconds_for(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Run a program to its end and give the seconds that it took."""
    started_at = time.monotonic()
    subprocess.run(command, env=env, capture_output=True, check=True, timeout=LIMIT_S)
    return time.monotonic() - started_at


def newest_incident(env: Mapping[str, str]) -> str:
    """Give the start of the title at the top of the demo's list."""
    answer = subprocess.run(
        [sys.executable, "-m", "defender_tui", "incidents", "--demo", "--limit=1", "--format=json"],
        env=env,
        capture_output=True,
        check=True,
    )
    title: str = json.loads(answer.stdout)[0]["title"]
    return title[:16]


def measure(rounds: int, env: Mapping[str, str]) -> list[Figure]:
    """Measure the starts, interleaved, after one start of each that does not count."""
    incident = newest_incident(env)
    bare_s: list[float] = []
    frame_s: list[float] = []
    incidents_s: list[float] = []
    hunt_s: list[float] = []
    for _ in range(rounds + 1):
        bare_s += seconds_until(BARE_APP, ["bare app"], env)
        frame, incidents = seconds_until(DEMO, ["defender-tui", incident], env)
        frame_s.append(frame)
        incidents_s.append(incidents)
        hunt_s.append(seconds_for(HUNT, env))
    bare = median(bare_s[1:])
    frame, incidents, hunt = (median(found[1:]) for found in (frame_s, incidents_s, hunt_s))
    print(f"{'bare Textual app, first frame':<30} {bare:.3f} s   median of {rounds}")
    return [
        Figure("first frame of the app", frame, frame / bare, 1.35),
        Figure("incidents on screen in demo", incidents, incidents / bare, 3.00),
        Figure("answer of hunt --demo", hunt, hunt / bare, 4.00),
    ]


def main() -> int:
    """Print the figures and give 1 when one misses its target."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    # The reference is compiled since it was installed; a checkout may not be.
    compileall.compile_dir(Path(defender_tui.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as home:
        env = {
            **os.environ,
            "HOME": home,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        figures = measure(rounds, env)
    for figure in figures:
        print(figure)
    # In processes of their own, whose memory is that of what they measure; each counts at least
    # that of this one, which therefore does none of the work.
    verdicts = [_has_passed(*run) for run in _language_runs()]
    verdicts += [_has_passed(name) for name in _RUNS]
    return 0 if all(verdicts) and all(figure.has_passed for figure in figures) else 1


def _has_passed(name: str, *arguments: str) -> bool:
    command = [sys.executable, "-m", f"tests.bench.{name}", *arguments]
    return subprocess.run(command, check=False).returncode == 0


def _language_runs() -> Iterator[tuple[str, ...]]:
    """Give what measures completion and diagnostics where the public queries are at hand."""
    reference = Path(os.environ.get("DEFENDER_TUI_REFERENCE", ROOT.parent / "shared" / "reference"))
    corpus = reference.parent / "corpus" / "hunting-queries.json"
    if not corpus.is_file():
        print(f"completion and diagnostics were not measured: {corpus} is not there")
        return
    yield "kql_completion", str(corpus)
    yield "kql_diagnose", str(corpus), "--rounds=1"


if __name__ == "__main__":
    sys.exit(main())
