"""How right the diagnostics are: `python -m tests.bench.kql_diagnose FILE`.

Takes what `kql_score` takes. Valid are the queries that the local engine's parser reads; an error
marked in one of them is false. Into each of these mistakes are planted, with a fixed seed; a
mistake counts as marked when an error or a warning that the sound query does not have touches it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from defender_tui.kql import Diagnostic, Severity, diagnose, load_schema
from defender_tui.results.syntax_check import check_syntax

from .kql_mistakes import KINDS, Mistake, plant
from .kql_score import read_queries

TARGET_FALSE = 0.02
TARGET_MARKED = 0.95
SEED = 7
ROUNDS = 3
"""So many mistakes of each kind are planted into each query."""


@dataclass(slots=True)
class Measured:
    """Counts over queries and planted mistakes; `seconds` are of processor time, one a query."""

    valid: int = 0
    false: list[tuple[str, Diagnostic]] = field(default_factory=list)
    planted: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, Mistake]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, name: str, query: str, rounds: int) -> None:
        """Measure one query, unless it is not valid."""
        started_at = time.process_time()
        found = diagnose(query, load_schema())
        self.seconds.append(time.process_time() - started_at)
        if check_syntax(query) is not None:
            return
        self.valid += 1
        errors = [one for one in found if one.severity is Severity.ERROR]
        if errors:
            self.false.append((name, errors[0]))
            return
        for kind in KINDS:
            for number in range(rounds):
                mistake = plant(query, kind, Random(f"{SEED} {name} {number}"))
                if mistake is not None:
                    self._count(name, mistake, found)

    def _count(self, name: str, mistake: Mistake, sound: Sequence[Diagnostic]) -> None:
        self.planted[mistake.kind] += 1
        usual = {(one.message, one.severity) for one in sound}
        if any(
            mistake.is_marked_by(one.start, one.end)
            for one in diagnose(mistake.query, load_schema())
            if one.severity is not Severity.INFORMATION and (one.message, one.severity) not in usual
        ):
            self.marked[mistake.kind] += 1
        else:
            self.missed.append((name, mistake))


def report(measured: Measured) -> Iterator[str]:
    """Say each figure with its target."""
    share = len(measured.false) / measured.valid if measured.valid else 1.0
    label = f"false errors in {measured.valid} valid queries"
    yield _line(label, share, f"< {TARGET_FALSE}", share < TARGET_FALSE)
    for kind in KINDS:
        planted = measured.planted[kind]
        share = measured.marked[kind] / planted if planted else 0.0
        yield f"  {planted} planted, {kind:<32} {share:.3f}"
    whole = sum(measured.planted.values())
    share = sum(measured.marked.values()) / whole if whole else 0.0
    is_met = share >= TARGET_MARKED
    yield _line(f"{whole} planted mistakes marked in place", share, f">= {TARGET_MARKED}", is_met)
    slowest = sorted(measured.seconds)[int(len(measured.seconds) * 0.95)] * 1000
    yield f"{'time of one query, p95':<48} {slowest:.1f} ms"


def _line(label: str, share: float, target: str, is_met: bool) -> str:
    return f"{label:<48} {share:.3f}   target {target}   {'pass' if is_met else 'FAIL'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and give 1 when one misses its target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kql_diagnose", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE-or-FOLDER")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="mistakes of a kind in a query")
    parser.add_argument("--show", action="store_true", help="list false errors and missed mistakes")
    asked = parser.parse_args(arguments)
    measured = Measured()
    for path in asked.paths:
        for name, query in read_queries(path):
            measured.add(name, query, asked.rounds)
    lines = list(report(measured))
    print("\n".join(lines))
    if asked.show:
        for name, one in measured.false:
            print(f"false: {name}: {one.start}: {one.message}")
        for name, mistake in measured.missed:
            first, last = mistake.places[0]
            near = mistake.query[max(first - 30, 0) : last + 20].replace("\n", "⏎")
            print(f"missed: {mistake.kind}: {name[-40:]}: {mistake.query[first:last]!r} in {near}")
    return int(any(line.endswith("FAIL") for line in lines))


if __name__ == "__main__":
    raise SystemExit(main())
