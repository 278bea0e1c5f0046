"""How many of a collection's queries the local engine answers: `python -m tests.bench.kql_score`.

Takes files and folders: a JSON document with `queries` (each `name` and `query`), a `.yaml` file
with a `query:` block, a `.md` file with fenced queries, or one query a file. The tables are those
of the schema that ships here, and empty.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from defender_tui.kql.schema import load_schema
from defender_tui.results.engine import KqlEngine
from defender_tui.results.kql_errors import KqlError, KqlSemanticError, KqlSyntaxError
from defender_tui.results.query_run import QueryRun

TARGET_ANSWERED, TARGET_EXACT = 0.92, 0.72
_SUFFIXES = (".csl", ".json", ".kql", ".md", ".txt", ".yaml", ".yml")
_FENCE = re.compile(r"^[ \t]*```[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)
_QUERY_BLOCK = re.compile(r"^(?P<indent>[ \t]*)query:[ \t]*[|>]?[-+]?[ \t]*\n", re.MULTILINE)
_SHOWN_NAMES = 3
_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one query: `gap` is why it was not answered, `marks` why not exactly."""

    name: str
    gap: str = ""
    is_beyond: bool = False
    marks: tuple[str, ...] = ()


def read_queries(path: Path) -> Iterator[tuple[str, str]]:
    """Walk over the queries of a file, or of all files of a folder, as pairs of name and text."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and inner.suffix.lower() in _SUFFIXES:
                yield from read_queries(inner)
        return
    text = path.read_text("utf-8", errors="replace").removeprefix("\ufeff")
    match path.suffix.lower():
        case ".json":
            for query in json.loads(text)["queries"]:
                yield str(query["name"]), str(query["query"])
        case ".yaml" | ".yml":
            yield from _block(path, text)
        case ".md":
            for number, fenced in enumerate(_FENCE.findall(text)):
                yield f"{path.name}#{number}", fenced
        case _:
            yield path.name, text


def _block(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """The lines below `query:` that stand further in than it does."""
    found = _QUERY_BLOCK.search(text)
    if found is None:
        return
    margin = len(found["indent"])
    kept: list[str] = []
    for line in text[found.end() :].splitlines():
        if line.strip() and len(line) - len(line.lstrip()) <= margin:
            break
        kept.append(line)
    yield path.name, "\n".join(kept)


def score(queries: Sequence[tuple[str, str]]) -> list[Outcome]:
    """Run every query over empty tables."""
    engine = KqlEngine()
    engine.create(
        replace(table, columns=tuple(c for c in table.columns if c.name != "LogonID"))
        for table in load_schema()
        if table.status != "deprecated"
    )
    return [_outcome(engine, name, text) for name, text in queries]


def _outcome(engine: KqlEngine, name: str, text: str) -> Outcome:
    try:
        answer = engine.run(text, QueryRun(timeout_s=_TIMEOUT_S))
    except KqlSyntaxError:
        return Outcome(name, "is no KQL that can be read", is_beyond=True)
    except KqlSemanticError as refused:
        is_table = "Failed to resolve table" in refused.message
        return Outcome(name, refused.message.partition("\n")[0][:100], is_beyond=is_table)
    except KqlError as refused:
        return Outcome(name, refused.name or refused.message[:100])
    return Outcome(name, marks=answer.adapted)


def report(outcomes: Sequence[Outcome]) -> str:
    """Say the score in lines: shares first, then the gaps, the largest first."""
    asked = [outcome for outcome in outcomes if not outcome.is_beyond]
    answered = [outcome for outcome in asked if not outcome.gap]
    exact = [outcome for outcome in answered if not outcome.marks]
    lines = [
        f"{len(outcomes)} queries, {len(asked)} of them KQL over documented tables",
        _share("answered", len(answered), len(asked), TARGET_ANSWERED),
        _share("answered and not marked as adapted", len(exact), len(asked), TARGET_EXACT),
        f"of all queries: {_percent(len(answered), len(outcomes))} answered,"
        f" {_percent(len(exact), len(outcomes))} not marked",
        "",
        "marked as adapted, because:",
        *_counted([(mark.split(":")[0], o.name) for o in answered for mark in set(o.marks)]),
        "",
        "not answered:",
        *_counted([(outcome.gap, outcome.name) for outcome in asked if outcome.gap]),
        "",
        "left out of the score:",
        *_counted([(outcome.gap, outcome.name) for outcome in outcomes if outcome.is_beyond]),
    ]
    return "\n".join(lines)


def _share(label: str, part: int, whole: int, target: float) -> str:
    is_met = whole > 0 and part / whole >= target
    return (
        f"{'pass' if is_met else 'FAIL'}  {_percent(part, whole)} {label}"
        f" ({part} of {whole}; target {target:.0%})"
    )


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"


def _counted(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    counts = Counter(gap for gap, _ in found)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for gap, name in found:
        names[gap].append(name)
    for gap, count in counts.most_common():
        shown = ", ".join(names[gap][:_SHOWN_NAMES])
        more = ", ..." if len(names[gap]) > _SHOWN_NAMES else ""
        yield f"{count:5}  {gap}  ({shown}{more})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kql_score", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE-or-FOLDER")
    paths: list[Path] = parser.parse_args(arguments).paths
    said = report(score([query for path in paths for query in read_queries(path)]))
    print(said)
    return int("FAIL" in said)


if __name__ == "__main__":
    raise SystemExit(main())
