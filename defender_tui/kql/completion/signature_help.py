"""Which parameter of which function the cursor is at."""

from __future__ import annotations

from dataclasses import dataclass

from ..schema import HuntingSchema
from .cursor import locate
from .documentation import load_documentation
from .position import Place
from .scope import Function
from .signatures import Parameter, Signature, load_signatures


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """A call around the cursor: `active` is the number of the parameter, `None` past the last."""

    name: str
    parameters: tuple[str, ...]
    active: int | None
    text: str = ""

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"


def signature_at(text: str, offset: int, schema: HuntingSchema) -> SignatureHelp | None:
    """Find the innermost call that the cursor is in; `None` outside of calls that are known."""
    cursor = locate(text[: max(offset, 0)], schema)
    slot = cursor.position.slot
    if cursor.is_comment or not slot.function or cursor.position.place is Place.NOTHING:
        return None
    bound = cursor.position.environment.bindings.get(slot.function)
    if isinstance(bound, Function):
        parameters = tuple(Parameter(name, kind) for name, kind in bound.parameters)
        signature = Signature(slot.function, parameters)
    else:
        found = load_signatures().any(slot.function)
        if found is None:
            return None
        signature = found
    active = signature.parameter(slot.argument)
    shown = signature.parameters
    return SignatureHelp(
        slot.function,
        tuple(map(str, shown)),
        shown.index(active) if active in shown else None,
        load_documentation().functions.get(slot.function, ""),
    )
