"""How Entra words one code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The parts of a refusal that belong to its code.

    `status` is None for the usual one: 401 for `invalid_client`, else 400. `claims` is JSON text.
    """

    error: str
    text: str
    status: int | None = None
    suberror: str | None = None
    claims: str | None = None
    retry_after_s: int | None = None
