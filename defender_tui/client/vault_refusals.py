"""What Key Vault's refusals mean, in plain words with the next step.

Source: https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes
"""

from __future__ import annotations

from collections.abc import Mapping

from ..core.credentials import VaultValue
from ..core.errors import (
    ApiError,
    DefenderTuiError,
    NotFound,
    NotPermitted,
    ServerFault,
    Throttled,
)
from .grants import json_members

_READER_ROLE = "Key Vault Secrets User"
# What the service says within a 403: the sentence, and the step that mends it.
_FORBIDDEN = {
    "forbiddenbyrbac": (
        "the credential that opens it has no role on it.",
        f"Give it the role {_READER_ROLE} on the vault; that takes some minutes to count.",
    ),
    "accessdenied": (
        "the vault's access policy does not let the credential that opens it read secrets.",
        "Add an access policy with the secret permission Get.",
    ),
    "forbiddenbyfirewall": (
        "the vault's firewall does not let this machine's address in.",
        "Allow the address under the vault's Networking, or run this from an allowed network.",
    ),
    "forbiddenbyconnection": (
        "the vault takes requests through its private endpoint only.",
        "Run this from the vault's private network.",
    ),
    "secretdisabled": (
        "the secret is disabled.",
        "Enable it in the vault, or name another secret or version in Credentials.",
    ),
}


def refused(
    status: int, body: bytes, wanted: VaultValue, *, request_id: str | None, asked_s: float | None
) -> DefenderTuiError:
    """Give the error for a refusal; `asked_s` is the wait in seconds that was asked for."""
    error = _error_in(body)
    code, said = _text(error.get("code")), _text(error.get("message"))
    title = f"Could not read “{wanted.secret}” in the vault “{wanted.vault}”:"
    if status == 429:
        return Throttled(
            f"{title} too many requests.",
            hint="Try again in a minute.",
            code=code,
            request_id=request_id,
            retry_after_s=asked_s,
        )
    if status >= 500:
        return ServerFault(
            f"{title} Key Vault failed.",
            hint="Try again in a minute.",
            status=status,
            code=code,
            request_id=request_id,
            retry_after_s=asked_s,
        )
    match status:
        case 401:
            return ApiError(
                f"{title} the token was not accepted.",
                hint="The vault may belong to another tenant: open it with a credential of that.",
                status=status,
                code=code,
                request_id=request_id,
            )
        case 403:
            return _forbidden(title, error, request_id)
        case 404:
            return NotFound(
                f"{title} there is no such secret or version.",
                hint="Correct the name in Credentials; one deleted not long ago can be recovered.",
                status=status,
                code=code,
                request_id=request_id,
            )
        case _:
            return ApiError(
                f"{title} {said or 'it was refused without a reason.'}",
                hint="Check the vault and the secret in Credentials.",
                status=status,
                code=code,
                request_id=request_id,
            )


def _forbidden(title: str, error: Mapping[str, object], request_id: str | None) -> NotPermitted:
    inner = error.get("innererror")
    code = _text(inner.get("code")) if isinstance(inner, dict) else ""
    known = _FORBIDDEN.get(code.lower())
    sentence, step = known or ("the vault does not permit it.", _FORBIDDEN["forbiddenbyrbac"][1])
    return NotPermitted(
        f"{title} {sentence}",
        hint=step,
        code=code or _text(error.get("code")),
        request_id=request_id,
    )


def _text(value: object) -> str:
    return value[:600].strip() if isinstance(value, str) else ""


def _error_in(body: bytes) -> Mapping[str, object]:
    error = json_members(body.decode("utf-8", "replace")).get("error")
    return error if isinstance(error, dict) else {}
