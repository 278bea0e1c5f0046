"""A JWT taken apart, before anything in it is believed."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from defender_tui.sandbox.entra.keys import base64url
from defender_tui.sandbox.json_value import Json, JsonObject


@dataclass(frozen=True, slots=True)
class JwtParts:
    """Header and claims as sent, and the signature with the bytes that it covers."""

    header: JsonObject
    claims: JsonObject
    signature: bytes
    signed: bytes

    def text(self, claim: str) -> str:
        """Give a claim that is text, empty when it is missing or something else."""
        return _text(self.claims.get(claim))

    def header_text(self, name: str) -> str:
        """Give a field of the header that is text, empty when it is missing or something else."""
        return _text(self.header.get(name))


def taken_apart(text: str) -> JwtParts:
    """Read a token; padding of its segments does not matter.

    Raises:
        ValueError: it does not have three segments, or they are no base64, no JSON, no objects.
    """
    head, body, tail = text.split(".")
    try:
        header, claims = _object(head), _object(body)
    except RecursionError as error:
        raise ValueError(text) from error
    return JwtParts(header, claims, bytes_of(tail), f"{head}.{body}".encode())


def segment(value: JsonObject) -> str:
    """Give an object as a segment of a token."""
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def bytes_of(text: str) -> bytes:
    """Give the bytes that base64 stands for, with the alphabet for URLs or the usual one.

    Raises:
        ValueError: it is neither.
    """
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _object(part: str) -> JsonObject:
    value: Json = json.loads(bytes_of(part))
    if not isinstance(value, dict):
        raise ValueError(part)
    return value
