"""`defender-tui sandbox`: the embedded Entra and Defender, served on loopback."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from ...core.errors import DefenderTuiError
from ...sandbox.faults.spec import FaultSpecError, parse_spec
from ...sandbox.options import NotLoopback, SandboxOptions
from ..failure import PROGRAM, UsageError


def run(arguments: Namespace) -> int:
    """Serve until interrupted; the first line on stdout says where.

    Raises:
        UsageError: a fault is not known, or the address needs one more word.
        DefenderTuiError: it cannot listen there.
    """
    options = _options(arguments)
    # The services pull in their server; saying what is wrong with an option must not wait for it.
    # A key for the clients' certificates is made meanwhile, which takes about as long.
    from ...sandbox.entra.keys import LazyRsaKey

    client_key = LazyRsaKey.made_ahead()
    from ...sandbox.serve import serve

    if not options.is_loopback:
        print(
            f"{PROGRAM}: Other machines can reach this sandbox at {options.host}. Whoever reads "
            "its first line can use it; it holds nothing real.",
            file=sys.stderr,
            flush=True,
        )
    try:
        serve(options, client_key)
    except BrokenPipeError:
        raise
    except OSError as cause:
        raise DefenderTuiError(
            f"Could not listen on {options.host}, port {options.port}: {cause.strerror}.",
            hint="Choose another port, or leave --port out for any free one.",
        ) from cause
    return 0


def _options(arguments: Namespace) -> SandboxOptions:
    options = SandboxOptions(
        port=arguments.port,
        scale=arguments.scale,
        seed=arguments.seed,
        now=arguments.now,
        has_quota=not arguments.no_quota,
        row_limit=arguments.row_limit,
        exit_when_stdin_closes=arguments.exit_with_stdin,
        first_tables=frozenset(arguments.first_tables),
    )
    if arguments.incidents is not None:
        options = replace(options, incidents=arguments.incidents)
    if arguments.fault_delay is not None:
        options = replace(options, fault_delay_s=arguments.fault_delay)
    try:
        options = replace(options, faults=tuple(parse_spec(text) for text in arguments.faults))
    except FaultSpecError as cause:
        raise UsageError(str(cause)) from cause
    if arguments.host is None:
        return options
    try:
        return replace(options, host=arguments.host, is_remote_allowed=arguments.allow_remote)
    except NotLoopback as cause:
        raise UsageError(
            f"Other machines could reach {arguments.host}, and the sandbox is for this one.",
            hint="Leave --host out, or say --allow-remote as well.",
        ) from cause
