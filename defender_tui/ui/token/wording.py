"""What a token says about itself and about the app, as text for the right-hand pane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from textual.content import Content

from ...core.claims import DecodedToken
from ...core.granted_roles import GrantComparison
from ...core.granting import GRANT_READERS
from ...core.permissions import Verdict, judge
from ...core.resources import Resource
from ...core.signature import SignatureVerdict
from ...core.token_facts import signature_state
from ...core.token_warnings import TokenWarning
from ..text import shown
from ..widgets.facts import Fact
from .findings import Findings
from .state import SHORT_TITLES, WITH_ROLES, TokenSlot

_GAP = 3
_GRANT = "g How to grant what is missing. Roles appear only in new tokens: F5."
_NO_DIFFERENCE = GrantComparison((), ())
_CLEAR = frozenset({SignatureVerdict.VERIFIED, SignatureVerdict.NOT_CHECKABLE})
_SIGNATURES: Mapping[SignatureVerdict, tuple[str, str]] = {
    SignatureVerdict.VERIFIED: ("verified", "$success"),
    SignatureVerdict.BY_STRANGER: ("BY A STRANGER", "bold $error"),
    SignatureVerdict.UNSIGNED: ("NONE", "bold $error"),
    SignatureVerdict.OTHER_ALGORITHM: ("BY A STRANGER", "bold $error"),
    SignatureVerdict.NOT_CHECKABLE: ("cannot be checked by third parties", ""),
    SignatureVerdict.NOT_FETCHED: ("not checked", "$warning"),
}


def facts_line(slot: TokenSlot, now: datetime, findings: Findings | None = None) -> Content:
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
        parts.append(Content.assemble("signature: ", _signature(token, findings)))
    if slot.expires_at is not None and slot.expires_at <= now:
        parts.append(Content.styled("expired", "bold $warning"))
    return Content(" · ").join(parts)


def _signature(token: DecodedToken, findings: Findings | None) -> Content:
    state = findings.signature if findings else None
    if state is not None:
        words, style = _SIGNATURES[state.verdict]
        detail = "" if state.verdict in _CLEAR else f" ({state.detail})"
        return Content.assemble((words, style), shown(detail, limit=120))
    words = signature_state(token)
    return Content(f"{words} yet: k checks it" if words == "not checked" else words)


def warning_facts(warnings: Sequence[TokenWarning], *, with_remedies: bool) -> list[Fact]:
    """Say what is wrong with a token, the most pressing first, and what to do where there is room.

    Remedies are our own words, but for ids out of the token.
    """
    facts: list[Fact] = []
    for warning in warnings:
        text = shown(warning.text, limit=200)
        if with_remedies:
            remedy = shown(warning.remedy, limit=300)
            text = Content.assemble(text, " ", (remedy.plain, "$foreground-muted"))
        facts.append((Content.styled("! ", "bold $warning"), text))
    return facts


def grant_facts(findings: Findings | None, slot: TokenSlot) -> list[Fact]:
    """Say how what is granted in Entra differs from what the token holds."""
    if slot.is_pasted or slot.api is not slot.resource or slot.resource not in WITH_ROLES:
        return []
    if findings is None or (findings.grants is None and not findings.problem):
        words = f"Granted in Entra: not known; reading that takes {GRANT_READERS[0]}."
        return [(Content(" "), Content.styled(words, "$foreground-muted"))]
    if findings.problem:
        words = f"Granted in Entra: could not be read. {findings.problem}"
        return [(Content(" "), shown(words, limit=300))]
    if findings.grants is None or findings.grants == _NO_DIFFERENCE:
        words = "Granted in Entra: the same roles."
        return [(Content(" "), Content.styled(words, "$foreground-muted"))]
    facts: list[Fact] = []
    if waiting := findings.grants.waiting:
        words = f"Granted in Entra, not in this token yet: {', '.join(waiting)}. F5 gets a new one."
        facts.append((Content.styled(" + ", "$success"), shown(words, limit=500)))
    if withdrawn := findings.grants.withdrawn:
        words = f"In this token, not granted any more: {', '.join(withdrawn)}. It ends with it."
        facts.append((Content.styled(" - ", "$warning"), shown(words, limit=500)))
    return facts


def access_facts(slot: TokenSlot, findings: Findings | None = None) -> list[Fact]:
    """Say what the app can do with this token; without one, what to do to get it."""
    if slot.value is None:
        return [_whole(_without_token(slot))]
    facts: list[Fact] = []
    if slot.error is not None:
        text = "The last attempt failed: this is the token from before it."
        facts.append(_whole(Content.styled(text, "$warning")))
    facts.append(_whole(Content.styled("What this app can do", "bold")))
    return [*facts, *_abilities(slot), *grant_facts(findings, slot)]


def _whole(line: Content) -> Fact:
    return Content(""), line


def _title(slot: TokenSlot) -> Content:
    if not slot.is_pasted:
        return shown(slot.title, limit=60).stylize("bold")
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
        Content.styled(f"needs {_any_of(verdict.needs)}", "$foreground-muted"),
    )


def _any_of(roles: Sequence[str]) -> str:
    """Name the least role that would do; how to grant it names the others as well."""
    more = len(roles) - 1
    return roles[0] if not more else f"{roles[0]}, or {more} more"
