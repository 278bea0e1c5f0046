"""All findings about a text."""

from __future__ import annotations

from ..abandoning import GoesOn
from ..completion.scope import Environment
from ..lexer import tokenize
from ..schema import HuntingSchema
from .advice import advise
from .brackets import check_brackets
from .checking import CheckingReader
from .diagnostic import Diagnostic
from .findings import Findings
from .lexical import check_tokens
from .pieces import place_pieces


def diagnose(
    text: str, schema: HuntingSchema, *, goes_on: GoesOn | None = None
) -> list[Diagnostic]:
    """Find what is wrong with a text of any number of queries, in order of place.

    Errors are what the service would refuse. Warnings are what it may refuse, and names that are
    out of date. Information is advice. Where it cannot be known which columns there are, after
    `evaluate` for one, no column is called wrong.

    Raises:
        Abandoned: `goes_on` said meanwhile that the findings are not wanted any more.
    """
    findings = Findings(goes_on)
    tokens = tokenize(text, tables=(), goes_on=goes_on)
    check_tokens(tokens, findings)
    findings.go_on()
    environment = Environment(schema)
    statements = place_pieces(tokens)
    for statement in statements:
        rest = statement
        while rest:
            reader = CheckingReader(rest, environment, findings)
            rest = reader.read_statement()
            environment = reader.environment
        check_brackets(statement, findings)
        findings.go_on()
    advise(statements, schema, findings)
    return findings.in_order()
