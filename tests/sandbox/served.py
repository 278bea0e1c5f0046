"""The sandbox as a process of its own."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start `defender-tui sandbox` and kill it in the end if it has not ended by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "defender_tui", "sandbox", "--json", "--seed", "3", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def announced(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Read the first line."""
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(process.stdout.readline())
    return line


def complaint(process: subprocess.Popen[bytes]) -> str:
    """Give all that a process that ended said on standard error."""
    assert process.stderr is not None
    return process.stderr.read().decode()


def trusting(line: dict[str, Any]) -> ssl.SSLContext:
    """Trust the authority of one run and nobody else."""
    return ssl.create_default_context(cafile=line["ca_file"])


def token(line: dict[str, Any], http: httpx.Client, resource: str) -> str:
    """Get a token as the application that may do all."""
    app = line["apps"][0]
    form = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "scope": f"{resource}/.default",
    }
    url = f"{line['authority']}/{line['tenant_id']}/oauth2/v2.0/token"
    return str(http.post(url, data=form).json()["access_token"])
