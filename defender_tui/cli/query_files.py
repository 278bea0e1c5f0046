"""Query files as the `kql` commands go through them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from ..core.errors import StoreError
from .failure import EXIT_FAILED, failure_line
from .reading import STDIN, read_text


def for_each_file(names: Sequence[str], is_fine: Callable[[str, str], bool]) -> int:
    """Hand name and text of each file on; gives the exit code.

    It is 1 when one of them is not fine or cannot be read, which is said on stderr; the others
    are gone through all the same.
    """
    code = 0
    for name in names:
        try:
            if not is_fine(name, read_text(name)):
                code = EXIT_FAILED
        except StoreError as error:
            print(failure_line(error), file=sys.stderr)
            code = EXIT_FAILED
    return code


def shown_name(name: str) -> str:
    """Give a file's name for output, with a word for stdin."""
    return "<stdin>" if name == STDIN else name
