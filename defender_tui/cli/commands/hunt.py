"""`defender-tui hunt`: run a query and print or save its rows."""

from __future__ import annotations

import asyncio
import re
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from ..embedded import EmbeddedSandbox
from ..failure import UsageError
from ..query_parameters import filled_query
from ..reading import STDIN, read_text

LOCAL = "local"
SUFFIXES = (".csv", ".json", ".ndjson", ".jsonl", ".parquet", ".md")
# Two words at least, each with a capital letter: DeviceInfo, AADSignInEventsBeta.
_TABLE_NAME = re.compile(r"\b[A-Z][a-zA-Z]*[a-z][A-Z][A-Za-z]*\b")
_MOST_FIRST_TABLES = 20


def run(arguments: Namespace) -> int:
    """Run the query; its rows go to stdout, or to the file after -o.

    Raises:
        UsageError: there is no query, or more than one, or a parameter has no fitting value.
        QueryInvalid: the service refused it.
        DefenderTuiError: it could not be run.
    """
    query = filled_query(_query(arguments), arguments.parameters)
    if arguments.api == LOCAL:
        return _run_locally(arguments, query)
    if arguments.tables:
        raise UsageError("Files are read as tables by --api local only.")
    if arguments.as_code:
        from ..as_code import print_hunting_code

        asyncio.run(print_hunting_code(arguments, query))
        return 0
    output = _output_file(arguments.output)
    with _sandbox(arguments, query) as sandbox:
        # The child gets going while this process imports the client.
        from ..hunt_run import run_hunt

        run_hunt(arguments, query, output, sandbox)
    return 0


def _run_locally(arguments: Namespace, query: str) -> int:
    if arguments.demo or arguments.profile or arguments.as_code or arguments.split:
        raise UsageError(
            "A local query goes to no API.",
            hint="Leave out --demo, --profile, --as-code and --split, or name another --api.",
        )
    output = _output_file(arguments.output)
    from ..hunt_local import run_local_hunt

    run_local_hunt(arguments, query, output)
    return 0


def _sandbox(
    arguments: Namespace, query: str
) -> AbstractContextManager[EmbeddedSandbox] | AbstractContextManager[None]:
    if not arguments.demo or arguments.profile:
        return nullcontext()
    # A hint only: a table that is not named here is made when the query reads it.
    names = sorted(set(_TABLE_NAME.findall(query)))
    return EmbeddedSandbox(first_tables=names[:_MOST_FIRST_TABLES])


def _query(arguments: Namespace) -> str:
    named: str | None = arguments.query
    if named is not None and arguments.file is not None:
        raise UsageError("There are two queries.", hint="Give either QUERY or -f FILE.")
    if arguments.file is not None:
        return read_text(arguments.file)
    if named is None:
        raise UsageError(
            "There is no query to run.", hint="Give it as QUERY, with -f FILE, or - for stdin."
        )
    return read_text(STDIN) if named == STDIN else named


def _output_file(name: str | None) -> Path | None:
    if name is None:
        return None
    file = Path(name)
    if file.suffix.casefold() not in SUFFIXES:
        raise UsageError(
            f"What to write into {file} is not clear.",
            hint=f"Let the name end in {', '.join(SUFFIXES)}.",
        )
    return file
