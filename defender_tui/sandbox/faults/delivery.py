"""Answers that come late, in pieces, too large, or not to their end."""

from __future__ import annotations

import errno
import os

from defender_tui.sandbox.faults.answer import Answer, body_part
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.fault import Delivering, Way

RESET_EXTENSION = "defender_tui.reset"
"""Where the server puts the function that resets a connection into the request's scope."""

HUGE_BYTES = 80 * 1024 * 1024
_PIECES = 10
_FILLER = b" " * 65_536
# What was written must have left before the reset, which drops whatever waits.
_LEAVING_S = 0.05


class Reset(Delivering):
    """The service does its work, but the connection is reset before the answer."""

    async def deliver(self, call: Call, answer: Answer, way: Way) -> None:
        await _reset(call, way)


class ResetInBody(Delivering):
    """The connection is reset when half of the body is out."""

    async def deliver(self, call: Call, answer: Answer, way: Way) -> None:
        await way.send(answer.start(length=len(answer.body)))
        await way.send(body_part(answer.body[: len(answer.body) // 2], is_last=False))
        await way.sleep(_LEAVING_S)
        await _reset(call, way)


class SlowFirstByte(Delivering):
    """Nothing comes for a while, then all at once."""

    async def deliver(self, call: Call, answer: Answer, way: Way) -> None:
        await way.sleep(way.delay_s)
        await answer.send(way.send)


class SlowBody(Delivering):
    """The body drips in pieces, with pauses that make up the delay together."""

    async def deliver(self, call: Call, answer: Answer, way: Way) -> None:
        body = answer.body
        await way.send(answer.start(length=len(body)))
        size = max(1, -(-len(body) // _PIECES))
        for at in range(0, len(body), size):
            await way.sleep(way.delay_s / _PIECES)
            await way.send(body_part(body[at : at + size], is_last=False))
        await way.send(body_part(b"", is_last=True))


class HugeBody(Delivering):
    """The body is as it should be, behind 80 MiB of blanks."""

    async def deliver(self, call: Call, answer: Answer, way: Way) -> None:
        await way.send(answer.start(length=HUGE_BYTES + len(answer.body)))
        for _ in range(HUGE_BYTES // len(_FILLER)):
            await way.send(body_part(_FILLER, is_last=False))
        await way.send(body_part(answer.body, is_last=True))


async def _reset(call: Call, way: Way) -> None:
    reset = call.scope.get("extensions", {}).get(RESET_EXTENSION)
    if reset is None:
        raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
    reset()
    while (await way.receive())["type"] != "http.disconnect":
        pass
