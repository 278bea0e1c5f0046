"""Prints rows, seconds and peak memory of the sandbox's data: `python -m tests.bench.data_set`.

Each figure is taken in a process of its own, so that its peak of memory is its own too. Rows are
those of all tables that are generally available. The seconds of a scale are those until each is
filled and counted; columns are spelled out when they are read, so the seconds to read every column
of every row stand beside them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from defender_tui.kql.schema import load_schema
from defender_tui.results.engine import KqlEngine
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import DEFAULT_COUNT, build_incidents
from defender_tui.sandbox.hunting.tenant_tables import TenantTables
from defender_tui.sandbox.incident_store import IncidentStore

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SEED = 0
_KIB_IN_MIB = 1024


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure must reach; 0 stands for no target."""

    name: str
    least_count: int
    most_s: float
    most_mib: float


@dataclass(frozen=True, slots=True)
class Figure:
    """What was made, how long it took and how much memory the process had at most."""

    count: int
    seconds: float
    read_s: float
    peak_mib: float

    def has_met(self, target: Target) -> bool:
        """Tell whether everything that the target asks for was reached."""
        return (
            self.count >= target.least_count
            and self.seconds <= target.most_s
            and (target.most_mib == 0 or self.peak_mib <= target.most_mib)
        )


TARGETS = {
    "scale-1": Target("rows at scale 1", 250_000, 3.0, 0),
    "scale-20": Target("rows at scale 20", 5_000_000, 30.0, 2_560),
    "incidents-20000": Target("incidents", 20_000, 3.0, 0),
    "incidents-500": Target("incidents at a usual start", DEFAULT_COUNT, 0.1, 0),
}


def tables_made(scale: float) -> tuple[int, float, float]:
    """Make every table, then read every column; gives rows, seconds and seconds to read."""
    started = time.monotonic()
    cast = build_cast(SEED)
    incidents = build_incidents(cast, now=NOW, seed=SEED)
    engine = KqlEngine()
    tables = [table for table in load_schema() if table.status == "ga"]
    engine.create(tables)
    made = TenantTables(engine, tables, cast, incidents, NOW, seed=SEED, scale=scale)
    made.fill(frozenset(table.name for table in tables))
    answers = (json.loads(engine.run(f"{table.name} | count").rows_json) for table in tables)
    count = sum(answer[0]["Count"] for answer in answers)
    made_s = time.monotonic() - started
    for table in tables:
        columns = engine.columns(table.name)
        lengths = ", ".join(f'max(length(CAST("{name}" AS VARCHAR)))' for name in columns)
        engine.fill(f"CREATE OR REPLACE TEMP TABLE longest AS SELECT {lengths} FROM {table.name}")
    return count, made_s, time.monotonic() - started - made_s


def incidents_made(wanted: int) -> tuple[int, float, float]:
    """Make a store of so many incidents, then read all alerts; gives numbers as above."""
    started = time.monotonic()
    incidents = build_incidents(build_cast(SEED), now=NOW, seed=SEED, count=wanted)
    store = IncidentStore(incidents)
    count = len(store.incidents())
    made_s = time.monotonic() - started
    store.alerts()
    return count, made_s, time.monotonic() - started - made_s


def measure(key: str) -> Figure:
    """Take a figure in this process."""
    kind, _, size = key.partition("-")
    made = tables_made(float(size)) if kind == "scale" else incidents_made(int(size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_IN_MIB
    return Figure(*made, peak)


def main() -> int:
    """Print the figures and give 1 when one misses its target."""
    if len(sys.argv) > 1:
        figure = measure(sys.argv[1])
        print(json.dumps([figure.count, figure.seconds, figure.read_s, figure.peak_mib]))
        return 0
    has_passed = True
    for key, target in TARGETS.items():
        command = [sys.executable, "-m", "tests.bench.data_set", key]
        answer = subprocess.run(command, capture_output=True, check=True, text=True)
        figure = Figure(*json.loads(answer.stdout))
        has_passed &= figure.has_met(target)
        verdict = "pass" if figure.has_met(target) else "FAIL"
        memory = f" <= {target.most_mib:,.0f} MiB" if target.most_mib else ""
        print(
            f"{target.name:<28} {figure.count:>9,}   {figure.seconds:6.2f} s"
            f"   read whole {figure.read_s:6.2f} s   {figure.peak_mib:6,.0f} MiB"
            f"   target >= {target.least_count:,} in <= {target.most_s:g} s{memory}   {verdict}"
        )
    return 0 if has_passed else 1


if __name__ == "__main__":
    sys.exit(main())
