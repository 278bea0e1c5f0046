"""The four things that a fault can do to a request."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from starlette.types import Receive, Send

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import APIS, Call
from defender_tui.sandbox.faults.dialects import Dialects


class Fault:
    """One kind of failure, for as long as it was asked for."""

    services: frozenset[str] = APIS
    """Where it belongs when its spec names no path."""
    is_bound: bool = False
    """Whether it makes no sense elsewhere, whatever path its spec names."""
    count: int | None = None
    """How many requests it hits when its spec does not say."""


class Refusing(Fault, ABC):
    """Answers in the service's place."""

    is_carried_out: bool = False
    """Whether the service does its work all the same, and only its answer is lost."""

    @abstractmethod
    async def refuse(self, call: Call, dialects: Dialects) -> Answer | None:
        """Give the answer; `None` lets the request pass unhit."""


class Rewriting(Fault, ABC):
    """Changes a service's answer."""

    @abstractmethod
    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        """Give the changed answer; `None` when there is nothing in it to change."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way out to the client, and the time it takes: `sleep` takes seconds."""

    receive: Receive
    send: Send
    sleep: Callable[[float], Awaitable[object]]
    delay_s: float


class Delivering(Fault, ABC):
    """Sends the answer in a way of its own."""

    @abstractmethod
    async def deliver(self, call: Call, answer: Answer, way: Way) -> None:
        """Send the answer, or fail to."""


class Surrounding(Fault, ABC):
    """Changes what the service meets while it works on the request."""

    @abstractmethod
    def around(self, call: Call) -> AbstractAsyncContextManager[None]:
        """Give what is entered before the service gets the request and left after its answer."""
