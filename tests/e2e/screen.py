"""What a person sees of a process on a terminal, and the keys they press."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pyte

from ..pty_process import PtyProcess

KEYS = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "up": b"\x1b[A",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f10": b"\x1b[21~",
    "ctrl+q": b"\x11",
}
PATIENCE_S = 30.0


class Screen:
    """The process's screen as text. It waits on what is shown, never on time."""

    def __init__(self, process: PtyProcess, *, columns: int, lines: int) -> None:
        self._process = process
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""

    @property
    def text(self) -> str:
        """All lines, without the spaces at their ends."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *patterns: str) -> str:
        """Wait until every pattern is on the screen and give the screen."""
        return self.wait_until(
            lambda text: all(re.search(pattern, text) for pattern in patterns),
            f"all of {patterns}",
        )

    def wait_until(self, is_shown: Callable[[str], bool], what: str) -> str:
        """Wait until the screen's text is as wanted and give it."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_shown(self.text):
            try:
                written = self._process.read(deadline)
            except EOFError:
                raise AssertionError(
                    f"the program ended before showing {what}:\n{self.text}"
                ) from None
            if not written:
                raise AssertionError(f"the screen never showed {what}:\n{self.text}")
            self._feed(written)
        return self.text

    def press(self, *keys: str) -> None:
        """Press named keys, or type the text."""
        for key in keys:
            self._process.write(KEYS.get(key, key.encode()))

    def wait_for_end(self) -> int:
        """Read what is still written until the process ends and give its exit code."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                written = self._process.read(deadline)
            except EOFError:
                return self._process.wait(PATIENCE_S)
            assert written, f"the program did not end:\n{self.text}"
            self._feed(written)

    def _feed(self, written: bytes) -> None:
        self.raw += written
        self._stream.feed(written)
