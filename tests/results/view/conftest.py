from __future__ import annotations

from collections.abc import Iterator

import pytest

from defender_tui.results.spool import Spool

from .tables import Hostile, make_hostile


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    with Spool(tmp_path_factory.mktemp("hostile")) as spool:
        made = make_hostile(spool)
        with made.table:
            yield made
