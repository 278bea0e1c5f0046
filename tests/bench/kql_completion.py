"""How well completion foresees real queries: `python -m tests.bench.kql_completion FILE`.

Takes what `kql_score` takes. The queries are split by file: what is measured on one part was
learnt from the other parts only. Positions are the starts of words (`kql_positions`); at each,
nothing, one or three characters of the word are typed, and only the text before the cursor is
given.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from defender_tui.kql import load_schema
from defender_tui.kql.completion.completing import complete_by
from defender_tui.kql.completion.statistics import Statistics

from .kql_allowed import place_after
from .kql_positions import word_positions
from .kql_score import read_queries
from .kql_statistics import Query, fold_of, learn

TARGETS = {
    (0, 1): 0.35,
    (0, 10): 0.80,
    (1, 1): 0.72,
    (1, 5): 0.96,
    (3, 1): 0.85,
    (3, 5): 0.98,
}
"""Least share of positions, by characters typed and by rank."""
TARGET_P95_MS = 10.0
TARGET_VALID = 0.98
TYPED = (0, 1, 3)
PARTS = 3
SHOWN = 10
_TYPED_NAMES = {0: "nothing typed", 1: "one character", 3: "three characters"}


@dataclass(slots=True)
class Measured:
    """Counts over positions; `seconds` are of our own processor time, one for each answer."""

    asked: Counter[int] = field(default_factory=Counter)
    within: Counter[tuple[int, int]] = field(default_factory=Counter)
    offered: int = 0
    valid: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, query: str, statistics: Statistics) -> None:
        """Measure every position of a query."""
        schema = load_schema()
        for offset, word in word_positions(query):
            for typed in TYPED:
                if len(word) < typed:
                    continue
                text = query[: offset + typed]
                started_at = time.process_time()
                offers = complete_by(statistics, text, len(text), schema)
                self.seconds.append(time.process_time() - started_at)
                texts = [offer.text for offer in offers[:SHOWN]]
                self.asked[typed] += 1
                for rank in (1, 5, 10):
                    self.within[typed, rank] += word in texts[:rank]
                if typed == 0:
                    place = place_after(text, schema)
                    self.offered += len(texts)
                    self.valid += sum(map(place.allows, offers[:SHOWN]))

    @property
    def p95_ms(self) -> float:
        """The time that 95 of 100 answers do not exceed, in milliseconds."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1000 if self.seconds else 0.0


def measure(queries: Sequence[Query], parts: int) -> Measured:
    """Measure each part with what the others teach; `parts` of them, by file."""
    measured = Measured()
    for part in range(parts):
        train = [query for query in queries if fold_of(query[0], parts) != part]
        statistics = learn(train)
        for name, query in queries:
            if fold_of(name, parts) == part:
                measured.add(query, statistics)
    return measured


def report(measured: Measured, queries: int) -> Iterator[str]:
    """Say each figure with its target."""
    yield f"{measured.asked[0]} words of {queries} queries, learnt from other files only"
    for (typed, rank), target in TARGETS.items():
        asked = measured.asked[typed]
        share = measured.within[typed, rank] / asked if asked else 0.0
        label = f"{_TYPED_NAMES[typed]}, right word @{rank}"
        yield _line(label, f"{share:.3f}", f">= {target:.2f}", share >= target)
    valid = measured.valid / measured.offered if measured.offered else 0.0
    yield _line("valid of the top ten", f"{valid:.3f}", f">= {TARGET_VALID}", valid >= TARGET_VALID)
    p95_ms = measured.p95_ms
    limit = f"<= {TARGET_P95_MS} ms"
    yield _line("time of an answer, p95", f"{p95_ms:.1f} ms", limit, p95_ms <= TARGET_P95_MS)


def _line(label: str, shown: str, target: str, is_met: bool) -> str:
    return f"{label:<34} {shown}   target {target}   {'pass' if is_met else 'FAIL'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and give 1 when one misses its target."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.kql_completion", description=__doc__
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE-or-FOLDER")
    parser.add_argument("--parts", type=int, default=PARTS, help="in how many parts to split")
    asked = parser.parse_args(arguments)
    queries = [query for path in asked.paths for query in read_queries(path)]
    lines = list(report(measure(queries, asked.parts), len(queries)))
    print("\n".join(lines))
    return int(any(line.endswith("FAIL") for line in lines))


if __name__ == "__main__":
    raise SystemExit(main())
