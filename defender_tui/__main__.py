"""The program's entry point, for `defender-tui` and `python -m defender_tui`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line of this process and give its exit code."""
    from .cli.main import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
