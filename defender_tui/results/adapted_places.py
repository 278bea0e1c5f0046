"""Where in the text as written an error lies, whatever the text was rewritten to before it ran."""

from __future__ import annotations

from duckdb_kql import KqlSyntaxError as ParseFailed

from defender_tui.kql.adapt import Adapted
from defender_tui.kql.lexer import Token, TokenKind, tokenize
from defender_tui.results.kql_errors import KqlError, KqlSyntaxError, KqlUnsupported

TENANT_MAY = "A tenant may well run it."
# Valid KQL that the translator's grammar has no rule for.
_NOT_IN_GRAMMAR = frozenset({"parse-kv", "project-by-names", "serialize"})


def parse_error(text: str, adapted: Adapted, cause: ParseFailed) -> KqlError:
    """The refusal for text that does not parse.

    The parser gives up at a pipe when the operator behind it is at fault, so the word that follows
    the pipe is the one to show.
    """
    tokens = [t for t in tokenize(text) if t.kind not in (TokenKind.WHITESPACE, TokenKind.COMMENT)]
    if not tokens:
        return KqlSyntaxError("A recognition error occurred. The query is empty.")
    span = cause.diagnostics[0].span
    fault = adapted.places.origin(_offset(adapted.text, span.line, span.column))
    at = next((i for i, token in enumerate(tokens) if token.end > fault), len(tokens) - 1)
    if tokens[at].text == "|" and at + 1 < len(tokens):
        at += 1
    token = tokens[at]
    if token.text in _NOT_IN_GRAMMAR:
        message = f"The local engine cannot run '{token.text}'. {TENANT_MAY}"
        return placed(text, KqlUnsupported(message, name=token.text))
    return syntax_error(text, token)


def syntax_error(text: str, token: Token) -> KqlSyntaxError:
    """The refusal of a text at one of its tokens."""
    line, column = place(text, token.start)
    shown = token.text.partition("\n")[0]
    return KqlSyntaxError(
        f"A recognition error occurred. Query could not be parsed at '{shown}' on line"
        f" [{line},{column}]. Token: {shown}, Line: {line}, Position: {column}",
        line=line,
        column=column,
        name=shown,
    )


def placed(text: str, error: KqlError) -> KqlError:
    """The error with the place of the name that it blames, where the text holds that name."""
    if error.name is None or error.line is not None:
        return error
    spellings = (error.name, f"['{error.name}']", f'["{error.name}"]')
    for token in tokenize(text):
        if token.text in spellings and token.kind is not TokenKind.STRING:
            error.line, error.column = place(text, token.start)
            return error
    return error


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a line (from 1) and column (from 0)."""
    lines = text.split("\n")
    return sum(len(above) + 1 for above in lines[: line - 1]) + column
