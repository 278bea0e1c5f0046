"""Public hunting queries, where the reference lies beside the repository."""

from __future__ import annotations

import json
from pathlib import Path


def load_corpus(reference: Path) -> dict[str, str]:
    """Name and text of each query; empty when the corpus is not there."""
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        return {}
    document = json.loads(file.read_text("utf-8"))
    return {query["name"]: query["query"] for query in document["queries"]}
