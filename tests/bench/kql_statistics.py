"""Learns the statistics of completion: `python -m tests.bench.kql_statistics CORPUS OUT`.

CORPUS is a JSON document with `queries` (each `name` and `query`). What comes out is counts of
words by position and a few weights; no query, string or name of a query's own is in it. The same
corpus gives the same file.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from zlib import crc32

from defender_tui.kql import load_schema
from defender_tui.kql.completion.candidates import candidates
from defender_tui.kql.completion.completion import Completion
from defender_tui.kql.completion.contexts import GROUPS, base_columns, chains, class_of, group_of
from defender_tui.kql.completion.cursor import Cursor, locate
from defender_tui.kql.completion.position import Place
from defender_tui.kql.completion.ranking import FEATURES, scored
from defender_tui.kql.completion.statistics import EVERYWHERE, Statistics

from .kql_positions import known_words, word_positions
from .kql_score import read_queries

FOLDS = 4
MOST_PER_QUERY = 3
MOST_FITTED_PER_QUERY = 60
LEAST_SEEN = 5
LEAST_SEEN_MEMBER = 3
EPOCHS = 5
KEPT = 30
STEP = 0.15
PULL = 1e-3
FIRST_GUESS = (
    *(0.3, 0.2, 0.1, 0.1),
    *(1.0, 0.0, 0.1, 0.5, 1.0, -0.5),
    *(0.5, -0.5, 0.5, 0.2, -0.2, 0.5, 0.5, 0.5, 0.5, 0.7),
)

Document = dict[str, object]
Query = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One position of a query with the word that its author wrote there.

    `word_class` is what the statistics know the word by, `None` when it was not on offer.
    """

    query: str
    fold: int
    word: str
    word_class: str | None
    cursor: Cursor
    offers: Sequence[Completion]
    keys: frozenset[str]


def fold_of(name: str, folds: int = FOLDS) -> int:
    """Say which part of a corpus a query belongs to; those of one file stay together."""
    return crc32(name.partition("#")[0].encode()) % folds


def examples(queries: Sequence[Query]) -> Iterator[Example]:
    """Walk over all positions of all queries."""
    schema = load_schema()
    for name, query in queries:
        for offset, word in word_positions(query, with_symbols=True):
            cursor = locate(query[:offset], schema)
            base = base_columns(cursor.position.slot.scope, schema)
            offers = candidates(cursor.position, cursor.pieces)
            yield Example(
                name,
                fold_of(name),
                word,
                next((class_of(offer, base) for offer in offers if offer.text == word), None),
                cursor,
                offers,
                frozenset(key for chain in chains(cursor.position, cursor.pieces) for key in chain),
            )


