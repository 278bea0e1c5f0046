"""Paths as people write them, in a file or a field."""

from __future__ import annotations

from pathlib import Path


def typed_path(text: str) -> Path:
    """Give the file that a typed path names; `~` is the home folder.

    A `~` that stands for nobody's home stays as it is, so that the file is told as missing.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)
