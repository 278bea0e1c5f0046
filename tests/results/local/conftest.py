from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from defender_tui.results.answer_spool import AnswerSpool

from .asking import Local


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """Local tables that nothing is in yet."""
    spool = AnswerSpool(tmp_path / "cache")
    local = Local(spool)
    yield local
    local.tables.close()
    spool.close()
