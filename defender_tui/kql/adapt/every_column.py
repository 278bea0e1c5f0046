"""Conditions on any column: `* has "x"`, and the operators search and find that are made of them.

Source: https://learn.microsoft.com/en-us/kusto/query/search-operator
Source: https://learn.microsoft.com/en-us/kusto/query/find-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Change, Draft, Edit, Piece, partners, split_at, written
from defender_tui.kql.adapt.marks import mark, text_piece
from defender_tui.kql.adapt.names import spelled
from defender_tui.kql.adapt.operators import (
    Operator,
    operator_end,
    rewrite_operators,
    without_parameters,
)
from defender_tui.kql.adapt.refusal import CannotAdapt
from defender_tui.kql.lexer import TokenKind
from defender_tui.kql.literals import unquote

_OPERATORS = frozenset(
    {
        "has", "has_cs", "contains", "contains_cs", "startswith", "startswith_cs", "endswith",
        "endswith_cs", "hasprefix", "hassuffix", "==", "=~", "has_any",
    }
)  # fmt: skip
_JOINED = ("and", "or", "not", "(", ")")


def every_column(draft: Draft) -> Draft:
    """Spell what reads all columns as marks over tables that are named."""
    draft = rewrite_operators(draft, ("search",), _piped_search)
    draft = _sources(draft)
    return _stars(draft)


def _stars(draft: Draft) -> Draft:
    """Mark each `* operator value`; a star that multiplies has a value before it."""
    edits: list[Edit] = []
    changes: list[Change] = []
    closing = partners(draft.pieces)
    for at, piece in enumerate(draft.pieces[1:-2], start=1):
        operator, value = draft.pieces[at + 1 : at + 3]
        before = draft.pieces[at - 1].text
        if piece.text != "*" or operator.text not in _OPERATORS:
            continue
        if before not in ("where", "and", "or", "not", "(", ","):
            continue
        end = closing.get(at + 2, at + 2) + 1
        values: list[tuple[Piece, ...]] = [(value,)]
        if value.text == "(":
            values = split_at(draft.pieces[at + 3 : end - 1], ",")
        word = "has" if operator.text == "has_any" else operator.text
        edits.append(Edit(at, end, _any_of(word, values, piece.origin)))
        changes.append(Change(f"* {operator.text}", piece.origin))
    return draft.edited(edits, *changes) if edits else draft


def _any_of(operator: str, values: Sequence[Sequence[Piece]], origin: int) -> tuple[Piece, ...]:
    pieces = [*written("(", origin)]
    for index, value in enumerate(values):
        pieces += written("or", origin) if index else ()
        pieces += mark("any_column", origin, text_piece(operator, origin), value)
    return (*pieces, *written(")", origin))


def _piped_search(operator: Operator) -> Sequence[Piece]:
    parameters, body = without_parameters(operator.body)
    condition = _condition(body, _is_exact(parameters), operator.word.origin)
    return (*written("| where", operator.word.origin), *condition)


def _sources(draft: Draft) -> Draft:
    """Write out search and find where a pipeline begins with them."""
    edits: list[Edit] = []
    changes: list[Change] = []
    for at, piece in enumerate(draft.pieces):
        before = draft.pieces[at - 1].text if at else ";"
        is_covered = bool(edits) and at < edits[-1].end
        if piece.text not in ("search", "find") or before not in (";", "(", "{", "=") or is_covered:
            continue
        end = operator_end(draft.pieces, at + 1)
        body = draft.pieces[at + 1 : end]
        build = _search if piece.text == "search" else _find
        edits.append(Edit(at, end, tuple(build(draft, body, piece.origin))))
        changes.append(Change(piece.text, piece.origin))
    return draft.edited(edits, *changes) if edits else draft


def _search(draft: Draft, body: Sequence[Piece], origin: int) -> Sequence[Piece]:
    parameters, body = without_parameters(body)
    tables, rest = _tables(draft, body, origin)
    later, rest = without_parameters(rest)
    condition = _condition(rest, _is_exact({**parameters, **later}), origin)
    return (*written(f"union withsource=$table {tables} | where", origin), *condition)


def _find(draft: Draft, body: Sequence[Piece], origin: int) -> Sequence[Piece]:
    """`find ... where condition project columns`; without columns its answer is of another kind."""
    parameters, body = without_parameters(body)
    tables, rest = _tables(draft, body, origin)
    texts = [piece.text for piece in rest]
    if "project" not in texts or "pack" in texts or texts[0] != "where":
        raise CannotAdapt("find", origin)
    at = texts.index("project")
    source = parameters["withsource"].text if "withsource" in parameters else "source_"
    return (
        *written(f"union withsource={source} {tables} | where", origin),
        *rest[1:at],
        *written(f"| project {source},", origin),
        *rest[at + 1 :],
    )


def _tables(draft: Draft, body: Sequence[Piece], origin: int) -> tuple[str, tuple[Piece, ...]]:
    """The tables to look in, as `union` lists them, and what follows them."""
    if body and body[0].text == "in" and len(body) > 1:
        end = partners(body).get(1)
        if end is None:
            raise CannotAdapt("search", origin)
        return "".join(_spaced(piece) for piece in body[2:end]), tuple(body[end + 1 :])
    return ", ".join(map(spelled, draft.surroundings.columns)), tuple(body)


def _spaced(piece: Piece) -> str:
    return f" {piece.text}" if piece.spaced else piece.text


def _is_exact(parameters: dict[str, Piece]) -> bool:
    return "kind" in parameters and parameters["kind"].text == "case_sensitive"


def _condition(body: Sequence[Piece], is_exact: bool, origin: int) -> list[Piece]:
    """A search condition as one that `where` takes: lone texts are looked for in every column."""
    if not body:
        raise CannotAdapt("search", origin)
    done: list[Piece] = []
    for at, piece in enumerate(body):
        before = body[at - 1].text if at else "and"
        behind = body[at + 1].text if at + 1 < len(body) else "and"
        is_lone = before in _JOINED and behind in _JOINED
        if piece.kind is TokenKind.STRING and is_lone and not _is_argument(body, at):
            done += _term(unquote(piece.text), is_exact, piece.origin)
        elif piece.text == "*" and is_lone:
            done += written("true", piece.origin)
        elif piece.text == ":" and at + 1 < len(body):
            done += _member(body[at + 1], is_exact)
        elif before == ":":
            continue
        else:
            done.append(piece)
    return done


def _is_argument(body: Sequence[Piece], at: int) -> bool:
    """Whether the bracket before belongs to a call or a list rather than to the condition."""
    depth = 0
    for index in range(at - 1, -1, -1):
        if body[index].text == ")":
            depth += 1
        elif body[index].text == "(":
            if depth == 0:
                return index > 0 and body[index - 1].text not in _JOINED
            depth -= 1
    return False


def _term(text: str, is_exact: bool, origin: int) -> tuple[Piece, ...]:
    if set(text) == {"*"}:
        return written("true", origin)
    operator, needle = _looked_for(text, is_exact, origin)
    return mark("any_column", origin, text_piece(operator, origin), text_piece(needle, origin))


def _member(value: Piece, is_exact: bool) -> tuple[Piece, ...]:
    """What follows the column in `column:value`."""
    text = unquote(value.text) if value.kind is TokenKind.STRING else value.text
    operator, needle = _looked_for(text, is_exact, value.origin)
    return (*written(operator, value.origin), *text_piece(needle, value.origin))


def _looked_for(text: str, is_exact: bool, origin: int) -> tuple[str, str]:
    """The operator and the text that a term with stars at its ends means."""
    inner = text.strip("*")
    if "*" in inner:
        raise CannotAdapt("search with a star inside a term", origin)
    before, behind = text.startswith("*"), text.endswith("*")
    word = {
        (False, False): "has",
        (False, True): "hasprefix",
        (True, False): "hassuffix",
        (True, True): "contains",
    }[before, behind]
    return (f"{word}_cs" if is_exact else word), inner
