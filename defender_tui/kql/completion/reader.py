"""Reading pieces one by one, up to a cursor or to the end of a finished statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NoReturn

from ..tokens import TokenKind
from .pieces import Piece
from .position import Place, Position, Slot
from .scope import Environment, Scope

_OPENING = {"(": ")", "[": "]", "{": "}"}
_NO_WORDS = (
    TokenKind.STRING,
    TokenKind.NUMBER,
    TokenKind.TIMESPAN,
    TokenKind.LITERAL,
    TokenKind.PUNCTUATION,
    TokenKind.UNFINISHED,
    TokenKind.UNKNOWN,
)
MAX_DEPTH = 80
"""How many brackets deep is read; what lies deeper is passed over."""


class Reached(Exception):
    """The reader came to the cursor."""

    def __init__(self, position: Position) -> None:
        super().__init__(position.place.value)
        self.position = position


class PieceReader:
    """Pieces and the place among them.

    With `has_cursor` the cursor stands after the last piece: whoever is due to read there calls
    `stop`, which raises `Reached`. Without, readers give what they have.
    """

    def __init__(
        self, pieces: Sequence[Piece], environment: Environment, *, has_cursor: bool
    ) -> None:
        self.pieces = pieces
        self.index = 0
        self.environment = environment
        self.has_cursor = has_cursor
        self.depth = 0
        self.pipe: list[str] = []
        self.listed: list[str] = []

    @property
    def is_at_end(self) -> bool:
        """Whether no piece is left."""
        return self.index >= len(self.pieces)

    @property
    def text(self) -> str:
        """The next piece, empty at the end."""
        return self.pieces[self.index].text if self.index < len(self.pieces) else ""

    @property
    def is_word(self) -> bool:
        """Whether the next piece is a word and no literal, mark or symbol."""
        if self.index >= len(self.pieces):
            return False
        piece = self.pieces[self.index]
        return piece.kind not in _NO_WORDS and (piece.text[0].isalnum() or piece.text[0] in "_$[")

    def text_after(self, count: int = 1) -> str:
        """A piece further on, empty behind the end."""
        at = self.index + count
        return self.pieces[at].text if at < len(self.pieces) else ""

    def take(self) -> str:
        """Step over the next piece; at the end there is none, and it is empty."""
        text = self.text
        self.index += not self.is_at_end
        return text

    def accept(self, *texts: str) -> bool:
        """Step over the next piece if it is one of these."""
        if self.text in texts and not self.is_at_end:
            self.index += 1
            return True
        return False

    def take_name(self) -> str:
        """Step over a name and give it without `['...']`."""
        text = self.take()
        return text[1:-1].strip()[1:-1] if text.startswith("[") and len(text) > 3 else text

    def stop(
        self,
        place: Place,
        slot: Slot,
        *,
        words: Collection[str] = (),
        left: str = "",
        left_type: str = "",
        members: Collection[tuple[str, str]] = (),
    ) -> None:
        """At the cursor say what is due there; anywhere else, and without a cursor, nothing."""
        if self.index < len(self.pieces) or not self.has_cursor:
            return
        self._reach(
            Position(
                place,
                slot,
                self.environment,
                words=tuple(words),
                left=left,
                left_type=left_type,
                previous=self.pieces[-1].text if self.pieces else "",
                pipe=tuple(self.pipe),
                listed=tuple(self.listed),
                members=tuple(members),
            )
        )

    def _reach(self, position: Position) -> NoReturn:
        raise Reached(position)

    def skip_balanced(self, scope: Scope | None = None) -> None:
        """Step over a bracket and all that is in it; inside, nothing is offered."""
        depth = 0
        while not self.is_at_end:
            text = self.take()
            if text in _OPENING:
                depth += 1
            elif text in (")", "]", "}"):
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 0:
                return
        self.stop(Place.NOTHING, Slot(scope or Scope()))
