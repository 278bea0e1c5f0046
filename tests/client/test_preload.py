from __future__ import annotations

import subprocess
import sys

_FIRST_REQUEST = """
import asyncio, sys
import httpx
from pathlib import Path
from defender_tui.client.preload import preload

preload()
loaded = set(sys.modules)


async def ask():
    import msal
    from defender_tui.client import DefenderClient

    async with httpx.AsyncClient() as http:
        try:
            await http.get("http://127.0.0.1:9/")
        except httpx.ConnectError:
            pass


asyncio.run(ask())
heavy = {"anyio", "cryptography", "defender_tui", "h11", "httpcore", "httpx", "msal", "requests"}
print(sorted(name for name in set(sys.modules) - loaded if name.partition(".")[0] in heavy))
"""


def test_the_first_request_waits_for_no_library() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _FIRST_REQUEST], capture_output=True, text=True, check=True
    )
    assert "[]" == answer.stdout.strip()
