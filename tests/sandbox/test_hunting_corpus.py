from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.hunting import HuntingRefused, HuntingService

from .hunting_corpus import load_corpus

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERY = 6


@pytest.mark.full
async def test_four_of_five_public_queries_that_parse_are_answered(reference: Path) -> None:
    queries = sorted(load_corpus(reference).items())[::EVERY]
    if not queries:
        pytest.skip("the public queries are not beside the repository")
    service = HuntingService(build_cast(0), (), NOW, scale=0.01)
    answered, refused = [], []
    for name, query in queries:
        try:
            await service.run(query)
        except HuntingRefused as cause:
            if "recognition error" not in cause.message:
                refused.append(f"{name}: {cause.message}")
        else:
            answered.append(name)
    assert 20 < len(answered)
    assert len(refused) <= len(answered) / 4, "\n".join(refused)
