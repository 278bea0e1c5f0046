"""`$filter` texts, made into predicates over the objects that an API answers with.

Source: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
(2026-11-23)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from odata_query import ast

from defender_tui.sandbox.odata.comparison import Literal, QueryRefused, Test, comparison
from defender_tui.sandbox.odata.filter_text import parsed_filter
from defender_tui.sandbox.odata.vocabulary import Field, Item, Kind, Property, Vocabulary

Predicate = Callable[[Item], bool]

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


def compile_filter(text: str, vocabulary: Vocabulary) -> Predicate:
    """Give the predicate that a filter text stands for.

    Raises:
        QueryRefused: the text is no filter, or names something that cannot be filtered on.
    """
    return _Compiler(vocabulary).predicate(parsed_filter(text), depth=0)


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
            case ast.Call():
                raise QueryRefused(_no_function(node.func))
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
        tests: list[Test] = [comparison(prop, "eq", _literal(member)) for member in listed]

        def accepts(item: Item) -> bool:
            value = item.get(name)
            return any(test(value) for test in tests)

        return accepts

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
            inner(_Scope(item, variable, element)) for element in _elements(item, name)
        )

    def _property(self, node: ast._Node, *, wanted: Kind | None = None) -> tuple[str, Property]:
        if isinstance(node, ast.Call):
            raise QueryRefused(_no_function(node.func))
        if not isinstance(node, ast.Identifier):
            raise QueryRefused(
                "Invalid filter clause: only a property can be compared, and only with a value."
            )
        name = _dotted(node)
        prop = self._vocabulary.filterable.get(name)
        if prop is None:
            raise QueryRefused(_not_filterable(name, self._vocabulary))
        if (prop.kind is Kind.TEXTS) != (wanted is Kind.TEXTS):
            raise QueryRefused(
                f"Invalid filter clause: '{name}' is of type '{prop.kind.value}', "
                "which does not fit here."
            )
        return name, prop


class _Scope(Mapping[str, Field]):
    """An object as the inside of a lambda sees it: with one name more."""

    __slots__ = ("_element", "_item", "_variable")

    def __init__(self, item: Item, variable: str, element: Field) -> None:
        self._item = item
        self._variable = variable
        self._element = element

    def __getitem__(self, name: str) -> Field:
        return self._element if name == self._variable else self._item[name]

    def __iter__(self) -> Iterator[str]:
        yield from {self._variable, *self._item}

    def __len__(self) -> int:
        return len({self._variable, *self._item})


def _elements(item: Item, name: str) -> Sequence[Field]:
    value = item.get(name)
    return value if isinstance(value, list) else ()


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
        case ast.List(val=[ast.String(val=type_name), ast.String(val=text)]):
            return Literal(text, type_name)
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


def _no_function(function: ast.Identifier) -> str:
    name = _dotted(function)
    return (
        "The query specified in the URI is not valid. "
        f"The function '{name}' cannot be used in the $filter query option."
    )


def _dotted(identifier: ast.Identifier) -> str:
    return ".".join((*identifier.namespace, identifier.name))
