"""A text as statements of pieces that know where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from ..completion.pieces import GAP, Piece
from ..completion.splitting import split_statements
from ..tokens import Token, TokenKind

_SKIPPED = (TokenKind.COMMENT, TokenKind.UNKNOWN)


class PlacedPiece(Piece):
    """A piece with the offset of its first character."""

    start: int

    @classmethod
    def of(cls, token: Token) -> PlacedPiece:
        """Place the piece where its token stands."""
        piece = cls(token.text, token.kind)
        piece.start = token.start
        return piece

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)


Statement = tuple[PlacedPiece, ...]


def place_pieces(tokens: Iterable[Token]) -> list[Statement]:
    """Split tokens into statements without blanks, comments and stray characters.

    Statements that hold nothing are left out.
    """
    pieces: list[Piece] = []
    for token in tokens:
        if token.kind is TokenKind.WHITESPACE:
            if token.text.replace("\r\n", "\n").count("\n") > 1:
                pieces.append(GAP)
        elif token.kind not in _SKIPPED:
            pieces.append(PlacedPiece.of(token))
    split = (
        tuple(piece for piece in statement if isinstance(piece, PlacedPiece))
        for statement in split_statements(pieces)
    )
    return [statement for statement in split if statement]
