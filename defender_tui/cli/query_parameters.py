"""Values for a query's parameters, given with the command."""

from __future__ import annotations

from collections.abc import Sequence

from .failure import UsageError

_SIGNS = ("{{", "query_parameters")


def filled_query(query: str, given: Sequence[str]) -> str:
    """Give the query with the values of `NAME=VALUE` in it; one without parameters as it is.

    Raises:
        UsageError: a value is missing, is none of its type, or is for no parameter of the query.
    """
    if not given and not any(sign in query for sign in _SIGNS):
        return query
    # Most queries have no parameters, and do without this.
    from ..kql.parameters import ParameterProblem, fill_parameters, find_parameters

    values = dict(_pair(text) for text in given)
    names = [parameter.name for parameter in find_parameters(query)]
    unknown = [name for name in values if name not in names]
    if unknown:
        known = ", ".join(names) or "none"
        raise UsageError(
            f"The query has no parameter {unknown[0]}.", hint=f"Its parameters: {known}."
        )
    try:
        return fill_parameters(query, values)
    except ParameterProblem as problem:
        raise UsageError(
            f"Parameter {problem.name}: {problem.problem}",
            hint=f"Give it as --parameter {problem.name}=VALUE.",
        ) from None


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageError(f"“{text}” gives no parameter.", hint="Write NAME=VALUE.")
    return name.strip(), value
