"""Queries with parameters: which ones they ask for, and the query with values in their place.

A parameter is declared as in Kusto, `declare query_parameters(Days:timespan = 7d, User:string);`,
or stands where its value goes: `{{Device}}` or `{{Start:datetime}}`, also inside a string.

Source: https://learn.microsoft.com/en-us/kusto/query/query-parameters-statement
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .parameter_places import Values, places_in
from .parameter_values import literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value to ask for. `default` is as a person would type it, `None` where there is none."""

    name: str
    type: str = "string"
    default: str | None = None


class ParameterProblem(ValueError):
    """A value that cannot stand for its parameter."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


def find_parameters(text: str) -> tuple[Parameter, ...]:
    """Give the parameters of a query in the order they are first met; empty when it has none.

    The first place that names a type says it for all. Comments ask for nothing.
    """
    found: dict[str, Parameter] = {}
    typed: set[str] = set()
    for place in places_in(text):
        for name, kind, default in place.asked:
            if name not in found or (kind and name not in typed):
                found[name] = Parameter(name, kind or "string", default)
            if kind:
                typed.add(name)
    return tuple(found.values())


def value_problem(parameter: Parameter, typed: str) -> str | None:
    """Say what is wrong with a value as typed; `None` when it can stand for the parameter."""
    try:
        literal(parameter.type, typed)
    except ValueError as problem:
        return str(problem)
    return None


def fill_parameters(text: str, values: Mapping[str, str]) -> str:
    """Give the query with every parameter's value in its place, as a literal or inside one.

    `values` are as people typed them; one that is left out is its default. Nothing in a value can
    end its literal, so the rest of the query means what it meant.

    Raises:
        ParameterProblem: a value is missing, or is none of its type.
    """
    parameters = {parameter.name: parameter for parameter in find_parameters(text)}

    def value_of(name: str) -> str:
        default = parameters[name].default
        value = values.get(name, default)
        if value is None:
            raise ParameterProblem(name, "There is no value.")
        return value

    def literal_of(name: str) -> str:
        value = value_of(name)
        try:
            return literal(parameters[name].type, value)
        except ValueError as problem:
            raise ParameterProblem(name, str(problem)) from None

    filled = Values(value_of, literal_of, lambda name: parameters[name].type)
    parts: list[str] = []
    at = 0
    for place in places_in(text):
        parts.append(text[at : place.start])
        try:
            parts.append(place.filled(filled))
        except ParameterProblem:
            raise
        except ValueError as problem:
            raise ParameterProblem(place.asked[0][0], str(problem)) from None
        at = place.end
    parts.append(text[at:])
    return "".join(parts)
