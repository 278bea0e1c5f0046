"""MITRE ATT&CK techniques by name.

Source: https://attack.mitre.org/techniques/enterprise/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


def technique_name(technique_id: str) -> str | None:
    """Give a technique's name; of a sub-technique, its technique's name before its own.

    `None` for an id that is not known here, such as one that is newer than this program.
    """
    return _NAMES.get(technique_id.upper())


def technique_words(technique_id: str) -> str:
    """Give an id with its name, “T1059.001 PowerShell”; the bare id where the name is unknown.

    Of a sub-technique only its own name: its id says whose it is.
    """
    name = technique_name(technique_id)
    return f"{technique_id} {name.rpartition(': ')[2]}" if name else technique_id


def _read(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    technique, parent = "", ""
    for line in lines:
        key, _, name = line.partition(" ")
        if key.startswith("."):
            yield f"{technique}{key}", f"{parent}: {name}"
        elif not key.startswith("#"):
            technique, parent = key, name
            yield key, name


def _packaged() -> Mapping[str, str]:
    file = Path(__file__).with_name("data") / "attack-techniques.txt"
    text = file.read_text(encoding="utf-8")
    return dict(_read(iter(text.splitlines())))


# Read with the import, which is off the event loop, so that nothing waits for the disk later.
_NAMES = _packaged()
