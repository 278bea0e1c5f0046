"""One run of the program: arguments in, exit code out, whatever happens in between in words."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from ..core.errors import DefenderTuiError
from .failure import EXIT_FAILED, exit_code, failure_line
from .parser import build_parser

EXIT_INTERRUPTED = 130
EXIT_NOBODY_READS = 141


def main(argv: Sequence[str]) -> int:
    """Carry out one command.

    Gives 0 when done, 1 when it failed, 2 for wrong usage, 3 when a role is missing, 4 when
    throttled. A failure is one line on stderr.
    """
    # Whatever this process writes to disk is for this user alone.
    os.umask(0o077)
    _print_what_cannot_be_encoded()
    try:
        arguments = build_parser(argv).parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else EXIT_FAILED
    try:
        code = _carried_out(arguments)
        _flush_stdout()
    except BrokenPipeError:
        _close_stdout()
        return EXIT_NOBODY_READS
    except DefenderTuiError as error:
        _close_stdout()
        return _fail(error)
    return code


def _carried_out(arguments: Namespace) -> int:
    try:
        return _command(arguments)(arguments)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        raise
    except DefenderTuiError as error:
        return _fail(error)
    except Exception as error:  # the last wall before a traceback
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise _not_written(error) from error
        return _fail(_internal_fault(error))


def _command(arguments: Namespace) -> Callable[[Namespace], int]:
    module = importlib.import_module(f".commands.{arguments.module}", __package__)
    run: Callable[[Namespace], int] = module.run
    return run


def _fail(error: DefenderTuiError) -> int:
    print(failure_line(error), file=sys.stderr)
    return exit_code(error)


def _internal_fault(error: Exception) -> DefenderTuiError:
    """Name the kind and place of a defect; its text could hold a secret, so it stays out."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = ""
    if place is not None:
        module = place.tb_frame.f_globals.get("__name__", "?")
        where = f" in {module}, line {place.tb_lineno}"
    return DefenderTuiError(
        f"Internal fault: {type(error).__name__}{where}.",
        hint="This is a defect of defender-tui: please report this line with the command.",
    )


def _print_what_cannot_be_encoded() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush_stdout() -> None:
    """Write what is left, so that a result which is not whole is no success.

    Raises:
        BrokenPipeError: nobody reads it.
        DefenderTuiError: it could not be written.
    """
    # It is None in a process that was started without one.
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as cause:
        raise _not_written(cause) from cause


def _not_written(cause: OSError) -> DefenderTuiError:
    return DefenderTuiError(
        f"Could not write the output: {cause.strerror}.",
        hint="Make room where it goes, or send it elsewhere.",
    )


def _close_stdout() -> None:
    """Keep the interpreter from failing again when it flushes at its end."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno())
