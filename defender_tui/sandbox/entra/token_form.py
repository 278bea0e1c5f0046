"""The form that a client posts to a token endpoint."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from defender_tui.sandbox.entra.refusals import refused


@dataclass(frozen=True, slots=True)
class TokenForm:
    """The fields of a form, whatever content type it came with, plus HTTP Basic credentials."""

    fields: Mapping[str, str]

    @classmethod
    def read(cls, body: bytes, authorization: str | None) -> TokenForm:
        """Read the body; a client id and secret in the header count when the body has none.

        Raises:
            SignInRefused: the body is no form, or says a thing twice.
        """
        try:
            # An `&` too much at an end or in between is nothing; all else must be a pair.
            text = "&".join(part for part in body.decode().split("&") if part.strip())
            pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
        except ValueError as error:
            raise refused(9002313) from error
        fields: dict[str, str] = {}
        for name, value in pairs:
            if name in fields:
                raise refused(9000411, parameter=name)
            fields[name] = value
        return cls(_basic_credentials(authorization) | fields)

    def get(self, name: str) -> str:
        """Give a field without the blanks around it, empty when it was not sent."""
        return self.fields.get(name, "").strip()

    def need(self, name: str) -> str:
        """Give a field.

        Raises:
            SignInRefused: it was not sent, or is empty.
        """
        value = self.get(name)
        if not value:
            raise refused(900144, parameter=name)
        return value


def _basic_credentials(authorization: str | None) -> dict[str, str]:
    """Read the header; both halves are URL-encoded, as RFC 6749 has it."""
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except ValueError as error:
        raise refused(9002313) from error
    client_id, _, secret = text.partition(":")
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)}
