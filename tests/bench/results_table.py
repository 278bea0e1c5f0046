"""Measures results of 100,000 rows: `python -m tests.bench.results_table [ROUNDS]`.

An answer of 62 MB with 30 columns lies in the spool. Reading it is held against what msgspec needs
only to decode the same bytes, a search in all columns against the plainest statement that DuckDB
runs for it; both are interleaved with what they are held against. Memory is that of a process of
its own, which has read a small answer before, so that loading the engine does not count.
"""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from pathlib import Path
from statistics import median

import duckdb
import msgspec

from defender_tui.results.ingest import read_answer, read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.results.view.shape import Comparison, Condition, Shape, SortKey

ROUNDS = 5
RUNS = 40
ROWS = 100_000
PAGE_ROWS = 60
MOST_READING, MOST_GROWTH, MOST_MS, MOST_SEARCH = 1.0, 1.5, 100.0, 1.5
COLUMNS = (
    ("Timestamp", "DateTime"),
    ("ReportId", "Int64"),
    ("Port", "Int32"),
    ("Bytes", "Int64"),
    ("Score", "Double"),
    ("Remote", "SByte"),
    ("Extra", "Object"),
    ("LogonId", "Guid"),
    *((f"Text{number}", "String") for number in range(22)),
)
FEW, MANY = 8, 9


def write_body(file: Path) -> int:
    """Write the answer, the same bytes each time; give their number."""
    random_ = random.Random(1)
    words = [f"word{number}" for number in range(1_000)]
    schema = [{"name": name, "type": kind} for name, kind in COLUMNS]
    with file.open("w", encoding="ascii") as out:
        out.write('{"schema":' + json.dumps(schema) + ',"results":[')
        for number in range(ROWS):
            out.write("," * (number > 0) + _row(random_, words, number))
        out.write("]}")
    return file.stat().st_size


def _row(random_: random.Random, words: Sequence[str], number: int) -> str:
    day, tick = random_.randrange(1, 31), random_.randrange(864 * 10**9)
    second, fraction = divmod(tick, 10**7)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{fraction:07}"
    guid = f"{random_.getrandbits(128):032x}"
    texts = ",".join(f'"Text{at}":"{_text(random_, words, at)}"' for at in range(22))
    return (
        f'{{"Timestamp":"2026-04-{day:02}T{clock}Z","ReportId":{number},'
        f'"Port":{random_.randrange(50)},"Bytes":{random_.randrange(10**9)},'
        f'"Score":{random_.random():.6f},"Remote":{random_.randrange(2)},'
        f'"Extra":{{"k":{random_.randrange(100)}}},"LogonId":"{guid[:8]}-{guid[8:12]}-{guid[12:16]}'
        f'-{guid[16:20]}-{guid[20:]}",{texts}}}'
    )


def _text(random_: random.Random, words: Sequence[str], column: int) -> str:
    if column % 3 == 1:
        return f"{random_.choice(words)} {random_.choice(words)}"
    return random_.choice(words if column % 3 else words[:40])


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in `unit`, with the most that it may be."""

    name: str
    measured: float
    most: float
    unit: str
    note: str = ""

    @property
    def has_passed(self) -> bool:
        """Whether the target is met."""
        return self.measured <= self.most

    def __str__(self) -> str:
        verdict = "pass" if self.has_passed else "FAIL"
        measured = f"{self.name:<30} {self.measured:7.2f} {self.unit:<2}"
        return f"{measured}   target <= {self.most:6.2f} {self.unit:<2}   {verdict}   {self.note}"


def read(body: Path, spool: Spool) -> ResultTable:
    """Read a copy of the body up to the first rows."""
    table = read_answer(body, spool)
    table.page(0, PAGE_ROWS)
    return table


def measure_reading(body: Path, spool: Spool, rounds: int) -> Figure:
    """Hold reading up to the first rows against decoding alone."""
    data = body.read_bytes()
    read_s: list[float] = []
    decoded_s: list[float] = []
    for _ in range(rounds + 1):
        copy = spool.folder / "body.json"
        shutil.copyfile(body, copy)
        started = time.perf_counter()
        with read(copy, spool):
            read_s.append(time.perf_counter() - started)
        started = time.perf_counter()
        decoded = msgspec.json.decode(data)
        decoded_s.append(time.perf_counter() - started)
        del decoded
    seconds, reference = median(read_s[1:]), median(decoded_s[1:])
    note = f"{seconds:.2f} s, msgspec {reference:.2f} s"
    return Figure("spool to first rows", seconds / reference, MOST_READING, "x", note)


def measure_growth(body: Path) -> Figure:
    """Hold the memory of a process that keeps the rows against the size of the body."""
    command = [sys.executable, "-m", "tests.bench.results_table", "memory", str(body)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True)
    grown, peak = json.loads(answer.stdout)
    size = body.stat().st_size
    note = f"{grown / 1e6:.0f} MB for {size / 1e6:.0f} MB, {peak / size:.2f} x at the peak"
    return Figure("growth of memory", grown / size, MOST_GROWTH, "x", note)


def print_memory(body: Path) -> None:
    """Print by how many bytes this process grows as it reads the body: then, and at the peak."""
    with tempfile.TemporaryDirectory() as folder, Spool(Path(folder)) as spool:
        small = {"schema": [{"name": "n", "type": "Int64"}], "results": [{"n": 1}]}
        read_answer_bytes(json.dumps(small).encode(), spool).close()
        copy = spool.folder / "body.json"
        shutil.copyfile(body, copy)
        before = _memory_bytes("VmRSS")
        with read(copy, spool):
            print(json.dumps([_memory_bytes("VmRSS") - before, _memory_bytes("VmHWM") - before]))


def _memory_bytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def operations(table: ResultTable) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what is measured, by name: each call works on another column or another text."""
    whole = table.view(Shape())
    columns = cycle(range(MANY + 1))
    conditions = cycle(
        (
            Condition(0, Comparison.AT_LEAST, ("2026-04-15",)),
            Condition(3, Comparison.LESS, ("500000000",)),
            Condition(FEW, Comparison.ONE_OF, ("word1", "word2")),
            Condition(MANY, Comparison.CONTAINS, ("word12",)),
            Condition(MANY, Comparison.HAS, ("word12",)),
            Condition(MANY, Comparison.MATCHES, ("word1[23] ",)),
        )
    )
    numbers = count(100)

    def shaped(shape: Shape) -> None:
        with table.view(shape) as view:
            view.page(0, PAGE_ROWS)

    yield "sort", lambda: shaped(Shape((), (SortKey(next(columns), descending=True),)))
    yield "filter", lambda: shaped(Shape((next(conditions),)))
    yield "distinct", lambda: whole.distinct(next(columns), 200)
    yield "search in a column", lambda: whole.find(f"word{next(numbers)} w", (0, 0), column=MANY)


