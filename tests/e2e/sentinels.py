"""What must stay secret in one run of a sandbox, and the search for it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Any signed token, wherever it comes from: of an API, of another issuer, or our own assertion.
_TOKEN = re.compile(rb"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{40,}")


@dataclass(frozen=True, slots=True)
class Sentinels:
    """Secrets by what they are."""

    values: Mapping[str, str]

    def leaks(self, text: bytes) -> list[str]:
        """Name what stands in a text, as it is, quoted for an address or a form, or as base64."""
        found = [
            what
            for what, value in self.values.items()
            if any(form.encode() in text for form in _forms(value))
        ]
        return [*found, *(["a signed token"] if _TOKEN.search(text) else [])]

    def leaks_below(self, *folders: Path) -> list[str]:
        """Name what stands in any file below, or in its name; empty when nothing does."""
        return [
            f"{file}: {what}"
            for folder in folders
            for file in folder.rglob("*")
            for what in self.leaks(_content(file) + str(file.relative_to(folder)).encode())
        ]

    def leaks_in_processes(self, pid: int) -> list[str]:
        """Name what a process shows of itself, and its children of themselves and of their setting.

        Its own environment is left out: that is where it was given secrets.
        """
        seen = {f"{pid}/cmdline", f"{pid}/task/{pid}/comm"}
        for child in children(pid):
            seen |= {f"{child}/cmdline", f"{child}/environ", f"{child}/task/{child}/comm"}
        return [
            f"{name}: {what}"
            for name in seen
            for what in self.leaks(_content(Path("/proc") / name))
        ]


def sentinels(line: Mapping[str, Any], **more: str) -> Sentinels:
    """Give the secrets that a sandbox announced, and others."""
    apps = {app["name"]: app for app in line["apps"]}
    values = {
        "client secret": apps["full"]["client_secret"],
        "certificate passphrase": apps["full"]["pfx_passphrase"],
        "private key": _middle(Path(apps["full"]["certificate_file"]).read_text(encoding="ascii")),
        "federated token": _signature(
            Path(apps["federated"]["federated_token_file"]).read_text(encoding="ascii")
        ),
        "identity header": line["managed_identity"]["identity_header"],
        **more,
    }
    assert len(set(values.values())) == len(values)
    assert all(len(value) >= 16 for value in values.values())
    return Sentinels(values)


def children(pid: int) -> Iterator[int]:
    """Give the processes that a process started, and those that they did."""
    for one in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in one.read_text(encoding="ascii").split():
            yield int(child)
            yield from children(int(child))


def _signature(token: str) -> str:
    return token.strip().rpartition(".")[2]


def _middle(pem: str) -> str:
    """Give a line out of the midst of a private key."""
    key = pem.partition("PRIVATE KEY-----")[2].partition("-----END")[0].split()
    return key[len(key) // 2]


def _forms(value: str) -> set[str]:
    as_base64 = base64.b64encode(value.encode()).decode().rstrip("=")
    # The last digits change with what follows.
    return {value, quote(value, safe=""), json.dumps(value)[1:-1], as_base64[:-2]}


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.is_file() else b""
    except (FileNotFoundError, ProcessLookupError):
        # It came to its end in between, and shows nothing any more.
        return b""
