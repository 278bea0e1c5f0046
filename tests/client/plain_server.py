"""A staged server without TLS, as a machine's metadata service is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.client.staged import Asked, Reply, StagedServer, serving


class PlainServer(StagedServer):
    """Answers from its stage only."""

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        staged = self.staged.get(asked.path)
        if not staged:
            return Reply(404, {"error": "nothing is staged here"})
        return staged.popleft() if len(staged) > 1 else staged[0]


@contextmanager
def serving_plain() -> Iterator[PlainServer]:
    """Serve on a free loopback port."""
    with serving(server := PlainServer(), None):
        yield server
