"""Links that servers hand out, held to the place they came from before a token goes with them."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit

from .errors import ProtocolError

_DEFAULT_PORTS = {"https": 443, "http": 80}
_MAX_DECODINGS = 5


def pinned(link: str, base_url: str, *, what: str) -> str:
    """Give the link back when it stays under `base_url`: same scheme, host, port and base path.

    Raises:
        ProtocolError: it leads elsewhere, is not absolute, carries credentials or climbs out of the
            base path; `what` says in the message which link it was.
    """
    problem = _problem(link, base_url)
    if problem:
        raise ProtocolError(
            f"The {what} was not followed: {problem}.",
            hint="Nothing was sent there. Check the API's address in Credentials.",
        )
    return link


def _problem(link: str, base_url: str) -> str | None:
    if any(ord(char) <= 0x20 or ord(char) == 0x7F for char in link) or "\\" in link:
        return "it holds characters that no address has"
    try:
        target, base = urlsplit(link), urlsplit(base_url)
        ports = (_port(target), _port(base))
    except ValueError:
        return "it is not a valid address"
    if target.scheme != base.scheme:
        return f"it is not {base.scheme}"
    if target.username is not None or target.password is not None:
        return "it carries credentials"
    if not target.hostname or target.hostname != base.hostname or ports[0] != ports[1]:
        return f"it leads to another host, {target.netloc or 'none'}"
    if not _is_under(target.path, base.path.rstrip("/")):
        return "it leaves the API's base path"
    return None


def _port(address: SplitResult) -> int | None:
    return _DEFAULT_PORTS.get(address.scheme) if address.port is None else address.port


def _is_under(path: str, root: str) -> bool:
    """Judge the path as sent and as servers behind might decode it, each in its turn."""
    decoded = path
    for _ in range(_MAX_DECODINGS):
        if any(char in "\\\x7f" or char < " " for char in decoded):
            return False
        if any(segment.partition(";")[0] == ".." for segment in decoded.split("/")):
            return False
        if decoded != root and not decoded.startswith(f"{root}/"):
            return False
        again = unquote(decoded)
        if again == decoded:
            return True
        decoded = again
    return False
