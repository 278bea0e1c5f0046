"""What the portal makes of the query in an address."""

from __future__ import annotations

import base64
import gzip


def unpacked_query(packed: str) -> str:
    """Give the query that a portal's link carries, with its CRLF line ends."""
    body = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return gzip.decompress(body).decode("utf-16-le")
