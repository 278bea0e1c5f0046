"""`$filter` texts, made into predicates over the objects that an API answers with.

Source: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
(2026-11-23)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from odata_query import ast
from odata_query.exceptions import ODataException, ParsingException, TokenizingException
from odata_query.grammar import ODataLexer, ODataParser

from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.odata.comparison import Literal, QueryRefused, comparison
from defender_tui.sandbox.odata.vocabulary import Kind, Property, Vocabulary

Predicate = Callable[[JsonObject], bool]

_OPERATORS: Mapping[type[object], str] = {
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
}
_MIRRORED = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_DEEPEST = 100
# Two things that OData allows and the parser does not: a list of one member without a comma
# behind it, and years before 1000, .NET's least date among them. Nothing here is that old, so such
# a date may count as one a thousand years later.
_UNPARSED = re.compile(
    r"(?P<text>'(?:[^']|'')*')"
    r"|\bin\s*\(\s*(?P<member>'(?:[^']|'')*'|[^\s,()']+)\s*\)"
    r"|\b0(?P<date>\d{3}-\d\d-\d\d)",
    re.I,
)


def compile_filter(text: str, vocabulary: Vocabulary) -> Predicate:
    """Give the predicate that a filter text stands for.

    Raises:
        QueryRefused: the text is no filter, or names something that cannot be filtered on.
    """
    return _Compiler(vocabulary).predicate(_parsed(text), depth=0)


def _parsed(text: str) -> ast._Node:
    regular = _UNPARSED.sub(_parsable, text.strip())
    try:
        tree = ODataParser().parse(ODataLexer().tokenize(regular))
    except (TokenizingException, ParsingException) as error:
        position = getattr(error.token, "index", len(text))
        raise QueryRefused(
            f"Invalid filter clause: Syntax error at position {position} in '{text}'."
        ) from error
    except ODataException as error:
        raise QueryRefused(f"Invalid filter clause: {error}") from error
    if not isinstance(tree, ast._Node):
        raise QueryRefused(f"Invalid filter clause: Syntax error at position 0 in '{text}'.")
    return tree


def _parsable(found: re.Match[str]) -> str:
    if found["member"] is not None:
        return f"in ({found['member']},)"
    return found["text"] or f"1{found['date']}"


class _Compiler:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def predicate(self, node: ast._Node, *, depth: int) -> Predicate:
        if depth > _DEEPEST:
            raise QueryRefused(
                f"The node count limit of '{_DEEPEST}' has been exceeded. To increase the limit, "
                "set the 'MaxNodeCount' property on EnableQueryAttribute."
            )
        match node:
            case ast.BoolOp(op=ast.And()):
                left, right = self._both(node, depth)
                return lambda item: left(item) and right(item)
            case ast.BoolOp():
                left, right = self._both(node, depth)
                return lambda item: left(item) or right(item)
            case ast.UnaryOp(op=ast.Not()):
                inner = self.predicate(node.operand, depth=depth + 1)
                return lambda item: not inner(item)
            case ast.Compare(comparator=ast.In()):
                return self._membership(node.left, node.right)
            case ast.Compare():
                return self._comparison(node)
            case ast.CollectionLambda():
                return self._over_collection(node, depth)
        raise QueryRefused(
            "Invalid filter clause: The $filter expression must evaluate to a single boolean value."
        )

    def _both(self, node: ast.BoolOp, depth: int) -> tuple[Predicate, Predicate]:
        return (
            self.predicate(node.left, depth=depth + 1),
            self.predicate(node.right, depth=depth + 1),
        )

    def _comparison(self, node: ast.Compare) -> Predicate:
        operator = _OPERATORS[type(node.comparator)]
        if isinstance(node.left, ast._Literal):
            return self._compare(_MIRRORED[operator], node.right, node.left)
        return self._compare(operator, node.left, node.right)

    def _compare(self, operator: str, path: ast._Node, literal: ast._Node) -> Predicate:
        name, prop = self._property(path)
        test = comparison(prop, operator, _literal(literal))
        return lambda item: test(item.get(name))

    def _membership(self, path: ast._Node, members: ast._Node) -> Predicate:
        name, prop = self._property(path)
        listed = members.val if isinstance(members, ast.List) else [members]
        tests = [comparison(prop, "eq", _literal(member)) for member in listed]
        return lambda item: any(test(item.get(name)) for test in tests)

    def _over_collection(self, node: ast.CollectionLambda, depth: int) -> Predicate:
        name, _ = self._property(node.owner, wanted=Kind.TEXTS)
        if node.lambda_ is None:
            return lambda item: bool(_elements(item, name))
        variable = node.lambda_.identifier.name
        scope = replace(
            self._vocabulary,
            filterable={**self._vocabulary.filterable, variable: Property(Kind.TEXT)},
        )
        inner = _Compiler(scope).predicate(node.lambda_.expression, depth=depth + 1)
        quantifier = any if isinstance(node.operator, ast.Any) else all
        return lambda item: quantifier(
            inner({**item, variable: element}) for element in _elements(item, name)
        )

    def _property(self, node: ast._Node, *, wanted: Kind | None = None) -> tuple[str, Property]:
        if not isinstance(node, ast.Identifier):
            raise QueryRefused(
                "Invalid filter clause: only a property can be compared, and only with a value."
            )
        name = ".".join((*node.namespace, node.name))
        prop = self._vocabulary.filterable.get(name)
        if prop is None:
            raise QueryRefused(_not_filterable(name, self._vocabulary))
        if (prop.kind is Kind.TEXTS) != (wanted is Kind.TEXTS):
            raise QueryRefused(
                f"Invalid filter clause: '{name}' is of type '{prop.kind.value}', "
                "which does not fit here."
            )
        return name, prop


def _elements(item: JsonObject, name: str) -> list[Json]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _literal(node: ast._Node) -> Literal:
    match node:
        case ast.Null():
            return Literal(None, "null")
        case ast.String(val=text):
            return Literal(text, "Edm.String")
        case ast.DateTime(val=text):
            return Literal(text, "Edm.DateTimeOffset")
        case ast.Date(val=text):
            return Literal(text, "Edm.Date")
        case ast.Integer(val=text):
            return Literal(text, "Edm.Int32")
        case ast.Boolean(val=text):
            return Literal(text, "Edm.Boolean")
    raise QueryRefused("Invalid filter clause: only a property can be compared with a plain value.")


def _not_filterable(name: str, vocabulary: Vocabulary) -> str:
    if name in vocabulary.known:
        return (
            "The query specified in the URI is not valid. "
            f"The property '{name}' cannot be used in the $filter query option."
        )
    return (
        "Invalid filter clause: "
        f"Could not find a property named '{name}' on type '{vocabulary.type_name}'."
    )
