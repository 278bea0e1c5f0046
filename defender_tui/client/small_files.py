"""Files that hold one credential, read whole."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import ConfigError

MAX_BYTES = 1024 * 1024


def read_small_file(file: Path, *, what: str, key: str) -> bytes:
    """Read a file. Blocks.

    Raises:
        ConfigError: it is missing, not readable or too large; it names the file and says `what` it
            should have been.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as cause:
        raise ConfigError(
            f"The {what} is not there.", hint=f"Correct {key}.", file=file, key=key
        ) from cause
    except (OSError, ValueError) as cause:
        raise ConfigError(
            f"The {what} could not be read.",
            hint="Check that it is a file and that you may read it.",
            file=file,
            key=key,
        ) from cause
    if len(data) > MAX_BYTES:
        raise ConfigError(
            f"The {what} is larger than {MAX_BYTES >> 20} MiB.",
            hint=f"Correct {key}.",
            file=file,
            key=key,
        )
    return data
