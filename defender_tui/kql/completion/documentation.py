"""What an offered word means, in a sentence or two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..package_data import read_document
from ..schema import HuntingSchema
from .completion import Completion, CompletionKind
from .signatures import load_signatures

_STATUS = {
    "preview": "In preview.",
    "beta": "In beta.",
    "deprecated": "Deprecated: use its successor.",
}
_CALLED = (CompletionKind.FUNCTION, CompletionKind.AGGREGATE, CompletionKind.PLUGIN)


@dataclass(frozen=True, slots=True)
class Documentation:
    """Texts by word; a word may be an operator and a function at once."""

    words: Mapping[str, str]
    comparisons: Mapping[str, str]
    functions: Mapping[str, str]
    columns: Mapping[str, str]


def describe(offer: Completion, schema: HuntingSchema) -> str:
    """Say in a line or two what an offer means; empty when nothing is known.

    A function's parameters stand in the first line.
    """
    known = load_documentation()
    word = offer.text.removeprefix("| ")
    match offer.kind:
        case CompletionKind.TABLE:
            table = schema.table(word)
            if table is None:
                return ""
            return " ".join(filter(None, (table.description, _STATUS.get(table.status))))
        case CompletionKind.COLUMN:
            return known.columns.get(word, "")
        case CompletionKind.COMPARISON:
            return known.comparisons.get(word, "")
        case kind if kind in _CALLED:
            return _of_function(word, known)
        case CompletionKind.OPERATOR | CompletionKind.KEYWORD:
            return known.words.get(word) or known.comparisons.get(word, "")
        case _:
            return ""


def _of_function(name: str, known: Documentation) -> str:
    signature = load_signatures().any(name)
    instead = signature.instead if signature else ""
    lines = (
        str(signature) if signature else "",
        known.functions.get(name, ""),
        f"Obsolete: use {instead}." if instead else "",
    )
    return "\n".join(filter(None, lines))


@cache
def load_documentation() -> Documentation:
    """Read the texts that ship here, once."""
    document = read_document("kql-docs.json")
    columns = read_document("hunting-schema.json").get("columns")
    return Documentation(
        words=_texts(document["words"]),
        comparisons=_texts(document["comparisons"]),
        functions=_texts(document["functions"]),
        columns=_texts(columns),
    )


def _texts(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}
