"""The header that tells that rows were left out.

The services cut at their row limit without a word; the header is for people who wonder, and for
tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from defender_tui.sandbox.hunting import HuntingAnswer

CUT = "x-sandbox-cut-at-rows"


def cut_headers(found: HuntingAnswer) -> dict[str, str]:
    """Give the header with the number of rows that are left; none when all are there."""
    return {CUT: str(found.row_count)} if found.is_cut else {}
