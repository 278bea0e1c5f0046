"""A partner's customers as lines of text: a name, an equals sign, a tenant id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...core.profiles import CustomerTenant, tenant_problem
from ..widgets.form import typed_text

_SIGN = "="


def tenants_text(tenants: Sequence[CustomerTenant]) -> str:
    """Write one line for each tenant."""
    return "\n".join(f"{typed_text(one.name)} {_SIGN} {one.tenant_id}" for one in tenants)


def tenants_in(text: str) -> tuple[CustomerTenant, ...]:
    """Read the lines, right or wrong; a line without a name is named by its tenant."""
    return tuple(tenant for _, tenant in _lines(text))


def tenants_problem(text: str) -> str | None:
    """Say what is wrong with the first wrong line, by its number; `None` when all can be right."""
    found: list[CustomerTenant] = []
    for number, tenant in _lines(text):
        if problem := tenant_problem(tenant.tenant_id):
            return f"Line {number}: {problem}"
        if any(one.name == tenant.name for one in found):
            return f"Line {number}: there is a “{tenant.name}” already."
        if any(one.tenant_id == tenant.tenant_id for one in found):
            return f"Line {number}: this tenant is listed already."
        found.append(tenant)
    return None if found else "No tenant yet: write one a line, as NAME = TENANT ID."


def _lines(text: str) -> Iterator[tuple[int, CustomerTenant]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _, tenant_id = (part.strip() for part in line.rpartition(_SIGN))
        yield number, CustomerTenant(name or tenant_id, tenant_id)
