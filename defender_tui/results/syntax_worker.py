"""The process that parses while someone types: `python -m defender_tui.results.syntax_worker`.

Reads lines of JSON with `number` and `query`, writes a line for each that it took: `number`, and
`fault` with `start`, `end` and `name`, or null. Of several that wait only the newest is taken. Ends
when its input does.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from defender_tui.results.syntax_check import check_syntax

_LONGEST_NAME = 80


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the requests end."""
    waiting: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_read, args=(requests, waiting), daemon=True).start()
    while line := _newest(waiting):
        request = json.loads(line)
        fault = check_syntax(request["query"])
        told = None if fault is None else {**asdict(fault), "name": fault.name[:_LONGEST_NAME]}
        answers.write(json.dumps({"number": request["number"], "fault": told}).encode() + b"\n")
        answers.flush()


def _read(requests: BinaryIO, waiting: SimpleQueue[bytes]) -> None:
    while line := requests.readline():
        waiting.put(line)
    waiting.put(b"")


def _newest(waiting: SimpleQueue[bytes]) -> bytes:
    line = waiting.get()
    while line and not waiting.empty():
        line = waiting.get()
    return line


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
