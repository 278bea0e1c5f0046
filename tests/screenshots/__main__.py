"""Draw screenshots/*.svg anew: `python -m tests.screenshots [FOLDER]`."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import replace
from pathlib import Path

from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.cli.opening import demo_parts
from defender_tui.ui.app import DefenderTuiApp

from .moment import MOMENT, SEED, SIZE
from .posing import POSES, PosedSession, hold_still

_PORT = re.compile(r"127\.0\.0\.1:\d{5}")
_PICTURE_ID = re.compile(r"terminal-\d+")
FOLDER = Path(__file__).resolve().parents[2] / "screenshots"


async def pictures(sandbox: EmbeddedSandbox) -> dict[str, str]:
    """Give each screen's picture as SVG, by the screen's name."""
    session = PosedSession(replace(demo_parts(sandbox), now=lambda: MOMENT))
    app = DefenderTuiApp(session)
    app.animation_level = "none"
    drawn = {}
    async with app.run_test(size=SIZE, notifications=True, tooltips=True) as pilot:
        for name, pose in POSES.items():
            await pose(pilot, session)
            await hold_still(pilot)
            drawn[name] = _settled(app.export_screenshot(title=f"defender-tui · {name}"))
    return drawn


def _settled(svg: str) -> str:
    """Put out of the picture what differs from one sandbox to the next: its port."""
    return _PICTURE_ID.sub("terminal", _PORT.sub("127.0.0.1:40443", svg))


def main() -> None:
    """Write the pictures and say which changed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    program = (sys.executable, "-m", "tests.screenshots.still_sandbox")
    with EmbeddedSandbox(seed=SEED, program=program) as sandbox:
        drawn = asyncio.run(pictures(sandbox))
    for name, svg in drawn.items():
        file = folder / f"{name}.svg"
        is_same = file.exists() and file.read_text(encoding="utf-8") == svg
        if not is_same:
            file.write_text(svg, encoding="utf-8")
        print(f"{file.name}: {'unchanged' if is_same else 'drawn anew'}")


if __name__ == "__main__":
    main()
