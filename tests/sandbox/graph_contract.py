"""The vendor's description of Graph's security API, as a check of answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

_SCHEMAS = "#/components/schemas/"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z")
_WIDTHS = {"int32": 31, "int64": 63}


class GraphContract:
    """Names what is wrong with an answer, nothing when it is as described."""

    def __init__(self, reference: Path) -> None:
        text = (reference / "graph-security-openapi.json").read_text("utf-8")
        self._document: dict[str, Any] = json.loads(text)

    def enumeration(self, name: str) -> list[str]:
        """Give the members of an enumeration, in the order of the metadata."""
        found: list[str] = self._schemas[f"microsoft.graph.security.{name}"]["enum"]
        return found

    def evidence_types(self) -> set[str]:
        """Give the values of `@odata.type` that evidence may have."""
        listed = self._schemas["microsoft.graph.security.alertEvidence"]["oneOf"]
        return {one["$ref"].replace(_SCHEMAS, "#") for one in listed}

    def faults_of_answer(self, method: str, path: str, status: int, body: object) -> list[str]:
        """Check the answer of a call; `path` is as in the description, e.g. `/security/incidents`.

        Raises:
            KeyError: no such answer is described.
        """
        described = self._document["paths"][path][method]["responses"][str(status)]
        return self._faults(described["content"]["application/json"]["schema"], body)

    def faults_of_value(self, type_name: str, value: object) -> list[str]:
        """Check a value of a type, e.g. `alertComment`."""
        return self._faults({"$ref": f"{_SCHEMAS}microsoft.graph.security.{type_name}"}, value)

    @property
    def _schemas(self) -> dict[str, Any]:
        found: dict[str, Any] = self._document["components"]["schemas"]
        return found

    def _faults(self, schema: Mapping[str, object], value: object) -> list[str]:
        root = _draft4(self._document) | {"allOf": [_draft4(schema)]}
        validator = _Checker(root, format_checker=_formats())
        return [
            f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message[:300]}"
            for error in validator.iter_errors(value)
        ]


def _draft4(schema: Any) -> Any:
    """Give a schema of OpenAPI 3.0 in the words of JSON Schema, where null is a type."""
    if isinstance(schema, list):
        return [_draft4(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _draft4(value) for name, value in schema.items() if name != "nullable"}
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        plain["type"] = [schema["type"], "null"]
    return plain


def _by_type_name(
    validator: Any, alternatives: list[dict[str, str]], value: Any, _schema: object
) -> Iterator[ValidationError]:
    """Take the alternative that the value names itself, in place of trying each."""
    name = value.get("@odata.type") if isinstance(value, dict) else None
    for one in alternatives:
        if one["$ref"] == f"{_SCHEMAS}{str(name).removeprefix('#')}":
            yield from validator.descend(value, one)
            return
    yield ValidationError(f"{name!r} is not described")


def _formats() -> FormatChecker:
    checker = FormatChecker(formats=())
    checker.checks("date-time")(
        lambda value: not isinstance(value, str) or bool(_MOMENT.fullmatch(value))
    )
    for name, bits in _WIDTHS.items():
        checker.checks(name)(_fits(bits))
    return checker


def _fits(bits: int) -> Any:
    return lambda value: not isinstance(value, int) or -(2**bits) <= value < 2**bits


_Checker = extend(Draft4Validator, {"oneOf": _by_type_name})
