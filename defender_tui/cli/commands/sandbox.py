"""`defender-tui sandbox`: the embedded Entra and Defender, served on loopback."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from ...core.errors import DefenderTuiError
from ...sandbox.options import SandboxOptions


def run(arguments: Namespace) -> int:
    """Serve until interrupted; the first line on stdout says where.

    Raises:
        DefenderTuiError: it cannot listen there.
    """
    options = SandboxOptions(
        port=arguments.port,
        scale=arguments.scale,
        seed=arguments.seed,
        now=arguments.now,
        has_quota=not arguments.no_quota,
        exit_when_stdin_closes=arguments.exit_with_stdin,
    )
    if arguments.incidents is not None:
        options = replace(options, incidents=arguments.incidents)
    # The services pull in their server; saying what is wrong with an option must not wait for it.
    from ...sandbox.serve import serve

    try:
        serve(options)
    except BrokenPipeError:
        raise
    except OSError as cause:
        raise DefenderTuiError(
            f"Could not listen on 127.0.0.1, port {options.port}: {cause.strerror}.",
            hint="Choose another port, or leave --port out for any free one.",
        ) from cause
    return 0
