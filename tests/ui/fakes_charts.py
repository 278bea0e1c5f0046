"""A disk for charts: files by name, which stay unless told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from defender_tui.core.errors import ConfigError


@dataclass
class FakeCharts:
    """Fulfils `ChartWork`, but for the time. `files` is what was written."""

    files: dict[str, str] = field(default_factory=dict)

    async def write_file(self, file: Path, text: str, *, overwrite: bool = False) -> None:
        if str(file) in self.files and not overwrite:
            raise ConfigError(f"There is a file {file} already.")
        self.files[str(file)] = text
