"""What people copy along with a token, taken off; and words for what is no token at all."""

from __future__ import annotations

import re
from urllib.parse import unquote

from .errors import ProtocolError

_NAMED = re.compile(r"""access_?token["'\\]*\s*[:=]\s*["'\\]*([\w.\-\s]*)""", re.IGNORECASE)
# A header as HTTP, curl, PowerShell and browsers write it; white space is gone by then.
_HEADER = re.compile(
    r"""^[^\w.]*(?:(?:H|header)["'])?(?:authorization[^\w.]*)?(?:bearer[^\w.]*)?""", re.IGNORECASE
)
_TRAILING = re.compile(r"""["'`;,)\]}>\\]+$""")
_ESCAPED_BREAKS = re.compile(r"\\[rnt]")
_CUT = re.compile(r"…|\.\.\.|<truncated>", re.IGNORECASE)
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Entra's client secrets carry this mark after three characters and a digit.
_SECRET = re.compile(r"[\w.~-]{3}\dQ~[\w.~-]{20,40}")
_COPY_AGAIN = "Copy it again, whole."


def bare_token(text: str) -> str:
    """Take off what was copied along: JSON or a form around it, `Authorization: Bearer`, quotes.

    Line breaks and other white space go too. What remains may be no token.
    """
    named = _NAMED.search(text)
    if named is not None and named.group(1).strip():
        return "".join(named.group(1).split())
    joined = "".join(_ESCAPED_BREAKS.sub("", unquote(text)).split())
    return _TRAILING.sub("", _HEADER.sub("", joined, count=1))


def check_form(text: str) -> None:
    """See that a bare text has the form of a signed token: three parts with dots between them.

    Raises:
        ProtocolError: it has not; the message says what it is instead, as far as that can be seen.
    """
    if not text:
        raise ProtocolError(
            "There is nothing to decode: a JWT has three parts with dots between them.",
            hint="Paste the value of access_token.",
        )
    if _GUID.fullmatch(text):
        raise ProtocolError(
            "This is an id (GUID), not a token: a JWT has three parts with dots between them.",
            hint="Paste the value of access_token.",
        )
    if _SECRET.fullmatch(text):
        raise ProtocolError(
            "This looks like a client secret, not a token: a JWT has three parts.",
            hint="It was sent nowhere. Paste the value of access_token.",
        )
    if _CUT.search(text):
        raise ProtocolError(
            "This token was shortened by what displayed it: it has dots where text was left out.",
            hint=_COPY_AGAIN,
        )
    _check_parts(text.count(".") + 1)


def _check_parts(parts: int) -> None:
    if parts == 5:
        raise ProtocolError(
            "This token is encrypted (JWE); only the API it is for can read it.",
            hint="Nothing is wrong with it: try it against the API.",
        )
    if parts == 1:
        raise ProtocolError(
            "This is no JWT: one has three parts with dots between them, and here is no dot.",
            hint="Some services give opaque tokens, which nobody but they can read. If this should "
            "be a JWT, copy it again, whole.",
        )
    if parts == 2:
        raise ProtocolError(
            "This token was cut: a JWT has three parts with dots between them, here are two.",
            hint=_COPY_AGAIN,
        )
    if parts != 3:
        raise ProtocolError(
            f"This is no JWT: one has three parts with dots between them, here are {parts}.",
            hint="Paste one token alone.",
        )
