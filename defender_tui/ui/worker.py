"""The wall around background work: whatever goes wrong in it becomes one message."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker

from ..core.errors import DefenderTuiError

Work = Callable[[], Coroutine[None, None, None]]

_PACKAGE = Path(__file__).resolve().parent.parent


class InternalFault(DefenderTuiError):
    """The program itself failed. Names the kind and the place, never a value."""

    def __init__(self, kind: str, place: str) -> None:
        super().__init__(
            f"The program made a mistake: {kind}.",
            hint="Nothing you typed is lost. Please report it with the place named here.",
        )
        self.place = place

    def details(self) -> tuple[tuple[str, str], ...]:
        return (("Place", self.place),)

    @classmethod
    def of(cls, fault: BaseException) -> InternalFault:
        """Describe an exception by its class and the innermost place in this program."""
        frames = traceback.extract_tb(fault.__traceback__)
        ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
        if not ours:
            return cls(type(fault).__name__, "outside the program")
        file = Path(ours[-1].filename).relative_to(_PACKAGE).as_posix()
        return cls(type(fault).__name__, f"{file}:{ours[-1].lineno}")


class WorkFailed(Message):
    """Background work ended in an error that it did not report itself."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error


def run_guarded(
    node: DOMNode,
    work: Work,
    *,
    name: str,
    group: str,
    description: str,
    exclusive: bool = True,
) -> Worker[None]:
    """Start background work on a node; an error in it comes back as `WorkFailed`.

    `work` is called when the work begins, so that work cancelled before that leaves nothing behind.
    `exclusive` cancels what runs in the same group of the same node. `description` is written to
    logs, so it holds no data.
    """
    return node.run_worker(
        partial(_guarded, node, work),
        name=name,
        group=group,
        description=description,
        exclusive=exclusive,
        exit_on_error=False,
    )


async def _guarded(node: DOMNode, work: Work) -> None:
    try:
        await work()
    except DefenderTuiError as error:
        node.post_message(WorkFailed(error))
    except Exception as fault:
        node.post_message(WorkFailed(InternalFault.of(fault)))
