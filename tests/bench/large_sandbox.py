"""A sandbox with many incidents: `python -m tests.bench.large_sandbox COUNT sandbox …`."""

from __future__ import annotations

import sys

from defender_tui.cli.main import main

if __name__ == "__main__":
    _, count, *arguments = sys.argv
    sys.exit(main([*arguments, "--incidents", count]))
