"""What a token says about itself and about the app, as text for the right-hand pane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from ...core.permissions import Verdict, judge
from ...core.resources import Resource
from ...core.token_facts import signature_state
from ..text import shown
from ..widgets.facts import Fact
from .state import SHORT_TITLES, TokenSlot

_GAP = 3
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
        parts.append(Content(f"signature: {signature_state(token)}"))
    if slot.expires_at is not None and slot.expires_at <= now:
        parts.append(Content.styled("expired", "bold $warning"))
    return Content(" · ").join(parts)


def access_facts(slot: TokenSlot) -> list[Fact]:
    """Say what the app can do with this token; without one, what to do to get it."""
    if slot.value is None:
        return [_whole(_without_token(slot))]
    facts: list[Fact] = []
    if slot.error is not None:
        text = "The last attempt failed: this is the token from before it."
        facts.append(_whole(Content.styled(text, "$warning")))
    facts.append(_whole(Content.styled("What this app can do", "bold")))
    return [*facts, *_abilities(slot)]


def _whole(line: Content) -> Fact:
    return Content(""), line


def _title(slot: TokenSlot) -> Content:
    if not slot.is_pasted:
        return Content.styled(slot.title, "bold")
    audience = slot.decoded.audience if slot.decoded else None
    known = SHORT_TITLES[slot.resource] if slot.resource else audience or "no audience"
    return Content.assemble(("Pasted", "bold"), " · for ", shown(known, limit=60))


def _without_token(slot: TokenSlot) -> Content:
    if slot.is_asking:
        return Content.styled("Asking for a token. F5 stops.", "$foreground-muted")
    if slot.error is not None:
        return Content("No token: the last attempt failed. F5 tries again.")
    return Content.styled("No token was asked for yet. F5 asks for one.", "$foreground-muted")


def _abilities(slot: TokenSlot) -> list[Fact]:
    token = slot.decoded
    if token is None:
        words = "It cannot be read here, which is no fault: only its API must."
    elif not token.is_app_only:
        words = "This is a user's token: what it allows follows the user, not app roles."
    elif slot.resource is None:
        words = "It is for another API: this program does not know its roles."
    elif slot.resource is Resource.KEYVAULT:
        words = "Access to a vault is granted by Azure RBAC on the vault, not by app roles."
    else:
        return _verdict_facts(judge(slot.resource, token.roles))
    return [(Content(" "), Content(words))]


def _verdict_facts(verdicts: Sequence[Verdict]) -> list[Fact]:
    width = max((len(verdict.capability) for verdict in verdicts), default=0) + _GAP
    facts = [_verdict_fact(verdict, width) for verdict in verdicts]
    if not all(verdict.is_allowed for verdict in verdicts):
        facts.append((Content(" "), Content.styled(_GRANT, "$foreground-muted")))
    return facts


def _verdict_fact(verdict: Verdict, width: int) -> Fact:
    name = verdict.capability.ljust(width)
    if verdict.by is not None:
        return Content.assemble((" ✓ ", "$success"), name), shown(verdict.by)
    return (
        Content.assemble((" ✗ ", "$warning"), (name, "$foreground-muted")),
        Content.styled(f"needs {verdict.needs[0]}", "$foreground-muted"),
    )
