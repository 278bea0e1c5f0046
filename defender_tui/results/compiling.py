"""KQL text as one checked SELECT statement, or a refusal in the service's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duckdb_kql import KqlSchemaError, KqlUnsupportedError
from duckdb_kql import KqlSyntaxError as ParseFailed
from duckdb_kql.control import is_control_command, strip_leading_comments
from duckdb_kql.lower import lower
from duckdb_kql.params import as_datetime
from duckdb_kql.translate import CLOCK_SLOT, clock, to_sql

from defender_tui.kql.lexer import Token, TokenKind, tokenize
from defender_tui.kql.vocabulary import load_vocabulary
from defender_tui.results.kql_errors import (
    TOO_LARGE,
    KqlError,
    KqlSemanticError,
    KqlSyntaxError,
    KqlTooLarge,
    KqlUnsupported,
)
from defender_tui.results.query_check import QueryCheck

if TYPE_CHECKING:
    from datetime import datetime

_TENANT_MAY = "A tenant may well run it."
# Valid KQL that the translator's grammar has no rule for.
_NOT_IN_GRAMMAR = frozenset({"parse-kv", "project-by-names", "serialize"})
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
    """One SELECT with its values, and the names of the tables that it reads."""

    sql: str
    parameters: Mapping[str, object]
    tables: frozenset[str]


def compile_query(
    text: str, schema: Mapping[str, list[str]], now: datetime | None = None
) -> CompiledQuery:
    """Turn a query over these tables (name to column names) into SQL, and run nothing.

    `now` (aware) is what `now()` and `ago()` count from; the clock of the run when not given.

    Raises:
        KqlSyntaxError: it is not KQL, or a management command.
        KqlSemanticError: it names a table, column or function that does not exist.
        KqlUnsupported: the translator knows no SQL for a construct.
        KqlTooLarge: it is nested too deeply.
    """
    if is_control_command(strip_leading_comments(text)):
        raise _syntax_error(text, next(t for t in tokenize(text) if t.text == "."))
    try:
        return _compile(text, schema, now)
    except ParseFailed as cause:
        raise _parse_error(text, cause) from cause
    except KqlUnsupportedError as cause:
        raise _placed(text, _unsupported(cause)) from cause
    except KqlSchemaError as cause:
        error = KqlSemanticError(f"Semantic error at '{cause.name}': {cause.hint}", name=cause.name)
        raise _placed(text, error) from cause
    except RecursionError as cause:
        raise KqlTooLarge(TOO_LARGE) from cause
    except KqlError as error:
        raise _placed(text, error) from error.__cause__


def _compile(text: str, schema: Mapping[str, list[str]], now: datetime | None) -> CompiledQuery:
    moment = None if now is None else as_datetime(now, "now")
    with clock(moment) as active:
        with _trusting_nothing():
            query = lower(text)
        if query.parameters:
            raise KqlUnsupported(
                "A hunting query cannot declare query parameters.", name="query_parameters"
            )
        check = QueryCheck(schema)
        try:
            check.check(query)
        except KqlSemanticError:
            # The column may be missing only because the translator does not know what makes it.
            with suppress(KqlSchemaError), _trusting_nothing():
                to_sql(query, dict(schema))
            raise
        with _trusting_nothing():
            translated = to_sql(query, dict(schema))
        parameters = {CLOCK_SLOT: active.moment} if active.used else {}
    return CompiledQuery(str(translated), parameters, frozenset(check.tables))


@contextmanager
def _trusting_nothing() -> Iterator[None]:
    """Turn the translator's own faults into refusals: any text may reach it, and some break it."""
    try:
        yield
    except _FAULTS as cause:
        raise KqlUnsupported(f"The local engine cannot run this query. {_TENANT_MAY}") from cause


def _parse_error(text: str, cause: ParseFailed) -> KqlError:
    """The refusal for text that does not parse.

    The parser gives up at a pipe when the operator behind it is at fault, so the word that follows
    the pipe is the one to show.
    """
    tokens = [t for t in tokenize(text) if t.kind not in (TokenKind.WHITESPACE, TokenKind.COMMENT)]
    if not tokens:
        return KqlSyntaxError("A recognition error occurred. The query is empty.")
    span = cause.diagnostics[0].span
    fault = _offset(text, span.line, span.column)
    at = next((i for i, token in enumerate(tokens) if token.end > fault), len(tokens) - 1)
    if tokens[at].text == "|" and at + 1 < len(tokens):
        at += 1
    token = tokens[at]
    if token.text in _NOT_IN_GRAMMAR:
        message = f"The local engine cannot run '{token.text}'. {_TENANT_MAY}"
        return _placed(text, KqlUnsupported(message, name=token.text))
    return _syntax_error(text, token)


def _syntax_error(text: str, token: Token) -> KqlSyntaxError:
    line, column = _place(text, token.start)
    shown = token.text.partition("\n")[0]
    return KqlSyntaxError(
        f"A recognition error occurred. Query could not be parsed at '{shown}' on line"
        f" [{line},{column}]. Token: {shown}, Line: {line}, Position: {column}",
        line=line,
        column=column,
        name=shown,
    )


def _placed(text: str, error: KqlError) -> KqlError:
    """The error with the place of the name that it blames, where the text holds that name."""
    if error.name is None or error.line is not None:
        return error
    spellings = (error.name, f"['{error.name}']", f'["{error.name}"]')
    for token in tokenize(text):
        if token.text in spellings and token.kind is not TokenKind.STRING:
            error.line, error.column = _place(text, token.start)
            return error
    return error


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a line (from 1) and column (from 0)."""
    lines = text.split("\n")
    return sum(len(above) + 1 for above in lines[: line - 1]) + column


def _unsupported(cause: KqlUnsupportedError) -> KqlError:
    kind, _, name = cause.construct.rpartition(":")
    if kind == "function" and name not in load_vocabulary().functions:
        return KqlSemanticError(
            f"Unknown function: '{name}'. Fix semantic errors in your query.", name=name
        )
    spoken = f"invoke {name}" if kind == "invoke" else _spoken(name)
    message = f"The local engine cannot run '{spoken}'. {_TENANT_MAY}"
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
