"""Calls of functions that the translator cannot read, and those whose answer is not exact here.

Source: https://learn.microsoft.com/en-us/kusto/query/extract-function
Source: https://learn.microsoft.com/en-us/kusto/query/extract-json-function
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.kql.adapt.draft import Call, Draft, Piece, rewrite_calls, written
from defender_tui.kql.adapt.refusal import CannotAdapt

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPED = ("extract", "extract_json", "extractjson")
_CONVERSIONS = {
    "bool": "tobool",
    "boolean": "tobool",
    "date": "todatetime",
    "datetime": "todatetime",
    "double": "toreal",
    "dynamic": "parse_json",
    "guid": "toguid",
    "int": "toint",
    "long": "tolong",
    "real": "toreal",
    "time": "totimespan",
    "timespan": "totimespan",
}
_CAVEATS = {
    "geo_info_from_ip_address": (
        "geo_info_from_ip_address() gave nothing: where addresses lie is not known here."
    ),
    "ingestion_time": "ingestion_time() was taken to be the time of the event.",
}


def convert_extracted(draft: Draft) -> Draft:
    """Put `tolong(extract(...))` where `extract(..., typeof(long))` stands, and its like.

    Raises:
        CannotAdapt: there is no conversion to the type.
    """
    return rewrite_calls(draft, _TYPED, _convert)


def _convert(call: Call) -> Sequence[Piece] | None:
    *arguments, last = call.arguments or ((),)
    words = [piece.text for piece in last]
    if words[:2] != ["typeof", "("] or len(words) != 4:
        return None
    at = call.name.origin
    pieces = [call.name, *written("(", at)]
    for index, argument in enumerate(arguments):
        pieces += [*(written(",", at) if index else ()), *argument]
    pieces += written(")", at)
    if words[2] == "string":
        return pieces
    conversion = _CONVERSIONS.get(words[2])
    if conversion is None:
        raise CannotAdapt(f"{call.name.text} with typeof({words[2]})", at)
    return [*written(f" {conversion}(", at), *pieces, *written(")", at)]


def mark_inexact(draft: Draft) -> Draft:
    """Say of which functions the answer is not that of a tenant."""
    for piece, after in zip(draft.pieces, draft.pieces[1:], strict=False):
        caveat = _CAVEATS.get(piece.text)
        if caveat is not None and after.text == "(":
            draft = draft.with_caveat(caveat)
    return draft
