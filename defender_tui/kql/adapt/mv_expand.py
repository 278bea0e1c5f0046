"""mv-expand of an expression without a name, which takes the name of the column that it reads.

Source: https://learn.microsoft.com/en-us/kusto/query/mv-expand-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, split_at, written
from defender_tui.kql.adapt.names import is_plain_name, name_text, spelled
from defender_tui.kql.adapt.operators import Operator, rewrite_operators, without_parameters
from defender_tui.kql.lexer import TokenKind
from defender_tui.kql.literals import unquote

_CONVERSIONS = ("parse_json", "parsejson", "todynamic", "tostring", "split")


def mv_expand(draft: Draft) -> Draft:
    """Name what is expanded, where one column decides the name."""
    lets = {
        name.text
        for let, name in zip(draft.pieces, draft.pieces[1:], strict=False)
        if let.text == "let"
    }

    def rewrite(operator: Operator) -> Sequence[Piece] | None:
        _, body = without_parameters(operator.body)
        parts = split_at(body, ",")
        done = [_named(part, lets) for part in parts]
        if all(a is b for a, b in zip(parts, done, strict=True)):
            return None
        head = operator.body[: len(operator.body) - len(body)]
        pieces = [*written("| mv-expand", operator.word.origin), *head]
        for index, part in enumerate(done):
            pieces += written(",", operator.word.origin) if index else ()
            pieces += part
        return pieces

    return rewrite_operators(draft, ("mv-expand",), rewrite)


def _named(part: tuple[Piece, ...], lets: set[str]) -> tuple[Piece, ...]:
    """The part with the name that its elements get: that of a path, or of the one column read."""
    if len(part) < 2 or part[1].text in ("=", "to", "limit"):
        return part
    name = _path_name(part)
    if not name:
        read = _columns(part, lets)
        name = read.pop() if len(read) == 1 else ""
    return (*written(f"{spelled(name)} =", part[0].origin), *part) if name else part


def _path_name(part: Sequence[Piece]) -> str:
    """`a_b_0` for the path `a.b[0]`, bare or inside a conversion; empty for anything else."""
    while len(part) > 2 and part[0].text in _CONVERSIONS and part[1].text == "(":
        part = part[2:]
    names = []
    for index, piece in enumerate(part):
        if piece.text in (")", ",", "to", "limit"):
            break
        if piece.text in (".", "[", "]"):
            continue
        before = part[index - 1].text if index else "."
        if before not in (".", "["):
            return ""
        if piece.kind is TokenKind.STRING:
            names.append(unquote(piece.text))
        elif is_plain_name(piece) or piece.text.isdigit() or piece.text.startswith("["):
            names.append(name_text(piece))
        else:
            return ""
    return "_".join(names)


def _columns(part: Sequence[Piece], lets: set[str]) -> set[str]:
    """The columns that an expression reads; what follows `to` and `limit` is no part of it."""
    found: set[str] = set()
    before = ""
    for index, piece in enumerate(part):
        behind = part[index + 1].text if index + 1 < len(part) else ""
        if piece.text in ("to", "limit") and index:
            break
        is_name = piece.kind in (TokenKind.NAME, TokenKind.FUNCTION, TokenKind.KEYWORD)
        if is_name and before != "." and behind != "(" and is_plain_name(piece):
            found.add(name_text(piece))
        before = piece.text
    return found - lets - {"dynamic"}
