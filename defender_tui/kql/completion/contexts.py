"""What a position looks like to the statistics: keys, from general to specific."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..schema import HuntingSchema
from ..tokens import TokenKind
from ..vocabulary import OLDER_SPELLINGS, load_vocabulary, spelled
from .completion import Completion, CompletionKind
from .identity import KNOWN_SCHEMAS, SchemaKey
from .pieces import Piece
from .position import Place, Position
from .scope import Scope
from .signatures import load_signatures

# A member of an enumeration is looked up slowly, and there is one for each offer.
_COLUMN, _LET, _NEW_NAME = CompletionKind.COLUMN, CompletionKind.LET, CompletionKind.NEW_NAME
Chain = tuple[str, ...]
"""Keys of one line of thought, each more specific than the one before."""

_BY_KIND = {
    TokenKind.STRING: "<string>",
    TokenKind.NUMBER: "<number>",
    TokenKind.TIMESPAN: "<span>",
    TokenKind.LITERAL: "<literal>",
}
_LISTS = frozenset(
    spelled("project distinct project-away project-keep project-reorder project-rename sort top")
)
_SIGHT = 24
_PIPES = (Place.OPERATOR, Place.AFTER_SOURCE)
_STARTS = (Place.STATEMENT, Place.SOURCE)


GROUPS = (
    *("argument", "compared", "condition", "item", "keys", "list"),
    *("source", "operator", "after", "other"),
)


def group_of(position: Position) -> str:
    """Name the family of positions that share their weights, one of `GROUPS`."""
    place, slot = position.place, position.slot
    if _is_table_due(position):
        return "source"
    if place is Place.OPERAND:
        if slot.operator in ("join", "lookup"):
            return "keys"
        if slot.comparison:
            return "compared"
        if slot.function:
            return "argument"
        if slot.operator in _LISTS or slot.clause == "by":
            return "list"
        return "item" if slot.is_item else "condition"
    if place in _PIPES:
        return "operator"
    return "after" if place is Place.AFTER_OPERAND else "other"


def chains(position: Position, pieces: Sequence[Piece]) -> tuple[Chain, Chain, Chain, Chain]:
    """Give chains by the words before, by table or pipe, by what is listed, by the last column."""
    slot, place = position.slot, position.place.value
    if position.place is Place.AFTER_SOURCE:
        place = Place.OPERATOR.value
    operator = OLDER_SPELLINGS.get(slot.operator, slot.operator)
    role = f"{place}|{operator}|{slot.clause}"
    if slot.function:
        role = f"{place}|{slot.function}({min(slot.argument, 3)}"
    elif slot.comparison:
        role = f"{place}|{slot.comparison}"
    schema = position.environment.schema
    one, two, three = (_word_at(pieces, back, schema) for back in (1, 2, 3))
    by_words = (place, role, f"{role}|{one}", f"{role}|{two} {one}", f"{role}|{three} {two} {one}")
    table = slot.scope.tables[0] if slot.scope.tables else ""
    column = _last_column(pieces, schema)
    by_column = ("", f"{place}|{operator}|after|{column}", f"{role}|after|{column}")
    if position.place in _PIPES:
        pipe = [OLDER_SPELLINGS.get(word, word) for word in position.pipe]
        pipes = ("", *(f"pipe|{' '.join(pipe[-count:])}" for count in (1, 2, 3)))
        on_table = ("", f"{place}|{table}", f"{place}|{table}|{' '.join(pipe[-1:])}")
        return by_words, pipes, on_table, by_column
    if _is_table_due(position):
        # A table is chosen much alike at a start, in a join and for a name.
        used = [piece.text for piece in pieces if piece.text in schema]
        by_used = ("", "source", f"source|after|{' '.join(used[-1:])}")
        return by_words, by_used, ("",), by_column
    if position.place is Place.AFTER_OPERAND:
        left = position.left if position.left in known_words(schema) else "<own>"
        kind = position.left_type
        lefts = (place, f"{place}|{kind}|{operator}", f"{place}|{left}", f"{role}|{left}")
        return by_words, lefts, ("", f"{place}|{table}|{left}"), by_column
    by_table = ("", f"{place}|{table}", f"{role}|{table}", f"{role}|{table}|{slot.compared}")
    listed = [word if word in known_words(schema) else "<own>" for word in position.listed]
    lists = (
        "",
        f"listed|{' '.join(listed[-1:])}",
        f"listed|{operator}|{slot.clause}|{' '.join(listed[-1:])}",
        f"listed|{operator}|{slot.clause}|{' '.join(listed[-2:])}",
    )
    return by_words, by_table, lists, by_column


def _is_table_due(position: Position) -> bool:
    """Whether a table may stand here, be it to get a name by `let`."""
    slot = position.slot
    is_let = slot.clause == "let" and not slot.function and not slot.comparison
    return position.place in _STARTS or (position.place is Place.OPERAND and is_let)


def class_of(offer: Completion, base: frozenset[str]) -> str:
    """Give the word that statistics know an offer by; names of the query's own share one.

    `base` are the columns of the tables that the rows came from.
    """
    kind, text = offer.kind, offer.text
    if kind is _LET:
        return f"<let {offer.detail}>"
    if kind is _NEW_NAME:
        return "<new>"
    if kind is _COLUMN and text not in base:
        return "<again>" if text[-1].isdigit() and text[:-1] in base else "<own>"
    return text[2:] if text[0] == "|" else text


def base_columns(scope: Scope, schema: HuntingSchema) -> frozenset[str]:
    """The columns of the tables that rows came from; of all tables where that is not known."""
    if not scope.tables or scope.is_open:
        return _all_columns(SchemaKey(schema))
    found: set[str] = set()
    for name in scope.tables:
        table = schema.table(name)
        found.update(column.name for column in (table.columns if table else ()))
    return frozenset(found)


def known_words(schema: HuntingSchema) -> frozenset[str]:
    """All words that are not a query's own: of the language and of the schema."""
    return _known_words(SchemaKey(schema))


def word_of(piece: Piece, schema: HuntingSchema) -> str:
    """Give what a piece counts as: itself, or a mark for literals and a query's own names."""
    mark = _BY_KIND.get(piece.kind)
    if mark:
        return mark
    if piece.text[0].isalpha() and piece.text not in known_words(schema):
        return "<own>"
    return piece.text


def _last_column(pieces: Sequence[Piece], schema: HuntingSchema) -> str:
    """The schema's column that the query named last, within sight."""
    columns = _all_columns(SchemaKey(schema))
    for piece in pieces[: -_SIGHT - 1 : -1]:
        if piece.text in columns:
            return piece.text
    return ""


def _word_at(pieces: Sequence[Piece], back: int, schema: HuntingSchema) -> str:
    return word_of(pieces[-back], schema) if len(pieces) >= back and pieces[-back].text else ""


@lru_cache(maxsize=KNOWN_SCHEMAS)
def _all_columns(key: SchemaKey) -> frozenset[str]:
    return frozenset(column.name for table in key.one for column in table.columns)


@lru_cache(maxsize=KNOWN_SCHEMAS)
def _known_words(key: SchemaKey) -> frozenset[str]:
    known, called = load_vocabulary(), load_signatures()
    return (
        key.one.names
        | _all_columns(key)
        | known.keywords
        | known.tabular_operators
        | known.functions
        | known.operators
        | known.types
        | frozenset(called.hunting)
        | frozenset(word for words in called.options.values() for word in words)
        | frozenset(("$left", "$right", "strategy", "shuffle", "Host"))
    )
