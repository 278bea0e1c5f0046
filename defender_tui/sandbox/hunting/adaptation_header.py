"""The header that tells what was changed in a query before it ran.

The services have no such header; it is for people who wonder why the sandbox answers otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

ADAPTED = "x-sandbox-adapted"


def adapted_headers(adapted: Sequence[str]) -> dict[str, str]:
    """Give the header with a JSON list of the changes, in ASCII; none without changes."""
    return {ADAPTED: json.dumps(list(dict.fromkeys(adapted)))} if adapted else {}
