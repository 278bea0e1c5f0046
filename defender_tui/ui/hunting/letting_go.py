"""Letting go of a result that is no longer shown."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from ..worker import run_guarded

if TYPE_CHECKING:
    from ...workflows.hunt import HuntOutcome


def let_go(node: DOMNode, outcome: HuntOutcome | None) -> None:
    """Close a result's table, off the loop; the app sees to it, should the screen go first."""
    if outcome is not None:
        run_guarded(
            node.app,
            partial(asyncio.to_thread, outcome.table.close),
            name="close a result",
            group="close a result",
            description="close a result",
            exclusive=False,
        )
