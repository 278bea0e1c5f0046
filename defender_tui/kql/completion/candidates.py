"""All that may stand at a position, in no order of merit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from ..schema import HuntingSchema
from ..vocabulary import load_vocabulary, spelled
from .completion import Completion, CompletionKind
from .expressions import LISTS
from .pieces import Piece
from .position import Place, Position
from .scope import Function, Scope
from .signatures import load_signatures
from .sources import STARTERS

_COLUMN = CompletionKind.COLUMN
_STATEMENTS = ("let", "declare", "set")
_SPANS = ("7d", "1d", "30d", "14d", "3d", "1h", "24h", "12h", "6h", "30m", "10m", "5m")
_ROWS = ("10", "100", "1000")
_TYPES = spelled("string long int datetime timespan bool real double dynamic guid decimal")
_CONVERTERS = ("datetime", "timespan", "dynamic")
_COLUMNS_ONLY = ("project-away", "project-keep", "project-reorder", "project-rename")
_NO_PIPE = frozenset(
    spelled(
        "datatable externaldata external_data inline_external_table macro-expand print range"
        " graph-match graph-shortest-paths graph-to-table graph-mark-components"
    )
)
_OPTIONS = frozenset(spelled("kind isfuzzy withsource with_source format flags default"))
_LEADS = {
    "summarize": ("by", "hint"),
    "mv-expand": ("kind", "bagexpansion", "with_itemindex"),
    "mv-apply": ("with_itemindex",),
    "parse": ("kind",),
    "parse-where": ("kind",),
    "search": ("in", "kind"),
}
_STRINGS = spelled(
    "has contains in startswith endswith matches has_any has_all !has !contains !in in~ !in~"
    " !startswith !endswith hasprefix hassuffix !hasprefix !hassuffix has_cs contains_cs"
    " startswith_cs endswith_cs hasprefix_cs hassuffix_cs !has_cs !contains_cs !startswith_cs"
    " !endswith_cs !hasprefix_cs !hassuffix_cs == =~ != !~"
)
_ORDERED = spelled("== != > < >= <= between in !between !in")
_SCALARS = {
    "string": _STRINGS,
    "bool": ["==", "!="],
    "guid": ["==", "!=", "in", "!in"],
    **dict.fromkeys(("datetime", "timespan", "int", "long", "real", "decimal"), _ORDERED),
}
_ANY_TYPE = list(dict.fromkeys([*_STRINGS, *_ORDERED]))


def candidates(position: Position, pieces: Sequence[Piece]) -> list[Completion]:
    """List what may stand at a position; `pieces` are the query before it."""
    found = _BY_PLACE[position.place](position, pieces)
    return list({offer.text: offer for offer in found}.values())


def _at_statement(position: Position, _: Sequence[Piece]) -> Iterator[Completion]:
    yield from _tables(position)
    for word in (*_STATEMENTS, *STARTERS):
        yield Completion(word, CompletionKind.KEYWORD)


def _at_source(position: Position, _: Sequence[Piece]) -> Iterator[Completion]:
    yield from _tables(position)
    for word in (*position.words, *STARTERS):
        yield Completion(word, CompletionKind.KEYWORD)


def _tables(position: Position) -> Iterator[Completion]:
    yield from _schema_tables(position.environment.schema)
    for name, bound in position.environment.bindings.items():
        if isinstance(bound, Scope):
            yield Completion(name, CompletionKind.LET, "table")
        elif isinstance(bound, Function) and not isinstance(bound.result, str):
            yield Completion(name, CompletionKind.LET, "function")


def _schema_tables(schema: HuntingSchema) -> Iterator[Completion]:
    for table in schema:
        status = "" if table.status == "ga" else table.status
        yield Completion(table.name, CompletionKind.TABLE, status)


def _operators(_: Position, __: Sequence[Piece]) -> Iterable[Completion]:
    return _pipe_operators()


@cache
def _pipe_operators() -> tuple[Completion, ...]:
    words = sorted(load_vocabulary().tabular_operators - _NO_PIPE)
    return tuple(Completion(word, CompletionKind.OPERATOR) for word in words)


def _after_source(position: Position, _: Sequence[Piece]) -> Iterator[Completion]:
    for word in position.slot.follow:
        yield Completion(word, CompletionKind.KEYWORD)
    for offer in _pipe_operators():
        yield Completion(f"| {offer.text}", CompletionKind.OPERATOR)


def _operands(position: Position, pieces: Sequence[Piece]) -> Iterator[Completion]:
    slot = position.slot
    if slot.scope.is_open and slot.clause != "count":
        yield from _columns_of_all(slot.scope.columns, position.environment.schema)
    if slot.is_item or (slot.clause == "let" and position.previous == "("):
        yield from _names_given(pieces)
    if position.previous == slot.operator:
        for word in _LEADS.get(slot.operator, ()):
            yield Completion(word, CompletionKind.KEYWORD)
    if slot.clause != "count":
        for name, kind in slot.scope.columns.items():
            yield Completion(name, _COLUMN, kind)
    if slot.operator in _COLUMNS_ONLY:
        return
    if slot.clause == "count" and not slot.function:
        yield from _numbers(position)
        return
    if slot.clause == "on" and slot.operator in ("join", "lookup"):
        if not slot.comparison:
            yield Completion("$left", CompletionKind.KEYWORD)
        yield Completion("$right", CompletionKind.KEYWORD)
        return
    yield from _values(position)
    if slot.has_tables:
        yield from _tables(position)
    if slot.clause == "let" or slot.has_tables:
        if position.previous == "=":
            yield Completion("view", CompletionKind.KEYWORD)
        for word in STARTERS:
            yield Completion(word, CompletionKind.KEYWORD)


def _numbers(position: Position) -> Iterator[Completion]:
    for number in _ROWS:
        yield Completion(number, CompletionKind.VALUE)
    for name, bound in position.environment.bindings.items():
        if bound in ("", "int", "long"):
            yield Completion(name, CompletionKind.LET, str(bound))


def _columns_of_all(known: Mapping[str, str], schema: HuntingSchema) -> Iterator[Completion]:
    """Where columns are unknown, any column of the schema may be meant."""
    for table in schema:
        for column in table.columns:
            if column.name not in known:
                yield Completion(column.name, CompletionKind.COLUMN, column.type)


def _names_given(pieces: Sequence[Piece]) -> Iterator[Completion]:
    """Names that the query gives elsewhere: hunters give the same again in another branch."""
    yield from _names_in_brackets(pieces)
    for before, piece, after in zip([None, *pieces], pieces, pieces[1:], strict=False):
        if after.text not in ("=", ":") or not piece.text.isidentifier():
            continue
        if piece.text not in _OPTIONS and (before is None or before.text not in ("let", ".")):
            yield Completion(piece.text, CompletionKind.NEW_NAME)


def _names_in_brackets(pieces: Sequence[Piece]) -> Iterator[Completion]:
    """The names of `(A, B) = ...`."""
    for at, piece in enumerate(pieces[:-1]):
        if piece.text != ")" or pieces[at + 1].text != "=":
            continue
        names: list[str] = []
        while at and pieces[at - 1].text not in ("(", "|", ";"):
            at -= 1
            names.append(pieces[at].text)
        for name in reversed(names[::2]):
            yield Completion(name, CompletionKind.NEW_NAME)


def _values(position: Position) -> Iterator[Completion]:
    slot = position.slot
    for name, bound in position.environment.bindings.items():
        if isinstance(bound, str):
            yield Completion(name, CompletionKind.LET, bound)
        elif isinstance(bound, Function) and (slot.has_tables or isinstance(bound.result, str)):
            yield Completion(name, CompletionKind.LET, "function")
        elif slot.comparison in LISTS and isinstance(bound, Scope):
            yield Completion(name, CompletionKind.LET, "table")
    if slot.expected == "timespan" and slot.function in ("ago", "bin", "floor", ""):
        for span in _SPANS:
            yield Completion(span, CompletionKind.TIMESPAN, "timespan")
    if slot.expected == "type":
        yield Completion("typeof", CompletionKind.KEYWORD)
    yield from _calls(has_aggregates=slot.has_aggregates)


@cache
def _calls(*, has_aggregates: bool) -> tuple[Completion, ...]:
    known = load_signatures()
    groups = [(CompletionKind.FUNCTION, known.scalar)]
    if has_aggregates:
        groups.append((CompletionKind.AGGREGATE, known.aggregate))
    offers = [
        Completion(name, kind, signature.gives if signature.gives.isalpha() else "")
        for kind, group in groups
        for name, signature in group.items()
        if not signature.is_refused
    ]
    offers += [Completion(word, CompletionKind.KEYWORD, "bool") for word in ("true", "false")]
    offers += [Completion(word, CompletionKind.TYPE, word) for word in _CONVERTERS]
    return tuple(offers)


def _after_operand(position: Position, _: Sequence[Piece]) -> Iterator[Completion]:
    slot = position.slot
    for word in slot.follow:
        yield Completion(word, CompletionKind.KEYWORD)
    if slot.operator in _COLUMNS_ONLY or slot.clause == "count":
        return
    is_compared = position.left_type == "bool" and not position.left
    if not is_compared and not slot.comparison:
        for word in _SCALARS.get(position.left_type, _ANY_TYPE):
            yield Completion(word, CompletionKind.COMPARISON)
    for word in ("and", "or"):
        yield Completion(word, CompletionKind.COMPARISON)


def _members(position: Position, pieces: Sequence[Piece]) -> Iterator[Completion]:
    kind = CompletionKind.COLUMN if position.left.startswith("$") else CompletionKind.MEMBER
    for name, detail in position.members:
        yield Completion(name, kind, detail)
    if kind is CompletionKind.COLUMN or len(pieces) < 2:
        return
    base = pieces[-2].text
    for before, dot, member in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if dot.text == "." and before.text == base and member.text[:1].isalpha():
            yield Completion(member.text, kind)
    for offer in _names_given(pieces):
        yield Completion(offer.text, kind)


def _choices(position: Position, _: Sequence[Piece]) -> Iterator[Completion]:
    kind = {"evaluate": CompletionKind.PLUGIN, "invoke": CompletionKind.FUNCTION}.get(
        position.slot.operator, CompletionKind.KEYWORD
    )
    for word in position.words:
        yield Completion(word, kind)


def _types(_: Position, __: Sequence[Piece]) -> Iterator[Completion]:
    for word in _TYPES:
        yield Completion(word, CompletionKind.TYPE)


def _new_names(position: Position, pieces: Sequence[Piece]) -> Iterator[Completion]:
    """Names given before are given again; declared columns are often named as the schema's are."""
    if position.slot.operator == "let":
        for name in position.environment.bindings:
            yield Completion(name, CompletionKind.NEW_NAME)
        for before, piece in pairwise(pieces):
            if before.text == "let" and piece.text.isidentifier():
                yield Completion(piece.text, CompletionKind.NEW_NAME)
        return
    yield from _names_given(pieces)
    if position.slot.operator not in ("range", "count", "as", "project-rename"):
        for offer in _columns_of_all({}, position.environment.schema):
            yield Completion(offer.text, CompletionKind.NEW_NAME, offer.detail)


def _nothing(_: Position, __: Sequence[Piece]) -> Iterable[Completion]:
    return ()


_BY_PLACE: dict[Place, Callable[[Position, Sequence[Piece]], Iterable[Completion]]] = {
    Place.STATEMENT: _at_statement,
    Place.SOURCE: _at_source,
    Place.AFTER_SOURCE: _after_source,
    Place.OPERATOR: _operators,
    Place.OPERAND: _operands,
    Place.AFTER_OPERAND: _after_operand,
    Place.MEMBER: _members,
    Place.CHOICE: _choices,
    Place.TYPE: _types,
    Place.NEW_NAME: _new_names,
    Place.NOTHING: _nothing,
}
