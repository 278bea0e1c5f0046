"""Reading the address on which a customer's administrator landed after the consent link.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from hmac import compare_digest
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ..aadsts import code_in, described

LIMIT_CHARS = 16_000
_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_PORTS = {"https": 443, "http": 80}
# What the answer may carry; one of them twice is not an answer of Entra's.
_KNOWN = ("error", "error_description", "error_subcode", "admin_consent", "code", "state", "tenant")
_AGAIN = "Send the consent link again."
_WHOLE = "Ask for the whole address, from https:// to its end, as the browser shows it."
_DECLINED = 65004
_NO_RIGHT = 90094


class Landing(Enum):
    """What came of a consent link."""

    GRANTED = "granted"
    REFUSED = "refused"
    OTHER_STATE = "not an answer to this link"
    OTHER_ADDRESS = "not the redirect address"
    CUT_OFF = "cut off"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LandingVerdict:
    """What the address says, in words, and what to do next.

    `claimed_tenant` is the tenant id in the address, which anybody could have put there: it proves
    nothing, a token of that tenant does. `said` is the identity provider's own sentence, untrusted.
    """

    landing: Landing
    words: str
    next_step: str
    claimed_tenant: str | None = None
    code: int | None = None
    said: str = ""

    @property
    def is_granted(self) -> bool:
        """Whether the administrator agreed, as far as an address can tell."""
        return self.landing is Landing.GRANTED


def read_landing(address: str, *, redirect_uri: str, state: str) -> LandingVerdict:
    """Judge the address as pasted; breaks that a mail put into it do no harm.

    `redirect_uri` and `state` are those of the link that was sent.
    """
    text = re.sub(r"\s+", "", address)
    parts = _parts(text)
    if parts is None:
        return LandingVerdict(Landing.UNREADABLE, "This is not an address of the web.", _WHOLE)
    if not _leads_to(parts, redirect_uri):
        return LandingVerdict(
            Landing.OTHER_ADDRESS,
            f"This is an address of {parts.netloc.rpartition('@')[2]}{parts.path}, not of the "
            f"redirect address {redirect_uri}.",
            "Ask for the address on which the browser ended after Accept. If that is it, add it "
            "as a redirect URI under Authentication and send a link that names it.",
        )
    return _answer(parts.query, state)


def _parts(text: str) -> SplitResult | None:
    if not text or len(text) > LIMIT_CHARS or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_web else None


def _leads_to(parts: SplitResult, redirect_uri: str) -> bool:
    wanted = urlsplit(redirect_uri)
    return _place(parts) == _place(wanted) and parts.username is None and parts.password is None


def _place(parts: SplitResult) -> tuple[str, str | None, int | None, str]:
    port = _PORTS.get(parts.scheme) if parts.port is None else parts.port
    return parts.scheme, parts.hostname, port, parts.path.rstrip("/")


def _answer(query: str, state: str) -> LandingVerdict:
    pairs = parse_qsl(query, keep_blank_values=True)
    said = {name: value for name, value in pairs if name in _KNOWN}
    if len([name for name, _ in pairs if name in _KNOWN]) != len(said):
        return LandingVerdict(
            Landing.UNREADABLE, "The address says the same thing twice; Entra's do not.", _AGAIN
        )
    # Entra writes admin_consent=True into refusals, too: the error counts.
    if "error" in said:
        return _refused(said, state)
    has_answer = "admin_consent" in said or "code" in said
    if not has_answer or (state and "state" not in said):
        missing = "answer" if not has_answer else "state"
        return LandingVerdict(
            Landing.CUT_OFF, f"The address holds no {missing}: it was cut off.", _WHOLE
        )
    if not _same(said.get("state", ""), state):
        return _other_state()
    if "admin_consent" in said and said["admin_consent"].casefold() != "true":
        return _not_agreed()
    return _granted(said)


def _granted(said: dict[str, str]) -> LandingVerdict:
    if "admin_consent" not in said:
        return LandingVerdict(
            Landing.GRANTED,
            "The administrator agreed. The code in the address is not needed; let nobody else "
            "have it.",
            "Ask for the tenant's id and test it: get a token for that tenant. The address alone "
            "proves nothing.",
        )
    return LandingVerdict(
        Landing.GRANTED,
        "The administrator agreed.",
        "Test it: get a token for that tenant. The address alone proves nothing, and the tenant "
        "in it least of all.",
        claimed_tenant=_guid(said.get("tenant", "")),
    )


def _refused(said: dict[str, str], state: str) -> LandingVerdict:
    description = said.get("error_description", "")
    code = code_in(description)
    error = said["error"].casefold()
    if code == _DECLINED or error in {"access_denied", "permission_denied"}:
        words = "The administrator did not agree."
        step = "Tell them what the application is for, then send the link again."
    elif code == _NO_RIGHT:
        words = "Whoever opened the link may not agree for the whole tenant."
        step = "Have a Privileged Role Administrator or a Global Administrator open it."
    elif error == "consent_required":
        words = "Consent was not given."
        step = "Have a Privileged Role Administrator or a Global Administrator open the link."
    else:
        words = "The consent failed."
        step = "Go by what the identity provider said; its code tells most."
    # The first form of the link leaves the state out of its refusals.
    if "state" in said and not _same(said["state"], state):
        words += " The address does not belong to the link that was sent last, though."
    sentence = described(description) or said["error"]
    return LandingVerdict(Landing.REFUSED, words, step, code=code, said=sentence)


def _not_agreed() -> LandingVerdict:
    words = "The address says that the administrator did not agree."
    return LandingVerdict(Landing.REFUSED, words, _AGAIN)


def _other_state() -> LandingVerdict:
    return LandingVerdict(
        Landing.OTHER_STATE,
        "The state in the address is not that of the link: it answers another request, of an "
        "earlier link or of a stranger's.",
        _AGAIN + " Do not rely on this one.",
    )


def _same(said: str, state: str) -> bool:
    return compare_digest(said.encode("utf-8", "surrogatepass"), state.encode())


def _guid(text: str) -> str | None:
    return text.lower() if _GUID.fullmatch(text) else None