def measure_operations(table: ResultTable) -> Iterator[Figure]:
    """Give the 95th percentile of each operation."""
    for name, run in operations(table):
        taken_ms = sorted(_taken_ms(run) for _ in range(RUNS))
        p95 = taken_ms[math.ceil(RUNS * 0.95) - 1]
        note = f"median {median(taken_ms):.0f} ms"
        yield Figure(f"{name}, p95 of {RUNS}", p95, MOST_MS, "ms", note)


def measure_search(table: ResultTable, body: Path, rounds: int) -> Figure:
    """Hold a search in all columns against the plainest statement for it."""
    view = table.view(Shape())
    found_ms: list[float] = []
    plain_ms: list[float] = []
    with duckdb.connect() as plain:
        _load_plainly(plain, body)
        cells = " OR ".join(f'"{name}" ILIKE $1' for name, _ in COLUMNS)
        sql = f"SELECT count(*) FROM answer WHERE {cells}"
        for number in range(100, 101 + rounds * 3):
            text = f"word{number} word{number}"
            found_ms.append(_taken_ms(partial(view.find, text, (0, 0))))
            plain_ms.append(_taken_ms(partial(_run, plain, sql, f"%{text}%")))
    ours, reference = median(found_ms[1:]), median(plain_ms[1:])
    note = f"{ours:.0f} ms, DuckDB {reference:.0f} ms"
    return Figure("search in all columns", ours / reference, MOST_SEARCH, "x", note)


def _load_plainly(connection: duckdb.DuckDBPyConnection, body: Path) -> None:
    described = ", ".join(f"'{name}': 'VARCHAR'" for name, _ in COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.json"
        text = body.read_bytes()
        rows.write_bytes(text[text.index(b'"results":') + len(b'"results":') : -1])
        reading = f"read_json('{rows}', format = 'array', columns = {{{described}}})"
        connection.execute(f"CREATE TABLE answer AS FROM {reading}")


def _run(connection: duckdb.DuckDBPyConnection, sql: str, value: str) -> None:
    connection.execute(sql, [value]).fetchall()


def _taken_ms(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def main(arguments: Sequence[str]) -> int:
    """Print the figures and give 1 when one misses its target."""
    if arguments[:1] == ["memory"]:
        print_memory(Path(arguments[1]))
        return 0
    rounds = int(arguments[0]) if arguments else ROUNDS
    with tempfile.TemporaryDirectory() as folder, Spool(Path(folder)) as spool:
        body = Path(folder) / "answer.json"
        size = write_body(body)
        print(f"results of {ROWS:,} rows and {len(COLUMNS)} columns, {size / 1e6:.0f} MB")
        figures = [measure_reading(body, spool, rounds)]
        if sys.platform == "linux":
            figures.append(measure_growth(body))
        copy = spool.folder / "body.json"
        shutil.copyfile(body, copy)
        with read(copy, spool) as table:
            figures += measure_operations(table)
            figures.append(measure_search(table, body, rounds))
    for figure in figures:
        print(figure)
    return 0 if all(figure.has_passed for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
