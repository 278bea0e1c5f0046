"""Columns that an item of a list gives besides the one that it is named for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..completion.position import Slot
from ..completion.signatures import load_signatures
from ..tokens import TokenKind
from .breaking import is_mark
from .pieces import PlacedPiece

_CARRYING = frozenset(("arg_max", "arg_min", "argmax", "argmin", "any", "take_any"))


def carried_columns(
    item: Sequence[PlacedPiece], slot: Slot, found: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """Give names and types; `item` are its pieces with the one that follows, if one does.

    `arg_max(A, B, C)` carries B and C, with `*` every column. A call without a name of its own
    may be named for its first argument, as `tolower(Name)` is.
    """
    is_assigned = len(item) > 1 and item[1].text == "="
    call = item[2:] if is_assigned else item
    if len(call) < 4 or not is_mark(call[1], "("):
        return {}
    if call[0].text in _CARRYING:
        taken = {name for name, _ in found} if is_assigned else set()
        named = _arguments(call, slot, taken)
        return named | ({f"any_{name}": "" for name in named} if call[0].text == "any" else {})
    named = {piece.text: "" for piece, after in pairwise(call[2:]) if after.text == "="}
    if not is_assigned:
        named |= _own_names(call, slot)
    return named


def _own_names(call: Sequence[PlacedPiece], slot: Slot) -> dict[str, str]:
    """The names that a call without one may get."""
    function, first = call[0].text, call[2].text
    if function not in load_signatures().aggregate:
        return {first: slot.scope.columns[first]} if first in slot.scope.columns else {}
    named = {f"{function}_": "", f"{function}_{first}": ""}
    if function.startswith("percentile"):
        numbers = (piece.text for piece in call if piece.kind is TokenKind.NUMBER)
        named |= {f"percentile_{first}_{number.replace('.', '_')}": "" for number in numbers}
    return named


def _arguments(call: Sequence[PlacedPiece], slot: Slot, taken: set[str]) -> dict[str, str]:
    columns = slot.scope.columns
    named: dict[str, str] = {}
    for before, piece, after in zip(call[1:], call[2:], call[3:], strict=False):
        if piece.text == "*":
            named.update(columns)
        elif before.text in (",", "(") and after.text in (",", ")") and piece.text.isidentifier():
            name = f"{piece.text}1" if piece.text in taken else piece.text
            named[name] = columns.get(piece.text, "")
    return named
