"""The embedded sandbox as a child process, for `demo` and `--demo`.

As a thread it would take the interpreter from the screens while it writes a large answer. The
child ends when its standard input closes, so it cannot outlive this process however that ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, BinaryIO, Self

from ..client.environment import SECRET_VARIABLES
from ..core.errors import DefenderTuiError
from .failure import EXIT_USAGE, UsageError
from .failure import PROGRAM as PROGRAM_NAME

if TYPE_CHECKING:
    from .demo_identity import DemoIdentity

START_LIMIT_S = 60.0
STOP_LIMIT_S = 5.0
# -P keeps the folder we happen to run in from being searched for modules.
PROGRAM = (sys.executable, "-P", "-m", "defender_tui")
# What proves who we are elsewhere is not for the child, whose environment others may read.
_NOT_FOR_THE_CHILD = frozenset({*SECRET_VARIABLES.values(), "IDENTITY_HEADER"})


class EmbeddedSandbox:
    """A sandbox of our own: started at once, asked for its addresses later.

    Use it as a context manager; leaving it ends the child. `first_tables` are names in the query
    that it will be asked first.
    """

    def __init__(
        self,
        *,
        scale: float = 1.0,
        seed: int = 0,
        faults: Sequence[str] = (),
        has_quota: bool = True,
        first_tables: Sequence[str] = (),
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self._identity: DemoIdentity | None = None
        self._complaints: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed in stop)
        package_folder = str(Path(__file__).resolve().parents[2])
        inherited = os.environ.get("PYTHONPATH")
        self._child = subprocess.Popen(
            [
                *program,
                *("sandbox", "--json", "--exit-with-stdin"),
                *("--scale", str(scale), "--seed", str(seed)),
                *(f"--fault={fault}" for fault in faults),
                *(() if has_quota else ("--no-quota",)),
                *(("--first-tables", *first_tables) if first_tables else ()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={
                **{
                    name: value
                    for name, value in os.environ.items()
                    if name not in _NOT_FOR_THE_CHILD
                },
                "PYTHONPATH": os.pathsep.join(filter(None, (package_folder, inherited))),
            },
            # The terminal's Ctrl-C is for us; the child follows by its closed input.
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def identity(self) -> DemoIdentity:
        """Wait until the sandbox listens and give who we are there.

        Raises:
            UsageError: it does not know what it was told to do.
            DefenderTuiError: it ended instead, or took more than a minute.
        """
        if self._identity is None:
            self._identity = self._announced()
        return self._identity

    def _announced(self) -> DemoIdentity:
        assert self._child.stdout is not None
        watchdog = Timer(START_LIMIT_S, self._child.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            line = self._child.stdout.readline()
        finally:
            watchdog.cancel()
        # Imported here, so that the child gets going before anything else does.
        from .demo_identity import read_announcement

        try:
            return read_announcement(line)
        except ValueError as cause:
            complaint = self._last_complaint(has_spoken=bool(line))
            if self._child.returncode == EXIT_USAGE:
                raise UsageError(complaint.removeprefix(f"{PROGRAM_NAME}: ")) from cause
            raise DefenderTuiError(
                f"The embedded sandbox did not start: {complaint}",
                hint="Run “defender-tui sandbox --json” to see why.",
            ) from cause

    def stop(self) -> None:
        """End the child; a second call does nothing."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        try:
            self._child.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._complaints.close()

    def _last_complaint(self, *, has_spoken: bool) -> str:
        # One that closed its output is about to end, with a code that says more than a kill. One
        # that said something else goes on, and is not worth waiting for.
        try:
            self._child.wait(0.0 if has_spoken else STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode(errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return said[-1] if said else f"it ended with code {self._child.returncode}."
