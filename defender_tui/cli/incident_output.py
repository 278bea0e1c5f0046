"""Where incidents go: to stdout, or into a file that appears whole or not at all."""

from __future__ import annotations

import asyncio
import io
from argparse import Namespace
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from ..store.whole_file import write_whole
from .failure import UsageError
from .streams import note

_BY_ENDING = {".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table"}


def chosen_form(arguments: Namespace, forms: tuple[str, ...]) -> str:
    """Give the form that is asked for: by --format, else by the file's ending, else a table.

    Raises:
        UsageError: the ending asks for a form that there is not.
    """
    if arguments.format is not None:
        return str(arguments.format)
    if arguments.output is None:
        return "table"
    form = _BY_ENDING.get(Path(arguments.output).suffix.lower(), "")
    if form not in forms:
        raise UsageError(
            f"The name {arguments.output} does not say in which form to write.",
            hint=f"Add --format with one of {', '.join(forms)}.",
        )
    return form


async def put_out(print_all: Callable[[], None], file: str | None, what: str) -> None:
    """Print on stdout, or into a file, which is then named on stderr.

    Raises:
        ConfigError: the file is there already.
        StoreError: it cannot be written.
    """
    if file is None:
        await asyncio.to_thread(print_all)
        return
    await asyncio.to_thread(_write, print_all, Path(file))
    note(f"{what} written to {file}.")


def _write(print_all: Callable[[], None], file: Path) -> None:
    caught = io.StringIO()
    with redirect_stdout(caught):
        print_all()
    write_whole(file, caught.getvalue())
