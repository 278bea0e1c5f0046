"""A real process on a pseudo-terminal of our own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from typing import Self

Attributes = list[int | list[bytes | int]]


class PtyProcess:
    """The process, with what it wrote to its terminal. Use it as a context manager."""

    def __init__(
        self, command: Sequence[str], *, env: Mapping[str, str], columns: int, lines: int
    ) -> None:
        self._ours, self._theirs = pty.openpty()
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.attributes_before = self._attributes()
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(
            command,
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            env={**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self.hang_up()
        os.close(self._theirs)

    def hang_up(self) -> None:
        """Close the terminal, as its window does; a second call does nothing."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1

    def read(self, deadline: float) -> bytes:
        """Give what was written since, waiting until `deadline` (monotonic); empty at that time.

        Raises:
            EOFError: the process ended and everything it wrote has been read.
        """
        while (left := deadline - time.monotonic()) > 0:
            # The descriptor stays readable-silent after the end, so look for that in between.
            ready, _, _ = select.select([self._ours], [], [], min(left, 0.05))
            if ready:
                return os.read(self._ours, 65536)
            if self._process.poll() is not None:
                raise EOFError
        return b""

    def write(self, keys: bytes) -> None:
        """Type."""
        os.write(self._ours, keys)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        self._process.send_signal(number)

    def drain(self, deadline: float) -> None:
        """Read until the process ends, since one that nobody reads from cannot end."""
        try:
            while self.read(deadline):
                continue
        except EOFError:
            return
        raise TimeoutError("the process did not end")

    def wait(self, timeout_s: float) -> int:
        """Wait for the end and give the exit code."""
        return self._process.wait(timeout_s)

    def attributes_now(self) -> Attributes:
        """Give the terminal's settings: echo, line editing and so on."""
        return self._attributes()

    def _attributes(self) -> Attributes:
        return termios.tcgetattr(self._theirs)
