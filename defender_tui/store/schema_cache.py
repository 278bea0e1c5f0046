"""The hunting schemas that tenants named, kept in the cache folder."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import ProtocolError
from .files import write_private
from .paths import cache_dir

if TYPE_CHECKING:
    from ..core.tenant_schema import TenantSchema

FOLDER_NAME = "schema"
_VERSION = 1
_ODD = re.compile(r"[^A-Za-z0-9.-]")
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SchemaOwner:
    """Who asked and where: what a tenant names depends on the application's rights."""

    tenant_id: str
    client_id: str
    graph_url: str

    @property
    def file_name(self) -> str:
        """A name for the file: tells the tenant, and holds nothing that leads elsewhere."""
        whole = f"{self.graph_url}\n{self.tenant_id.casefold()}\n{self.client_id.casefold()}"
        mark = hashlib.sha256(whole.encode()).hexdigest()[:12]
        return f"{_ODD.sub('_', self.tenant_id)[:80]}-{mark}.json"


@dataclass(frozen=True, slots=True)
class KeptSchema:
    """A schema as a tenant named it, and when (UTC, aware)."""

    schema: TenantSchema
    read_at: datetime


class SchemaCache:
    """A file for each owner. Names of tables and columns are in it, and no rows."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """The folder, there or not."""
        return self._folder or cache_dir() / FOLDER_NAME

    def load(self, owner: SchemaOwner) -> KeptSchema | None:
        """Give what was kept; `None` when nothing was, or it cannot be read (any more)."""
        # The cache is made at every start, and read only once somebody hunts.
        from ..core.wire.hunting_schema import read_schema

        file = self.folder / owner.file_name
        try:
            if file.stat().st_size > _MOST_BYTES:
                return None
            held = json.loads(file.read_bytes())
            if not isinstance(held, dict) or held.get("version") != _VERSION:
                return None
            read_at = datetime.fromisoformat(held["read_at"])
            schema = read_schema(held["answer"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError, ProtocolError):
            # A cache that does not help is as good as none: the tenant is asked again.
            return None
        return None if read_at.tzinfo is None else KeptSchema(schema, read_at)

    def save(self, owner: SchemaOwner, kept: KeptSchema) -> None:
        """Keep a schema in place of the one before.

        Raises:
            StoreError: the folder or the file cannot be written.
        """
        held = {
            "version": _VERSION,
            "read_at": kept.read_at.isoformat(),
            "answer": dict(kept.schema.document),
        }
        write_private(self.folder / owner.file_name, json.dumps(held))
