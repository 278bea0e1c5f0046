"""The statements of a draft: what `let` declares, and the query behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from defender_tui.kql.adapt.draft import Piece, partners


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function; `default` is empty where there is none."""

    name: str
    is_table: bool
    default: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """`let name = (parameters) { body };` from `start` up to `end`, the semicolon included."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Piece, ...]
    start: int
    end: int


def functions(pieces: Sequence[Piece]) -> Iterator[Function]:
    """Walk over the functions that `let` declares, inner ones after those around them."""
    closing = partners(pieces)
    for at, piece in enumerate(pieces[:-4]):
        if piece.text != "let" or pieces[at + 2].text != "=":
            continue
        opening = at + 3
        if pieces[opening].text == "view":
            opening += 1
        brace = closing.get(opening, len(pieces)) + 1
        if pieces[opening].text != "(" or brace not in closing or pieces[brace].text != "{":
            continue
        end = closing[brace] + 1
        if end < len(pieces) and pieces[end].text == ";":
            end += 1
        parameters = tuple(_parameters(pieces[opening + 1 : brace - 1]))
        body = tuple(pieces[brace + 1 : closing[brace]])
        yield Function(pieces[at + 1].text, parameters, body, at, end)


def _parameters(pieces: Sequence[Piece]) -> Iterator[Parameter]:
    depth = start = 0
    parts: list[Sequence[Piece]] = []
    for index, piece in enumerate(pieces):
        depth += piece.text == "("
        depth -= piece.text == ")"
        if piece.text == "," and depth == 0:
            parts.append(pieces[start:index])
            start = index + 1
    parts.append(pieces[start:])
    for part in parts:
        if not part:
            continue
        is_table = len(part) > 2 and part[2].text == "("
        default = tuple(part[4:]) if not is_table and len(part) > 4 else ()
        yield Parameter(part[0].text, is_table, default)


def statement_start(pieces: Sequence[Piece], at: int) -> int:
    """Where the statement that holds `at` begins, inside the function body that it stands in."""
    depth = 0
    for index in range(at - 1, -1, -1):
        text = pieces[index].text
        if text in (")", "]", "}"):
            depth += 1
        elif text == "{" and depth == 0:
            return index + 1
        elif text in ("(", "[", "{"):
            depth = max(depth - 1, 0)
        elif text == ";" and depth == 0:
            return index + 1
    return 0
