"""What a tenant has to hunt in, asked of the tenant itself."""

from __future__ import annotations

import asyncio

from ..core.errors import ApiError, NotFound, NotPermitted, ServerFault, Throttled
from ..core.tenant_schema import TenantSchema
from ..core.wire.hunting_schema import get_schema, read_schema
from ..core.wire.reading import json_object
from .sender import Sender

# Graph answers a path that it does not know in any of these ways.
_UNKNOWN_CALL = frozenset({400, 405, 501})


class SchemaReader:
    """Reads the whole schema through Graph's beta.

    Where that cannot be, the query `T | getschema` gives the columns of one table.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def read(self) -> TenantSchema | None:
        """Give all tables with their columns, and the functions.

        `None` where Graph has no such call, be it in this cloud or no longer.

        Raises:
            NotPermitted: the role to hunt is missing on Graph.
            DefenderTuiError: there was no readable answer.
        """
        request = get_schema()
        try:
            answer = await self._sender.send(request)
        except NotFound:
            return None
        except (NotPermitted, ServerFault, Throttled):
            raise
        except ApiError as refusal:
            if refusal.status in _UNKNOWN_CALL:
                return None
            raise
        # A tenant with many logs names thousands of columns.
        return await asyncio.to_thread(
            lambda: read_schema(json_object(answer.body, what=request.what))
        )
