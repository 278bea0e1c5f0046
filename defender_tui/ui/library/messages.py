"""What the library's background work tells."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.saved_query import Library


class LibraryRead(Message):
    """The queries were read; `texts` are what a search looks in, one for each."""

    def __init__(self, library: Library, texts: Sequence[str]) -> None:
        super().__init__()
        self.library = library
        self.texts = texts


class LibraryFailed(Message):
    """The library could not be read or changed."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error
