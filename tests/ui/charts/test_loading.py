"""What draws charts is loaded with the first one, and not with the screen."""

from __future__ import annotations

import subprocess
import sys

_CODE = """
import sys
import defender_tui.ui.screens.hunting, defender_tui.ui.charts.pane
assert "plotext" not in sys.modules, "loaded with the screen"
import defender_tui.ui.charts.drawing
assert "plotext" in sys.modules, "not the library that draws"
"""


def test_the_library_comes_with_the_first_drawing_and_not_with_the_screen() -> None:
    answer = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True)
    assert "" == answer.stderr