def count(found: Sequence[Example]) -> dict[str, Counter[str]]:
    """Count the words by key; one query counts a few times at most, however long it is."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counted: Counter[tuple[str, str, str]] = Counter()
    for example in found:
        if example.word_class is None:
            continue
        for key in example.keys | {EVERYWHERE}:
            once = (example.query, key, example.word_class)
            counted[once] += 1
            if counted[once] <= MOST_PER_QUERY:
                counts[key][example.word_class] += 1
    return counts


def learn(queries: Sequence[Query]) -> Statistics:
    """Count words, and fit the weights on positions whose own part was left out of the counts."""
    found = list(examples(queries))
    without = [
        Statistics(count([example for example in found if example.fold != fold]), {})
        for fold in range(FOLDS)
    ]
    weights = fit(found, lambda example: without[example.fold])
    return Statistics(_pruned(count(found)), weights)


def _pruned(counts: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    """Drop what is seldom, and names that are neither the language's nor the schema's."""
    members = counts.get(Place.MEMBER.value, Counter())
    return {
        key: kept
        for key, words in sorted(counts.items())
        if words.total() >= LEAST_SEEN or key == EVERYWHERE
        if (kept := {w: n for w, n in sorted(words.items()) if _may_ship(w, members)})
    }


def _may_ship(word: str, members: Counter[str]) -> bool:
    is_mark_or_span = word[0] == "<" or word[0].isdigit()
    return is_mark_or_span or word in known_words() or members[word] >= LEAST_SEEN_MEMBER


def fit(
    found: Sequence[Example], statistics: Callable[[Example], Statistics]
) -> dict[str, list[float]]:
    """Fit the weights of each group so that the words written come first among the offers.

    Of a long query some positions are taken, or it alone would say how to weigh.
    """
    groups: defaultdict[str, list[tuple[list[tuple[float, ...]], int]]] = defaultdict(list)
    by_query: defaultdict[str, list[Example]] = defaultdict(list)
    for example in found:
        if example.word_class is not None:
            by_query[example.query].append(example)
    chosen = random.Random(1)
    for written in by_query.values():
        for example in chosen.sample(written, min(len(written), MOST_FITTED_PER_QUERY)):
            groups[group_of(example.cursor.position)].append(_choice(example, statistics(example)))
    return {group: _descend(groups[group]) for group in sorted(GROUPS)}


def _choice(example: Example, statistics: Statistics) -> tuple[list[tuple[float, ...]], int]:
    """The features of the best offers by the first guess, and which of them was written."""
    rows = scored(example.offers, example.cursor, statistics)
    rows.sort(key=lambda row: -_points(FIRST_GUESS, row[1]))
    written = next(at for at, (offer, _) in enumerate(rows) if offer.text == example.word)
    kept = [features for _, features in rows[:KEPT]]
    if written >= KEPT:
        kept.append(rows[written][1])
    return kept, min(written, KEPT)


def _descend(choices: list[tuple[list[tuple[float, ...]], int]]) -> list[float]:
    """Raise the likelihood of what was written, by gradient steps that shrink (AdaGrad)."""
    weights = list(FIRST_GUESS)
    squares = [1e-2] * len(FEATURES)
    order = random.Random(1)
    for _ in range(EPOCHS):
        order.shuffle(choices)
        for rows, written in choices:
            gradient = _gradient(weights, rows, written)
            for at, slope in enumerate(gradient):
                pulled = slope + PULL * (weights[at] - FIRST_GUESS[at])
                squares[at] += pulled * pulled
                weights[at] -= STEP * pulled / sqrt(squares[at])
    return [round(weight, 3) for weight in weights]


def _gradient(weights: Sequence[float], rows: list[tuple[float, ...]], written: int) -> list[float]:
    points = [_points(weights, row) for row in rows]
    highest = max(points)
    likely = [exp(point - highest) for point in points]
    total = sum(likely)
    gradient = [-feature for feature in rows[written]]
    for row, part in zip(rows, likely, strict=True):
        share = part / total
        if share > 1e-3:
            gradient = [
                slope + share * feature for slope, feature in zip(gradient, row, strict=True)
            ]
    return gradient


def _points(weights: Sequence[float], features: Sequence[float]) -> float:
    return sum([weight * feature for weight, feature in zip(weights, features, strict=True)])


def document_of(statistics: Statistics) -> Document:
    """Give the document that ships, with each word spelt once."""
    words = sorted({word for row in statistics.counts.values() for word in row})
    numbers = {word: number for number, word in enumerate(words)}
    return {
        "features": list(FEATURES),
        "weights": dict(statistics.weights),
        "words": words,
        "counts": {
            key: [part for word, seen in row.items() for part in (numbers[word], seen)]
            for key, row in statistics.counts.items()
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the statistics of a corpus."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.kql_statistics", description=__doc__
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args(arguments)
    document = document_of(learn(list(read_queries(asked.corpus))))
    rows = (f" {json.dumps(key)}: {_line(value)}" for key, value in document.items())
    asked.out.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    return 0


def _line(value: object) -> str:
    """JSON with the members of an object on lines of their own."""
    if not isinstance(value, dict):
        return json.dumps(value)
    rows = (f"  {json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in value.items())
    return "{\n" + ",\n".join(rows) + "\n }"


if __name__ == "__main__":
    raise SystemExit(main())
