"""The marks that adapted text holds, as the translator's tree shows them."""

from __future__ import annotations

from collections.abc import Sequence

from duckdb_kql import ir

from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.results.kql_errors import KqlUnsupported

ANY_COLUMN = f"{PREFIX}any_column"


def mark_of(operator: ir.Operator) -> ir.FunctionCall | None:
    """The mark that an operator consists of, if it is one."""
    if not isinstance(operator, ir.Where) or not isinstance(operator.predicate, ir.FunctionCall):
        return None
    call = operator.predicate
    return call if call.name.startswith(PREFIX) and call.name != ANY_COLUMN else None


def mark_name(call: ir.FunctionCall) -> str:
    """The name of a mark without what all marks begin with."""
    return call.name.removeprefix(PREFIX)


def parts(node: ir.Expr) -> tuple[ir.Expr, ...]:
    """The parts of a mark inside a mark."""
    if not isinstance(node, ir.FunctionCall):
        raise refusal("adaptation")
    return node.args


def text(node: ir.Expr) -> str:
    """The text that a literal inside a mark is."""
    if not isinstance(node, ir.Literal) or not isinstance(node.value, str):
        raise refusal("adaptation")
    return node.value


def whole_number(node: ir.Expr, construct: str) -> int | None:
    """The number that a literal is; `None` for the empty text, which stands for no number."""
    if isinstance(node, ir.Literal):
        if node.value == "":
            return None
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return node.value
    raise refusal(construct, "It needs a number there.")


def body(node: ir.Expr) -> Sequence[ir.Operator]:
    """The operators of a nested pipeline inside a mark."""
    if not isinstance(node, ir.ToScalar):
        raise refusal("adaptation")
    return tuple(node.query.operators)


def refusal(construct: str, reason: str = "") -> KqlUnsupported:
    """The refusal of a construct that a tenant may run."""
    because = f" {reason}" if reason else ""
    return KqlUnsupported(
        f"The local engine cannot run '{construct}'.{because} A tenant may well run it.",
        name=construct,
    )
