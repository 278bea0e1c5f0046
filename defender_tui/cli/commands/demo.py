"""`defender-tui demo`: the screens, on an embedded sandbox."""

from __future__ import annotations

from argparse import Namespace

from ..embedded import EmbeddedSandbox
from ..terminal import insist_on_terminal


def run(arguments: Namespace) -> int:
    """Open the screens on a sandbox that ends with them.

    Raises:
        UsageError: there is no terminal, or no such fault.
    """
    insist_on_terminal()
    # The child gets going while this process imports what the screens need.
    with EmbeddedSandbox(
        scale=arguments.scale, seed=arguments.seed, faults=arguments.faults
    ) as sandbox:
        if arguments.faults:
            # Only the sandbox knows its faults; an unknown one is better told before the screens.
            sandbox.identity()
        from ...workflows.session import Session
        from ..opening import demo_parts
        from ..screens import open_screens

        return open_screens(Session(demo_parts(sandbox)))
