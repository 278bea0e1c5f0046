"""The text of a filter as a tree."""

from __future__ import annotations

import re

from odata_query import ast
from odata_query.exceptions import ODataException, ParsingException, TokenizingException
from odata_query.grammar import ODataLexer, ODataParser

from defender_tui.sandbox.odata.comparison import QueryRefused

# What OData allows and the parser does not: a list of one member without a comma behind it, `not`
# right before a parenthesis, a member behind the name of its enumeration, and years before 1000,
# .NET's least date among them. Nothing here is that old, so such a date may count as one a thousand
# years later; a member with its type becomes a pair of both.
_UNPARSED = re.compile(
    r"(?<![\w.])(?P<type>[a-z_]\w*(?:\.\w+)+)(?P<typed>'(?:[^']|'')*')"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<not>(?<![\w.])not)(?=\()"
    r"|\bin\s*\(\s*(?P<member>'(?:[^']|'')*'|[^\s,()']+)\s*\)"
    r"|\b0(?P<date>\d{3}-\d\d-\d\d)",
    re.I,
)


def parsed_filter(text: str) -> ast._Node:
    """Give the tree of a filter; a member behind its type's name is a list of the two.

    Raises:
        QueryRefused: the text is no filter.
    """
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
    except AttributeError as error:
        # The parser stumbles over paths of several parts and lists of named parameters.
        raise QueryRefused(f"Invalid filter clause: '{text}' cannot be read.") from error
    if not isinstance(tree, ast._Node):
        raise QueryRefused(f"Invalid filter clause: Syntax error at position 0 in '{text}'.")
    return tree


def _parsable(found: re.Match[str]) -> str:
    if found["type"] is not None:
        return f"('{found['type']}', {found['typed']})"
    if found["not"] is not None:
        return "not "
    if found["member"] is not None:
        return f"in ({found['member']},)"
    return found["text"] or f"1{found['date']}"
