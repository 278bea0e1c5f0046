"""`defender-tui kql format`: queries laid out anew."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from stat import S_IMODE

from ...core.errors import StoreError
from ...core.text import one_line
from ...kql.formatting import format_query
from ...store.whole_file import write_whole
from ..query_files import for_each_file, shown_name
from ..reading import STDIN


def run(arguments: Namespace) -> int:
    """Print, rewrite or check the layout of files.

    Gives 1 when a file cannot be read or written, or when `--check` finds one to change.
    """
    if arguments.check:
        return for_each_file(arguments.files, _check)
    return for_each_file(arguments.files, partial(_format, is_written=arguments.write))


def _check(name: str, text: str) -> bool:
    is_fine = format_query(text) == text
    if not is_fine:
        print(one_line(f"{shown_name(name)} would change"))
    return is_fine


def _format(name: str, text: str, *, is_written: bool) -> bool:
    laid_out = format_query(text)
    if not is_written or name == STDIN:
        sys.stdout.write(laid_out)
    elif laid_out != text:
        _replace(Path(name), laid_out)
        print(one_line(f"{name} changed"), file=sys.stderr)
    return True


def _replace(file: Path, text: str) -> None:
    """Write a file that others may read as before; a link keeps pointing to it.

    Raises:
        StoreError: it cannot be written.
    """
    target = file.resolve()
    mode = S_IMODE(target.stat().st_mode)
    write_whole(target, text, overwrite=True)
    try:
        target.chmod(mode)
    except OSError as cause:
        raise StoreError(
            f"Could not give {file} its permissions back: {cause.strerror}.",
            hint="It holds the new text; set them yourself.",
        ) from cause
