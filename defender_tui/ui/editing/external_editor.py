"""Handing a text to the editor of a person's choice."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from ...core.errors import DefenderTuiError

_FILE = "query.kql"


class HandOffFailed(DefenderTuiError):
    """An editor could not be started, or ended with a failure; the text is as it was."""


async def edited(app: App[object], text: str) -> str:
    """Let `$VISUAL` or `$EDITOR` have the terminal and the text; give the text as it was saved.

    The file is readable by this user only and is gone afterwards. The program's own work goes on
    meanwhile, without drawing.

    Raises:
        HandOffFailed: no editor is named, it cannot be started or failed, or the terminal cannot
            be handed over.
    """
    command = _command()
    folder = await asyncio.to_thread(_write, text)
    try:
        # Nothing may be drawn: what is written to a suspended terminal piles up until it blocks.
        with app.suspend(), app.batch_update():
            code = await asyncio.to_thread(_run, command, folder)
    except SuspendNotSupported as cause:
        raise HandOffFailed(
            "This terminal cannot be handed to another program.",
            hint="Edit the text here, or run in a local terminal.",
        ) from cause
    else:
        if code:
            raise HandOffFailed(
                f"The editor {command[0]!r} ended with code {code}.",
                hint="The text is as it was. Try again.",
            )
        return await asyncio.to_thread(_read, folder)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _write(text: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="defender-tui-"))
    file = folder / _FILE
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    return folder


def _run(command: list[str], folder: Path) -> int:
    try:
        return subprocess.run([*command, str(folder / _FILE)], check=False).returncode
    except OSError as cause:
        raise HandOffFailed(
            f"The editor {command[0]!r} could not be started.",
            hint="Set VISUAL or EDITOR to an editor that is installed.",
        ) from cause


def _command() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError:
        command = []
    if not command:
        raise HandOffFailed(
            "No editor is named.", hint="Set VISUAL or EDITOR, for example EDITOR=vim."
        )
    return command


def _read(folder: Path) -> str:
    try:
        return (folder / _FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise HandOffFailed(
            "What the editor saved could not be read.", hint="Save the file as UTF-8 text."
        ) from cause
