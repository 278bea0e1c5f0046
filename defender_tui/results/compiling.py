"""KQL text as one checked SELECT statement, or a refusal in the service's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duckdb_kql import KqlSchemaError, KqlUnsupportedError, parse
from duckdb_kql import KqlSyntaxError as ParseFailed
from duckdb_kql.control import is_control_command, strip_leading_comments
from duckdb_kql.lower import lower
from duckdb_kql.params import as_datetime
from duckdb_kql.translate import CLOCK_SLOT, clock, to_sql

from defender_tui.kql.adapt import Adapted, CannotAdapt, Surroundings, adapt
from defender_tui.kql.adapt.draft import OriginMap
from defender_tui.kql.adapt.letter_case import has_case_mark, without_case_marks
from defender_tui.kql.lexer import tokenize
from defender_tui.kql.vocabulary import load_vocabulary
from defender_tui.results.adapted_aggregates import with_plain_aggregates
from defender_tui.results.adapted_between import with_ends
from defender_tui.results.adapted_keys import with_bare_keys
from defender_tui.results.adapted_places import (
    TENANT_MAY,
    parse_error,
    place,
    placed,
    syntax_error,
)
from defender_tui.results.functions.calls import resolve_calls
from defender_tui.results.functions.translator import extend_translator
from defender_tui.results.kql_errors import (
    TOO_LARGE,
    KqlError,
    KqlSemanticError,
    KqlSyntaxError,
    KqlTooLarge,
    KqlUnsupported,
)
from defender_tui.results.lowering_pipeline import Scope
from defender_tui.results.lowering_walk import Walk, needs_lowering
from defender_tui.results.query_check import QueryCheck

if TYPE_CHECKING:
    from datetime import datetime

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
_SPOKEN = {
    "ExternalDataExpression": "externaldata",
    "ParenthesizedExpression": "a query in parentheses",
    "TypeLiteralExpression": "typeof",
    "multi-statement": "several queries at once",
}


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """One SELECT with its values, and the names of the tables that it reads.

    `caveats` say what its answer rests on that is not exact; empty when it is.
    """

    sql: str
    parameters: Mapping[str, object]
    tables: frozenset[str]
    caveats: tuple[str, ...] = ()


Probe = Callable[[CompiledQuery], list[tuple[object, ...]]]
"""Runs a SELECT while a query is compiled, and gives its rows."""


def compile_query(
    text: str,
    surroundings: Surroundings,
    now: datetime | None = None,
    probe: Probe | None = None,
) -> CompiledQuery:
    """Turn a query into SQL, and run nothing but what `probe` is asked for.

    `now` (aware) is what `now()` and `ago()` count from; the clock of the run when not given.
    `probe` is asked where types or columns depend on the rows; without it such queries are refused.

    Raises:
        KqlSyntaxError: it is not KQL, or a management command.
        KqlSemanticError: it names a table, column or function that does not exist.
        KqlUnsupported: neither adaptation nor the translator knows SQL for a construct.
        KqlTooLarge: it is nested too deeply.
    """
    if is_control_command(strip_leading_comments(text)):
        raise syntax_error(text, next(t for t in tokenize(text) if t.text == "."))
    try:
        with _trusting_nothing():
            adapted = adapt(text, surroundings)
    except CannotAdapt as cause:
        raise _cannot_adapt(text, cause) from cause
    try:
        return _compile(adapted, surroundings, now, probe)
    except ParseFailed as cause:
        raise parse_error(text, adapted, cause) from cause
    except KqlUnsupportedError as cause:
        raise placed(text, _unsupported(cause)) from cause
    except KqlSchemaError as cause:
        if cause.hint and "differ only in case" in cause.hint:
            raise KqlUnsupported(
                "The local engine cannot tell apart columns whose names differ only in case;"
                " a tenant can.",
                name=cause.name,
            ) from cause
        name = without_case_marks(cause.name)
        schema_error = KqlSemanticError(f"Semantic error at '{name}': {cause.hint}", name=name)
        raise placed(text, schema_error) from cause
    except RecursionError as cause:
        raise KqlTooLarge(TOO_LARGE) from cause
    except KqlError as error:
        raise placed(text, _as_written(error)) from error.__cause__


def _compile(
    adapted: Adapted, surroundings: Surroundings, now: datetime | None, probe: Probe | None
) -> CompiledQuery:
    schema = {name: list(columns) for name, columns in surroundings.columns.items()}
    moment = None if now is None else as_datetime(now, "now")
    with clock(moment) as active:

        def compiled(sql: str) -> CompiledQuery:
            is_read = active.used and f"${CLOCK_SLOT}" in sql
            parameters = {CLOCK_SLOT: active.moment} if is_read else {}
            return CompiledQuery(sql, parameters, frozenset(check.tables), adapted.caveats)

        def ask(sql: str) -> list[tuple[object, ...]]:
            if probe is None:
                raise KqlUnsupported(f"The query's columns depend on its rows. {TENANT_MAY}")
            return probe(compiled(sql))

        check = QueryCheck(schema)
        with _trusting_nothing():
            extend_translator()
            query = with_plain_aggregates(with_bare_keys(with_ends(lower(adapted.text))))
        if query.parameters:
            raise KqlUnsupported(
                "A hunting query cannot declare query parameters.", name="query_parameters"
            )
        scope = Scope(schema, ask, check)
        if needs_lowering(query):
            with _trusting_nothing():
                query = Walk(scope).query(query)
        with _trusting_nothing():
            query = resolve_calls(query, schema)
        try:
            check.check(query)
        except KqlSemanticError:
            # The column may be missing only because the translator does not know what makes it.
            with suppress(KqlSchemaError), _trusting_nothing():
                to_sql(query, dict(schema))
            raise
        with _trusting_nothing():
            sql = scope.complete(str(to_sql(query, dict(schema))))
        return compiled(sql)


def _as_written(error: KqlError) -> KqlError:
    """The error with the names that adaptation marked as they were written."""
    if error.name is None or not has_case_mark(error.name):
        return error
    name = without_case_marks(error.name)
    return type(error)(without_case_marks(error.message), hint=error.hint, name=name)


def _cannot_adapt(text: str, cause: CannotAdapt) -> KqlError:
    """The refusal of a construct; that of the text, when it is no KQL before or behind it."""
    as_written = Adapted(text, (), (), OriginMap((), ()))
    try:
        parse(text)
    except ParseFailed as failed:
        error = parse_error(text, as_written, failed)
        if error.name != cause.construct and isinstance(error, KqlSyntaxError):
            return error
    except RecursionError:
        return KqlTooLarge(TOO_LARGE)
    refused = KqlUnsupported(cause.message, name=cause.construct)
    refused.line, refused.column = place(text, cause.offset)
    return refused


@contextmanager
def _trusting_nothing() -> Iterator[None]:
    """Turn faults on the way into refusals: any text may come, and some break the translator."""
    try:
        yield
    except _FAULTS as cause:
        raise KqlUnsupported(f"The local engine cannot run this query. {TENANT_MAY}") from cause


def _unsupported(cause: KqlUnsupportedError) -> KqlError:
    kind, _, name = cause.construct.rpartition(":")
    if kind == "function" and name not in load_vocabulary().functions:
        return KqlSemanticError(
            f"Unknown function: '{name}'. Fix semantic errors in your query.", name=name
        )
    spoken = f"invoke {name}" if kind == "invoke" else _spoken(name)
    message = f"The local engine cannot run '{spoken}'. {TENANT_MAY}"
    return KqlUnsupported(message, name=name if kind else spoken)


def _spoken(construct: str) -> str:
    """The KQL word for a rule of the grammar: `mv-apply` for `MvApplyOperator`."""
    if construct in _SPOKEN:
        return _SPOKEN[construct]
    for ending in ("OperatorPart", "Operator", "Statement"):
        if construct.endswith(ending):
            stem = construct.removesuffix(ending)
            return "".join(f"-{c.lower()}" if c.isupper() else c for c in stem).strip("-")
    return construct
