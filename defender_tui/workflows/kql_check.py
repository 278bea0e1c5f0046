"""The grammar's word on a query, from a process of its own.

The parser is slow and keeps every thread of its interpreter waiting, so it runs elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from ..kql.diagnostics import Diagnostic, Severity

# -P keeps the folder we happen to run in from being searched for modules.
PROGRAM = (sys.executable, "-P", "-m", "defender_tui.results.syntax_worker")
STOP_LIMIT_S = 2.0
_STARTS = 2
_FOLDER = str(Path(__file__).resolve().parents[2])
_PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG", "LC_ALL")
"""The child needs no more of the environment; secrets may stand in the rest."""


class SyntaxChecker:
    """Asks one child process, which starts with the first question.

    A child that ends is started anew once; after that every answer is `None`. `close` ends it.
    """

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = tuple(program)
        self._process: Process | None = None
        self._starts_left = _STARTS
        self._newest = 0
        self._turn = asyncio.Lock()

    async def check(self, query: str) -> Diagnostic | None:
        """Say where the grammar gave up, as a warning: it does not know every word of a tenant.

        `None` when the query can be read, when a newer one was asked for meanwhile, or when there
        is no child to ask.
        """
        self._newest += 1
        number = self._newest
        async with self._turn:
            if number != self._newest:
                return None
            process = await self._started()
            if process is None or number != self._newest:
                return None
            return await self._ask(process, number, query)

    async def close(self) -> None:
        """End the child; no question is answered after that."""
        self._newest += 1
        self._starts_left = 0
        self._end_input()
        try:
            async with asyncio.timeout(STOP_LIMIT_S):
                await self._ended()
        except TimeoutError:
            if self._process is not None:
                self._process.kill()
            await self._ended()

    def _end_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    async def _ended(self) -> None:
        """Wait for the child's end, once nobody waits for its answer any more."""
        async with self._turn:
            self._end_input()
            if self._process is not None:
                await self._process.communicate()
                self._process = None

    async def _started(self) -> Process | None:
        if self._process is None and self._starts_left:
            self._starts_left -= 1
            inherited = os.environ.get("PYTHONPATH")
            path = os.pathsep.join(filter(None, (_FOLDER, inherited)))
            kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self._program,
                    stdin=PIPE,
                    stdout=PIPE,
                    stderr=DEVNULL,
                    env={**kept, "PYTHONPATH": path},
                    # The terminal's Ctrl-C is for us; the child follows by its closed input.
                    start_new_session=True,
                )
            except OSError:
                self._starts_left = 0
        return self._process

    async def _ask(self, process: Process, number: int, query: str) -> Diagnostic | None:
        assert process.stdin is not None
        assert process.stdout is not None
        request = json.dumps({"number": number, "query": query})
        try:
            process.stdin.write(request.encode() + b"\n")
            await process.stdin.drain()
            while line := await process.stdout.readline():
                answer = json.loads(line)
                if answer["number"] == number:
                    return _diagnostic(answer["fault"])
        except (ConnectionError, ValueError):
            process.stdin.close()
        await process.wait()
        self._process = None
        return None


def _diagnostic(fault: object) -> Diagnostic | None:
    if not isinstance(fault, dict):
        return None
    message = f"The grammar cannot read on at {fault['name']}."
    return Diagnostic(int(fault["start"]), int(fault["end"]), Severity.WARNING, message)
