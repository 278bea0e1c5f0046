"""Roles that an API wants and a token lacks: which one to grant, and where."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import NotPermitted
from .portal import Asker, Page, granting_path
from .resources import Resource

_THEN = "then Grant admin consent, then get a new token: roles appear only in new tokens."


@dataclass(frozen=True, slots=True)
class RoleGap:
    """The roles that a call on `resource` accepts, any one of them, and those in the token."""

    resource: Resource
    required: tuple[str, ...]
    held: tuple[str, ...]

    @property
    def is_filled(self) -> bool:
        """Whether a required role is held all the same."""
        return any(role in self.held for role in self.required)

    @property
    def missing(self) -> tuple[str, ...]:
        """What to grant: the least of the required roles; empty when unknown or held already."""
        if not self.required or self.is_filled:
            return ()
        return (min(self.required, key=_power),)

    @property
    def step(self) -> str:
        """What to do about it."""
        if self.is_filled:
            return (
                "The token holds a role that should do: check that it is a token of the right "
                "tenant, and that the tenant has a licence for this feature."
            )
        what = self.missing[0] if self.missing else "the role that the call needs"
        return f"Add {what} in {granting_path(self.resource)} > Application permissions, {_THEN}"


def _power(role: str) -> int:
    """Rank a role by what else it allows: reading comes before writing, the rest as listed."""
    return 1 if "ReadWrite" in role else 0


def not_permitted(
    message: str,
    gap: RoleGap,
    *,
    code: str = "",
    request_id: str | None = None,
    asker: Asker | None = None,
) -> NotPermitted:
    """Make the error for a gap, with where to fill it; `asker` adds the page's address."""
    return NotPermitted(
        message,
        hint=gap.step,
        code=code,
        request_id=request_id,
        required=gap.required,
        held=gap.held,
        missing=gap.missing,
        resource=gap.resource,
        link=asker.link_to(Page.PERMISSIONS) if asker else None,
    )
