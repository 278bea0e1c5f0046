"""What a token says about itself and about the app, as text for the right-hand pane."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from ...core.permissions import Verdict, judge
from ...core.resources import Resource
from ..text import shown
from .state import SHORT_TITLES, TokenSlot

_CAPABILITY_CELLS = 32
_GRANT = (
    "Grant what is missing under API permissions, then admin consent, then F5 here: "
    "roles appear only in new tokens."
)


def facts_line(slot: TokenSlot, now: datetime) -> Content:
    """Give the chosen token in one line: API, kind, version, proof, signature."""
    if slot.value is None:
        return _title(slot)
    parts = [_title(slot)]
    token = slot.decoded
    if token is not None:
        parts.append(Content("app-only" if token.is_app_only else "a user's token"))
        if version := token.text("ver"):
            parts.append(shown(f"v{version.removesuffix('.0')}", limit=12))
        parts.append(Content(token.authenticated_by))
    parts.append(Content(f"signature: {_signature(slot)}"))
    if slot.expires_at is not None and slot.expires_at <= now:
        parts.append(Content.styled("expired", "bold $warning"))
    return Content(" · ").join(parts)


def access_text(slot: TokenSlot) -> Content:
    """Say what the app can do with this token; without one, what to do to get it."""
    if slot.value is None:
        return _without_token(slot)
    lines: list[Content] = []
    if slot.error is not None:
        text = "The last attempt failed: this is the token from before it."
        lines.append(Content.styled(text, "$warning"))
    lines.append(Content.styled("What this app can do", "bold"))
    lines.extend(_abilities(slot))
    return Content("\n").join(lines)


def _title(slot: TokenSlot) -> Content:
    if not slot.is_pasted:
        return Content.styled(slot.title, "bold")
    audience = slot.decoded.audience if slot.decoded else None
    known = SHORT_TITLES[slot.resource] if slot.resource else audience or "no audience"
    return Content.assemble(("Pasted", "bold"), " · for ", shown(known, limit=60))


def _signature(slot: TokenSlot) -> str:
    if slot.resource is Resource.GRAPH:
        return "cannot be checked by third parties"
    return "not checked"


def _without_token(slot: TokenSlot) -> Content:
    if slot.is_asking:
        return Content.styled("Asking for a token. F5 stops.", "$foreground-muted")
    if slot.error is not None:
        return Content("No token: the last attempt failed. F5 tries again.")
    return Content.styled("No token was asked for yet. F5 asks for one.", "$foreground-muted")


def _abilities(slot: TokenSlot) -> list[Content]:
    token = slot.decoded
    if token is None:
        return [Content(" It cannot be read here, which is no fault: only its API must.")]
    if not token.is_app_only:
        return [Content(" This is a user's token: what it allows follows the user, not app roles.")]
    if slot.resource is None:
        return [Content(" It is for another API: this program does not know its roles.")]
    if slot.resource is Resource.KEYVAULT:
        return [
            Content(" Access to a vault is granted by Azure RBAC on the vault, not by app roles.")
        ]
    verdicts = judge(slot.resource, token.roles)
    lines = [_verdict_line(verdict) for verdict in verdicts]
    if not all(verdict.is_allowed for verdict in verdicts):
        lines.append(Content.styled(f" {_GRANT}", "$foreground-muted"))
    return lines


def _verdict_line(verdict: Verdict) -> Content:
    name = verdict.capability.value.ljust(_CAPABILITY_CELLS)
    if verdict.by is not None:
        return Content.assemble((" ✓ ", "$success"), name, shown(verdict.by))
    needs = f"needs {verdict.needs[0]}"
    return Content.assemble((" ✗ ", "$warning"), (f"{name}{needs}", "$foreground-muted"))
