"""The hunting language: its words, tables, tokens, statements and literals."""

from __future__ import annotations

from .lexer import LineState, Token, TokenKind, tokenize, tokenize_line
from .literals import quote, unquote
from .schema import Column, HuntingSchema, Table, load_schema
from .statements import Span, query_at

__all__ = [
    "Column",
    "HuntingSchema",
    "LineState",
    "Span",
    "Table",
    "Token",
    "TokenKind",
    "load_schema",
    "query_at",
    "quote",
    "tokenize",
    "tokenize_line",
    "unquote",
]
